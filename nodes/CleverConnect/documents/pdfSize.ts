import { inflate, isExhausted, type Work } from './inflate';

/** In bytes. The text and fonts of 5,954 real CVs have up to 15 MB, which n8n reads in about 3 seconds. */
const MAXIMUM_SIZE = 16_000_000;
/** Each stream has the word `stream` twice. Real CVs have it up to 1,180 times. */
const MAXIMUM_KEYWORDS = 4096;
/** Real CVs need up to 476 steps. */
const MAXIMUM_STEPS = 600;
/** The part of each stream that is inflated to estimate its size, and the maximum size of the result in bytes. */
const SAMPLE = 1 / 3;
const SAMPLE_SIZE = 1024 ** 2;
/** The number of bytes before a stream in which its dictionary is searched. */
const DICTIONARY_SIZE = 1024;
const IMAGE = /\/(?:Subtype\s*\/Image|ImageMask\s+true)\b/;
/** Many readers skip whatever precedes the line break, and accept a carriage return alone. */
const CONTENT_START = /^stream[^\r\n]*(?:\r\n?|\n)/;

/**
 * Whether a PDF has more deflated content than real CVs, apart from images, which programs that read the text skip. The
 * sizes are estimated from the beginnings of streams, from the longest one to the shortest.
 */
export function isOversizedPdf(bytes: Buffer): boolean {
	const streams = listStreams(bytes);
	if (streams === undefined) return true;
	const work: Work = { steps: MAXIMUM_STEPS };
	let size = 0;
	for (const stream of streams.sort((first, second) => second.length - first.length)) {
		const sample = stream.subarray(0, Math.ceil(stream.length * SAMPLE));
		const { content, consumed } = inflate(sample, SAMPLE_SIZE, work);
		size += (content.length * stream.length) / Math.max(consumed, 1);
		if (isExhausted(work) || size > MAXIMUM_SIZE || isDeflatedTwice(stream, work)) return true;
	}
	return false;
}

/** Returns the deflated streams (ISO 32000-2 § 7.3.8.1) without their zlib headers, or `undefined` above the limit. */
function listStreams(bytes: Buffer): Buffer[] | undefined {
	const streams: Buffer[] = [];
	let start = bytes.indexOf('stream');
	for (let count = 0; start >= 0; count++) {
		if (count === MAXIMUM_KEYWORDS) return undefined;
		const text = bytes.toString('latin1', start, start + DICTIONARY_SIZE);
		// Without a line break, the content begins with `stream`, which isn't a zlib header.
		const contentStart = start + (CONTENT_START.exec(text)?.[0].length ?? 0);
		const next = bytes.indexOf('stream', start + 'stream'.length);
		const content = bytes.subarray(contentStart, next < 0 ? undefined : next);
		if (hasZlibHeader(content) && !isImage(bytes, start)) streams.push(content.subarray(2));
		start = next;
	}
	return streams;
}

function isImage(bytes: Buffer, start: number): boolean {
	const before = bytes.toString('latin1', Math.max(0, start - DICTIONARY_SIZE), start);
	return IMAGE.test(before.slice(before.lastIndexOf('obj')));
}

/** Whether a stream's content is deflated a second time. Its size can't be estimated. */
function isDeflatedTwice(stream: Buffer, work: Work): boolean {
	const { content } = inflate(stream, 256, work);
	return hasZlibHeader(content) && inflate(content.subarray(2), 64, work).content.length === 64;
}

/** RFC 1950 § 2.2. */
function hasZlibHeader(bytes: Buffer): boolean {
	return bytes.length > 2 && bytes.readUInt8(0) % 16 === 8 && bytes.readUInt16BE(0) % 31 === 0;
}
