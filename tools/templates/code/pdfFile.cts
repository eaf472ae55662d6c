// The objects and streams of a PDF file (ISO 32000-2 § 7).
import { inflateStepwise, type Budget } from '../../../nodes/CleverConnect/documents/inflate';
import {
	parsePdfDictionary,
	type PdfDictionary,
	type PdfObject,
} from '../../../nodes/CleverConnect/documents/pdfObject';

/** A PDF file. Its objects are read when they are needed, and all reads share one budget. */
export interface PdfFile {
	/** In ISO 8859-1. */
	readonly text: string;
	readonly places: ReadonlyMap<number, Place>;
	readonly budget: Budget;
}

/** Where an object is written, in the text of the file or of an object stream. */
interface Place {
	readonly text: string;
	readonly start: number;
	end: number;
	/** The bytes of the object's stream. */
	stream?: Buffer;
	/** What the object is, once it has been read. */
	object?: PdfObject | undefined;
}

/** What it costs to read an object, a character, and so on, in units of about 10 ns. */
const OBJECT_COST = 200;
const CHARACTER_COST = 60;
const HEADER_COST = 50;
const FILTER_COST = 4;
const REFERENCE_COST = 20;
const TEXT_COST = 4;

const MAXIMUM_STREAM_BYTES = 8 * 1024 ** 2;
const MAXIMUM_OBJECT_LENGTH = 512 * 1024;
const MAXIMUM_FILTERS = 4;
const MAXIMUM_REFERENCES = 8;
const NOTHING = Buffer.alloc(0);
const EMPTY: PdfDictionary = new Map();
const END_OF_85 = 0x7e;
const ZEROS_IN_85 = 0x7a;

/** Only the first 128 characters of a number or name are read. ISO 32000-1 (annex C) limits names to 127 bytes. */
const LONG_WORD = /([^\0\s<>[\]()/]{128})[^\0\s<>[\]()/]+/g;

/** The first line of an object (§ 7.3.10) or of a stream (§ 7.3.8). */
const MARK = /(\d{1,10})[\0\s]{1,9}\d{1,5}[\0\s]{1,9}obj\b|(?<!end)stream[ \t]{0,9}(?:\r\n?|\n)/g;

/**
 * Finds the objects of a file without using its cross-reference table, which a damaged file might lack. If an object has
 * been changed, its last version is the current one.
 */
export function openPdf(bytes: Buffer, budget: Budget): PdfFile {
	const text = bytes.toString('latin1');
	const places = new Map<number, Place>();
	const pdf = { text, places, budget };
	let place: Place | undefined;
	let number = 0;
	MARK.lastIndex = 0;
	for (let mark = MARK.exec(text); mark && spend(pdf, OBJECT_COST); mark = MARK.exec(text)) {
		const start = MARK.lastIndex;
		if (place) place.end = Math.min(place.end, mark.index);
		if (mark[1] !== undefined) {
			number = Number(mark[1]);
			place = { text, start, end: text.length };
			places.set(number, place);
		} else {
			const end = text.indexOf('endstream', start);
			MARK.lastIndex = end < 0 ? text.length : end;
			if (!place) continue;
			place.stream = bytes.subarray(start, MARK.lastIndex);
			if (text.slice(place.start, place.end).includes('/ObjStm')) {
				for (const [inner, its] of listInnerPlaces(pdf, `${number} 0 R`)) places.set(inner, its);
			}
			place = undefined;
		}
	}
	return pdf;
}

/** Lists the objects in an object stream (§ 7.5.7). */
function listInnerPlaces(pdf: PdfFile, reference: string): Array<readonly [number, Place]> {
	const first = Math.max(0, toNumber(resolveDictionary(pdf, reference).get('/First')));
	const text = readStream(pdf, reference).toString('latin1');
	const header = text.slice(0, first);
	if (!spend(pdf, header.length * HEADER_COST)) return [];
	const numbers = header.match(/\d{1,10}/g) ?? [];
	const starts = numbers
		.filter((_, index) => index % 2 === 1)
		.map((offset) => first + Number(offset));
	return starts.map((start, index) => [
		Number(numbers[2 * index]),
		{ text, start, end: starts[index + 1] ?? text.length },
	]);
}

/**
 * Takes units from a file's budget, and returns whether there were enough of them. Negative units count as 0. After NaN
 * or Infinity, no more units can be taken.
 */
export function spend({ budget }: PdfFile, units: number): boolean {
	budget.rest -= Math.max(0, units);
	return budget.rest >= 0;
}

