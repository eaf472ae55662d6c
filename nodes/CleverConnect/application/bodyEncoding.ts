import { UTF_8 } from './contentType';

/** Whether n8n has certainly decoded a body correctly. The encoding of JSON must be UTF-8 (RFC 8259 § 8.1). */
export function isDecodedCorrectly(rawBody: Buffer, charset: string): boolean {
	return charset === UTF_8 ? isUtf8(rawBody) : isAscii(rawBody);
}

const PIECE_BYTES = 8192;

/**
 * Decodes the bytes in pieces, because a single character beyond Latin-1 makes every character in a string take two
 * bytes. JSON ends with an ASCII character, so the last character is always complete.
 */
function isUtf8(bytes: Buffer): boolean {
	const decoder = new TextDecoder(UTF_8, { fatal: true });
	try {
		for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
			decoder.decode(bytes.subarray(start, start + PIECE_BYTES), { stream: true });
		}
		return true;
	} catch {
		return false;
	}
}

/** Whether all bytes are ASCII, which every charset that n8n decodes includes, except UTF-16. */
function isAscii(bytes: Buffer): boolean {
	return Buffer.byteLength(bytes.toString('latin1')) === bytes.length;
}
