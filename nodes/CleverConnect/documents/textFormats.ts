import type { Inspection } from './inspectionResult';

/** In bytes. Large enough for the usual headers of a message, and the usual prolog before a web page's first element. */
const HEAD_SIZE = 4096;
/** The number of bytes that are sufficient to find a type according to WHATWG MIME Sniffing § 5.2. */
const PROBE_SIZE = 1445;

/** The control characters in text (WHATWG MIME Sniffing § 3), and the vertical tab, which is Word's line break. */
const TEXT_CONTROLS: ReadonlySet<number> = new Set(Buffer.from('\t\n\v\f\r\x1b'));

/** Matches white space (including a byte order mark), a comment, or a processing instruction. */
const PROLOG = /\s+|<!--.*?-->|<\?.*?\?>/sy;
/** WHATWG MIME Sniffing § 7.1. */
const HTML =
	/^<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|!--)[ >\t\n\f\r]/i;

/** The text formats except HTML, each with an expression that matches the beginning of its files. */
const SIGNATURES: ReadonlyArray<readonly [RegExp, string]> = [
	[/^<\?xml /, 'application/xml'],
	// Word doesn't require the `f`.
	[/^\{\\rt(?![a-eg-z])/, 'application/rtf'],
	// RFC 6350 § 6.1.1, RFC 5545 § 3.4
	[/^BEGIN:VCARD\s/i, 'text/vcard'],
	[/^BEGIN:VCALENDAR\s/i, 'text/calendar'],
	// A message or, as in RFC 2557, a web page together with its images. Word also opens the latter with the `.doc`
	// extension. Other headers can precede `MIME-Version`.
	[/^(?:(?:[\w-]+:|[ \t]).*\r?\n)*MIME-Version:\s/i, 'message/rfc822'],
	[/^#!\s*\//, 'application/x-sh'],
	[/^%!PS-Adobe-/, 'application/postscript'],
	[/^-----BEGIN PGP MESSAGE-----/, 'application/pgp-encrypted'],
];

/** WHATWG MIME Sniffing § 7.2: the byte order marks of text. */
const BYTE_ORDER_MARK = /^(?:efbbbf|fffe|feff)/;

/** Plain text has no signature, so this type is never detected, but only reported as a container. */
export const TEXT_TYPE = 'text/plain';

/** Returns the facts found at the beginning of a text file, or `undefined` for other files. */
export function inspectText(bytes: Buffer): Inspection | undefined {
	const head = bytes.subarray(0, HEAD_SIZE);
	const [mark] = BYTE_ORDER_MARK.exec(head.toString('hex', 0, 3)) ?? [];
	const text = decode(head, mark);
	const type = findType(text.trimStart());
	if (type !== undefined) return { type, container: TEXT_TYPE };
	return isText(Buffer.from(text)) ? { container: TEXT_TYPE } : undefined;
}

/** Whether the beginning of a file contains no binary data byte (WHATWG MIME Sniffing § 3) except vertical tabs. */
export function isText(bytes: Buffer): boolean {
	return bytes.subarray(0, PROBE_SIZE).every((byte) => byte >= 0x20 || TEXT_CONTROLS.has(byte));
}

function findType(text: string): string | undefined {
	if (isHtml(text)) return 'text/html';
	return SIGNATURES.find(([signature]) => signature.test(text))?.[1];
}

/** Text that doesn't begin with a UTF-16 mark is read as Latin-1, because all signatures are ASCII. */
function decode(head: Buffer, mark: string | undefined): string {
	if (mark === 'fffe') return head.toString('utf16le');
	if (mark === 'feff') return decodeBigEndian(head);
	return head.toString('latin1', mark === undefined ? 0 : 3);
}

/** Decodes UTF-16BE text, except for an odd byte at the end. */
export function decodeBigEndian(text: Buffer): string {
	return Buffer.from(text.subarray(0, text.length & ~1))
		.swap16()
		.toString('utf16le');
}

/** Whether a text is HTML, possibly after the prolog that an XHTML document can have. */
function isHtml(text: string): boolean {
	if (HTML.test(text)) return true;
	let start = 0;
	PROLOG.lastIndex = 0;
	while (PROLOG.test(text)) start = PROLOG.lastIndex;
	return HTML.test(text.slice(start, start + 20));
}
