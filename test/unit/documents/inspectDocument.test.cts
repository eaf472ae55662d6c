import { inspectDocument } from '../../../nodes/CleverConnect/documents';
import { DOCX_TYPE, letterDocx, resumePdf } from '../../../tools/samples/exampleApplication.cts';
import { makeCompoundFile, makeWordStream, makeZip } from '../../../tools/samples/files.cts';
import { COSTLY_FILES } from '../../helpers/costlyFiles.cts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const TEXT = { container: 'text/plain' };

/** Real files are in test/unit/attachments/realFiles.test.cts. */
describe('the inspection recognizes', () => {
	const tar = Buffer.alloc(512, 'x');
	tar.write('ustar\0', 257);

	test.each([
		['a ZIP with a PDF', makeZip({ 'cv.pdf': resumePdf.toString('latin1') }), 'application/zip'],
		[
			'a tar with a PDF',
			Buffer.concat([tar, latin1('\n%PDF-1.7\n1 0 obj\n')]),
			'application/x-tar',
		],
		['HTML before a PDF', Buffer.concat([latin1('<script>a()</script>'), resumePdf]), 'text/html'],
	])('%s', (_name, bytes, type) => {
		expect(inspectDocument(bytes).type).toBe(type);
	});

	test.each([
		['PKZIP and %PDF-1.7', TEXT],
		['\ufeffGérard', TEXT],
		[latin1('\xff\xfb\x90d'), TEXT],
		['\x01\x02\x03', {}],
		['\ufeffPK\x03\x04', {}],
	])('no type in %j', (bytes, expected) => {
		expect(inspectDocument(Buffer.from(bytes as string))).toEqual(expected);
	});

	test('formats that look alike, by their declared type', () => {
		const encrypted = makeCompoundFile({ EncryptedPackage: Buffer.alloc(5000) });
		expect(inspectDocument(encrypted, { declaredType: DOCX_TYPE }).type).toBeUndefined();
		const cutOff = latin1(`PK\x03\x04${'\0'.repeat(22)}\x05\0\0\0word/`);
		const dotx = DOCX_TYPE.replace('.document', '.template');
		expect(inspectDocument(cutOff, { declaredType: dotx }).type).toBe(dotx);
	});
});

test.each(COSTLY_FILES)('the inspection finishes on hostile files: $name', ({ make, expected }) => {
	expect(inspectDocument(make())).toMatchObject(expected);
});

const WordDocument = makeWordStream({ size: 100 });

test.each([
	['DOCX', letterDocx, /^application\/(?:zip|.*wordprocessingml\.document)$/, letterDocx.length],
	// A PDF that has at least one digit of the offset counts as complete.
	['PDF', resumePdf, /^application\/pdf$/, resumePdf.indexOf('startxref') + 'startxref'.length],
	['DOC', makeCompoundFile({ WordDocument }), /^application\/(?:x-cfb|msword)$/, Infinity],
])(
	'a file that is cut off at any point keeps its type and is reported as damaged: %s',
	(_name, file, type, end) => {
		// Shorter files don't have a complete signature.
		for (let length = 8; length < Math.min(end, file.length); length++) {
			const inspection = inspectDocument(file.subarray(0, length));
			expect(inspection.type).toMatch(type);
			expect(inspection.isDamaged).toBe(true);
		}
	},
);
