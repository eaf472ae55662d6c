import { inflateStart, inflateStepwise } from './inflate';

/** None of 16,962 real PDFs contains this many deflated streams. One of them, a book, contains 3,356. */
const MAXIMUM_STREAMS = 4096;
/**
 * A limit on how often the word `stream` can occur, because finding it takes time. Each stream has it at least twice
 * (`stream` and `endstream`).
 */
const MAXIMUM_KEYWORDS = 16_384;
/** In bytes. The same PDFs contain up to 131 MB, and the estimates for scans with white margins reach 670 MB. */
const MAXIMUM_SIZE = 1_000_000_000;
/** The input and output, in bytes, after which the estimate of a stream's size ends. */
const MAXIMUM_INPUT = 16_384;
const MAXIMUM_OUTPUT = 1024 ** 2;
/** Many readers also accept spaces before the line break, and a carriage return alone. */
const CONTENT_START = /^stream[ \t]*(?:\r\n?|\n)/;
/** In units, for all estimates of a file. */
const BUDGET = 500_000;
/** In bytes. To find streams that are deflated twice, most are inflated no further than `hasZlibHeader` requires. */
const HEADER_LENGTH = 3;
const START_LENGTH = 512;

/**
 * Whether a PDF has more deflated streams, or more in them, than any known document, or contains `stream` too often. The
 * sizes are estimated from the streams' first bytes, beginning with the longest stream, as far as the budget allows. A
 * stream that seems to be deflated twice isn't estimated, but counts as too large.
 */
export function isOversizedPdf(bytes: Buffer): boolean {
	const streams = listStreams(bytes);
	if (streams === undefined || streams.some(isDeflatedTwice)) return true;
	const budget = { rest: BUDGET };
	let size = 0;
	for (const stream of streams.sort((first, second) => second.length - first.length)) {
		let produced = 0;
		let input = 1;
		inflateStepwise(stream, budget, ({ length }, consumed) => {
			produced += length;
			input = consumed;
			return produced < MAXIMUM_OUTPUT && input < MAXIMUM_INPUT;
		});
		// The beginning of a picture can be a white margin, so a part of the sample isn't enough for an estimate.
		if (budget.rest >= 0) size += (produced * stream.length) / input;
	}
	return size > MAXIMUM_SIZE;
}

/** Returns the deflated streams (ISO 32000-2 § 7.3.8.1) without their zlib headers, or `undefined` above a limit. */
function listStreams(bytes: Buffer): Buffer[] | undefined {
	const streams: Buffer[] = [];
	let start = bytes.indexOf('stream');
	for (let count = 0; start >= 0; count++) {
		if (count >= MAXIMUM_KEYWORDS || streams.length > MAXIMUM_STREAMS) return undefined;
		const text = bytes.toString('latin1', start, start + 16);
		// Without a line break, the content begins with `stream`, which isn't a zlib header.
		const contentStart = start + (CONTENT_START.exec(text)?.[0].length ?? 0);
		const next = bytes.indexOf('stream', start + 'stream'.length);
		const content = bytes.subarray(contentStart, next < 0 ? undefined : next);
		if (hasZlibHeader(content)) streams.push(content.subarray(2));
		start = next;
	}
	return streams;
}

function isDeflatedTwice(stream: Buffer): boolean {
	const header = inflateStart(stream, HEADER_LENGTH);
	if (!header || !hasZlibHeader(header)) return false;
	const start = inflateStart(stream, START_LENGTH);
	const inner = start && inflateStart(start.subarray(2), START_LENGTH);
	return inner !== undefined && inner.length > START_LENGTH / 8;
}

/** RFC 1950 § 2.2. */
function hasZlibHeader(bytes: Buffer): boolean {
	return bytes.length > 2 && bytes.readUInt8(0) % 16 === 8 && bytes.readUInt16BE(0) % 31 === 0;
}
