import type { Inspection } from './inspection';
import { isOversizedPdf } from './pdfSize';

/** ISO 32000-2 § 7.5.2. Many readers accept white space or a byte order mark before a PDF's header. */
const HEADER = /^(?:\xef\xbb\xbf)?[\0\s]*%PDF-/;
/** The number of bytes to search for a header, or for the rest of an end. */
const MARGIN = 1024;
/**
 * Matches the entry of a trailer or cross-reference stream that names the encryption dictionary (ISO 32000-2 § 7.6.2).
 * Any character of a name can be written as its code (§ 7.3.5).
 */
const ENCRYPT =
	/\/(?:E|#45)(?:n|#6[eE])(?:c|#63)(?:r|#72)(?:y|#79)(?:p|#70)(?:t|#74)[\0\s()<>[\]{}/%]/;
/** In bytes. */
const LONGEST_ENCRYPT = '/#45#6e#63#72#79#70#74 '.length;
/** In bytes. A string of a whole file takes several times as long as strings of its pieces. */
const PIECE = 65_536;
const STARTXREF = /^startxref\s+\d{1,15}/;
const NEXT_OBJECT = /^%%EOF(?:\s|%[^\r\n]*[\r\n])*\d{1,10}\s+\d{1,5}\s+obj\b/;

/** Returns the properties of a PDF, or `undefined` if the file doesn't begin with a PDF header. */
export function inspectPdf(bytes: Buffer): Inspection | undefined {
	if (!HEADER.test(bytes.toString('latin1', 0, MARGIN))) return undefined;
	return {
		type: 'application/pdf',
		isEncrypted: isEncrypted(bytes),
		isDamaged: !hasEnd(bytes),
		isUnchecked: isOversizedPdf(bytes),
	};
}

function isEncrypted(bytes: Buffer): boolean {
	for (let start = 0; start < bytes.length; start += PIECE) {
		const piece = bytes.toString('latin1', start, start + PIECE + LONGEST_ENCRYPT);
		if (ENCRYPT.test(piece)) return true;
	}
	return false;
}

/**
 * § 7.5.5: whether a PDF has an end marker or an offset after the last `startxref`. If an object follows the last end
 * marker, the marker of a later update is missing. Leftovers of an older, longer version can also follow, but they
 * rarely begin with an object.
 */
function hasEnd(bytes: Buffer): boolean {
	const start = Math.max(bytes.lastIndexOf('%%EOF'), bytes.lastIndexOf('startxref'), 0);
	const rest = bytes.toString('latin1', start, start + MARGIN);
	return STARTXREF.test(rest) || (rest.startsWith('%%EOF') && !NEXT_OBJECT.test(rest));
}
