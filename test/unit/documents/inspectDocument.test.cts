import { inspectDocument } from '../../../nodes/CleverConnect/documents';
import { DOCX_TYPE, letterDocx, resumePdf } from '../../../tools/samples/exampleApplication.cts';
import { makeCompoundFile, makeWordStream, makeZip } from '../../../tools/samples/files.cts';
import { COSTLY_FILES } from '../../helpers/costlyFiles.cts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');

const TEXT = 'text/plain';
const ZIP = 'application/zip';
const OLE = 'application/x-cfb';
const tar = latin1(`${'x'.repeat(257)}ustar\0${'x'.repeat(249)}\n%PDF-1.7\n1 0 obj\n`);
const html = Buffer.concat([latin1('<script>a()</script>'), resumePdf]);
const encrypted = makeCompoundFile({ EncryptedPackage: Buffer.alloc(5000) });
const cutOff = latin1(`PK\x03\x04${'\0'.repeat(22)}\x05\0\0\0word/`);
const dotx = DOCX_TYPE.replace('.document', '.template');

/** Real files are in test/unit/attachments/realFiles.test.cts. */
test.each<[string, { type?: string; container?: string }, Buffer | string, declaredType?: string]>([
	['a ZIP with a PDF', { type: ZIP, container: ZIP }, makeZip({ 'cv.pdf': resumePdf })],
	['a tar with a PDF', { type: 'application/x-tar' }, tar],
	['HTML before a PDF', { type: 'text/html', container: TEXT }, html],
	['an encrypted DOCX', { container: OLE }, encrypted, DOCX_TYPE],
	['a cut-off ZIP declared as a template', { type: dotx, container: ZIP }, cutOff, dotx],
	['text about formats', { container: TEXT }, 'PKZIP and %PDF-1.7'],
	['text with a mark', { container: TEXT }, '\ufeffGérard'],
	['text in Latin-1', { container: TEXT }, latin1('\xff\xfb\x90d')],
	['control characters', {}, '\x01\x02\x03'],
	['a signature after a mark', {}, '\ufeffPK\x03\x04'],
])('the inspection recognizes %s', (_name, expected, bytes, declaredType = '') => {
	const { type, container } = inspectDocument(Buffer.from(bytes as string), { declaredType });
	expect({ type, container }).toEqual(expected);
});

test.each(COSTLY_FILES)('the inspection finishes on hostile files: %s', (_name, expected, make) => {
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
