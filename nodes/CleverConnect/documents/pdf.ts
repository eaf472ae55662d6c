import type { Inspection } from './inspectionResult';
import { isOversizedPdf } from './pdfContent';
import { parsePdfDictionary, type PdfDictionary } from './pdfObject';
import { opensWithoutPassword } from './pdfPassword';
import { inspectText } from './textFormats';

/** ISO 32000-2 § 7.5.2. Many readers accept white space or a byte order mark before a PDF's header. */
const HEADER = /^(?:\xef\xbb\xbf)?[\0\s]*(?=%PDF-)/;
/**
 * Adobe's PDF Reference 1.7, appendix H.3, notes 13 and 14: a PDF header within 1,024 bytes, possibly in a PostScript one.
 * A text document can also mention a PDF header, but a PDF object rarely follows it.
 */
const PREFIXED_HEADER = /^.{0,1024}?(?=%PDF-\d|%!PS-Adobe-\d\.\d PDF-\d)/s;
/** Matches a PHP notice, which a web server can put before a PDF. */
const PHP_NOTICE = /^\s*(?:<\/?br? ?\/?>[^<]*)+$/i;
/** In bytes. Large enough for the longest header after the longest prefix. */
const HEADER_MARGIN = 1024 + '%!PS-Adobe-3.0 PDF-1'.length;
const OBJECT = /[\0\s]\d{1,10}[\0\s]+\d{1,5}[\0\s]+obj\b/;
/** The number of bytes to read, for example, for a cross-reference table at its stated offset. */
const MARGIN = 1024;
const STARTXREF = /^startxref\s+(\d{1,15})/;
const NEXT_OBJECT = /^%%EOF(?:\s|%[^\r\n]*[\r\n])*\d{1,10}\s+\d{1,5}\s+obj\b/;
/** In bytes. Most trailers and encryption dictionaries have at most a dozen entries and fewer than 1,024 bytes. */
const MAXIMUM_DICTIONARY = 4096;

/** Returns the properties of a PDF, or `undefined` if the file doesn't begin with a PDF header. */
export function inspectPdf(bytes: Buffer): Inspection | undefined {
	const start = HEADER.exec(textAt(bytes, 0, HEADER_MARGIN))?.[0];
	return start === undefined ? undefined : inspectFrom(bytes, start.length);
}

/**
 * Inspects a PDF with a prefix, such as a notice from a mail gateway or printer, or an AppleSingle or MacBinary
 * header. Unless the prefix is a PHP notice, a file that begins with a web page or a script isn't treated as a PDF,
 * because other programs would show the page or run the script.
 */
export function inspectPrefixedPdf(bytes: Buffer): Inspection | undefined {
	const start = PREFIXED_HEADER.exec(textAt(bytes, 0, HEADER_MARGIN))?.[0];
	if (start === undefined) return undefined;
	const prefixType = inspectText(bytes.subarray(0, start.length))?.type;
	if (prefixType !== undefined && !PHP_NOTICE.test(start)) return undefined;
	return OBJECT.test(textAt(bytes, start.length)) ? inspectFrom(bytes, start.length) : undefined;
}

function inspectFrom(bytes: Buffer, header: number): Inspection {
	// Offsets are relative to the header (§ 7.5.2).
	const pdf = bytes.subarray(header);
	return {
		type: 'application/pdf',
		isEncrypted: isEncrypted(pdf),
		isDamaged: !hasEnd(pdf),
		isUnchecked: isOversizedPdf(pdf),
	};
}

/**
 * § 7.5.5: whether a PDF has an end marker or an offset after the last `startxref`. If an object follows the last end
 * marker, the marker of a later update is missing. Leftovers of an older, longer version can also follow, but they
 * rarely begin with an object.
 */
function hasEnd(bytes: Buffer): boolean {
	const end = bytes.lastIndexOf('%%EOF');
	const link = bytes.lastIndexOf('startxref');
	const rest = textAt(bytes, Math.max(end, link));
	return STARTXREF.test(rest) || (rest.startsWith('%%EOF') && !NEXT_OBJECT.test(rest));
}

