import { inspectSignature } from './fileSignatures';
import type { Inspection } from './inspection';
import { inspectLegacyOffice } from './legacyOffice';
import { inspectPdf } from './pdf';
import { inspectText } from './textFormats';
import { inspectZip } from './zipFormats';

/**
 * Returns the facts found in a document's bytes, or no facts if the format is unknown. Never throws, whatever the bytes
 * are.
 *
 * @example
 * inspectDocument(readFileSync('cv.docx'));
 * // {
 * //   type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
 * //   container: 'application/zip',
 * //   hasMacros: false, hasActiveContent: true, isDamaged: false, isUnchecked: false,
 * // }
 */
export function inspectDocument(bytes: Buffer): Inspection {
	return (
		inspectZip(bytes) ??
		inspectLegacyOffice(bytes) ??
		inspectPdf(bytes) ??
		inspectText(bytes) ??
		inspectSignature(bytes) ??
		{}
	);
}
