import { times } from 'lodash';
import { inspectDocument, type Inspection } from '../../../nodes/CleverConnect/documents';
import { letterDocx, resumePdf } from '../../../tools/samples/exampleApplication.cts';
import { makeCompoundFile, makeWordStream, makeZip } from '../../../tools/samples/files.cts';
import { makeHeader } from '../../helpers/zips.cts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');

const TEXT = 'text/plain';
const ZIP = 'application/zip';
const OLE = 'application/x-cfb';
const tar = latin1(`${'x'.repeat(257)}ustar\0${'x'.repeat(249)}\n%PDF-1.7\n1 0 obj\n`);
const html = Buffer.concat([latin1('<script>a()</script>'), resumePdf]);
const encrypted = makeCompoundFile({ EncryptedPackage: Buffer.alloc(5000) });
const cutOff = makeHeader('word/');

test.each<[string, { type?: string; container?: string }, Buffer | string]>([
	['a ZIP with a PDF', { type: ZIP, container: ZIP }, makeZip({ 'cv.pdf': resumePdf })],
	['a tar with a PDF', { type: 'application/x-tar' }, tar],
	['HTML before a PDF', { type: 'text/html', container: TEXT }, html],
	['an encrypted DOCX', { container: OLE }, encrypted],
	['a cut-off ZIP', { container: ZIP }, cutOff],
	['text about formats', { container: TEXT }, 'PKZIP and %PDF-1.7'],
	['text with a mark', { container: TEXT }, '\ufeffGérard'],
	['text in Latin-1', { container: TEXT }, latin1('\xff\xfb\x90d')],
	['control characters', {}, '\x01\x02\x03'],
	['a signature after a mark', {}, '\ufeffPK\x03\x04'],
])('%s has the type and the container %j', (_name, expected, bytes) => {
	const { type, container } = inspectDocument(Buffer.from(bytes as string));
	expect({ type, container }).toEqual(expected);
});

/** About the most bytes that fit into a body of 16 MB, which is n8n's default limit. */
const FILE_SIZE = 12 * 1024 ** 2 - 10_000;
const HEADER = makeCompoundFile({ WordDocument: makeWordStream() }).toString('latin1', 0, 512);

const DAMAGED_ZIP = { container: ZIP, isDamaged: true };
const DAMAGED_OLE = { container: OLE, isDamaged: true };
const PDF = { type: 'application/pdf', isEncrypted: false, isDamaged: false };
const DAMAGED_PDF = { ...PDF, isDamaged: true };

/** Returns a file that consists of a beginning, a repeated text, and an end. */
function fill(text: string, start = '', end = ''): Buffer {
	const bytes = Buffer.alloc(FILE_SIZE, text, 'latin1');
	bytes.write(start, 'latin1');
	bytes.write(end, FILE_SIZE - end.length, 'latin1');
	return bytes;
}

function fillDirectory(): Buffer {
	const bytes = fill('PK\x01\x02', 'PK\x03\x04', `PK\x05\x06${'\xff'.repeat(18)}`);
	bytes.writeUInt32LE(4, FILE_SIZE - 22 + 16);
	return bytes;
}

function makeEmptyFat(): Buffer {
	const bytes = fill('\0', HEADER);
	bytes.writeUInt32LE(FILE_SIZE / 512 - 1, 0x2c);
	return bytes;
}

function makeLongNames(): Buffer {
	const name = 'Ä\\'.repeat(60_000 / Buffer.byteLength('Ä\\') - 5);
	// Each name occurs twice in the file.
	const files = times(FILE_SIZE / 120_000 - 1, (index) => [`${name}${index}`, ''] as const);
	return makeZip(Object.fromEntries(files));
}

test.each<[string, Inspection, () => Buffer]>([
	['a ZIP of local headers', DAMAGED_ZIP, () => fill('PK\x03\x04')],
	['a ZIP of ends', DAMAGED_ZIP, () => fill('PK\x05\x06', 'PK\x03\x04')],
	['a ZIP of directory entries', DAMAGED_ZIP, fillDirectory],
	['a ZIP with long names', { type: ZIP }, makeLongNames],
	['OLE2 that goes in circles', DAMAGED_OLE, () => fill('\0', HEADER)],
	['OLE2 with an empty FAT', DAMAGED_OLE, makeEmptyFat],
	['a PDF of startxref', PDF, () => fill('startxref 1 ', '%PDF-')],
	['a PDF of almost startxref', DAMAGED_PDF, () => fill('startxre', '%PDF-')],
	['spaces', { container: TEXT }, () => fill(' ')],
	['comments of HTML', { type: 'text/html' }, () => fill('<!-- -->')],
	['comments after a declaration', { container: TEXT }, () => fill('<!-- -->', '<?xml?>')],
])('the inspection finishes on hostile files: %s', (_name, expected, make) => {
	expect(inspectDocument(make())).toMatchObject(expected);
});

const WordDocument = makeWordStream({ size: 100 });

test.each([
	['DOCX', letterDocx, ZIP, letterDocx.length],
	// A PDF that has at least one digit of the offset counts as complete.
	['PDF', resumePdf, undefined, resumePdf.indexOf('startxref') + 'startxref'.length],
	['DOC', makeCompoundFile({ WordDocument }), OLE, Infinity],
])('a cut-off %s keeps its container, and is damaged', (_name, file, container, end) => {
	// The signature of a DOC has eight bytes.
	for (let length = 8; length < Math.min(end, file.length); length++) {
		const inspection = inspectDocument(file.subarray(0, length));
		expect(inspection.container).toBe(container);
		expect(inspection.isDamaged).toBe(true);
	}
});
