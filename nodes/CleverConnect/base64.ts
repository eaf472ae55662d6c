/** The prefix of a data URL (RFC 2397) with base64. */
const DATA_URI = /^\s*data:[^,]{0,255};base64,/i;

/**
 * Returns the bytes of a base64 text (RFC 4648 § 4), or `undefined` if the text has characters outside
 * the alphabet, data after the padding, or an impossible length.
 *
 * White space (MIME breaks lines, RFC 2045 § 6.8), a `data:…;base64,` prefix, and missing padding are
 * accepted.
 */
export function decodeBase64(text: string): Buffer | undefined {
	const body = stripPrefix(text);
	if (!isAscii(body)) return undefined;
	return decodeStrictly(body) ?? decodeStrictly(stripWhiteSpace(body));
}

/** Returns the number of bytes that a base64 text encodes, without decoding it. */
export function measureBase64(text: string): number {
	const body = stripPrefix(text);
	let digits = 0;
	for (let index = 0; index < body.length; index++) {
		const code = body.charCodeAt(index);
		if (!isWhiteSpace(code) && code !== 0x3d) digits++;
	}
	return bytesIn(digits);
}

/** Returns the number of bytes that this many base64 digits encode. */
export function bytesIn(digits: number): number {
	return Math.floor((digits * 3) / 4);
}

function stripPrefix(text: string): string {
	const prefix = DATA_URI.exec(text);
	return prefix ? text.slice(prefix[0].length) : text;
}

/** Works byte by byte, because a regular expression is slow if white space follows each digit. */
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
 * `Buffer.from` never throws: it skips unknown characters, stops at padding, also reads the URL-safe
 * alphabet, and reduces other characters to their low byte. Each of these either shortens the result or
 * is excluded beforehand.
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
