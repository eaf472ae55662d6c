import type { Inspection } from './inspection';
import { parsePdfDictionary, type PdfDictionary, type PdfObject } from './pdfObject';
import { opensWithoutPassword } from './pdfPassword';

/** ISO 32000-2 § 7.5.2, after white space or a byte order mark, which no reader minds. */
const HEADER = /^(?:\xef\xbb\xbf)?[\0\s]*(?=%PDF-)/;
/** How far from its start the header is looked for, and from the end what is there. */
const MARGIN = 1024;
/** A trailer has a dozen entries, an encryption dictionary not many more. */
const MAXIMUM_DICTIONARY = 16_384;

/** What a PDF shows of itself, and whether a reader would ask for a password. */
export function inspectPdf(bytes: Buffer): Inspection | undefined {
	const [start] = HEADER.exec(bytes.toString('latin1', 0, MARGIN)) ?? [];
	if (start === undefined) return undefined;
	// Offsets count from the header (§ 7.5.2).
	return { type: 'application/pdf', isEncrypted: isEncrypted(bytes.subarray(start.length)) };
}

/**
 * § 7.6.2: the trailer names the encryption dictionary. A PDF that only its owner's password protects,
 * against printing for example, opens with the empty one and can be read by all.
 */
function isEncrypted(bytes: Buffer): boolean {
	const trailer = findTrailer(bytes);
	if (!trailer) return false;
	const entry = trailer.get('/Encrypt');
	if (entry === undefined || entry === 'null') return false;
	const encryption = typeof entry === 'string' ? findObject(bytes, entry) : entry;
	if (!(encryption instanceof Map)) return true;
	return !opensWithoutPassword(encryption, readFirstId(trailer.get('/ID')));
}

/**
 * § 7.5.5: the trailer in force is the one that the last `startxref` leads to; updates repeat what they
 * do not change. Where it leads nowhere readers search, so the last trailer in the file counts.
 */
function findTrailer(bytes: Buffer): PdfDictionary | undefined {
	const end = bytes.toString('latin1', Math.max(bytes.length - MARGIN, 0));
	const [, digits] = /.*startxref\s+(\d{1,15})/s.exec(end) ?? [];
	const trailer = digits === undefined ? undefined : readTrailer(bytes, Number(digits));
	return trailer ?? readDictionary(bytes, afterKeyword(bytes.lastIndexOf('trailer')));
}

/** The trailer of a cross-reference table (§ 7.5.4) or stream (§ 7.5.8). */
function readTrailer(bytes: Buffer, offset: number): PdfDictionary | undefined {
	const start = bytes.toString('latin1', offset, offset + MARGIN);
	if (/^\s*xref\s/.test(start)) {
		return readDictionary(bytes, afterKeyword(bytes.indexOf('trailer', offset)));
	}
	const [object] = /^\s*\d{1,10}\s+\d{1,5}\s+obj/.exec(start) ?? [];
	return object === undefined ? undefined : readDictionary(bytes, offset + object.length);
}

function afterKeyword(position: number): number | undefined {
	return position < 0 ? undefined : position + 'trailer'.length;
}

/**
 * The object of a reference. It is neither compressed nor in a stream (§ 7.5.7), so that it can be
 * found by its number; the last one is in force.
 */
function findObject(bytes: Buffer, reference: string): PdfDictionary | undefined {
	const label = `${reference.replace(/R$/, '')}obj`;
	const positions = ['\n', '\r', ' '].map((before) => bytes.lastIndexOf(before + label));
	const position = Math.max(...positions);
	return position < 0 ? undefined : readDictionary(bytes, position + 1 + label.length);
}

function readDictionary(bytes: Buffer, start: number | undefined): PdfDictionary | undefined {
	if (start === undefined) return undefined;
	return parsePdfDictionary(bytes.toString('latin1', start, start + MAXIMUM_DICTIONARY));
}

function readFirstId(id: PdfObject | undefined): Buffer {
	const [first] = Array.isArray(id) ? (id as readonly PdfObject[]) : [];
	return Buffer.isBuffer(first) ? first : Buffer.alloc(0);
}
