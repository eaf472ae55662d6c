import { inspectPdf, inspectPrefixedPdf } from '../../../nodes/CleverConnect/documents/pdf';
import { resumePdf } from '../../../tools/samples/exampleApplication.cts';
import { makePdf, makeProtectedPdf } from '../../../tools/samples/files.cts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const facts = { type: 'application/pdf', isEncrypted: false, isDamaged: false, isUnchecked: false };

describe('the header of a PDF', () => {
	test.each([' \r\n\0', ' '.repeat(1024)])('can follow %j', (start) => {
		expect(inspectPdf(Buffer.concat([Buffer.from(start), resumePdf]))).toEqual(facts);
	});

	test.each(['x', ' '.repeat(1040), '%PD'])('does not follow %j', (start) => {
		expect(inspectPdf(Buffer.concat([latin1(start), resumePdf]))).toBeUndefined();
	});

	test.each(['x'.repeat(1024), '%!PS-Adobe-3.0 PDF-1.4\n', '<br />\n<b>Warning</b>: …<br />\n'])(
		'is found after the prefix %j',
		(start) => {
			expect(inspectPrefixedPdf(Buffer.concat([Buffer.from(start), resumePdf]))).toEqual(facts);
		},
	);

	test.each([
		['a prefix of 1,025 bytes', `${'x'.repeat(1025)}%PDF-1.7\n1 0 obj\n`],
		['an object that is too far away', `%PDF-1.7${' '.repeat(1020)}1 0 obj\n`],
		['an object only before the header', '1 0 obj %PDF-1.7'],
		['a similar word instead of an object', '%PDF-1.7\n1 0 objects'],
		['a web page before it', '<br><script>a()</script>%PDF-1.7\n1 0 obj\n'],
		['a script before it', '#!/bin/sh\n%PDF-1.7\n1 0 obj\n'],
		['PostScript without PDF', '%!PS-Adobe-3.0\n1 0 obj\n'],
	])('is not found if there is %s', (_name, text) => {
		expect(inspectPrefixedPdf(latin1(text))).toBeUndefined();
	});
});

const whole = resumePdf.toString('latin1').trimEnd();

test.each([
	['followed by other bytes', `${whole}\n${'\0'.repeat(5000)}<html> 1 obj`, false],
	['without %%EOF, as some programs write it', whole.replace('%%EOF', ''), false],
	['without startxref', whole.replace(/startxref\n\d+/, ''), false],
	['without both', whole.replace(/startxref\n\d+\n%%EOF/, ''), true],
])('a PDF is damaged only if its end is missing: %s', (_name, text, isDamaged) => {
	expect(inspectPdf(latin1(text))).toEqual({ ...facts, isDamaged });
});

describe('a PDF needs a password', () => {
	const isEncrypted = (pdf: Buffer | string) =>
		inspectPdf(Buffer.from(pdf as string, 'latin1'))?.isEncrypted;
	const secret = '<< /Filter /Other >>';
	/** Crypt filters that encrypt nothing. */
	const open = '<< /V 5 >>';
	const written = makeProtectedPdf({ encryption: secret }).toString('latin1');
	const withStream = makeProtectedPdf({ encryption: secret, hasStream: true }).toString('latin1');

	test.each([
		['in a cross-reference stream', { hasStream: true }],
		['with a wrong startxref', { startxref: 7 }],
	])('if its encryption is %s', (_name, where) => {
		expect(isEncrypted(makeProtectedPdf({ encryption: secret, ...where }))).toBe(true);
		expect(isEncrypted(makeProtectedPdf({ encryption: open, ...where }))).toBe(false);
	});

	const startxref = `trailer << /Root 1 0 R >>\nstartxref\r\n${written.indexOf('xref\n') - 1}\n%%EOF`;

	test.each([
		['startxref points one byte before the table', written + startxref],
		['the label has leading zeros', withStream.replace('4 0 obj', '\n0004  00000  obj')],
		['offsets are counted from the header', ' '.repeat(100) + withStream],
		['the object follows a carriage return', written.replace('\n3 0 obj', '\r3 0 obj')],
		['the object follows a space', written.replace('\n3 0 obj', ' 3 0 obj')],
		['the object replaces another', written.replace('\n3 0', `\n3 0 obj ${open} endobj\n3 0`)],
		['the object is missing', makeProtectedPdf({ encryption: '9 0 R', isDirect: true })],
		['the object is a name', makeProtectedPdf({ encryption: '/Standard', isDirect: true })],
		['the object is incomplete', makeProtectedPdf({ encryption: '<< /Filter /Other' })],
	])('if %s', (_name, pdf) => {
		expect(isEncrypted(pdf)).toBe(true);
	});

	// The filters that qpdf and Acrobat write to encrypt only attachments, and similar filters.
	test.each([
		['/V 4 /CF << /A << /AuthEvent /EFOpen >> >> /StmF /Identity /EFF /A', false],
		['/V 5 /CF << /A << /AuthEvent /DocOpen >> >> /EFF /A', true],
		['/V 5 /CF << /A << /CFM /AESV3 >> >> /EFF /A', true],
		['/V 5 /CF << /B << /AuthEvent /EFOpen >> >> /EFF /A', true],
		['/V 5 /EFF /Identity', false],
		['/V 5 /StmF /A /StrF /Identity', true],
		['/V 2', true],
	])('with the entries %s: %s', (entries, expected) => {
		expect(isEncrypted(makeProtectedPdf({ encryption: `<< ${entries} >>` }))).toBe(expected);
	});

	const pdf = (rest: string) => `%PDF-1.7\n${rest}`;
	const update = `xref\n0 0\ntrailer\n<< /Root 1 0 R >>\nstartxref\n${written.length}\n%%EOF`;

	test.each([
		['the text', makePdf(['trailer << /Encrypt 1 0 R >> startxref'])],
		['an entry that is null', makeProtectedPdf({ encryption: 'null', isDirect: true })],
		['a nested dictionary', pdf('trailer << /A << /Encrypt 1 0 R >> /B [/Encrypt 1] >>')],
		['a trailer that an update replaces', written + update],
		['an array', pdf('trailer [ /Encrypt 1 0 R ]')],
		['a startxref without a number', pdf('startxref %%EOF')],
		['a stream outside an object', pdf('<< /Type /XRef /Encrypt 1 0 R >>')],
	])('but not because of encryption in %s', (_name, bytes) => {
		expect(isEncrypted(bytes)).toBe(false);
	});
});

describe('a PDF is damaged', () => {
	const isDamaged = (bytes: string) => inspectPdf(Buffer.from(bytes, 'latin1'))?.isDamaged;
	const whole = makePdf(['CV']).toString('latin1');
	const link = whole.lastIndexOf('startxref') + 'startxref'.length;

	test.each([
		['if it ends with startxref', whole.slice(0, link), true],
		['if it ends before the offset', whole.slice(0, link + 1), true],
		['unless a digit of the offset is there', whole.slice(0, link + 2), false],
		['if an update is cut off', `${whole}\n6 0 obj\n<< /Type /Page`, true],
		['if an update with a comment is cut off', `${whole}\r%\xe2\xe3\r6 0 obj`, true],
		['unless leftovers of an older version follow', `${whole}9 >>\nendobj\n7 0 obj\n<<`, false],
	])('%s', (_name, bytes, expected) => {
		expect(isDamaged(bytes)).toBe(expected);
	});
});
