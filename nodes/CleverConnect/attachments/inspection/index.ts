import type { Inspection } from './inspectionResult';
import { inspectLegacyOffice } from './legacyOffice';
import { inspectPdf, inspectPrefixedPdf } from './pdf';
import { inspectSignature } from './otherFileTypes';
import { inspectText } from './text';
import type { Budget } from './zipFile';
import { inspectZip } from './zipFormats';

export type { Inspection } from './inspectionResult';
export { TEXT_TYPE } from './text';
export { BUDGET, type Budget } from './zipFile';

/**
 * Returns the facts found in a file's bytes, or no facts if the format is unknown. The declared
 * type is used only to distinguish formats that look alike.
 *
 * @param objectBudget the amount that can be read from embedded objects.
 */
export function inspectFile(
	bytes: Buffer,
	declaredType?: string,
	objectBudget?: Budget,
): Inspection {
	return (
		inspectPdf(bytes) ??
		inspectZip(bytes, declaredType, objectBudget) ??
		inspectLegacyOffice(bytes, declaredType) ??
		inspectSignature(bytes) ??
		// Checked after archives, because an archive can begin with an uncompressed PDF.
		inspectPrefixedPdf(bytes) ??
		inspectText(bytes) ??
		{}
	);
}
