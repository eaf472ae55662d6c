const UTF_8 = 'utf-8';

/**
 * Returns the charset with which n8n decodes a body: the last charset in the content type, or UTF-8 if
 * there is none (n8n 2.41.1, `middlewares/body-parser.js`).
 */
export function findCharset(contentType: string): string {
	const named = [...contentType.matchAll(/;\s*charset\s*=\s*"?([^;"]*)/gi)];
	const charset = named.at(-1)?.[1]?.trim().toLowerCase() ?? UTF_8;
	return charset === 'utf8' ? UTF_8 : charset;
}

/** Whether n8n decoded every character in a body as the sender encoded it. JSON is UTF-8 (RFC 8259 § 8.1). */
export function isReadInFull(rawBody: Buffer, charset: string): boolean {
	return charset === UTF_8 ? isUtf8(rawBody) : isAscii(rawBody);
}

const PIECE_BYTES = 8192;

/** Decodes in pieces, because one character beyond Latin-1 makes every character in a string take two bytes. */
function isUtf8(bytes: Buffer): boolean {
	const decoder = new TextDecoder(UTF_8, { fatal: true });
	try {
		for (let start = 0, end = 0; start < bytes.length; start = end) {
			end = findCharacterStart(bytes, start + PIECE_BYTES);
			decoder.decode(bytes.subarray(start, end));
		}
		return true;
	} catch {
		return false;
	}
}

/** Returns the index of the first byte, starting at `from`, that begins a character (RFC 3629 § 3). */
function findCharacterStart(bytes: Buffer, from: number): number {
	let index = from;
	while ((Number(bytes[index]) & 0xc0) === 0x80) index++;
	return index;
}

/** Whether all bytes are ASCII, which is common to all charsets from which n8n can decode a JSON object. */
function isAscii(bytes: Buffer): boolean {
	return Buffer.byteLength(bytes.toString('latin1')) === bytes.length;
}
