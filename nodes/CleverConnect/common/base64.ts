/** Matches the prefix of a base64 data URL (RFC 2397). */
const DATA_URI = /^\s*data:[^,]{0,255};base64,/i;

/**
 * Returns the bytes of a base64 string (RFC 4648 § 4), or `undefined` if the string has characters outside the
 * alphabet, data after the padding, or an impossible length.
 *
 * White space (as in MIME, RFC 2045 § 6.8), a `data:…;base64,` prefix, and missing padding are accepted.
 */
export function decodeBase64(text: string): Buffer | undefined {
	const body = text.replace(DATA_URI, '');
	const isAscii = Buffer.byteLength(body) === body.length;
	if (!isAscii || body.includes('-') || body.includes('_')) return undefined;
	const bytes = Buffer.from(body, 'base64');
	const padding = body.endsWith('==') ? 2 : Number(body.endsWith('='));
	// Most content is without white space, and needs no slow count.
	const isWhole =
		isWholeIn(bytes, { digits: body.length - padding, padding }) ||
		isWholeIn(bytes, countCharacters(body));
	return isWhole ? bytes : undefined;
}

interface Counts {
	/** The characters other than padding and white space. */
	readonly digits: number;
	readonly padding: number;
}

/**
 * Whether bytes are all that a string with these characters encodes. `Buffer.from` stops at padding, also reads the
 * URL-safe alphabet, reduces each character above U+00FF to its low byte, and skips characters outside the alphabet. All
 * of this either shortens the result or is ruled out before the call.
 */
function isWholeIn(bytes: Buffer, { digits, padding }: Counts): boolean {
	const isPossibleLength = digits % 4 !== 1 && padding <= (4 - (digits % 4)) % 4;
	return isPossibleLength && bytes.length === Math.floor((digits * 3) / 4);
}

/** Counts character by character, because a regular expression is slow if white space follows each digit. */
function countCharacters(body: string): Counts {
	let digits = 0;
	let padding = 0;
	for (let index = 0; index < body.length; index++) {
		const code = body.charCodeAt(index);
		if (code === 0x3d) padding++;
		// Not white space
		else if (code !== 0x20 && (code < 0x09 || code > 0x0d)) digits++;
	}
	return { digits, padding };
}
