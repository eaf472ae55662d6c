import { createHash } from 'node:crypto';
import path from 'node:path';
import { parseAcceptedTypes } from '../../../nodes/CleverConnect/attachments/acceptedTypes';
import { readAttachments } from '../../../nodes/CleverConnect/attachments/readAttachments';
import { DOCX_TYPE, letterDocx, resumePdf } from '../../../tools/samples/exampleApplication.cts';
import { makeCompoundFile, makeDocx } from '../../../tools/samples/files.cts';
import { makeDocxBomb } from '../../helpers/bombs.cts';
import { REAL_FILES, readRealFile } from '../../fixtures/files/index.cts';

const ACCEPTED = parseAcceptedTypes('pdf, doc, docx');
const PDF = 'application/pdf';
const UNKNOWN = 'application/octet-stream';
const OLE = 'application/x-cfb';
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

const otherOle2 = makeCompoundFile({ Other: Buffer.from('WordDocument', 'utf16le') });
const encryptedPackage = makeCompoundFile({ EncryptedPackage: Buffer.alloc(5000) });
const withFaults = makeDocx(
	['CV'],
	{ 'word/vbaProject.bin': '', 'a.rels': '<Relationship Type="/control"/>' },
	'docm',
).subarray(0, -1);
const withTemplate = makeDocx(['CV'], {
	'word/_rels/settings.xml.rels': `<Relationship Type="${RELATIONSHIPS}/attachedTemplate" TargetMode="External" Target="https://example.com/a.dotm"/>`,
});
const png = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

function readOne(sent: unknown, accepted = ACCEPTED) {
	const [attachment] = readAttachments({ attachments: [sent] }, accepted);
	if (!attachment) throw new Error('there is no attachment');
	return attachment;
}

function check(bytes: Buffer | string, contentType: unknown, fileName?: unknown, types?: string) {
	const sent = { contentType, fileName, content: Buffer.from(bytes).toString('base64') };
	const accepted = types === undefined ? ACCEPTED : parseAcceptedTypes(types);
	const { file, issues } = readOne(sent, accepted);
	return { ...file, codes: issues.map(({ code }) => code) };
}

