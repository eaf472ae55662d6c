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

function isUtf8(bytes: Buffer): boolean {
	try {
		new TextDecoder(UTF_8, { fatal: true }).decode(bytes);
		return true;
	} catch {
		return false;
	}
}

/** The charsets that n8n reads a JSON object in agree on ASCII. */
function isAscii(bytes: Buffer): boolean {
	return Buffer.byteLength(bytes.toString('latin1')) === bytes.length;
}
