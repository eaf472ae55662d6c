import {
	extensionOf,
	isContradiction,
	parseMimeType,
} from '../../../nodes/CleverConnect/attachments/mimeType';
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
		// Other spellings of the types that CVs have
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
		['application/nappdf', PDF],
		['application/vnd.pdf', PDF],
		['applications/vnd.pdf', PDF],
		['image/pdf', PDF],
		['text/x-pdf', PDF],
		['application/vnd.msword', DOC],
		['application/winword', DOC],
		['application/wps-office.doc', DOC],
		['application/x-msw6', DOC],
		['application/x-doc', DOC],
		['zz-application/zz-winassoc-doc', DOC],
		['application/vnd.ms-word.document.12', DOCX_TYPE],
		['application/wps-office.docx', DOCX_TYPE],
		['application/x-docx', DOCX_TYPE],
		['application/x-vnd.oasis.opendocument.text', 'application/vnd.oasis.opendocument.text'],
		['application/x-zip', 'application/zip'],
		['application/x-ole-storage', 'application/x-cfb'],
		['application/vnd.ms-office', 'application/x-cfb'],
		['text/xml', 'application/xml'],
		['audio/mp3', 'audio/mpeg'],
		['image/x-png', 'image/png'],
		['application/xhtml+xml', 'text/html'],
		['application/wwf', PDF],
		['application/vnd.ms-word.document', DOC],
		['application/vnd.ms-word.document.8', DOC],
		['application/x-msword-doc', DOC],
		['application/x-winword', DOC],
		['application/x-word', DOC],
		['application/vnd.ms-word.document.macrofree.12', DOCX_TYPE],
		['application/vnd.openxmlformats', DOCX_TYPE],
		['application/vnd.openxmlformats-officedocument.word', DOCX_TYPE],
		['application/vnd.openxmlformats-officedocument.wordprocessingml', DOCX_TYPE],
		['application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml', DOCX_TYPE],
		['application/richtext', RTF],
		['application/x-compressed-zip', 'application/zip'],
		['application/msoffice', 'application/x-cfb'],
		['application/x-msoffice', 'application/x-cfb'],
		['application/x-ole', 'application/x-cfb'],
		['application/x-ole2', 'application/x-cfb'],
		['application/x-tika-msoffice', 'application/x-cfb'],
		['application/gzip-compressed', 'application/gzip'],
		['application/gzipped', 'application/gzip'],
		['application/x-gunzip', 'application/gzip'],
		['application/x-iwork-keynote-sffkey', 'application/vnd.apple.keynote'],
		['application/x-iwork-numbers-sffnumbers', 'application/vnd.apple.numbers'],
		['application/x-iwork-pages-sffpages', 'application/vnd.apple.pages'],
		['application/ms-tnef', 'application/vnd.ms-tnef'],
		['application/x-ms-tnef', 'application/vnd.ms-tnef'],
		['application/x-msworks', 'application/vnd.ms-works'],
		['application/x-rar-compressed', 'application/vnd.rar'],
		['application/vnd.ms-visio.drawing', 'application/vnd.visio'],
		['application/x-visio', 'application/vnd.visio'],
		['application/wordperfect5.1', 'application/vnd.wordperfect'],
		['application/x-wordperfect', 'application/vnd.wordperfect'],
		['application/vnd.microsoft.portable-executable', 'application/x-msdownload'],
		['application/x-dosexec', 'application/x-msdownload'],
		['application/x-msdos-program', 'application/x-msdownload'],
		['audio/x-m4a', 'audio/mp4'],
		['audio/vnd.wave', 'audio/wav'],
		['audio/wave', 'audio/wav'],
		['audio/x-wav', 'audio/wav'],
		['image/x-bmp', 'image/bmp'],
		['image/x-ms-bmp', 'image/bmp'],
		['image/heic-sequence', 'image/heic'],
		['image/heif-sequence', 'image/heif'],
		['image/x-icon', 'image/vnd.microsoft.icon'],
		['application/x-mimearchive', 'message/rfc822'],
		['multipart/related', 'message/rfc822'],
		['text/directory', 'text/vcard'],
		['text/x-vcard', 'text/vcard'],
		['audio/3gpp', 'video/3gpp'],
		['application/mp4', 'video/mp4'],
		// A registered type, although it looks like a variant
		['application/vnd.ms-excel', 'application/vnd.ms-excel'],
		['application/x-tar', 'application/x-tar'],
		// By extension
		['pdf', PDF],
		['.PDF', PDF],
		['doc; version=1', DOC],
		['docx', DOCX_TYPE],
		['rtf', RTF],
		['jpg', JPEG],
		['7z', 'application/x-7z-compressed'],
		['rtx', RTF],
		['xml', 'application/xml'],
		['vcf', 'text/vcard'],
		['exe', 'application/x-msdownload'],
		['wav', 'audio/wav'],
		['mp4', 'video/mp4'],
		[`application/${'x'.repeat(115)}`, `application/${'x'.repeat(115)}`],
	])('%j is parsed as %s', (text, type) => {
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
		`application/${'x'.repeat(116)}`,
		'é/x',
		`x/${'y'.repeat(126)}`,
		'p'.repeat(128),
	])('%j is invalid', (text) => {
		expect(parseMimeType(text)).toBeUndefined();
	});
});

describe('the declared type', () => {
	test.each([
		'application/octet-stream',
		'application/octetstream',
		'application/octet',
		'application/binary',
		'application/bin',
		'application/data',
		'application/download',
		'application/file',
		'application/force-download',
		'application/save',
		'application/save-as',
		'application/unknown',
		'application/x-attachment',
		'application/x-binary',
		'application/x-download',
		'application/x-force-download',
		'application/x-forcedownload',
		'application/x-octet-stream',
		'application/x-unknown-content-type',
		'application/x-unknown-mime-type',
		'binary/octet-stream',
		'file/unknown',
		'unknown/unknown',
		'Application/Octet-Stream; charset=binary',
	])('%s is parsed as application/octet-stream', (text) => {
		expect(parseMimeType(text)).toBe('application/octet-stream');
	});

	test.each([
		'application/x-octet-streams.pdfx',
		'xapplication/binary',
		'application/binaryx',
		'text/unknown',
	])('%s is kept unchanged', (text) => {
		expect(parseMimeType(text)).toBe(text);
	});

	const zipped = { type: DOCX_TYPE, container: 'application/zip' };

	test.each([
		[PDF, zipped, true],
		['application/x-cfb', zipped, true],
		[DOC, { type: PDF }, true],
		[DOCX_TYPE, { type: PDF }, true],
		[PDF, { type: DOC, container: 'application/x-cfb' }, true],
		[`${DOCX_TYPE}x`, zipped, true],
		[PDF, { type: PDF }, false],
		['application/zip', zipped, false],
		['application/x-cfb', { type: DOC, container: 'application/x-cfb' }, false],
		[DOC, zipped, false],
		[DOCX_TYPE, { type: DOC, container: 'application/x-cfb' }, false],
		[undefined, { type: PDF }, false],
		[PDF, {}, false],
	])('%s contradicts the file %j: %s', (declaredType, inspection, expected) => {
		expect(isContradiction(declaredType, inspection)).toBe(expected);
	});
});

describe('the extension', () => {
	test.each([
		[PDF, 'pdf'],
		[DOC, 'doc'],
		[DOCX_TYPE, 'docx'],
		[JPEG, 'jpg'],
		['x/unknown', undefined],
	])('for the type %s is %s', (type, extension) => {
		expect(extensionOf(type)).toBe(extension);
	});
});