describe('a file', () => {
	it('has a name, a type, and a hash', () => {
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

	it.each<[string, contentType: unknown, bytes: Buffer, type: string, codes: string[]]>([
		['a PDF', 'pdf', resumePdf, PDF, []],
		['a PDF', 'application/octet-stream', resumePdf, PDF, []],
		['a PDF', 42, resumePdf, PDF, []],
		['a DOCX', 'pdf', letterDocx, DOCX_TYPE, ['typeMismatch']],
		['another OLE2 file', 'doc', otherOle2, OLE, ['typeMismatch', 'typeNotAccepted']],
		['an image', 'image/png', png, 'image/png', ['typeNotAccepted']],
		[
			'a file with several faults',
			'docm',
			withFaults,
			'application/vnd.ms-word.document.macroenabled.12',
			['typeNotAccepted', 'macros', 'activeContent', 'damaged'],
		],
		[
			'an encrypted file',
			'pdf',
			encryptedPackage,
			OLE,
			['typeMismatch', 'typeNotAccepted', 'encrypted'],
		],
	])('that is %s, declared as %j, has the type of its bytes', (...row) => {
		const [, contentType, bytes, type, codes] = row;
		expect(check(bytes, contentType)).toMatchObject({
			mimeType: type,
			detectedType: type,
			codes,
		});
	});

	const text = Buffer.from('I bake.');

	it.each<[contentType: string | undefined, name: string, Buffer, type: string, codes: string[]]>([
		['application/pdf', 'cv', text, PDF, ['typeUnverified']],
		[undefined, 'cv.pdf', text, PDF, ['typeUnverified']],
		[undefined, 'cv.txt', text, UNKNOWN, ['typeUnverified', 'typeNotAccepted']],
		['docx', 'cv.pdf', encryptedPackage, DOCX_TYPE, ['typeUnverified', 'encrypted']],
		[undefined, 'cv.DOCX\u200b ', encryptedPackage, DOCX_TYPE, ['typeUnverified', 'encrypted']],
		[UNKNOWN, 'cv.docx', encryptedPackage, DOCX_TYPE, ['typeUnverified', 'encrypted']],
	])('that shows no type, declared as %s and named %j, is unverified', (...row) => {
		const [contentType, name, bytes, mimeType, codes] = row;
		const file = check(bytes, contentType, name);
		expect(file).toMatchObject({ mimeType, codes });
		expect(file).not.toHaveProperty('detectedType');
	});

	it('may have a name with the extension of another type', () => {
		expect(check(resumePdf, undefined, 'cv.docx').codes).toEqual([]);
		expect(check(resumePdf, 'docx', 'cv.pdf').codes).toEqual(['typeMismatch']);
	});

	it.each([
		['text/csv', 'cv.csv', 'text/csv'],
		[undefined, 'cv.txt', 'text/plain'],
	])('of text, declared as %s and named %s, has no issue if its type is accepted', (...row) => {
		const [contentType, name, mimeType] = row;
		for (const bytes of [text, Buffer.from('\ufeffGérard', 'utf16le')]) {
			const file = check(bytes, contentType, name, 'txt, csv');
			expect(file).toMatchObject({ mimeType, codes: [] });
			expect(file).not.toHaveProperty('detectedType');
		}
		expect(check('I bake.\0', contentType, name, 'txt, csv').codes).toEqual(['typeUnverified']);
		expect(check(text, contentType, name).codes).toContain('typeNotAccepted');
	});

	it.each([
		['text/plain', 'cv.doc.pdf', 'cv.txt'],
		['text/plain', 'cv.csv', 'cv.csv'],
		['text/plain', 'cv', 'cv.txt'],
		[undefined, 'cv.doc', 'cv.doc'],
		['application/msword', 'cv.doc', 'cv.doc'],
	])('of text, declared as %s and named %s, is named %s', (contentType, name, expected) => {
		for (const types of ['pdf, doc, txt, csv', '']) {
			expect(check(text, contentType, name, types).fileName).toBe(expected);
		}
	});

	it('is named after its type and its kind', () => {
		expect(check(letterDocx, undefined, 'cv.pdf').fileName).toBe('cv.docx');
		const content = resumePdf.toString('base64');
		expect(readOne({ type: 'letter', content }).file?.fileName).toBe('letter.pdf');
		expect(readOne({ type: 'other', content }).file?.fileName).toBe('attachment.pdf');
	});
});

it('an issue has a message and the path of the content', () => {
	const content = png.toString('base64');
	const message = "The file's type is image/png, which differs from the declared type.";
	const code = 'typeMismatch';
	const { issues } = readOne({ type: 'resume', contentType: 'pdf', content });
	expect(issues).toContainEqual({ code, path: '/attachments/0/content', message });
});

describe('an attachment', () => {
	it.each([
		['***', 'invalidBase64', 'The content is damaged (not valid Base64), so there is no file.'],
		[' \n', 'emptyFile', 'The file is empty.'],
	])('with the content %j has no file, but the issue %s', (content, code, message) => {
		expect(readOne({ type: 'resume', content })).toEqual({
			sent: { type: 'resume', content },
			kind: 'resume',
			issues: [{ code, path: '/attachments/0/content', message }],
		});
	});

	it.each<[sent: unknown, kind: string]>([
		[{ type: 'letter' }, 'letter'],
		[{ type: 'resume', content: 7 }, 'resume'],
		['text', 'attachment'],
		[null, 'attachment'],
		[[], 'attachment'],
	])('without content gets no issue from this check: %j', (sent, kind) => {
		expect(readOne(sent)).toEqual({ sent, kind, issues: [] });
	});
});

describe('the attachments', () => {
	it.each([undefined, null, 'text', {}])(
		'become an empty list if they are sent as %j',
		(attachments) => {
			expect(readAttachments({ attachments }, ACCEPTED)).toEqual([]);
		},
	);

	it('are checked independently, even if each has hundreds of long links', () => {
		const links = Array.from({ length: 300 }, (_, index) => {
			const query = createHash('sha512').update(String(index)).digest('base64url').repeat(3);
			return `<Relationship Type="${RELATIONSHIPS}/hyperlink" TargetMode="External" Target="https://example.com/?${query}"/>`;
		});
		const withLinks = makeDocx(['CV'], { 'word/_rels/document.xml.rels': links.join('') });
		const files = [...Array.from({ length: 19 }, () => withLinks), withTemplate];
		const attachments = files.map((bytes) => ({
			contentType: 'docx',
			content: bytes.toString('base64'),
		}));
		const issues = readAttachments({ attachments }, ACCEPTED).flatMap((one) => one.issues);
		expect(issues.map(({ code, path }) => [code, path])).toEqual([
			['activeContent', '/attachments/19/content'],
		]);
	});

	it('get the same issues alone and together', () => {
		const names = REAL_FILES.map(({ name }) => name).filter((name) => name.startsWith('docx/'));
		const attachments = names.map((name) => ({
			contentType: path.extname(name),
			content: readRealFile(name).toString('base64'),
		}));
		const listCodes = (entries: unknown[]) =>
			readAttachments({ attachments: entries }, ACCEPTED).map(({ issues }) =>
				issues.map(({ code }) => code),
			);
		expect(listCodes(attachments)).toEqual(attachments.flatMap((one) => listCodes([one])));
	});

	it('are unchecked if they unpack to more than a document does', () => {
		const content = makeDocxBomb({ size: 1e8 }).toString('base64');
		const { issues } = readOne({ type: 'resume', contentType: 'docx', content });
		const message = 'The file unpacks to more content than can be checked, so it might do harm.';
		expect(issues).toEqual([{ code: 'unchecked', path: '/attachments/0/content', message }]);
	});
});