/** Returns an object itself instead of a reference to it (§ 7.3.10), if the file has that object. */
export function resolve(pdf: PdfFile, object: PdfObject | undefined): PdfObject | undefined {
	let resolved = object;
	for (let count = 0; count < MAXIMUM_REFERENCES; count++) {
		const place = findPlace(pdf, resolved);
		if (!place) return resolved;
		if (!spend(pdf, REFERENCE_COST)) return undefined;
		if (!('object' in place)) place.object = readObject(pdf, place);
		resolved = place.object;
	}
	return undefined;
}

export function resolveDictionary(pdf: PdfFile, object: PdfObject | undefined): PdfDictionary {
	const resolved = resolve(pdf, object);
	return resolved instanceof Map ? resolved : EMPTY;
}

/** Returns the items of an array. Any other object counts as an array with one item. */
export function resolveList(pdf: PdfFile, object: PdfObject | undefined): readonly PdfObject[] {
	const resolved = resolve(pdf, object);
	if (Array.isArray(resolved)) return resolved as readonly PdfObject[];
	return object === undefined ? [] : [object];
}

export function toNumber(object: PdfObject | undefined): number {
	const number = typeof object === 'string' ? parseFloat(object) : NaN;
	return Number.isFinite(number) ? number : 0;
}

function findPlace(pdf: PdfFile, object: PdfObject | undefined): Place | undefined {
	if (typeof object !== 'string' || !object.endsWith(' R')) return undefined;
	return pdf.places.get(parseInt(object));
}

function readObject(pdf: PdfFile, { text, start, end }: Place): PdfObject | undefined {
	const written = text.slice(start, Math.min(end, start + MAXIMUM_OBJECT_LENGTH));
	if (!spend(pdf, OBJECT_COST + written.length * CHARACTER_COST)) return undefined;
	const [object = ''] = written.replace(LONG_WORD, '$1').split('endobj', 1);
	return parsePdfDictionary(`<</Object ${object}\n>>`)?.get('/Object');
}

/** Returns the text of a stream (in ISO 8859-1) that is to be split into tokens. */
export function readText(pdf: PdfFile, reference: PdfObject): string {
	const content = readStream(pdf, reference);
	return spend(pdf, content.length * TEXT_COST) ? content.toString('latin1') : '';
}

/** Returns the decoded content of a stream, or as much of it as can be decoded. */
export function readStream(pdf: PdfFile, reference: PdfObject): Buffer {
	const { stream = NOTHING } = findPlace(pdf, reference) ?? {};
	if (!spend(pdf, OBJECT_COST + stream.length)) return NOTHING;
	const filters = resolveList(pdf, resolveDictionary(pdf, reference).get('/Filter'));
	return filters.slice(0, MAXIMUM_FILTERS).reduce<Buffer>((data, filter) => {
		const decode = DECODERS.get(resolve(pdf, filter));
		if (!decode || !spend(pdf, data.length * FILTER_COST)) return NOTHING;
		const decoded = decode(data, pdf.budget);
		return spend(pdf, decoded.length) ? decoded : NOTHING;
	}, stream);
}

/** The filters (§ 7.4, table 6) that CVs usually use for text. */
const DECODERS: ReadonlyMap<unknown, (data: Buffer, budget: Budget) => Buffer> = new Map([
	['/FlateDecode', inflateAll],
	['/ASCII85Decode', decode85],
]);

function inflateAll(data: Buffer, budget: Budget): Buffer {
	const chunks: Buffer[] = [];
	let size = 0;
	inflateStepwise(data.subarray(2), budget, (chunk) => {
		chunks.push(Buffer.from(chunk));
		size += chunk.length;
		return size < MAXIMUM_STREAM_BYTES;
	});
	return Buffer.concat(chunks);
}

/** § 7.4.3: five characters stand for four bytes, and `z` for four zeros. */
function decode85(data: Buffer): Buffer {
	const decoded = Buffer.alloc(data.length * 4 + 4);
	let length = 0;
	let value = 0;
	let count = 0;
	for (const byte of data) {
		if (byte === END_OF_85) break;
		if (byte === ZEROS_IN_85 && count === 0) length += 4;
		if (byte < 33 || byte > 117) continue;
		value = value * 85 + byte - 33;
		count += 1;
		if (count < 5) continue;
		decoded.writeUInt32BE(value % 2 ** 32, length);
		length += 4;
		value = 0;
		count = 0;
	}
	if (count < 2) return decoded.subarray(0, length);
	// Missing characters count as `u`, the last digit.
	const padded = (value + 1) * 85 ** (5 - count) - 1;
	decoded.writeUInt32BE(padded % 2 ** 32, length);
	return decoded.subarray(0, length + count - 1);
}
