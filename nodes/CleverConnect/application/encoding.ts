const UTF_8 = 'utf-8';

/**
 * The charset that n8n reads a body in: the last one that its content type names, else UTF-8
 * (n8n 2.41.1, `middlewares/body-parser.js`).
 */
export function findCharset(contentType: string): string {
	const named = [...contentType.matchAll(/;\s*charset\s*=\s*"?([^;"]*)/gi)];
	const charset = named.at(-1)?.[1]?.trim().toLowerCase() ?? UTF_8;
	return charset === 'utf8' ? UTF_8 : charset;
}

/** Whether each letter of a body is the one that was sent, given that JSON is UTF-8 (RFC 8259 § 8.1). */
export function isReadInFull(rawBody: Buffer, charset: string): boolean {
	return charset === UTF_8 ? isUtf8(rawBody) : isAscii(rawBody);
}

const PIECE_BYTES = 8192;

/** In pieces: of a body as a whole, one letter would make each digit of its base64 take two bytes. */
function isUtf8(bytes: Buffer): boolean {
	const decoder = new TextDecoder(UTF_8, { fatal: true });
	try {
		for (let start = 0, end = 0; start < bytes.length; start = end) {
			end = findLetterStart(bytes, start + PIECE_BYTES);
			decoder.decode(bytes.subarray(start, end));
		}
		return true;
	} catch {
		return false;
	}
}

/** The first byte, from this one on, that does not continue a letter (RFC 3629 § 3). */
function findLetterStart(bytes: Buffer, from: number): number {
	let index = from;
	while ((Number(bytes[index]) & 0xc0) === 0x80) index++;
	return index;
}

/** The charsets that n8n reads a JSON object in agree on ASCII. */
function isAscii(bytes: Buffer): boolean {
	return Buffer.byteLength(bytes.toString('latin1')) === bytes.length;
}
