import { parseAcceptedTypes, readAttachments } from '../../../nodes/CleverConnect/attachments';
import { buildItems, type ItemOptions } from '../../../nodes/CleverConnect/items';
import {
	goodApplication,
	letterDocx,
	resumePdf,
} from '../../../tools/samples/exampleApplication.cts';
import { sha256 } from '../../../tools/common/sha256.cts';

type Json = Record<string, unknown>;

const RECEIPT = { receivedAt: '2026-03-01T12:00:00.000Z', sourceIp: '203.0.113.7', bodySha256: '' };
const ISSUES = [{ code: 'required', path: '/jobId', message: '"jobId" is missing.' }];
const [RESUME = {}, LETTER = {}] = goodApplication().attachments as unknown as Json[];

/** Returns the items of an application, whose binary data are the names and bytes of the files. */
async function build(members: object = {}, options: Partial<ItemOptions> = {}) {
	const body = { ...goodApplication(), ...members } as unknown as Json;
	const attachments = readAttachments(body, parseAcceptedTypes(''));
	const items = await buildItems(
		{ body, attachments, issues: ISSUES, receipt: RECEIPT },
		{ output: 'application', keepContent: false, ...options },
		(file) => Promise.resolve({ mimeType: file.mimeType, data: sha256(file.bytes) }),
	);
	return items.map(({ json, binary = {} }) => ({ json: json as Json, binary }));
}

const PER_ATTACHMENT = { output: 'attachment' } as const;

/** Returns an attachment as the item describes it. */
function describeFile({ content: _content, ...entry }: Json, bytes: Buffer, detectedType: string) {
	return { ...entry, size: bytes.length, sha256: sha256(bytes), detectedType };
}

const resume = describeFile(RESUME, resumePdf, 'application/pdf');
const letter = describeFile(
	LETTER,
	letterDocx,
	'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
);

describe('the item of an application', () => {
	it('contains the application, the details of its files, the issues, and the receipt', async () => {
		expect(await build({ note: 'unknown to the format' })).toEqual([
			{
				json: {
					...goodApplication({ note: 'unknown to the format' }),
					attachments: [
						{ ...resume, binaryField: 'resume' },
						{ ...letter, binaryField: 'letter' },
					],
					issues: ISSUES,
					receipt: RECEIPT,
				},
				binary: {
					resume: { mimeType: 'application/pdf', data: sha256(resumePdf) },
					letter: { mimeType: letter.detectedType, data: sha256(letterDocx) },
				},
			},
		]);
	});

	it('has binary fields that are named by type and number', async () => {
		const types = ['resume', 'resume', 'letter', 'photo', undefined, 'letter', 'resume'];
		const [item] = await build({ attachments: types.map((type) => ({ type, content: 'QQ==' })) });
		expect(Object.keys(item?.binary ?? {}).join()).toBe(
			'resume,resume_2,letter,attachment,attachment_2,letter_2,resume_3',
		);
	});

	it('keeps content that cannot be decoded, and numbers only files', async () => {
		const attachments = [{ type: 'resume', content: '***' }, RESUME, 'no attachment at all'];
		const [item] = await build({ attachments });
		expect(Object.keys(item?.binary ?? {})).toEqual(['resume']);
		expect(item?.json.attachments).toEqual([
			{ type: 'resume', content: '***' },
			{ ...resume, binaryField: 'resume' },
			'no attachment at all',
		]);
	});

	it('keeps the base64 with keepContent', async () => {
		const [item] = await build({}, { keepContent: true });
		const { attachments } = goodApplication();
		expect(item?.json.attachments).toMatchObject(attachments as object[]);
	});

	it('does not contain details, issues, or a receipt from the sender', async () => {
		const details = { binaryField: 'x', size: 1e9, sha256: 'x', detectedType: 'x' };
		const forged = { issues: 'x', receipt: 'x', 'receipt.sourceIp': 'x', json: 'x' };
		const entry = { ...details, ...forged, type: 'resume' };
		const attachments = ['***', 'QQ=='].map((content) => ({ ...entry, content }));
		const [item] = await build({ ...forged, attachments });
		const { attachments: described, ...json } = item?.json ?? {};
		const { attachments: _attachments, ...sent } = goodApplication();
		expect(json).toEqual({ ...sent, issues: ISSUES, receipt: RECEIPT });
		expect(described).toEqual([
			{ type: 'resume', content: '***' },
			{ type: 'resume', binaryField: 'resume', size: 1, sha256: sha256('A') },
		]);
	});

	it('has no attachments if none were sent', async () => {
		const [item] = await build({ attachments: undefined });
		expect(item).toMatchObject({ json: { attachments: undefined }, binary: {} });
		expect((await build({ attachments: [] }))[0]?.json.attachments).toEqual([]);
	});
});

describe('the item of an attachment', () => {
	it('contains the whole application, and one file', async () => {
		const own = { ...resume, binaryField: 'file' };
		const others = { ...goodApplication(), issues: ISSUES, receipt: RECEIPT };
		const [first, second, ...more] = await build({}, PER_ATTACHMENT);
		expect(first).toEqual({
			json: { ...others, attachment: own, attachments: [own, letter] },
			binary: { file: { mimeType: 'application/pdf', data: sha256(resumePdf) } },
		});
		expect(second?.json).toMatchObject({ attachment: { ...letter, binaryField: 'file' } });
		expect(second?.json.attachments).toEqual([resume, second?.json.attachment]);
		expect(more).toEqual([]);
	});

	it.each<[object[], boolean]>([
		[[RESUME, LETTER], true],
		[[{ content: '***' }, { content: '---' }], false],
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
	});

	it('exists even if there is no file or no attachment', async () => {
		const [item, ...others] = await build({ attachments: [] }, PER_ATTACHMENT);
		expect(others).toEqual([]);
		expect(item?.json).not.toHaveProperty('attachment');
		const broken = { type: 'resume', content: '***' };
		expect(await build({ attachments: [broken] }, PER_ATTACHMENT)).toMatchObject([
			{ json: { attachment: broken }, binary: {} },
		]);
	});
});

it.each(['application', 'attachment'] as const)(
	'no file is being written after another file has failed (output: %s)',
	async (output) => {
		const body = goodApplication() as unknown as Json;
		const attachments = readAttachments(body, parseAcceptedTypes(''));
		const storeFile = jest.fn(() => Promise.reject(new Error('the disk is full')));
		const delivery = { body, attachments, issues: [], receipt: RECEIPT };
		const items = buildItems(delivery, { output, keepContent: false }, storeFile);
		await expect(items).rejects.toThrow('the disk is full');
		expect(storeFile).toHaveBeenCalledTimes(1);
	},
);
