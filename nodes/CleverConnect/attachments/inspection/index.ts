import type { Inspection } from './inspectionResult';
import { inspectLegacyOffice } from './legacyOffice';
import { inspectPdf, inspectPrefixedPdf } from './pdf';
import { inspectSignature } from './otherSignatures';
import { inspectText } from './text';
import { inspectZip } from './zipFormats';

export type { Inspection } from './inspectionResult';
export { TEXT_TYPE } from './text';

/**
 * Returns the facts that the bytes of a file show, or no facts if the format is unknown. The declared
 * type is used only to distinguish formats that look alike.
 */
export function inspectFile(bytes: Buffer, declaredType?: string): Inspection {
	return (
		inspectPdf(bytes) ??
		inspectZip(bytes, declaredType) ??
		inspectLegacyOffice(bytes, declaredType) ??
		inspectSignature(bytes) ??
		// Checked after archives, because an archive may begin with an uncompressed PDF.
		inspectPrefixedPdf(bytes) ??
		inspectText(bytes) ??
		{}
	);
}
