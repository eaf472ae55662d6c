/** RFC 2397, with the one encoding that a file can travel in. */
const DATA_URI = /^\s*data:[^,]{0,255};base64,/i;

/**
 * The bytes of a base64 text (RFC 4648 § 4), or `undefined` where it is none: characters outside the
 * alphabet, data after padding, a length that no bytes can have.
 *
 * White space (MIME, RFC 2045 § 6.8, breaks lines), a `data:…;base64,` prefix and missing padding
 * are let through.
 */
export function decodeBase64(text: string): Buffer | undefined {
	const body = stripPrefix(text);
	if (!isAscii(body)) return undefined;
	return decodeStrictly(body) ?? decodeStrictly(stripWhiteSpace(body));
}

/** The number of bytes that a base64 text holds, told without decoding it. */
export function measureBase64(text: string): number {
	const body = stripPrefix(text);
	let digits = 0;
	for (let index = 0; index < body.length; index++) {
		const code = body.charCodeAt(index);
		if (!isWhiteSpace(code) && code !== 0x3d) digits++;
	}
	return bytesIn(digits);
}

/** The largest number of bytes that a text of this length can hold. */
export function bytesIn(digits: number): number {
	return Math.floor((digits * 3) / 4);
}

function stripPrefix(text: string): string {
	const prefix = DATA_URI.exec(text);
	return prefix ? text.slice(prefix[0].length) : text;
}

/** Byte by byte, for a regular expression takes long where there is white space after each digit. */
function stripWhiteSpace(text: string): string {
	const bytes = Buffer.from(text, 'latin1');
	let length = 0;
	for (const byte of bytes) {
		if (!isWhiteSpace(byte)) bytes[length++] = byte;
	}
	return bytes.toString('latin1', 0, length);
}

function isWhiteSpace(code: number): boolean {
	return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

/**
 * `Buffer.from` never fails: it skips what it does not know, stops at padding, reads the URL alphabet
 * as well and takes other characters by their low byte. Each of these either shortens the result or
 * is excluded before.
 */
function decodeStrictly(body: string): Buffer | undefined {
	const padding = body.endsWith('==') ? 2 : Number(body.endsWith('='));
	const digits = body.length - padding;
	const isPossibleLength = digits % 4 !== 1 && padding <= (4 - (digits % 4)) % 4;
	if (!isPossibleLength || body.includes('-') || body.includes('_')) {
		return undefined;
	}
	const bytes = Buffer.from(body, 'base64');
	return bytes.length === bytesIn(digits) ? bytes : undefined;
}

function isAscii(text: string): boolean {
	return Buffer.byteLength(text) === text.length;
}
