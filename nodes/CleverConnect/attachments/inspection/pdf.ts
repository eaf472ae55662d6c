import type { Inspection } from './inspectionResult';
import { parsePdfDictionary, type PdfDictionary, type PdfObject } from './pdfObject';
import { findCryptFilter, opensWithoutPassword } from './pdfPassword';
import { inspectText } from './text';

/** ISO 32000-2 § 7.5.2. Readers accept white space or a byte order mark before it. */
const HEADER = /^(?:\xef\xbb\xbf)?[\0\s]*(?=%PDF-)/;
/**
 * ISO 32000-1, annex H.3, notes 13 and 14: a header within the first 1,024 bytes, possibly as a
 * PostScript header. A text document can also mention a header, but no object follows there.
 */
const PREFIXED_HEADER = /^.{0,1024}?(?=%PDF-\d|%!PS-Adobe-\d\.\d PDF-\d)/s;
/** A prefix from a web server that uses PHP. */
const PHP_NOTICE = /^\s*(?:<\/?br? ?\/?>[^<]*)+$/i;
/** Large enough for the longest header. */
const HEADER_MARGIN = 1024 + '%!PS-Adobe-3.0 PDF-1'.length;
const OBJECT = /[\0\s]\d{1,10}[\0\s]+\d{1,5}[\0\s]+obj\b/;
/** In bytes. How far to search, for example for the first object after the header, or for a cross-reference table after its stated offset. */
const MARGIN = 1024;
/** § 7.5.5: the keywords at the end of a PDF. */
const END_MARKERS = ['startxref', '%%EOF'];
/** In bytes. Real trailers and encryption dictionaries have about a dozen entries, and are shorter than 1,024 bytes. */
const MAXIMUM_DICTIONARY = 4096;
/** In bytes. How far to search for an encryption entry in a longer dictionary. */
const MAXIMUM_SEARCH = 1024 * 1024;
/** The name of the encryption entry. Each character may be written as its code (§ 7.3.5). */
const ENCRYPT = /\/(?:E|#45)(?:n|#6[eE])(?:c|#63)(?:r|#72)(?:y|#79)(?:p|#70)(?:t|#74)/;
/** Stands for a longer dictionary, which may be that of a trailer, in which an encryption entry may follow after the limit. */
const TOO_LONG: PdfDictionary = new Map([
	['/Type', '/XRef'],
	['/Encrypt', 'unknown'],
]);
/** The first characters of a dictionary, or white space or a comment before the dictionary (§ 7.2). */
const DICTIONARY_START = /^[\0\s]*(?:<<|%|$)/;
const MAXIMUM_LOOKS = 16;

/** Returns the properties of a PDF, or `undefined` if the file isn't a PDF. */
export function inspectPdf(bytes: Buffer): Inspection | undefined {
	const [start] = HEADER.exec(bytes.toString('latin1', 0, HEADER_MARGIN)) ?? [];
	return start === undefined ? undefined : inspectFrom(bytes, start.length);
}

/**
 * Does the same for a PDF with a prefix: a notice from a mail gateway or printer, AppleSingle, or MacBinary. A
 * file whose prefix is a web page or a script isn't a PDF, because other programs run it.
 */
export function inspectPrefixedPdf(bytes: Buffer): Inspection | undefined {
	const [start] = PREFIXED_HEADER.exec(bytes.toString('latin1', 0, HEADER_MARGIN)) ?? [];
	if (start === undefined) return undefined;
	const prefixType = inspectText(bytes.subarray(0, start.length))?.type;
	if (prefixType !== undefined && !PHP_NOTICE.test(start)) return undefined;
	const body = bytes.toString('latin1', start.length, start.length + MARGIN);
	return OBJECT.test(body) ? inspectFrom(bytes, start.length) : undefined;
}

function inspectFrom(bytes: Buffer, header: number): Inspection {
	const pdf = bytes.subarray(header);
	// Offsets are relative to the header (§ 7.5.2), unless the program that added the prefix changed them.
	const trailer = followStartxref(pdf) ?? (header > 0 ? followStartxref(bytes) : undefined);
	return {
		type: 'application/pdf',
		isEncrypted: isEncrypted(pdf, trailer),
		isDamaged: !hasEnd(pdf),
	};
}

/** An object after the last end marker means that another end marker is missing. */
function hasEnd(bytes: Buffer): boolean {
	const end = Math.max(...END_MARKERS.map((marker) => bytes.lastIndexOf(marker)));
	return end >= 0 && bytes.indexOf(' 0 obj', end) < 0;
}

/**
 * § 7.6.2: the trailer refers to the encryption dictionary. A PDF that has only an owner password, for
 * example to prevent printing, opens with the empty user password, so everyone can read it.
 */
function isEncrypted(bytes: Buffer, linkedTrailer: PdfDictionary | undefined): boolean {
	const trailer = linkedTrailer ?? findLastTrailer(bytes);
	if (!trailer) return false;
	const entry = trailer.get('/Encrypt');
	if (entry === undefined || entry === 'null') return false;
	const encryption = typeof entry === 'string' ? findObject(bytes, entry) : entry;
	// Readers ignore any other object.
	if (!(encryption instanceof Map)) return typeof entry === 'string';
	return (
		needsPassword(encryption) && !opensWithoutPassword(encryption, readFirstId(trailer.get('/ID')))
	);
}

/**
 * § 7.6.2, table 20: crypt filters can exclude streams and strings, so that only attachments are encrypted.
 * Readers still ask for the password first, unless the filter asks for it when an attachment is opened
 * (§ 7.6.6, table 25).
 */
function needsPassword(encryption: PdfDictionary): boolean {
	const hasCryptFilters = ['4', '5'].some((version) => encryption.get('/V') === version);
	const isEncrypting = (use: string) => encryption.has(use) && encryption.get(use) !== '/Identity';
	if (!hasCryptFilters || isEncrypting('/StmF') || isEncrypting('/StrF')) return true;
	const authEvent = findCryptFilter(encryption, '/EFF')?.get('/AuthEvent');
	return isEncrypting('/EFF') && authEvent !== '/EFOpen';
}

/**
 * § 7.5.5: the offset of the current trailer follows the last `startxref`. Incremental updates repeat the
 * entries that they don't change.
 */
function followStartxref(bytes: Buffer): PdfDictionary | undefined {
	const position = bytes.lastIndexOf('startxref');
	if (position < 0) return undefined;
	const link = bytes.toString('latin1', position, position + MARGIN);
	const [, digits] = /^startxref\s+(\d{1,15})/.exec(link) ?? [];
	return digits === undefined ? undefined : readTrailer(bytes, Number(digits));
}

/** If `startxref` is wrong, readers search for a trailer, so the last trailer in the file is used. */
function findLastTrailer(bytes: Buffer): PdfDictionary | undefined {
	const table = readDictionary(bytes, afterKeyword(findTrailerKeyword(bytes)));
	if (table) return table;
	const stream = bytes.lastIndexOf('/XRef');
	const object = stream < 0 ? -1 : bytes.lastIndexOf('obj', stream);
	return object < 0 ? undefined : readDictionary(bytes, object + 'obj'.length);
}

/** Returns the trailer of a cross-reference table (§ 7.5.4) or stream (§ 7.5.8). */
function readTrailer(bytes: Buffer, offset: number): PdfDictionary | undefined {
	const start = bytes.toString('latin1', offset, offset + MARGIN);
	if (/^\s*xref\s/.test(start)) {
		return readDictionary(bytes, afterKeyword(findTrailerKeyword(bytes, offset)));
	}
	const [label] = /^\s*\d{1,10}\s+\d{1,5}\s+obj/.exec(start) ?? [];
	const object = label === undefined ? undefined : readDictionary(bytes, offset + label.length);
	return object?.get('/Type') === '/XRef' ? object : undefined;
}

/** Finds the keyword outside comments (§ 7.2.4): the last one in the file, or the first one at or after an offset. */
function findTrailerKeyword(bytes: Buffer, offset?: number): number {
	const find = (from: number) =>
		offset === undefined
			? bytes.lastIndexOf('trailer', from - 1)
			: bytes.indexOf('trailer', from + 1);
	let position = find(offset === undefined ? bytes.length : offset - 1);
	for (let looks = 0; looks < MAXIMUM_LOOKS && isInComment(bytes, position); looks++) {
		position = find(position);
	}
	return position;
}

function isInComment(bytes: Buffer, position: number): boolean {
	const before = bytes.toString('latin1', Math.max(position - MARGIN, 0), Math.max(position, 0));
	const lineStart = Math.max(before.lastIndexOf('\r'), before.lastIndexOf('\n')) + 1;
	return before.includes('%', lineStart);
}

function afterKeyword(position: number): number | undefined {
	return position < 0 ? undefined : position + 'trailer'.length;
}

/**
 * Returns the object for a reference, which is the last object with that number. An encryption dictionary
 * is never in an object stream (§ 7.5.7), so a text search finds it.
 */
function findObject(bytes: Buffer, reference: string): PdfDictionary | undefined {
	// § 7.3.10. Longer labels are ignored, because a repetitive label could make the search slow.
	const [, number] = /^(\d{1,10} \d{1,5} )R$/.exec(reference) ?? [];
	if (number === undefined) return undefined;
	const label = `${number}obj`;
	const positions = ['\n', '\r', ' '].map((before) => bytes.lastIndexOf(before + label));
	const position = Math.max(...positions);
	return position < 0 ? undefined : readDictionary(bytes, position + 1 + label.length);
}

function readDictionary(bytes: Buffer, start: number | undefined): PdfDictionary | undefined {
	if (start === undefined) return undefined;
	const text = bytes.toString('latin1', start, start + MAXIMUM_DICTIONARY);
	const dictionary = parsePdfDictionary(text);
	if (dictionary) return dictionary;
	const isCutOff = text.length === MAXIMUM_DICTIONARY && DICTIONARY_START.test(text);
	const isEncrypting =
		isCutOff && ENCRYPT.test(bytes.toString('latin1', start, start + MAXIMUM_SEARCH));
	return isEncrypting ? TOO_LONG : undefined;
}

function readFirstId(id: PdfObject | undefined): Buffer {
	const [first] = Array.isArray(id) ? (id as readonly PdfObject[]) : [];
	return Buffer.isBuffer(first) ? first : Buffer.alloc(0);
}
