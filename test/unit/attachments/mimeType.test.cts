import { extensionOf, parseMimeType } from '../../../nodes/CleverConnect/attachments/mimeType';
import { DOCX_TYPE } from '../../../tools/samples/exampleApplication.cts';

const PDF = 'application/pdf';
const DOC = 'application/msword';
const RTF = 'application/rtf';
const JPEG = 'image/jpeg';

describe('a declared type', () => {
	test.each([
		['application/pdf', PDF],
		['APPLICATION/PDF', PDF],
		[' application/pdf ; name="a;b.pdf"\n', PDF],
		['application/pdf;\nname=x', PDF],
		['application/x.y-z+w', 'application/x.y-z+w'],
		['x/y', 'x/y'],
		[`x/${'y'.repeat(125)}`, `x/${'y'.repeat(125)}`],
		[`application/pdf;${' '.repeat(1000)}`, PDF],
		// what senders call the types that CVs come in
		['application/acrobat', PDF],
		['application/x-pdf', PDF],
		['text/pdf', PDF],
		['application/doc', DOC],
		['application/vnd.ms-word', DOC],
		['application/word', DOC],
		['application/x-msword', DOC],
		['application/docx', DOCX_TYPE],
		['application/x-rtf', RTF],
		['text/rtf', RTF],
		['text/richtext', RTF],
		['image/jpg', JPEG],
		['image/pjpeg', JPEG],
		['application/x-zip-compressed', 'application/zip'],
		// by extension
		['pdf', PDF],
		['.PDF', PDF],
		['doc; version=1', DOC],
		['docx', DOCX_TYPE],
		['rtf', RTF],
		['jpg', JPEG],
		['7z', 'application/x-7z-compressed'],
		['rtx', RTF],
	])('%j is %s', (text, type) => {
		expect(parseMimeType(text)).toBe(type);
	});

	test.each([
		'',
		' ',
		'.',
		'xyzzy',
		'..pdf',
		'a.pdf',
		'pdf?',
		'pdf/',
		'/pdf',
		'*/*',
		'a/b/c',
		'é/x',
		`x/${'y'.repeat(126)}`,
		'p'.repeat(128),
	])('%j is none', (text) => {
		expect(parseMimeType(text)).toBeUndefined();
	});
});

describe('the extension of a type', () => {
	test.each([
		[PDF, 'pdf'],
		[DOC, 'doc'],
		[DOCX_TYPE, 'docx'],
		[JPEG, 'jpg'],
		['x/unknown', undefined],
	])('%s is %s', (type, extension) => {
		expect(extensionOf(type)).toBe(extension);
	});
});
