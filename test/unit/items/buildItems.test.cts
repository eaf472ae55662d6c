import { parseAcceptedTypes } from '../../../nodes/CleverConnect/attachments/acceptedTypes';
import { readAttachments } from '../../../nodes/CleverConnect/attachments/readAttachments';
import type { Issue } from '../../../nodes/CleverConnect/common/issue';
import { buildItems, type ItemOptions } from '../../../nodes/CleverConnect/items/buildItems';
import { parseFileNamePattern } from '../../../nodes/CleverConnect/items/fileNamePattern';
import { summarize } from '../../../nodes/CleverConnect/items/summary';
import {
	DOCX_TYPE,
	goodApplication,
	letterDocx,
	resumePdf,
} from '../../../tools/samples/exampleApplication.cts';
import { sha256 } from '../../../tools/common/sha256.cts';

type Json = Record<string, unknown>;

const RECEIPT = { receivedAt: '2026-03-01T12:00:00.000Z', sourceIp: '203.0.113.7', bodySha256: '' };
const ISSUES: Issue[] = [{ code: 'required', path: '/jobId', message: '"jobId" is missing.' }];
const ADDED = { issues: ISSUES, receipt: RECEIPT };
const SUMMARY = summarize({ ...goodApplication() }, ISSUES);
const added = (files: string, fileNames: string) => ({
	...ADDED,
	summary: { ...SUMMARY, files, fileNames },
});
const [CV_NAME, LETTER_NAME] = ['Camille Example CV.pdf', 'Lettre de motivation.docx'];
const [RESUME = {}, LETTER = {}] = goodApplication().attachments as unknown as Json[];
const BROKEN = { type: 'resume', content: '***' };
type StoreFile = Parameters<typeof buildItems>[2];
const PER_ATTACHMENT = { output: 'attachment' } as const;

/** Returns the items of an application, in which a file is represented by the SHA-256 of its bytes. */
async function build(
	members: object = {},
	options: Partial<ItemOptions> = {},
	storeFile: StoreFile = ({ mimeType, bytes }) =>
		Promise.resolve({ mimeType, data: sha256(bytes) }),
) {
	const body = { ...goodApplication(), ...members } as unknown as Json;
	const attachments = readAttachments(body, parseAcceptedTypes(''));
	const items = await buildItems(
		{ body, attachments, ...ADDED },
		{ output: 'application', keepContent: false, fileNames: parseFileNamePattern(''), ...options },
		storeFile,
	);
	return items.map(({ json, binary = {} }) => ({ json: json as Json, binary }));
}

function describeFile({ content: _content, ...entry }: Json, bytes: Buffer, detectedType: string) {
	return { ...entry, size: bytes.length, sha256: sha256(bytes), detectedType };
}

const resume = describeFile(RESUME, resumePdf, 'application/pdf');
const letter = describeFile(LETTER, letterDocx, DOCX_TYPE);

describe('the item of an application', () => {
	it('contains the application, the details of its files, the issues, and the receipt', async () => {
		const sent = { note: 'unknown to the format', attachment: 'not reserved' };
		expect(await build(sent)).toEqual([
			{
				json: {
					...goodApplication(sent),
					...added('resume,letter', `${CV_NAME}, ${LETTER_NAME}`),
					attachments: [
						{ ...resume, binaryField: 'resume' },
						{ ...letter, binaryField: 'letter' },
					],
				},
				binary: {
					resume: { mimeType: 'application/pdf', data: resume.sha256 },
					letter: { mimeType: DOCX_TYPE, data: letter.sha256 },
				},
			},
		]);
	});

	it('keeps content that cannot be decoded', async () => {
		const [item] = await build({ attachments: [BROKEN, RESUME, 'no attachment at all'] });
		expect(Object.keys(item?.binary ?? {})).toEqual(['resume']);
		expect(item?.json.attachments).toEqual([
			BROKEN,
			{ ...resume, binaryField: 'resume' },
			'no attachment at all',
		]);
	});

	it('keeps the base64 with keepContent', async () => {
		const [item] = await build({}, { keepContent: true });
		expect(item?.json.attachments).toMatchObject([RESUME, LETTER]);
	});

	it('does not contain details, issues, or a receipt from the sender', async () => {
		const forged = { issues: 'x', summary: 'x', 'receipt.sourceIp': 'x', json: 'x' };
		const details = { binaryField: 'x', size: 1e9, sha256: 'x', detectedType: 'x', ...forged };
		const attachments = ['***', 'QQ=='].map((content) => ({ ...BROKEN, ...details, content }));
		const [item] = await build({ ...forged, attachments });
		expect(item?.json).toEqual({
			...goodApplication(),
			...added('resume', 'resume.bin'),
			attachments: [
				BROKEN,
				{ type: 'resume', binaryField: 'resume', size: 1, sha256: sha256('A') },
			],
		});
	});
});

