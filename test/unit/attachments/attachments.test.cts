import { parseAcceptedTypes, readAttachments } from '../../../nodes/CleverConnect/attachments';
import { DOCX_TYPE, letterDocx, resumePdf } from '../../../tools/samples/exampleApplication.cts';
import {
	makeCompoundFile,
	makeOpenDocument,
	makeProtectedPdf,
	makeWordStream,
	makeZip,
	makeZipOf,
} from '../../../tools/samples/files.cts';

const ACCEPTED = parseAcceptedTypes('pdf, doc, docx');
const wordDocument = makeCompoundFile({ WordDocument: makeWordStream() });
const otherOle2 = makeCompoundFile({ Contents: Buffer.from('WordDocument', 'utf16le') });
const sealed = makeCompoundFile({ EncryptedPackage: Buffer.alloc(5000) });
const png = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
	'base64',
);

async function readOne(entry: unknown, accepted = ACCEPTED) {
	const [attachment] = await readAttachments({ attachments: [entry] }, accepted);
	if (!attachment) throw new Error('there is no attachment');
	return attachment;
}

const check = async (bytes: Buffer | string, contentType?: unknown, accepted = ACCEPTED) => {
	const content = Buffer.from(bytes).toString('base64');
	const { file, issues } = await readOne({ type: 'resume', contentType, content }, accepted);
	return {
		mimeType: file?.mimeType,
		detectedType: file?.detectedType,
		codes: issues.map((i) => i.code),
	};
};

