import { parseMimeType } from '../../../nodes/CleverConnect/documents/mimeType';
import { DOCX_TYPE } from '../../../tools/samples/exampleApplication.cts';

const PDF = 'application/pdf';
const DOC = 'application/msword';
const OCTETS = 'application/octet-stream';

test.each<[text: string, type: string | undefined]>([
	// RFC 9110 § 8.3.1, and at most 127 characters
	[' APPLICATION/pdf ; name="a;b.pdf"\n', PDF],
	[`x/${'y'.repeat(125)}`, `x/${'y'.repeat(125)}`],
	[`application/pdf;${' '.repeat(1000)}`, PDF],
	// A different top-level type or prefix, or the extension at the end
	['applications/vnd.pdf', PDF],
	['application/x-msword', DOC],
	['zz-application/zz-winassoc-doc', DOC],
	['application/wps-office.docx', DOCX_TYPE],
	['application/x-vnd.oasis.opendocument.text', 'application/vnd.oasis.opendocument.text'],
	// Other names
	['application/acrobat', PDF],
	['application/vnd.ms-word', DOC],
	['application/vnd.ms-word.document.12', DOCX_TYPE],
	['text/rtf', 'application/rtf'],
	['application/x-zip-compressed', 'application/zip'],
	['application/vnd.ms-office', 'application/x-cfb'],
	['text/xml', 'application/xml'],
	['image/pjpeg', 'image/jpeg'],
	['multipart/related', 'message/rfc822'],
	['application/xhtml+xml', 'text/html'],
	['application/mp4', 'video/mp4'],
	// Registered types, although they look like variants
	['application/vnd.ms-excel', 'application/vnd.ms-excel'],
	['audio/mp4', 'audio/mp4'],
	// Extensions
	['.PDF', PDF],
	['exe', 'application/x-msdownload'],
	['doc; version=1', DOC],
	// Types that say nothing, and similar names
	['Application/Octet-Stream; charset=binary', OCTETS],
	['binary/octet-stream', OCTETS],
	['application/force-download', OCTETS],
	['application/x-download', OCTETS],
	['unknown/unknown', OCTETS],
	['application/binaryx', 'application/binaryx'],
	['xapplication/binary', 'xapplication/binary'],
	// Neither types of at most 127 characters nor known extensions
	...[
		...['', ' ', '.', 'xyzzy', '..pdf', 'a.pdf', 'pdf?', 'pdf/', '/pdf', '*/*', 'a/b/c', 'é/x'],
		...[`x/${'y'.repeat(126)}`, 'p'.repeat(128)],
	].map((text): [string, undefined] => [text, undefined]),
])('the declared type %j is parsed as %s', (text, type) => {
	expect(parseMimeType(text)).toBe(type);
});
