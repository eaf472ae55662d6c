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

export function isUtf8(bytes: Buffer): boolean {
	try {
		new TextDecoder('utf-8', { fatal: true }).decode(bytes);
		return true;
	} catch {
		return false;
	}
}

/** Whether all bytes are ASCII, which every charset that n8n decodes includes, except UTF-16. */
export function isAscii(bytes: Buffer): boolean {
	return Buffer.byteLength(bytes.toString('latin1')) === bytes.length;
}
