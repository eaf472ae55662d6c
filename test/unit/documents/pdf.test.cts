import { inspectPdf, inspectPrefixedPdf } from '../../../nodes/CleverConnect/documents/pdf';
import { resumePdf } from '../../../tools/samples/exampleApplication.cts';
import { makePdf, makeProtectedPdf } from '../../../tools/samples/files.cts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const facts = { type: 'application/pdf', isEncrypted: false, isDamaged: false, isUnchecked: false };

const whole = resumePdf.toString('latin1').trimEnd();
const page = '<br />\n<b>Warning</b>: …<br />\n';

test.each([' \r\n\0', ' '.repeat(1024)])('a header is found after %j', (start) => {
	expect(inspectPdf(latin1(start + whole))).toEqual(facts);
});

test.each(['x', ' '.repeat(1040), '%PD'])('no header is found after %j', (start) => {
	expect(inspectPdf(latin1(start + whole))).toBeUndefined();
});

test.each([
	['after a prefix of 1,024 bytes', `${'x'.repeat(1024)}${whole}`, facts],
	['after PostScript for PDF', `%!PS-Adobe-3.0 PDF-1.4\n${whole}`, facts],
	['after the warning of a website', `${Buffer.from(page).toString('latin1')}${whole}`, facts],
	['but not after 1,025 bytes', `${'x'.repeat(1025)}%PDF-1.7\n1 0 obj\n`],
	['but not if an object is too far away', `%PDF-1.7${' '.repeat(1020)}1 0 obj\n`],
	['but not after a web page', '<br><script>a()</script>%PDF-1.7\n1 0 obj\n'],
	['but not after a script', '#!/bin/sh\n%PDF-1.7\n1 0 obj\n'],
])('the header is found %s', (_name, text, expected = undefined) => {
	expect(inspectPrefixedPdf(latin1(text))).toEqual(expected);
});

const written = makePdf(['CV']).toString('latin1');
const link = written.lastIndexOf('startxref') + 'startxref'.length;

test.each([
	['has only startxref, as some programs write it', false, whole.replace('%%EOF', '')],
	['has neither startxref nor %%EOF', true, whole.replace(/startxref\n\d+\n%%EOF/, '')],
	['ends with a digit of the offset', false, written.slice(0, link + 2)],
	['has an update that is cut off', true, `${written}\n6 0 obj\n<< /Type /Page`],
	['has an update with a comment that is cut off', true, `${written}\r%\xe2\xe3\r6 0 obj`],
	['has leftovers of an older version', false, `${written}9 >>\nendobj\n7 0 obj\n<<`],
])('a PDF that %s is damaged: %s', (_name, isDamaged, text) => {
	expect(inspectPdf(latin1(text))).toEqual({ ...facts, isDamaged });
});

const pdf = (rest: string) => `%PDF-1.7\n${rest}`;
const isEncrypted = (pdf: Buffer | string) =>
	inspectPdf(Buffer.from(pdf as string, 'latin1'))?.isEncrypted;
const secret = '<< /Filter /Other >>';
/** Without other entries, the crypt filters encrypt nothing. */
const open = '<< /V 5 >>';
const encrypted = makeProtectedPdf(secret).toString('latin1');
const inStream = (encryption: string, label = '1 0 obj') =>
	pdf(`${label} << /Type /XRef /Encrypt ${encryption} >>\nstartxref\n9\n%%EOF`);
const withoutLink = (encryption: string) =>
	makeProtectedPdf(encryption)
		.toString('latin1')
		.replace(/\d+\n%%EOF/, '7\n%%EOF');

// The first three encrypt only attachments, as Acrobat can.
test.each([
	['/V 4 /CF << /A << /AuthEvent /EFOpen >> >> /StmF /Identity /EFF /A', false],
	['/V 5 /CF << /A << /AuthEvent /DocOpen >> >> /EFF /A', true],
	['/V 5 /CF << /A << /CFM /AESV3 >> >> /EFF /A', true],
	['/V 5 /EFF /Identity', false],
	['/V 5 /StmF /A /StrF /Identity', true],
	['/V 5 /StmF /Identity /StrF /A', true],
])('a PDF needs a password with the entries %s: %s', (entries, expected) => {
	expect(isEncrypted(makeProtectedPdf(`<< ${entries} >>`))).toBe(expected);
});

const startxref = `trailer << /Root 1 0 R >>\nstartxref\r\n${encrypted.indexOf('xref\n') - 1}\n%%EOF`;
const update = `xref\n0 0\ntrailer\n<< /Root 1 0 R >>\nstartxref\n${encrypted.length}\n%%EOF`;

test.each([
	['if startxref points one byte before the table', true, encrypted + startxref],
	['if a cross-reference stream requires it', true, inStream(secret)],
	['but not if this stream encrypts nothing', false, inStream(open)],
	['if the label has leading zeros', true, inStream(secret, '\n0001  00000  obj')],
	['if a trailer requires it, but startxref is wrong', true, withoutLink(secret)],
	['but not if this trailer encrypts nothing', false, withoutLink(open)],
	['if offsets are counted from the header', true, ' '.repeat(100) + inStream(secret)],
	['if the object follows a carriage return', true, encrypted.replace('\n3 0 obj', '\r3 0 obj')],
	['if the last requires it', true, encrypted.replace('\n3 0', `\n3 0 obj ${open} endobj\n3 0`)],
	['if object 13 follows object 3', true, encrypted.replace('xref', `13 0 obj ${open}\nxref`)],
	['but not if 3 10 encrypts nothing', false, withoutLink(open).replaceAll('3 0 ', '3 10 ')],
	['if the encryption is a name', true, makeProtectedPdf('/Standard')],
	['but not by its text', false, makePdf(['trailer << /Encrypt 1 0 R >> startxref'])],
	['but not by null', false, makeProtectedPdf('null')],
	['but not by a trailer that an update replaces', false, encrypted + update],
	['but not by a stream of another type', false, inStream(secret).replace('/XRef', '/A')],
	['but not by text before an object', false, inStream(`${secret} >> 1 0 obj <<`, '       ')],
])('a PDF needs a password %s: %s', (_name, expected, bytes) => {
	expect(isEncrypted(bytes)).toBe(expected);
});
