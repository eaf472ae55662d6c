import { inspectText, isText } from '../../../../nodes/CleverConnect/attachments/inspection/text';

const TEXT = 'text/plain';
const typeOf = (bytes: Buffer | string) => inspectText(Buffer.from(bytes))?.type;
const latin1 = (text: string) => Buffer.from(text, 'latin1');
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

describe('the beginning of a text file', () => {
	it.each([
		['HTML', '<!DOCTYPE html><title>CV</title>', 'text/html'],
		['HTML 4', '<!doctype HTML PUBLIC "-//W3C//DTD HTML 4.01//EN">', 'text/html'],
		['HTML written by Word', '<html xmlns:w="urn:schemas-microsoft-com:office:word">', 'text/html'],
		['HTML after white space', ' \r\n\t<html>', 'text/html'],
		['HTML after comments', '<!-- a --><!--\n<b>\n-->\n<HTML>', 'text/html'],
		['HTML after a BOM', '\ufeff<html>', 'text/html'],
		['HTML in UTF-16', utf16('<html>'), 'text/html'],
		['HTML in UTF-16, big endian', utf16(' <html>').swap16(), 'text/html'],
		[
			'truncated HTML in UTF-16',
			Buffer.concat([utf16('<html>').swap16(), Buffer.alloc(1)]),
			'text/html',
		],
		['XHTML', '<?xml version="1.0"?>\n<!DOCTYPE html>', 'text/html'],
		['XML', '<?xml version="1.0"?><?mso-application progid="Word.Document"?>', 'application/xml'],
		['XML in UTF-16', utf16('<?xml version="1.0"?>'), 'application/xml'],
		['RTF', '{\\rtf1\\ansi Hello}', 'application/rtf'],
		['RTF without a version', '{\\rt{\\object}}', 'application/rtf'],
		['RTF after white space', '\r\n {\\rtf1}', 'application/rtf'],
		['RTF with binary data', '{\\rtf1\\bin3 \0\0\0}', 'application/rtf'],
		['a web page with images', 'MIME-Version: 1.0\r\nContent-Type: x', 'message/rfc822'],
		['a script', '#!/bin/sh\n', 'application/x-sh'],
		['a script of another language', '#! /usr/bin/env node\n', 'application/x-sh'],
		['a vCard', 'BEGIN:VCARD\r\nVERSION:3.0', 'text/vcard'],
		['a calendar entry', 'BEGIN:VCALENDAR\r\n', 'text/calendar'],
		['PostScript', '%!PS-Adobe-3.0', 'application/postscript'],
		['PGP', '-----BEGIN PGP MESSAGE-----', 'application/pgp-encrypted'],
	])('identifies %s', (_name, bytes, type) => {
		expect(inspectText(Buffer.from(bytes))).toEqual({ type, container: TEXT });
	});

	it.each([
		'!DOCTYPE HTML',
		'HTML',
		'HEAD',
		'SCRIPT',
		'IFRAME',
		'H1',
		'DIV',
		'FONT',
		'TABLE',
		'A',
		'STYLE',
		'TITLE',
		'B',
		'BODY',
		'BR',
		'P',
		'!--',
	])('identifies HTML by <%s, as in browsers', (tag) => {
		for (const end of [' ', '>', '\n', '\t', '\r', '\f']) {
			expect(typeOf(`\n<${tag.toLowerCase()}${end}`)).toBe('text/html');
			expect(typeOf(`<?xml version="1.0"?><${tag}${end}`)).toBe('text/html');
		}
		expect(typeOf(`x<${tag}>`)).toBeUndefined();
		expect(typeOf(`<${tag}x>`)).toBeUndefined();
	});

	it.each([
		[4000, 'text/html'],
		[4200, undefined],
	])('is 4,096 bytes long, so with <html> after %d bytes the type is %s', (length, type) => {
		expect(typeOf(`${' '.repeat(length)}<html>`)).toBe(type);
	});
});

describe('the bytes', () => {
	it.each([
		['', true],
		['I bake.', true],
		['\t\n\v\f\r\x1b', true],
		['\x7f\x80\xe9\xff', true],
		...['\0', '\x01', '\x08', '\x0e', '\x1a', '\x1c', '\x1f'].map((byte): [string, boolean] => [
			`a${byte}`,
			false,
		]),
		[`${' '.repeat(1444)}\0`, false],
		[`${' '.repeat(1445)}\0`, true],
	])('%j are text: %s', (text, expected) => {
		expect(isText(latin1(text))).toBe(expected);
	});
});
