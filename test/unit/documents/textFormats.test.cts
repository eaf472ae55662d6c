import { inspectText } from '../../../nodes/CleverConnect/documents/textFormats';

const typeOf = (bytes: Buffer | string) => inspectText(Buffer.from(bytes))?.type;

const saved = 'From: <Saved by Blink>\r\nSubject: CV\r\n of Camille\r\nMIME-Version: 1.0';

test.each([
	['HTML after comments', 'text/html', ' <!-- a --><!--\n<b>\n-->\n<HTML>'],
	['4,000 spaces before HTML', 'text/html', `${' '.repeat(4000)}<html>`],
	['XML', 'application/xml', '\ufeff<?xml version="1.0"?><cv/>'],
	['RTF without a version', 'application/rtf', '\r\n {\\rt{\\object}}'],
	['a web page with images', 'message/rfc822', 'MIME-Version: 1.0\r\nContent-Type: x'],
	['a web page saved by a browser', 'message/rfc822', saved],
	['a script', 'application/x-sh', '#! /usr/bin/env node\n'],
	['a keyword within a line', undefined, 'my BEGIN:VCARD\n'],
	['a comment that does not end', undefined, '<!--a'],
	['a header in a body', undefined, 'Date: 1\nSubject: B\n\nMIME-Version: 1.0'],
	['4,200 spaces before HTML', undefined, `${' '.repeat(4200)}<html>`],
])('a text file that begins with %s has the type %s', (_name, type, bytes) => {
	const container = 'text/plain';
	expect(inspectText(Buffer.from(bytes))).toEqual(type ? { type, container } : { container });
});

test.each([
	...['!DOCTYPE HTML', 'HTML', 'HEAD', 'SCRIPT', 'IFRAME', 'H1', 'DIV', 'FONT', 'TABLE', 'A'],
	...['STYLE', 'TITLE', 'B', 'BODY', 'BR', 'P'],
])('a file that begins with <%s is HTML', (tag) => {
	for (const end of [' ', '>', '\n', '\t', '\r', '\f']) {
		expect(typeOf(`\n<${tag.toLowerCase()}${end}`)).toBe('text/html');
		expect(typeOf(`<?xml version="1.0"?><${tag}${end}`)).toBe('text/html');
	}
	expect(typeOf(`x<${tag}>`)).toBeUndefined();
	expect(typeOf(`<${tag}x>`)).toBeUndefined();
});

test.each<[string, boolean]>([
	['I bake.\t\n\v\f\r\x1b', true],
	...['\0', '\x08', '\x0e', '\x1f'].map((byte): [string, boolean] => [`a${byte}`, false]),
	[`${' '.repeat(1444)}\0`, false],
	[`${' '.repeat(1445)}\0`, true],
])('the bytes %j are text: %s', (text, expected) => {
	expect(inspectText(Buffer.from(text, 'latin1')) !== undefined).toBe(expected);
});
