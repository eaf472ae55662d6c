import { parseAcceptedTypes } from '../../../nodes/CleverConnect/attachments/acceptedTypes';
import { decideType, readStatedTypes } from '../../../nodes/CleverConnect/attachments/decideType';
import { extensionOf, type Inspection } from '../../../nodes/CleverConnect/documents';
import { DOCX_TYPE } from '../../../tools/samples/exampleApplication.cts';

const PDF = 'application/pdf';
const DOC = 'application/msword';
const PNG = 'image/png';
const EXE = 'application/x-msdownload';
const LNK = 'application/x-ms-shortcut';
const TEXT = { container: 'text/plain' };
const ZIPPED = { type: DOCX_TYPE, container: 'application/zip' };
const COMPOUND = { type: DOC, container: 'application/x-cfb' };

test.each<[unknown, string, string | Inspection, string, string, string, string?]>([
	// The bytes show an accepted type
	['pdf', 'pdf', PDF, PDF, 'pdf', ''],
	[undefined, 'docx', PDF, PDF, 'pdf', ''],
	['application/octet-stream', '', PDF, PDF, 'pdf', ''],
	['pdf', 'pdf', ZIPPED, DOCX_TYPE, 'docx', 'typeMismatch'],
	['zip', '', ZIPPED, DOCX_TYPE, 'docx', ''],
	['doc', 'doc', ZIPPED, DOCX_TYPE, 'docx', ''],
	['docx', '', COMPOUND, DOC, 'doc', ''],
	// The bytes show a type that isn't accepted
	['png', 'pdf', PNG, PNG, 'pdf', 'typeNotAccepted'],
	['pdf', 'exe', EXE, EXE, 'pdf', 'typeMismatch, typeNotAccepted'],
	[undefined, 'exe', EXE, EXE, 'bin', 'typeNotAccepted'],
	// The bytes show no type
	['pdf', 'txt', {}, PDF, 'pdf', 'typeUnverified'],
	['pdf', 'docx', {}, PDF, 'docx', 'typeUnverified'],
	[EXE, 'pdf', {}, EXE, 'pdf', 'typeUnverified, typeNotAccepted'],
	[undefined, 'pdf', {}, PDF, 'pdf', 'typeUnverified'],
	[LNK, 'lnk', {}, LNK, 'bin', 'typeUnverified, typeNotAccepted'],
	['txt', 'txt', TEXT, 'text/plain', 'txt', 'typeNotAccepted'],
	// Texts
	['txt', 'csv', TEXT, 'text/plain', 'csv', '', 'pdf, txt, csv'],
	['txt', 'pdf', TEXT, 'text/plain', 'txt', '', 'pdf, txt, csv'],
	['pdf', 'txt', TEXT, PDF, 'txt', 'typeUnverified', 'pdf, txt, csv'],
	[undefined, 'csv', TEXT, 'text/csv', 'csv', '', 'pdf, txt, csv'],
	['txt', 'doc', TEXT, 'text/plain', 'txt', '', ''],
	['txt', '', { type: 'text/html', ...TEXT }, 'text/html', 'html', 'typeNotAccepted', 'txt'],
	// Programs
	[undefined, 'js', {}, 'text/javascript', 'js', 'typeUnverified', 'pdf, js'],
	['text/javascript', 'ps1', {}, 'text/javascript', 'js', 'typeUnverified', 'pdf, js'],
	['pdf', 'xla', {}, PDF, 'pdf', 'typeUnverified, typeNotAccepted', 'xls'],
	// Every type is accepted
	['pdf', 'odt', {}, PDF, 'odt', 'typeUnverified', ''],
	[undefined, 'pdf', PNG, PNG, 'png', '', ''],
])('a file declared as %s with the extension %j, whose bytes show %j, is %s: %#', (...row) => {
	const [declared, fileExtension, bytes, mimeType, extension, issues, types] = row;
	const accepted = parseAcceptedTypes(types ?? 'pdf, doc, docx');
	const inspection = typeof bytes === 'string' ? { type: bytes } : bytes;
	const stated = readStatedTypes(declared, fileExtension, accepted);
	const { nameType, ...decision } = decideType(stated, inspection, accepted);
	expect(extensionOf(nameType) ?? 'bin').toBe(extension);
	expect(decision).toEqual({
		mimeType,
		isUnverified: issues.includes('typeUnverified'),
		isMismatch: issues.includes('typeMismatch'),
		isAccepted: !issues.includes('typeNotAccepted'),
	});
});
