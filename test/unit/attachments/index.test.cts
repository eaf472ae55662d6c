import { createHash } from 'node:crypto';
import { parseAcceptedTypes, readAttachments } from '../../../nodes/CleverConnect/attachments';
import { DOCX_TYPE, letterDocx, resumePdf } from '../../../tools/samples/exampleApplication.cts';
import { makeCompoundFile, makeDocx, makeWordStream } from '../../../tools/samples/files.cts';
import { readRealFile } from '../../fixtures/files/index.cts';

const ACCEPTED = parseAcceptedTypes('pdf, doc, docx');
const wordDocument = makeCompoundFile({ WordDocument: makeWordStream() });
const otherOle2 = makeCompoundFile({ Other: Buffer.from('WordDocument', 'utf16le') });
const encryptedPackage = makeCompoundFile({ EncryptedPackage: Buffer.alloc(5000) });
const withMacros = makeDocx(['CV'], { 'word/vbaProject.bin': '' }, 'docm');
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const withTemplate = makeDocx(['CV'], {
	'word/_rels/settings.xml.rels': `<Relationship Type="${RELATIONSHIPS}/attachedTemplate" TargetMode="External" Target="https://example.com/a.dotm"/>`,
});
const UNKNOWN = 'application/octet-stream';
const png = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
	'base64',
);

function readOne(entry: unknown, accepted = ACCEPTED) {
	const [attachment] = readAttachments({ attachments: [entry] }, accepted);
	if (!attachment) throw new Error('there is no attachment');
	return attachment;
}

const check = (
	bytes: Buffer | string,
	contentType?: unknown,
	fileName?: unknown,
	accepted = ACCEPTED,
) => {
	const content = Buffer.from(bytes).toString('base64');
	const { file, issues } = readOne({ type: 'resume', contentType, content, fileName }, accepted);
	return {
		mimeType: file?.mimeType,
		detectedType: file?.detectedType,
		codes: issues.map((i) => i.code),
	};
};

