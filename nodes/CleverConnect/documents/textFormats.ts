import type { Inspection } from './inspection';

/** In bytes. Large enough for the usual headers of a message, and the usual prolog before a web page's first element. */
const HEAD_SIZE = 4096;
/** The number of bytes that are sufficient to find a type according to WHATWG MIME Sniffing § 5.2. */
const PROBE_SIZE = 1445;
/** The control characters in text (WHATWG MIME Sniffing § 3), and the vertical tab, which is Word's line break. */
const TEXT_CONTROLS: ReadonlySet<number> = new Set(Buffer.from('\t\n\v\f\r\x1b'));

/** Each text format, with an expression that matches the beginning of its files. Word opens the first four. */
const SIGNATURES: ReadonlyArray<readonly [RegExp, string]> = [
	// WHATWG MIME Sniffing § 7.1. An XHTML document can have a prolog.
	[
		/^(?:<!--[ >\t\n\f\r]|(?:\s|<!--(?:(?!-->).)*-->|<\?[^>]*>)*<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p)[ >\t\n\f\r])/is,
		'text/html',
	],
	[/^<\?xml /, 'application/xml'],
	// Word doesn't require the `f`.
	[/^\{\\rt(?![a-eg-z])/, 'application/rtf'],
	// A message or, as in RFC 2557, a web page together with its images. Other headers can precede `MIME-Version`.
	[/^(?:(?:[\w-]+:|[ \t]).*\r?\n)*MIME-Version:\s/i, 'message/rfc822'],
	[/^#!\s*\//, 'application/x-sh'],
	[/^%!PS-Adobe-/, 'application/postscript'],
];

/** Plain text has no signature, so this type is never detected, but only reported as a container. */
export const TEXT_TYPE = 'text/plain';

/** Returns the facts found at the beginning of a text file, or `undefined` for other files. */
export function inspectText(bytes: Buffer): Inspection | undefined {
	if (!bytes.subarray(0, PROBE_SIZE).every((byte) => byte >= 0x20 || TEXT_CONTROLS.has(byte))) {
		return undefined;
	}
	// All signatures are ASCII, so the text's encoding doesn't matter.
	const text = bytes
		.toString('latin1', 0, HEAD_SIZE)
		.replace(/^\xef\xbb\xbf/, '')
		.trimStart();
	const type = SIGNATURES.find(([signature]) => signature.test(text))?.[1];
	return { type, container: TEXT_TYPE };
}