/**
 * § 7.6.2: an encrypted PDF's trailer has the encryption dictionary or refers to it. A PDF that has only an owner
 * password (for example, to prevent printing) opens with the empty user password, so everyone can read it.
 */
function isEncrypted(bytes: Buffer): boolean {
	const trailer =
		followStartxref(bytes) ??
		// If `startxref` is wrong, readers search for a trailer.
		readDictionary(bytes, bytes.lastIndexOf('trailer'), 'trailer');
	if (!trailer) return false;
	const entry = trailer.get('/Encrypt') ?? 'null';
	if (entry === 'null') return false;
	const encryption = typeof entry === 'string' ? findObject(bytes, entry) : entry;
	if (!(encryption instanceof Map)) return true;
	const [firstId] = [trailer.get('/ID')].flat();
	return needsPassword(encryption) && !opensWithoutPassword(encryption, firstId);
}

/**
 * § 7.6.2, table 20: crypt filters can exclude a PDF's streams and strings, so that only its attachments are encrypted.
 * Even for such a PDF, readers first ask for the password, unless the crypt filter delays the question until someone
 * opens an attachment (§ 7.6.6, table 25).
 */
function needsPassword(encryption: PdfDictionary): boolean {
	const hasCryptFilters = ['4', '5'].some((version) => encryption.get('/V') === version);
	const isEncrypting = (use: string) => encryption.has(use) && encryption.get(use) !== '/Identity';
	if (!hasCryptFilters || isEncrypting('/StmF') || isEncrypting('/StrF')) return true;
	const filters = encryption.get('/CF');
	const filter = filters instanceof Map ? filters.get(encryption.get('/EFF')) : undefined;
	const opensLater = filter instanceof Map && filter.get('/AuthEvent') === '/EFOpen';
	return isEncrypting('/EFF') && !opensLater;
}

/**
 * § 7.5.5: the last `startxref` gives the offset of a cross-reference table (§ 7.5.4), which the current trailer
 * follows, or stream (§ 7.5.8), whose dictionary is the trailer. Incremental updates repeat the entries that they don't
 * change.
 */
function followStartxref(bytes: Buffer): PdfDictionary | undefined {
	// `NaN`, at which nothing is found, if there is no number.
	const offset = Number(STARTXREF.exec(textAt(bytes, bytes.lastIndexOf('startxref')))?.[1]);
	const start = textAt(bytes, offset);
	if (start.trimStart().startsWith('xref')) {
		return readDictionary(bytes, bytes.indexOf('trailer', offset), 'trailer');
	}
	const label = /^\s*\d{1,10}\s+\d{1,5}\s+obj/.exec(start)?.[0];
	const object = label === undefined ? undefined : readDictionary(bytes, offset, label);
	return object?.get('/Type') === '/XRef' ? object : undefined;
}

/**
 * Returns the dictionary of the last object with a reference's number. An encryption dictionary is never in an object
 * stream (§ 7.5.7), so a text search can find it.
 */
function findObject(bytes: Buffer, reference: string): PdfDictionary | undefined {
	// § 7.3.10. Longer references are ignored, because a repetitive one could make the search slow.
	if (!/^\d{1,10} \d{1,5} R/.test(reference)) return undefined;
	const number = reference.slice(0, -1);
	const positions = ['\n', '\r', ' '].map((before) => bytes.lastIndexOf(`${before}${number}obj`));
	return readDictionary(bytes, Math.max(...positions), ` ${number}obj`);
}

function readDictionary(
	bytes: Buffer,
	position: number,
	keyword: string,
): PdfDictionary | undefined {
	if (position === -1) return undefined;
	return parsePdfDictionary(textAt(bytes, position + keyword.length, MAXIMUM_DICTIONARY));
}

/** Returns at most `length` bytes from an offset, as text in ISO 8859-1. */
function textAt(bytes: Buffer, start: number, length = MARGIN): string {
	return bytes.toString('latin1', start, start + length);
}