describe('a file', () => {
	it('has a name, a type, and a hash', () => {
		const content = resumePdf.toString('base64');
		const entry = { type: 'resume', contentType: 'pdf', content, fileName: '../CV.pdf' };
		expect(readOne(entry)).toEqual({
			entry,
			kind: 'resume',
			issues: [],
			file: {
				bytes: resumePdf,
				fileName: 'CV.pdf',
				mimeType: 'application/pdf',
				detectedType: 'application/pdf',
				// The output of sha256sum
				sha256: '53f4fc897ae3f1e76896dd7b7f5cf172d3cadcbad5ddf32e25ddbbacd7b794bd',
			},
		});
	});

	it.each([
		['PDF', 'application/pdf', resumePdf, 'application/pdf'],
		['PDF, declared by extension', 'pdf', resumePdf, 'application/pdf'],
		['PDF, declared as bytes', 'application/octet-stream', resumePdf, 'application/pdf'],
		['PDF, not declared', undefined, resumePdf, 'application/pdf'],
		['PDF, declared by a number', 42, resumePdf, 'application/pdf'],
		['PDF, declared by an unknown extension', 'xyzzy', resumePdf, 'application/pdf'],
		['DOCX, declared by extension', 'docx', letterDocx, DOCX_TYPE],
		['DOC, declared by extension', 'doc', wordDocument, 'application/msword'],
	])('of an accepted type has no issues: %s', (_name, contentType, bytes, mimeType) => {
		expect(check(bytes, contentType)).toEqual({
			mimeType,
			detectedType: mimeType,
			codes: [],
		});
	});

	it.each([
		['a DOCX declared as PDF', 'pdf', letterDocx, DOCX_TYPE, ['typeMismatch']],
		['a PDF declared as DOCX', 'docx', resumePdf, 'application/pdf', ['typeMismatch']],
		[
			'another OLE2 file declared as DOC',
			'doc',
			otherOle2,
			'application/x-cfb',
			['typeMismatch', 'typeNotAccepted'],
		],
		['an image', 'image/png', png, 'image/png', ['typeNotAccepted']],
	])(
		'that is %s gets the type that its bytes indicate',
		(_name, contentType, bytes, detectedType, codes) => {
			expect(check(bytes, contentType)).toEqual({
				mimeType: detectedType,
				detectedType,
				codes,
			});
		},
	);

	it.each([
		['PDF', 'application/pdf', 'application/pdf', ['typeUnverified']],
		['nothing', undefined, UNKNOWN, ['typeUnverified', 'typeNotAccepted']],
		['an invalid type', `x/${'y'.repeat(300)}`, UNKNOWN, ['typeUnverified', 'typeNotAccepted']],
	])('of unknown bytes, declared as %s, is unverified', (_name, contentType, mimeType, codes) => {
		expect(check('Cleverconnect rocks', contentType)).toEqual({
			mimeType,
			detectedType: undefined,
			codes,
		});
	});

	it.each([
		[
			'several faults',
			'docm',
			makeDocx(
				['CV'],
				{ 'word/vbaProject.bin': '', 'a.rels': '<Relationship Type="/control"/>' },
				'docm',
			).subarray(0, -1),
			'application/vnd.ms-word.document.macroenabled.12',
			['typeNotAccepted', 'macros', 'activeContent', 'damaged'],
		],
		[
			'a password, in a DOCX declared as PDF',
			'pdf',
			encryptedPackage,
			'application/x-cfb',
			['typeMismatch', 'typeNotAccepted', 'encrypted'],
		],
	])('with %s has the expected issues', (_name, contentType, bytes, detectedType, codes) => {
		expect(check(bytes, contentType)).toEqual({
			mimeType: detectedType,
			detectedType,
			codes,
		});
	});

	it.each([
		['docx', undefined],
		['docx', 'cv.pdf'],
		[undefined, 'Cv.DOCX'],
		[undefined, 'cv.docx\u200b '],
		['application/octet-stream', 'cv.docx'],
		['application/force-download', 'cv.docx'],
		['xyzzy', 'cv.docx'],
	])('with a password, declared as %s and named %s, gets the type DOCX', (contentType, name) => {
		expect(check(encryptedPackage, contentType, name)).toEqual({
			mimeType: DOCX_TYPE,
			detectedType: undefined,
			codes: ['typeUnverified', 'encrypted'],
		});
	});

	it.each([
		['cv.pdf', 'application/pdf', ['typeUnverified']],
		['cv.txt', UNKNOWN, ['typeUnverified', 'typeNotAccepted']],
		['cv.xyzzy', UNKNOWN, ['typeUnverified', 'typeNotAccepted']],
		[7, UNKNOWN, ['typeUnverified', 'typeNotAccepted']],
	])('of unknown bytes, not declared but named %s, is unverified', (name, mimeType, codes) => {
		expect(check('I bake.', undefined, name)).toEqual({ mimeType, detectedType: undefined, codes });
	});

	it('may have a name with the extension of another type', () => {
		expect(check(resumePdf, undefined, 'cv.docx').codes).toEqual([]);
		expect(check(resumePdf, 'docx', 'cv.pdf').codes).toEqual(['typeMismatch']);
	});

	it('of unknown bytes is accepted if application/octet-stream is accepted', () => {
		const accepted = parseAcceptedTypes('application/octet-stream');
		expect(check('I bake.', undefined, undefined, accepted).codes).toEqual(['typeUnverified']);
	});

	it.each([
		['text/plain', 'cv', 'text/plain'],
		['txt', 'cv.txt', 'text/plain'],
		['text/csv', 'cv.csv', 'text/csv'],
		[undefined, 'cv.txt', 'text/plain'],
		['application/octet-stream', 'cv.csv', 'text/csv'],
	])('of text, declared as %s and named %s, has no issue if its type is accepted', (...row) => {
		const [contentType, name, mimeType] = row;
		const accepted = parseAcceptedTypes('txt, csv');
		for (const text of ['I bake.', '\ufeffGérard', Buffer.from('\ufeffGérard', 'utf16le')]) {
			expect(check(text, contentType, name, accepted)).toEqual({
				mimeType,
				detectedType: undefined,
				codes: [],
			});
		}
		expect(check('I bake.\0', contentType, name, accepted).codes).toEqual(['typeUnverified']);
		expect(check('I bake.', contentType, name, parseAcceptedTypes('pdf')).codes).toContain(
			'typeNotAccepted',
		);
	});

	it.each([
		['text/plain', 'cv.doc', 'cv.txt'],
		['text/plain', 'cv.doc.pdf', 'cv.txt'],
		['text/csv', 'cv.doc', 'cv.csv'],
		['text/plain', 'cv.csv', 'cv.csv'],
		['text/plain', 'cv', 'cv.txt'],
		[undefined, 'cv.doc', 'cv.doc'],
		['application/msword', 'cv.doc', 'cv.doc'],
	])('of text, declared as %s and named %s, is named %s', (contentType, fileName, expected) => {
		const entry = { contentType, fileName, content: btoa('I bake.') };
		for (const types of ['pdf, doc, txt, csv', '']) {
			const [attachment] = readAttachments({ attachments: [entry] }, parseAcceptedTypes(types));
			expect(attachment?.file?.fileName).toBe(expected);
		}
	});

	it.each([
		[
			'typeUnverified',
			btoa('Cleverconnect rocks'),
			"The file's type cannot be recognized, so it may differ from the declared type.",
		],
		[
			'typeMismatch',
			png.toString('base64'),
			"The file's type is image/png, which differs from the declared type.",
		],
		['typeNotAccepted', png.toString('base64'), 'Files of this type are not accepted here.'],
		['macros', withMacros.toString('base64'), 'The Word file contains macros, which can do harm.'],
		[
			'encrypted',
			encryptedPackage.toString('base64'),
			'The file is protected by a password, so it cannot be read.',
		],
		[
			'activeContent',
			withTemplate.toString('base64'),
			'When it is opened, the Word file loads or runs other content, which can do harm.',
		],
		[
			'damaged',
			resumePdf.toString('base64', 0, 300),
			'The file is incomplete or damaged, so it may not open.',
		],
		['invalidBase64', '***', 'The content is damaged (not valid Base64), so there is no file.'],
		['emptyFile', '', 'The file is empty.'],
	])('has an explanation of the issue %s', (code, content, message) => {
		const { issues } = readOne({ type: 'resume', contentType: 'pdf', content });
		expect(issues).toContainEqual({ code, path: '/attachments/0/content', message });
	});

	it("gets its type's extension if that type is accepted", () => {
		const nameOf = (bytes: Buffer, fileName: unknown, accepted = ACCEPTED) =>
			readOne({ type: 'letter', content: bytes.toString('base64'), fileName }, accepted).file
				?.fileName;
		expect(nameOf(letterDocx, 'cv.pdf')).toBe('cv.docx');
		expect(nameOf(png, 'cv.pdf')).toBe('cv.pdf');
		expect(nameOf(png, 'cv.pdf', parseAcceptedTypes('png'))).toBe('cv.png');
		expect(nameOf(resumePdf, undefined)).toBe('letter.pdf');
		expect(nameOf(png, 'scan')).toBe('scan.png');
	});
});