it.each([[], undefined])('an application with the attachments %j has one item', async (none) => {
	const forged = { attachments: none, attachment: 'x' };
	const { attachments: _attachments, ...others } = goodApplication();
	const json = { ...others, ...added('', ''), attachments: none };
	expect(await build(forged)).toEqual([{ json: { ...json, attachment: 'x' }, binary: {} }]);
	expect(await build(forged, PER_ATTACHMENT)).toEqual([{ json, binary: {} }]);
});

describe('the item of an attachment', () => {
	it('contains the whole application, and one file', async () => {
		const [, item] = await build({}, PER_ATTACHMENT);
		const attachment = { ...letter, binaryField: 'file' };
		const attachments = [resume, attachment];
		expect(item).toEqual({
			json: { ...goodApplication(), ...added('file', LETTER_NAME), attachment, attachments },
			binary: { file: { mimeType: DOCX_TYPE, data: letter.sha256 } },
		});
	});

	it.each<[object[], boolean]>([
		[[RESUME, LETTER], true],
		[[BROKEN, { content: '---' }], false],
	])('keeps content only of its own attachment: %#', async (attachments, keepContent) => {
		const items = await build({ attachments }, { ...PER_ATTACHMENT, keepContent });
		const contents = items.map(({ json }) =>
			(json.attachments as Json[]).map(({ content }) => content),
		);
		const [one, two] = attachments.map((entry) => (entry as Json).content);
		expect(contents).toEqual([
			[one, undefined],
			[undefined, two],
		]);
		expect(items.every(({ binary }) => 'file' in binary === keepContent)).toBe(true);
	});
});

it.each([
	[{}, ['1 CV.pdf', '1 CV 2.pdf']],
	[PER_ATTACHMENT, ['1 CV.pdf', '1 CV 2.pdf']],
])('the files are stored under names by the pattern (%j)', async (options, expected) => {
	const stored: string[] = [];
	const storeFile: StoreFile = ({ fileName, mimeType }) => {
		stored.push(fileName);
		return Promise.resolve({ fileName, mimeType, data: '' });
	};
	const fileNames = parseFileNamePattern('{number} {type}');
	const items = await build(
		{ id: 1, attachments: [RESUME, RESUME] },
		{ ...options, fileNames },
		storeFile,
	);
	expect(stored).toEqual(expected);
	const shown = items.map(({ json }) => (json.summary as Json).fileNames);
	expect(shown.join(', ')).toBe(expected.join(', '));
	expect(items[0]?.json.attachments).toMatchObject([{ fileName: CV_NAME }, { fileName: CV_NAME }]);
});

it.each([{}, PER_ATTACHMENT])(
	'no file is being written after another file has failed (%j)',
	async (options) => {
		const storeFile = jest.fn(() => Promise.reject(new Error('the disk is full')));
		await expect(build({}, options, storeFile)).rejects.toThrow('the disk is full');
		expect(storeFile).toHaveBeenCalledTimes(1);
	},
);
