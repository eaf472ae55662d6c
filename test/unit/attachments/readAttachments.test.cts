import { parseAcceptedTypes } from '../../../nodes/CleverConnect/attachments/acceptedTypes';
import { readAttachments } from '../../../nodes/CleverConnect/attachments/readAttachments';
import { DOCX_TYPE, resumePdf } from '../../../tools/samples/exampleApplication.cts';
import { makeCompoundFile, makeDocx } from '../../../tools/samples/files.cts';

const PDF = 'application/pdf';

const encrypted = makeCompoundFile({ EncryptedPackage: Buffer.alloc(5000) });
const parts = { 'word/vbaProject.bin': 'code', 'a.rels': '<Relationship Type="/control"/>' };
const withFaults = makeDocx(['CV'], { ...parts, 'b.rels': '<!DOCTYPE a>' }, 'docm');
const docm = 'application/vnd.ms-word.document.macroenabled.12';

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
		findings: [],
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
	[encrypted, 'pdf', '', { mimeType: PDF }, 'typeUnverified', 'encrypted'],
	// The bytes show no type.
	[encrypted, undefined, 'cv.DOCX\u200b ', { mimeType: DOCX_TYPE }, 'typeUnverified', 'encrypted'],
])('the type and issues of a file: %#', (bytes, contentType, fileName, file, ...codes) => {
	const { file: found, findings } = readOne({
		...{ contentType, fileName, content: bytes.toString('base64') },
	});
	expect(findings.map(({ code }) => code)).toEqual(codes);
	expect(found).toMatchObject(file);
	expect(found && 'detectedType' in found).toBe(!codes.includes('typeUnverified'));
});

const path = '/attachments/0/content';

it.each<[sent: unknown, kind: string, ...findings: object[]]>([
	[{ type: 'resume', content: '***' }, 'resume', { code: 'invalidBase64', path }],
	[{ type: 'other', content: ' \n' }, 'attachment', { code: 'emptyFile', path }],
	[{ type: 'letter' }, 'letter'],
	[null, 'attachment'],
])('the attachment %j has no file', (sent, kind, ...findings) => {
	expect(readOne(sent)).toEqual({ sent, kind, findings });
});

it('each attachment has a budget of its own for the checks', () => {
	const makeFile = (xml: string) => makeDocx(['CV'], { 'a.rels': `${xml}${' '.repeat(190_000)}` });
	const files = [
		...Array<Buffer>(19).fill(makeFile('<a/>')),
		makeFile('<Relationship Type="/control"/>'),
	];
	const attachments = files.map((bytes) => ({ content: bytes.toString('base64') }));
	const checked = readAttachments({ attachments }, parseAcceptedTypes(''));
	expect(checked.flatMap(({ findings }) => findings)).toMatchObject([
		{ code: 'activeContent', path: '/attachments/19/content' },
	]);
});
