import { parseAcceptedTypes } from '../../../nodes/CleverConnect/attachments/acceptedTypes';
import { decideType } from '../../../nodes/CleverConnect/attachments/decideType';
import type { Inspection } from '../../../nodes/CleverConnect/documents';
import { decideFileName } from '../../../nodes/CleverConnect/fileNames/sentFileName';
import { DOCX_TYPE } from '../../../tools/samples/exampleApplication.cts';

const PDF = 'application/pdf';
const DOC = 'application/msword';
const PNG = 'image/png';
const EXE = 'application/x-msdownload';
const NONE = 'application/octet-stream';
const TEXT = { container: 'text/plain' };
const PAGE = { type: 'text/html', ...TEXT };
const ZIPPED = { type: DOCX_TYPE, container: 'application/zip' };
const COMPOUND = { type: DOC, container: 'application/x-cfb' };

test.each<[unknown, string, string | Inspection, string, string, string, string?]>([
	// The bytes show the type
	['pdf', 'cv.pdf', PDF, PDF, 'cv.pdf', ''],
	['pdf', 'cv.docx', PDF, PDF, 'cv.pdf', ''],
	[NONE, 'cv', PDF, PDF, 'cv.pdf', ''],
	['binary/octet-stream', 'cv.docx', PDF, PDF, 'cv.pdf', 'typeMismatch'],
	[undefined, 'cv.docx', PDF, PDF, 'cv.pdf', 'typeMismatch'],
	['pdf', 'cv.pdf', ZIPPED, DOCX_TYPE, 'cv.docx', 'typeMismatch'],
	['zip', 'cv', ZIPPED, DOCX_TYPE, 'cv.docx', ''],
	['doc', 'cv.doc', ZIPPED, DOCX_TYPE, 'cv.docx', ''],
	['docx', 'cv', COMPOUND, DOC, 'cv.doc', ''],
	['png', 'cv.pdf', PNG, PNG, 'cv.png', 'typeNotAccepted'],
	[undefined, 'cv.pdf', PNG, PNG, 'cv.png', 'typeMismatch', ''],
	// A program, script, or web page never keeps its extension
	['pdf', 'cv.exe', EXE, EXE, 'cv.bin', 'typeMismatch, typeNotAccepted'],
	[undefined, 'cv.pdf', EXE, EXE, 'cv.bin', 'typeMismatch, typeNotAccepted', ''],
	[undefined, 'cv.exe', EXE, EXE, 'cv.bin', 'typeNotAccepted', ''],
	[undefined, 'cv', EXE, EXE, 'cv.bin', 'typeNotAccepted', ''],
	['exe', 'cv.exe', EXE, EXE, 'cv.bin', '', 'exe'],
	['txt', 'cv.txt', PAGE, 'text/html', 'cv.bin', 'typeNotAccepted', 'txt'],
	['html', 'cv.html', TEXT, 'text/html', 'cv.bin', '', 'html'],
	[undefined, 'cv.js', {}, 'text/javascript', 'cv.bin', 'typeUnverified', 'pdf, js'],
	// The bytes show no type
	['pdf', 'cv.txt', {}, PDF, 'cv.pdf', 'typeUnverified'],
	['pdf', 'cv.docx', {}, PDF, 'cv.pdf', 'typeUnverified'],
	['pdf', 'cv.pdf.js', {}, PDF, 'cv.pdf', 'typeUnverified'],
	['odt', 'cv.odt', {}, 'application/vnd.oasis.opendocument.text', 'cv.odt', 'typeUnverified', ''],
	[undefined, 'cv.pdf', {}, PDF, 'cv.pdf', 'typeUnverified'],
	[undefined, 'cv.odt', {}, NONE, 'cv.bin', 'typeUnverified, typeNotAccepted'],
	[undefined, 'cv', {}, NONE, 'cv.bin', 'typeUnverified, typeNotAccepted'],
	[EXE, 'cv.pdf', {}, EXE, 'cv.bin', 'typeUnverified, typeNotAccepted'],
	['x/y', 'cv.pdf', {}, 'x/y', 'cv.pdf', 'typeUnverified, typeNotAccepted'],
	['x/y', 'cv', {}, 'x/y', 'cv.bin', 'typeUnverified, typeNotAccepted'],
	// Text confirms any text format, but no other type
	['txt', 'cv.txt', TEXT, 'text/plain', 'cv.txt', 'typeNotAccepted'],
	['txt', 'cv.csv', TEXT, 'text/plain', 'cv.txt', '', 'pdf, txt, csv'],
	['pdf', 'cv.txt', TEXT, PDF, 'cv.pdf', 'typeUnverified', 'pdf, txt, csv'],
	[undefined, 'cv.csv', TEXT, 'text/csv', 'cv.csv', '', 'pdf, txt, csv'],
])('a file declared as %s and called %s, whose bytes show %j, is %s: %#', (...row) => {
	const [declared, name, bytes, mimeType, expectedName, codes, types] = row;
	const accepted = parseAcceptedTypes(types ?? 'pdf, doc, docx');
	const inspection = typeof bytes === 'string' ? { type: bytes } : bytes;
	const extension = /\.(\w+)$/.exec(name)?.[1] ?? '';
	const decision = decideType(declared, extension, inspection, accepted);
	expect(decision).toMatchObject({
		mimeType,
		issues: {
			typeUnverified: codes.includes('typeUnverified'),
			typeMismatch: codes.includes('typeMismatch'),
			typeNotAccepted: codes.includes('typeNotAccepted'),
		},
	});
	expect(decideFileName(name, 'resume', decision.nameType)).toBe(expectedName);
});
