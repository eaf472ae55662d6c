import { inspectText, isText } from '../../../nodes/CleverConnect/documents/textFormats';

const typeOf = (bytes: Buffer | string) => inspectText(Buffer.from(bytes))?.type;
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

const saved = 'From: <Saved by Blink>\r\nSubject: CV\r\n of Camille\r\nMIME-Version: 1.0';

test.each([
	['HTML after comments', ' <!-- a --><!--\n<b>\n-->\n<HTML>', 'text/html'],
	['HTML in UTF-16', utf16('<html>'), 'text/html'],
	['cut-off UTF-16', Buffer.concat([utf16(' <html>').swap16(), Buffer.alloc(1)]), 'text/html'],
	['HTML after 4,000 bytes', `${' '.repeat(4000)}<html>`, 'text/html'],
	['RTF without a version', '\r\n {\\rt{\\object}}', 'application/rtf'],
	['RTF with binary data', '{\\rtf1\\bin3 \0\0\0}', 'application/rtf'],
	['a web page with images', 'MIME-Version: 1.0\r\nContent-Type: x', 'message/rfc822'],
	['a web page saved by a browser', saved, 'message/rfc822'],
	['a script', '#! /usr/bin/env node\n', 'application/x-sh'],
	['a vCard', 'BEGIN:VCARD\r\nVERSION:3.0', 'text/vcard'],
	['a calendar entry', 'BEGIN:VCALENDAR\r\n', 'text/calendar'],
	['PGP', '-----BEGIN PGP MESSAGE-----', 'application/pgp-encrypted'],
	['text within a line', 'my BEGIN:VCARD\n', undefined],
	['a comment that does not end', '<!--a', undefined],
	['text with a header in its body', 'Date: 1\nSubject: B\n\nMIME-Version: 1.0', undefined],
	['HTML after 4,200 bytes', `${' '.repeat(4200)}<html>`, undefined],
])('the beginning of a text file shows %s', (_name, bytes, type) => {
	const container = 'text/plain';
	expect(inspectText(Buffer.from(bytes))).toEqual(type ? { type, container } : { container });
});

test.each([
	...['!DOCTYPE HTML', 'HTML', 'HEAD', 'SCRIPT', 'IFRAME', 'H1', 'DIV', 'FONT', 'TABLE', 'A'],
	...['STYLE', 'TITLE', 'B', 'BODY', 'BR', 'P', '!--'],
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
	expect(isText(Buffer.from(text, 'latin1'))).toBe(expected);
});
