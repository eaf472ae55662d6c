import { parseAcceptedTypes } from '../../../nodes/CleverConnect/attachments/acceptedTypes';
import { readAttachments } from '../../../nodes/CleverConnect/attachments/readAttachments';
import { DOCX_TYPE, resumePdf } from '../../../tools/samples/exampleApplication.cts';
import { makeCompoundFile, makeDocx } from '../../../tools/samples/files.cts';
import { makeDocxBomb } from '../../helpers/bombs.cts';

const PDF = 'application/pdf';
const OLE = 'application/x-cfb';

const encrypted = makeCompoundFile({ EncryptedPackage: Buffer.alloc(5000) });
const parts = { 'word/vbaProject.bin': 'code', 'a.rels': '<Relationship Type="/control"/>' };
const withFaults = makeDocx(['CV'], parts, 'docm').subarray(0, -1);
const docm = 'application/vnd.ms-word.document.macroenabled.12';
const png = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

const ACCEPTED = parseAcceptedTypes('pdf, doc, docx');

function readOne(sent: unknown) {
	const [attachment] = readAttachments({ attachments: [sent] }, ACCEPTED);
	if (!attachment) throw new Error('there is no attachment');
	return attachment;
}

it('a file has a name, a type, and a hash', () => {
	const content = resumePdf.toString('base64');
	const sent = { type: 'resume', contentType: 'pdf', content, fileName: '../CV.pdf' };
	expect(readOne(sent)).toEqual({
		sent,
		kind: 'resume',
		issues: [],
		file: {
			bytes: resumePdf,
			fileName: 'CV.pdf',
			mimeType: PDF,
			detectedType: PDF,
			// The output of sha256sum
			sha256: '53f4fc897ae3f1e76896dd7b7f5cf172d3cadcbad5ddf32e25ddbbacd7b794bd',
		},
	});
});

it.each<[Buffer, contentType: unknown, name: unknown, file: object, ...codes: string[]]>([
	[resumePdf, 42, 42, { mimeType: PDF, fileName: 'attachment.pdf' }],
	[withFaults, docm, '', {}, 'typeNotAccepted', 'macros', 'activeContent', 'damaged'],
	[encrypted, 'pdf', '', { mimeType: OLE }, 'typeMismatch', 'typeNotAccepted', 'encrypted'],
	// The bytes show no type.
	[encrypted, undefined, 'cv.DOCX\u200b ', { mimeType: DOCX_TYPE }, 'typeUnverified', 'encrypted'],
])('the type and issues of a file: %#', (bytes, contentType, fileName, file, ...codes) => {
	const { file: found, issues } = readOne({
		...{ contentType, fileName, content: bytes.toString('base64') },
	});
	expect(issues.map(({ code }) => code)).toEqual(codes);
	expect(found).toMatchObject(file);
	expect(found && 'detectedType' in found).toBe(!codes.includes('typeUnverified'));
});

const issueOf = (code: string, message: string) => ({
	...{ code, path: '/attachments/0/content', message },
});
const mismatch = "The file's type is image/png, which differs from the declared type.";
const unchecked = 'The file unpacks to more content than can be checked, so it might do harm.';

it.each([
	[png, issueOf('typeMismatch', mismatch)],
	[makeDocxBomb(1e8), issueOf('unchecked', unchecked)],
])('an issue has a message and the path of the content: %#', (bytes, issue) => {
	const { issues } = readOne({ contentType: 'docx', content: bytes.toString('base64') });
	expect(issues).toContainEqual(issue);
});

const damaged = 'The content is damaged (not valid Base64), so there is no file.';

it.each<[sent: unknown, kind: string, ...issues: object[]]>([
	[{ type: 'resume', content: '***' }, 'resume', issueOf('invalidBase64', damaged)],
	[{ type: 'other', content: ' \n' }, 'attachment', issueOf('emptyFile', 'The file is empty.')],
	[{ type: 'letter' }, 'letter'],
	[null, 'attachment'],
])('the attachment %j has no file', (sent, kind, ...issues) => {
	expect(readOne(sent)).toEqual({ sent, kind, issues });
});

it('each attachment has a budget of its own for the checks', () => {
	const makeFile = (xml: string) => makeDocx(['CV'], { 'a.rels': `${xml}${' '.repeat(190_000)}` });
	const files = [
		...Array<Buffer>(19).fill(makeFile('<a/>')),
		makeFile('<Relationship Type="/control"/>'),
	];
	const attachments = files.map((bytes) => ({ content: bytes.toString('base64') }));
	const checked = readAttachments({ attachments }, parseAcceptedTypes(''));
	expect(checked.flatMap(({ issues }) => issues)).toMatchObject([
		{ code: 'activeContent', path: '/attachments/19/content' },
	]);
});
