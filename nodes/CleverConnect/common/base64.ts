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
	const counts = { digits: body.length - padding, padding };
	return fits(bytes, counts) || fits(bytes, countCharacters(body)) ? bytes : undefined;
}

function bytesIn(digits: number): number {
	return Math.floor((digits * 3) / 4);
}

/**
 * Whether `Buffer.from` decoded a whole string. It stops at padding, also reads the URL-safe alphabet, reduces each
 * character above U+00FF to its low byte, and skips characters outside the alphabet. All of this either shortens the
 * result or is ruled out before the call.
 */
function fits(bytes: Buffer, { digits, padding }: ReturnType<typeof countCharacters>): boolean {
	const isPossibleLength = digits % 4 !== 1 && padding <= (4 - (digits % 4)) % 4;
	return isPossibleLength && bytes.length === bytesIn(digits);
}

/** Counts character by character, because a regular expression is slow if white space follows each digit. */
function countCharacters(body: string) {
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
