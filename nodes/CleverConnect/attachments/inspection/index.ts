import type { Inspection } from './inspection';
import { inspectLegacyOffice } from './legacyOffice';
import { inspectPdf, inspectPrefixedPdf } from './pdf';
import { inspectSignature } from './signature';
import { inspectText } from './text';
import { inspectZip } from './zip';
import type { ReadingBudget } from './zipFile';

export type { Inspection } from './inspection';
export { createReadingBudget, type ReadingBudget } from './zipFile';

/**
 * What the bytes of a file show, whatever they are: bytes that nobody can make sense of show nothing.
 * The declared type only decides between types that look alike.
 */
export function inspectFile(
	bytes: Buffer,
	declaredType?: string,
	budget?: ReadingBudget,
): Inspection {
	return (
		inspectPdf(bytes) ??
		inspectZip(bytes, declaredType, budget) ??
		inspectLegacyOffice(bytes, declaredType) ??
		inspectSignature(bytes) ??
		// After the archives, which may begin with a PDF as it is.
		inspectPrefixedPdf(bytes) ??
		inspectText(bytes) ??
		{}
	);
}