describe('a file', () => {
	it('comes out with its facts', async () => {
		const content = resumePdf.toString('base64');
		const entry = { type: 'resume', contentType: 'pdf', content, fileName: '../CV.pdf' };
		expect(await readOne(entry)).toEqual({
			entry,
			kind: 'resume',
			issues: [],
			file: {
				bytes: resumePdf,
				fileName: 'CV.pdf',
				mimeType: 'application/pdf',
				detectedType: 'application/pdf',
				// sha256sum of the file
				sha256: '53f4fc897ae3f1e76896dd7b7f5cf172d3cadcbad5ddf32e25ddbbacd7b794bd',
			},
		});
	});

	it.each([
		['PDF', 'application/pdf', resumePdf, 'application/pdf'],
		['PDF, by extension', 'pdf', resumePdf, 'application/pdf'],
		['PDF, by extension with a dot', '.PDF', resumePdf, 'application/pdf'],
		['PDF, with parameters', 'Application/PDF; name=x', resumePdf, 'application/pdf'],
		['PDF, by an old name', 'application/x-pdf', resumePdf, 'application/pdf'],
		['PDF, declared as mere bytes', 'application/octet-stream', resumePdf, 'application/pdf'],
		['PDF, not declared', undefined, resumePdf, 'application/pdf'],
		['PDF, declared as what cannot be read', 42, resumePdf, 'application/pdf'],
		['PDF, declared as an unknown extension', 'xyzzy', resumePdf, 'application/pdf'],
		['DOCX', DOCX_TYPE, letterDocx, DOCX_TYPE],
		['DOCX, by extension', 'docx', letterDocx, DOCX_TYPE],
		['Word document', 'application/msword', wordDocument, 'application/msword'],
		['Word document, by extension', 'doc', wordDocument, 'application/msword'],
	])('of type %s is in order', async (_name, contentType, bytes, mimeType) => {
		expect(await check(bytes, contentType)).toEqual({
			mimeType,
			detectedType: mimeType,
			codes: [],
		});
	});

	it.each([
		['a DOCX declared as PDF', 'pdf', letterDocx, DOCX_TYPE, ['typeMismatch']],
		['a PDF declared as DOCX', 'docx', resumePdf, 'application/pdf', ['typeMismatch']],
		[
			'another ZIP declared as DOCX',
			'docx',
			makeZip({ 'a.txt': 'a' }),
			'application/zip',
			['typeMismatch', 'typeNotAccepted'],
		],
		[
			'another OLE2 file declared as DOC',
			'doc',
			otherOle2,
			'application/x-cfb',
			['typeMismatch', 'typeNotAccepted'],
		],
		[
			'RTF declared as DOC',
			'doc',
			'{\\rtf1 Hello}',
			'application/rtf',
			['typeMismatch', 'typeNotAccepted'],
		],
		['HTML declared as DOC', 'doc', '<html>', 'text/html', ['typeMismatch', 'typeNotAccepted']],
		[
			'ODT declared as PDF',
			'pdf',
			makeOpenDocument('application/vnd.oasis.opendocument.text'),
			'application/vnd.oasis.opendocument.text',
			['typeMismatch', 'typeNotAccepted'],
		],
		['an image', 'image/png', png, 'image/png', ['typeNotAccepted']],
	])(
		'that is %s is told from its bytes',
		async (_name, contentType, bytes, detectedType, codes) => {
			expect(await check(bytes, contentType)).toEqual({
				mimeType: detectedType,
				detectedType,
				codes,
			});
		},
	);

	it.each([
		['PDF', 'application/pdf', 'application/pdf', ['typeUnverified']],
		['plain text', 'text/plain', 'text/plain', ['typeUnverified', 'typeNotAccepted']],
		['nothing', undefined, 'application/octet-stream', ['typeUnverified', 'typeNotAccepted']],
	])('that shows no type and is declared as %s', async (_name, contentType, mimeType, codes) => {
		expect(await check('Cleverconnect rocks', contentType)).toEqual({
			mimeType,
			detectedType: undefined,
			codes,
		});
	});

	it.each([
		[
			'macros',
			'doc',
			makeCompoundFile({ WordDocument: makeWordStream(), 'Macros/VBA/dir': Buffer.alloc(9) }),
			'application/msword',
			['macros'],
		],
		[
			'macros, though it is declared as DOCX',
			'docx',
			makeZipOf('[Content_Types].xml', 'word/vbaProject.bin'),
			'application/vnd.ms-word.document.macroenabled.12',
			['typeMismatch', 'typeNotAccepted', 'macros'],
		],
		[
			'a password, as PDF',
			'pdf',
			makeProtectedPdf({ encryption: '<< /Filter /Standard >>' }),
			'application/pdf',
			['encrypted'],
		],
		[
			'a password, as DOC',
			'doc',
			makeCompoundFile({ WordDocument: makeWordStream({ isEncrypted: true }) }),
			'application/msword',
			['encrypted'],
		],
		[
			'a password, as another',
			'pdf',
			sealed,
			'application/x-cfb',
			['typeMismatch', 'typeNotAccepted', 'encrypted'],
		],
	])('with %s has issues', async (_name, contentType, bytes, detectedType, codes) => {
		expect(await check(bytes, contentType)).toEqual({
			mimeType: detectedType,
			detectedType,
			codes,
		});
	});

	it('with a password, as DOCX, stays what it was declared as', async () => {
		expect(await check(sealed, 'docx')).toEqual({
			mimeType: DOCX_TYPE,
			detectedType: undefined,
			codes: ['typeUnverified', 'encrypted'],
		});
	});

	it('has no type told from its bytes where they tell none', async () => {
		const { file } = await readOne({ content: Buffer.from('text').toString('base64') });
		expect(file).toBeDefined();
		expect(file).not.toHaveProperty('detectedType');
	});

	it.each([
		[
			'typeUnverified',
			btoa('Cleverconnect rocks'),
			'The type of the file cannot be recognised, so it may not be what was declared.',
		],
		[
			'typeMismatch',
			png.toString('base64'),
			'The file is image/png, which is not what was declared.',
		],
		['typeNotAccepted', png.toString('base64'), 'Files of this type are not accepted here.'],
		[
			'macros',
			makeZipOf('[Content_Types].xml', 'word/vbaProject.bin').toString('base64'),
			'The Word file contains macros, which can do harm.',
		],
		[
			'encrypted',
			sealed.toString('base64'),
			'The file is protected by a password, so it cannot be read.',
		],
		['invalidBase64', '***', 'The content is damaged (not valid base64), so there is no file.'],
		['emptyFile', '', 'The file is empty.'],
	])('with the issue %s says so in words', async (code, content, message) => {
		const { issues } = await readOne({ type: 'resume', contentType: 'pdf', content });
		expect(issues).toContainEqual({ code, path: '/attachments/0/content', message });
	});

	it('is renamed after its type, where that is accepted', async () => {
		const nameOf = async (bytes: Buffer, fileName: unknown, accepted = ACCEPTED) =>
			(await readOne({ type: 'letter', content: bytes.toString('base64'), fileName }, accepted))
				.file?.fileName;
		expect(await nameOf(letterDocx, 'cv.pdf')).toBe('cv.docx');
		expect(await nameOf(png, 'cv.pdf')).toBe('cv.pdf');
		expect(await nameOf(png, 'cv.pdf', parseAcceptedTypes('png'))).toBe('cv.png');
		expect(await nameOf(resumePdf, undefined)).toBe('letter.pdf');
		expect(await nameOf(png, 'scan')).toBe('scan.png');
	});
});

