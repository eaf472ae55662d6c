import {
	inspectPdf,
	inspectPrefixedPdf,
} from '../../../../nodes/CleverConnect/attachments/inspection/pdf';
import { resumePdf } from '../../../../tools/samples/exampleApplication.cts';
import { makeProtectedPdf } from '../../../../tools/samples/files.cts';

const PDF = 'application/pdf';
const latin1 = (text: string) => Buffer.from(text, 'latin1');

describe('the header', () => {
	const expected = { type: PDF, isEncrypted: false, isDamaged: false };

	it.each([
		['white space', ' \r\n\0'],
		['1,024 spaces', ' '.repeat(1024)],
		['a BOM', '\ufeff'],
		['a BOM and white space', '\ufeff\n'],
	])('may follow %s', (_name, start) => {
		expect(inspectPdf(Buffer.concat([Buffer.from(start), resumePdf]))).toEqual(expected);
	});

	it.each(['x', ' '.repeat(1040), '%', '%PD'])('may not follow %j', (start) => {
		expect(inspectPdf(Buffer.concat([Buffer.from(start), resumePdf]))).toBeUndefined();
	});

	it.each([
		['plain text', 'X-Scanned: yes\r\n\r\n'],
		['text that mentions the header', 'The format is %PDF-\n'],
		['a printer language', '\x1b%-12345X@PJL JOB\n'],
		['AppleSingle', '\0\x05\x16\0\0\x02\0\0'],
		['1,024 bytes', 'x'.repeat(1024)],
		['a PostScript header', '%!PS-Adobe-3.0 PDF-1.4\n'],
	])('is found after a prefix, such as %s', (_name, start) => {
		expect(inspectPrefixedPdf(Buffer.concat([latin1(start), resumePdf]))).toEqual(expected);
	});

	it('may be a combined PostScript and PDF header', () => {
		const bytes = latin1(
			resumePdf.toString('latin1').replace('%PDF-1.7', '%!PS-Adobe-3.0 PDF-1.4'),
		);
		expect(inspectPrefixedPdf(bytes)).toEqual(expected);
	});

	it.each([
		['a prefix of 1,025 bytes', `${'x'.repeat(1025)}%PDF-1.7\n1 0 obj\n`],
		['no object', 'see %PDF-1.7 and more'],
		['an object that is too far away', `%PDF-1.7${' '.repeat(1020)}1 0 obj\n`],
		['an object only before the header', '1 0 obj %PDF-1.7'],
		['a similar word instead of an object', '%PDF-1.7\n1 0 objects'],
		['an incomplete object number', '%PDF-1.7\n1 obj'],
		['no version', '%PDF-\n1 0 obj'],
		['a web page before it', '<script>a()</script>%PDF-1.7\n1 0 obj\n'],
		['a script before it', '#!/bin/sh\n%PDF-1.7\n1 0 obj\n'],
		['PostScript without PDF', '%!PS-Adobe-3.0\n1 0 obj\n'],
	])('is not found if there is %s', (_name, text) => {
		expect(inspectPrefixedPdf(latin1(text))).toBeUndefined();
	});

	it.each([0, 10])('may have a prefix that shifts the offsets by %d', (shift) => {
		const pdf = makeProtectedPdf({ encryption: '<< /Filter /Other >>', hasStream: true }).toString(
			'latin1',
		);
		const shifted = pdf.replace(
			/startxref\n(\d+)/,
			(_whole, offset) => `startxref\n${Number(offset) + shift}`,
		);
		// The spelling hides the stream from a search.
		const hidden = shifted.replace('/Type /XRef', '/Type /#58Ref');
		expect(inspectPrefixedPdf(latin1(`Scanned:\n\n${hidden}`))).toMatchObject({
			isEncrypted: true,
		});
	});
});

describe('the end of a PDF determines whether the PDF is damaged:', () => {
	const pdf = resumePdf.toString('latin1');
	const whole = pdf.trimEnd();

	it.each([
		['complete', whole, false],
		['followed by other bytes', `${whole}\n${'\0'.repeat(5000)}<html> 1 obj`, false],
		['without %%EOF, as some programs write it', whole.replace('%%EOF', ''), false],
		['without startxref', whole.replace(/startxref\n\d+/, ''), false],
		['without both', whole.replace(/startxref\n\d+\n%%EOF/, ''), true],
		['only a header', '%PDF-', true],
		['cut off in an update', `${whole}\n6 0 obj\n<<`, true],
		['cut off after its first page (annex F)', `%PDF-1.7\nstartxref\n0\n%%EOF\n7 0 obj\n<<`, true],
	])('%s', (_name, text, isDamaged) => {
		expect(inspectPdf(latin1(text))).toEqual({ type: PDF, isEncrypted: false, isDamaged });
	});
});
