/** Whether a content type is JSON's. It is case-insensitive (RFC 9110 § 8.3.1), and can have any parameters. */
export function isJson(contentType: string): boolean {
	const mediaType = contentType.replace(/;.*/s, '');
	return mediaType.trim().toLowerCase() === 'application/json';
}

/** Whether n8n decodes a body as UTF-8. It uses any other charset that a parameter of the content type names. */
export function isReadAsUtf8(contentType: string): boolean {
	return !/;\s*charset\s*=(?![\s"]*utf-?8\b)/i.test(contentType);
}

/**
 * Parses a body that n8n has left unparsed, or returns `undefined` if it isn't JSON. n8n parses no body if white space
 * precedes the first semicolon of the content type, although RFC 9110 § 5.6.6 allows this.
 */
export function parseJson(rawBody: Buffer): unknown {
	try {
		return JSON.parse(rawBody.toString().replace(/^\ufeff/, ''));
	} catch {
		return undefined;
	}
}

/** In bytes. A string of a whole body takes several times as long as strings of its pieces. */
const PIECE = 65_536;

/** Whether bytes that end with an ASCII character, as JSON does, are UTF-8. */
export function isUtf8(bytes: Buffer): boolean {
	const decoder = new TextDecoder('utf-8', { fatal: true });
	try {
		for (let start = 0; start < bytes.length; start += PIECE) {
			decoder.decode(bytes.subarray(start, start + PIECE), { stream: true });
		}
		return true;
	} catch {
		return false;
	}
}

/** Whether all bytes are ASCII, which every charset that n8n decodes includes, except UTF-16. */
export function isAscii(bytes: Buffer): boolean {
	return Buffer.byteLength(bytes.toString('latin1')) === bytes.length;
}