describe('an attachment without a file', () => {
	it.each([
		['broken base64', '***', 'invalidBase64'],
		['no bytes', '', 'emptyFile'],
		['white space', ' \n', 'emptyFile'],
	])('for %s has the issue', async (_name, content, code) => {
		expect(await readOne({ type: 'resume', content })).toEqual({
			entry: { type: 'resume', content },
			kind: 'resume',
			issues: [{ code, path: '/attachments/0/content', message: expect.any(String) as string }],
		});
	});

	it.each([{ type: 'letter' }, { type: 'letter', content: null }, { type: 'letter', content: 7 }])(
		'for want of content is left to the schema: %j',
		async (entry) => {
			expect(await readOne(entry)).toEqual({ entry, kind: 'letter', issues: [] });
		},
	);

	it.each(['text', null, 7, []])('that is no object is left to the schema: %j', async (entry) => {
		expect(await readOne(entry)).toEqual({ entry, kind: 'attachment', issues: [] });
	});
});

describe('the attachments', () => {
	it.each([undefined, null, 'text', {}])('are none where they are %j', async (attachments) => {
		expect(await readAttachments({ attachments }, ACCEPTED)).toEqual([]);
	});

	it('keep their order, and their issues say which of them', async () => {
		const contents = ['QQ==', '***', ''];
		const attachments = contents.map((content) => ({ type: 'cv', content }));
		const read = await readAttachments({ attachments }, parseAcceptedTypes(''));
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
		['PDF', 'application/pdf'],
		['.pdf', 'application/pdf'],
		['application/pdf', 'application/pdf'],
		[' doc\n\tpdf ', 'application/pdf'],
		['rtf', 'application/rtf'],
		['text/rtf', 'application/rtf'],
		['image/jpg', 'image/jpeg'],
		['x/unheard-of', 'x/unheard-of'],
		['', 'application/pdf'],
		['', undefined],
		[' , ', undefined],
	])('%j has %s', (text, type) => {
		const accepted = parseAcceptedTypes(text);
		expect(accepted.faults).toEqual([]);
		expect(accepted.has(type)).toBe(true);
	});

	it.each([
		['pdf', 'application/msword'],
		['pdf', undefined],
		['image/png', 'image/jpeg'],
	])('%j has not %s', (text, type) => {
		expect(parseAcceptedTypes(text).has(type)).toBe(false);
	});

	it('names what is no type', () => {
		expect(parseAcceptedTypes('pdf, pfd, image/*, *.doc').faults).toEqual([
			'pfd',
			'image/*',
			'*.doc',
		]);
	});
});
