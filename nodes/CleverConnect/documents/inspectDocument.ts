import type { Inspection } from './inspectionResult';
import { inspectLegacyOffice } from './legacyOffice';
import { inspectPdf, inspectPrefixedPdf } from './pdf';
import { inspectSignature } from './fileSignatures';
import { inspectText } from './textFormats';
import { inspectZip } from './zipFormats';

export interface InspectionOptions {
	/** The MIME type that the sender states for the file. It matters only if the bytes fit several formats. */
	readonly declaredType?: string | undefined;
}

/**
 * Returns the facts found in a document's bytes, or no facts if the format is unknown. Never throws, whatever the bytes
 * are.
 *
 * @example
 * inspectDocument(readFileSync('cv.docx'), { declaredType: 'application/msword' });
 * // {
 * //   type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
 * //   container: 'application/zip',
 * //   hasMacros: false, hasActiveContent: true, isDamaged: false, isUnchecked: false,
 * // }
 */
export function inspectDocument(
	bytes: Buffer,
	{ declaredType }: InspectionOptions = {},
): Inspection {
	return (
		inspectPdf(bytes) ??
		inspectZip(bytes, declaredType) ??
		inspectLegacyOffice(bytes, declaredType) ??
		inspectSignature(bytes) ??
		// Checked after archives, because an archive can begin with an uncompressed PDF.
		inspectPrefixedPdf(bytes) ??
		inspectText(bytes) ??
		{}
	);
}
