export const UTF_8 = 'utf-8';

/** Media types are case-insensitive (RFC 9110 § 8.3.1), and JSON's has no parameters (RFC 8259 § 11). */
export function isJson(contentType: string): boolean {
	const mediaType = contentType.replace(/;.*/s, '');
	return mediaType.trim().toLowerCase() === 'application/json';
}

/**
 * Returns the charset that n8n uses to decode a body, unless it is percent-encoded: the last charset in the content type
 * or, if there is none, UTF-8 (@n8n/backend-network in n8n 2.41.1, `http/parse-incoming-message.js`).
 */
export function findCharset(contentType: string): string {
	const named = [...contentType.matchAll(/;\s*charset\s*=\s*"?([^;"]*)/gi)];
	const charset = named.at(-1)?.[1]?.trim().toLowerCase() ?? UTF_8;
	return charset === 'utf8' ? UTF_8 : charset;
}