describe('an attachment without a file', () => {
	it.each([
		['broken base64', '***', 'invalidBase64'],
		['no bytes', '', 'emptyFile'],
		['white space', ' \n', 'emptyFile'],
	])('has an issue for %s', (_name, content, code) => {
		expect(readOne({ type: 'resume', content })).toEqual({
			entry: { type: 'resume', content },
			kind: 'resume',
			issues: [{ code, path: '/attachments/0/content', message: expect.any(String) as string }],
		});
	});

	it.each([{ type: 'letter' }, { type: 'letter', content: null }, { type: 'letter', content: 7 }])(
		'gets no issue from this check if the content is missing: %j',
		(entry) => {
			expect(readOne(entry)).toEqual({ entry, kind: 'letter', issues: [] });
		},
	);

	it.each(['text', null, 7, []])(
		'gets no issue from this check if it is not an object: %j',
		(entry) => {
			expect(readOne(entry)).toEqual({ entry, kind: 'attachment', issues: [] });
		},
	);
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
			type: 'resume',
			contentType: 'docx',
			content: bytes.toString('base64'),
		}));
		const issues = readAttachments({ attachments }, ACCEPTED).flatMap((one) => one.issues);
		expect(issues.map(({ code, path }) => [code, path])).toEqual([
			['activeContent', '/attachments/19/content'],
		]);
	});

	it('keep their order, and the paths of their issues contain their index', () => {
		const contents = ['QQ==', '***', ''];
		const attachments = contents.map((content) => ({ type: 'cv', content }));
		const read = readAttachments({ attachments }, parseAcceptedTypes(''));
		expect(read.map(({ kind }) => kind)).toEqual(['attachment', 'attachment', 'attachment']);
		expect(read.flatMap(({ issues }) => issues.map(({ code, path }) => `${code} ${path}`))).toEqual(
			[
				'typeUnverified /attachments/0/content',
				'invalidBase64 /attachments/1/content',
				'emptyFile /attachments/2/content',
			],
		);
	});
});

describe('a list of accepted types', () => {
	it.each([
		['pdf, doc', 'application/pdf'],
		['doc;pdf', 'application/pdf'],
		['PDF', 'application/pdf'],
		['.pdf', 'application/pdf'],
		['application/pdf', 'application/pdf'],
		[' doc\n\tpdf ', 'application/pdf'],
		['rtf', 'application/rtf'],
		['text/rtf', 'application/rtf'],
		['image/jpg', 'image/jpeg'],
		['application/x-cfb', 'application/x-cfb'],
		['application/x-executable', 'application/x-executable'],
		['application/octet-stream', 'application/octet-stream'],
		['', 'application/pdf'],
		['', undefined],
		[' , ', undefined],
	])('%j accepts %s', (text, type) => {
		const accepted = parseAcceptedTypes(text);
		expect(accepted.faults).toEqual([]);
		expect(accepted.has(type)).toBe(true);
	});

	it.each([
		['pdf', 'application/msword'],
		['pdf', undefined],
		['image/png', 'image/jpeg'],
	])('%j does not accept %s', (text, type) => {
		expect(parseAcceptedTypes(text).has(type)).toBe(false);
	});

	it('reports the entries that are not types', () => {
		const faults = ['pfd', 'image/*', '*.doc', '..pdf', 'pdf/docx', 'jpg/png', 'foo/bar'];
		faults.push('application/mssword', 'application/x-unheard-of', '/pdf', 'x/pdf', 'toString');
		expect(parseAcceptedTypes(`pdf, ${faults.join(', ')}`).faults).toEqual(faults);
	});
});

it('the fewer files an application has, the larger the objects that are checked', () => {
	const content = readRealFile('docx/python-docx-static-picture.docx').toString('base64');
	const countIssues = (count: number) => {
		const attachments = Array.from({ length: count }, () => ({ contentType: 'docx', content }));
		return readAttachments({ attachments }, ACCEPTED).flatMap(({ issues }) => issues).length;
	};
	expect(countIssues(19)).toBe(0);
	expect(countIssues(20)).toBe(20);
});
