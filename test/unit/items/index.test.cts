import type { INodeExecutionData, IWebhookResponseData } from 'n8n-workflow';
import {
	DOCUMENTED_SAMPLE,
	goodApplication,
	letterDocx,
	resumePdf,
} from '../../../tools/samples/exampleApplication.cts';
import { sha256 } from '../../../tools/sha256.cts';
import { readBinary, receive, setUpBinaryStore, TOKEN } from '../../helpers/nodeContext.cts';

function outputs(result: IWebhookResponseData): INodeExecutionData[][] {
	const { workflowData } = result;
	if (!Array.isArray(workflowData)) throw new Error('the trigger has output no items');
	return workflowData;
}

function onlyItem(result: IWebhookResponseData): INodeExecutionData {
	const [[item] = []] = outputs(result);
	if (!item) throw new Error('the trigger has output no item');
	return item;
}

describe.each(['filesystem', 'default'] as const)('with binary data in %s,', (mode) => {
	let tearDown: () => Promise<void>;
	beforeAll(async () => {
		tearDown = await setUpBinaryStore(mode);
	});
	afterAll(async () => await tearDown());

	it('each file is stored byte for byte, with a safe name and its actual type', async () => {
		const { result } = await receive({ body: goodApplication() });
		const { binary = {} } = onlyItem(result);
		expect(Object.keys(binary)).toEqual(['resume', 'letter']);
		expect(binary.resume).toMatchObject({
			fileName: 'Camille Example CV.pdf',
			mimeType: 'application/pdf',
		});
		expect(await readBinary(binary.resume)).toEqual(resumePdf);
		expect(await readBinary(binary.letter)).toEqual(letterDocx);
	});
});

it.each(['application', 'attachment'])(
	'no file is being written after another file has failed (output: %s)',
	async (output) => {
		let calls = 0;
		const storeFile = () => {
			calls += 1;
			return Promise.reject(new Error('the disk is full'));
		};
		const delivery = receive({ body: goodApplication() }, { parameters: { output }, storeFile });
		await expect(delivery).rejects.toThrow('the disk is full');
		expect(calls).toBe(1);
	},
);

describe("the trigger's item", () => {
	let tearDown: () => Promise<void>;
	beforeAll(async () => {
		tearDown = await setUpBinaryStore('default');
	});
	afterAll(async () => await tearDown());

	it('contains the application and the details of its files', async () => {
		const body = goodApplication({ note: 'unknown to the format' });
		const { result, answer } = await receive({ body });
		const [resume, letter] = body.attachments ?? [];
		const { content: _resume, ...resumeEntry } = resume ?? {};
		const { content: _letter, ...letterEntry } = letter ?? {};
		expect(onlyItem(result).json).toEqual({
			...body,
			attachments: [
				{
					...resumeEntry,
					binaryField: 'resume',
					size: resumePdf.length,
					sha256: sha256(resumePdf),
					detectedType: 'application/pdf',
				},
				{
					...letterEntry,
					binaryField: 'letter',
					size: letterDocx.length,
					sha256: sha256(letterDocx),
					detectedType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
				},
			],
			issues: [],
			receipt: {
				receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
				sourceIp: '203.0.113.7',
				bodySha256: sha256(JSON.stringify(body)),
			},
		});
		expect(result.webhookResponse).toEqual({ status: 'accepted', id: 4711 });
		expect(answer).toEqual({});
	});

	it('contains no request headers', async () => {
		const { result } = await receive({
			body: goodApplication(),
			headers: { 'x-private': 'a header that nobody should see' },
		});
		const text = JSON.stringify(result);
		expect(text).not.toContain(TOKEN);
		expect(text).not.toContain('nobody should see');
	});

	it('for the documented sample has a file and two issues', async () => {
		const { result } = await receive({ body: DOCUMENTED_SAMPLE });
		const { json, binary } = onlyItem(result);
		expect((await readBinary(binary?.resume)).toString()).toBe('Cleverconnect rocks');
		expect(json.issues).toMatchObject([
			{ code: 'format', path: '/candidate/email' },
			{ code: 'typeUnverified', path: '/attachments/0/content' },
		]);
		expect(result.webhookResponse).toEqual({
			status: 'accepted',
			id: 12345,
			issues: json.issues,
		});
		expect(json.attachments).toEqual([
			{
				type: 'resume',
				contentType: 'application/pdf',
				fileName: 'resume.pdf',
				binaryField: 'resume',
				size: 19,
				sha256: sha256('Cleverconnect rocks'),
			},
		]);
	});

	it('has binary fields that are named by type and number', async () => {
		const content = resumePdf.toString('base64');
		const types = ['resume', 'resume', 'letter', 'photo', undefined, 'letter', 'resume'];
		const attachments = types.map((type) => ({ type, content })) as never;
		const { result } = await receive({ body: goodApplication({ attachments }) });
		expect(Object.keys(onlyItem(result).binary ?? {})).toEqual([
			'resume',
			'resume_2',
			'letter',
			'attachment',
			'attachment_2',
			'letter_2',
			'resume_3',
		]);
	});

	it('keeps content that cannot be decoded, and numbers only files', async () => {
		const good = resumePdf.toString('base64');
		const attachments = [
			{ type: 'resume', content: '***' },
			{ type: 'resume', content: good },
			'no attachment at all',
		] as never;
		const { result } = await receive({ body: goodApplication({ attachments }) });
		const { json, binary } = onlyItem(result);
		expect(Object.keys(binary ?? {})).toEqual(['resume']);
		expect(json.attachments).toMatchObject([
			{ type: 'resume', content: '***' },
			{ type: 'resume', binaryField: 'resume' },
			'no attachment at all',
		]);
		expect(json.attachments).not.toHaveProperty([0, 'binaryField']);
	});

	it('does not contain file details, issues, or a receipt from the sender', async () => {
		const details = { binaryField: 'x', size: 1, sha256: 'x', detectedType: 'x' };
		const invented = { ...details, issues: 'none', receipt: 'forged', 'receipt.sourceIp': 'x' };
		const attachments = [
			{ ...invented, type: 'resume', content: '***' },
			{ ...invented, type: 'resume', content: 'QQ==' },
		] as never;
		const { result } = await receive({
			body: goodApplication({ attachments, issues: 'none', receipt: 'forged' }),
		});
		const { json } = onlyItem(result);
		expect(json.attachments).toMatchObject([
			{ type: 'resume', content: '***' },
			{ type: 'resume', binaryField: 'resume', size: 1 },
		]);
		expect(JSON.stringify(json)).not.toMatch(/"x"|none|forged/);
	});

	it.each([
		'json',
		'binary',
		'pairedItem',
		'error',
		'index',
		'hasOwnProperty',
		'_files',
		'$error',
		'$json',
		'__isError',
		'isArtificialRecoveredEventItem',
		'__isTrimmedManualExecutionDataItem',
		'tokenUsage',
		'tokenUsageEstimate',
	])('does not contain the member %s, which n8n itself reads', async (name) => {
		const candidate = { ...goodApplication().candidate, [name]: true };
		const attachments = [{ type: 'resume', content: 'QQ==', [name]: true }] as never;
		const { result } = await receive({
			body: goodApplication({ [name]: true, candidate, attachments }),
		});
		const { json } = onlyItem(result);
		expect(Object.keys(json)).not.toContain(name);
		expect(json.attachments).toEqual([expect.not.objectContaining({ [name]: true })]);
		expect(json.candidate).toEqual(candidate);
	});

	it('has no attachments if none were sent, and an empty list if the attachments are not a list', async () => {
		const { attachments: _attachments, ...without } = goodApplication();
		expect(onlyItem((await receive({ body: without })).result).json).not.toHaveProperty(
			'attachments',
		);
		const wrong = { ...without, attachments: 'none' };
		expect(onlyItem((await receive({ body: wrong })).result).json.attachments).toEqual([]);
	});

	it.each<[string, string]>([
		['a NUL character', 'a\0b'],
		['a lone surrogate', 'a\ud800b'],
		['a noncharacter', 'a\uffffb'],
		['bidi controls', '\u202eevil\u202c'],
		['line separators', 'a\u2028b'],
		['an n8n expression', '={{ $env.PATH }}'],
		['HTML', '<img src=x onerror=alert(1)>'],
		['a formula', '=HYPERLINK("http://example.com")'],
		['only white space', '   '],
	])('keeps a name with %s', async (_name, firstName) => {
		const candidate = { ...goodApplication().candidate, firstName };
		const { result } = await receive({ body: goodApplication({ candidate }) });
		expect(onlyItem(result).json).toMatchObject({ candidate: { firstName } });
	});

	it('keeps the base64 with keepContent', async () => {
		const { result } = await receive(
			{ body: goodApplication() },
			{ parameters: { options: { keepContent: true } } },
		);
		expect(onlyItem(result).json.attachments).toMatchObject([
			{ content: resumePdf.toString('base64'), binaryField: 'resume' },
			{ content: letterDocx.toString('base64'), binaryField: 'letter' },
		]);
	});
});

describe('one item per attachment', () => {
	let tearDown: () => Promise<void>;
	beforeAll(async () => {
		tearDown = await setUpBinaryStore('default');
	});
	afterAll(async () => await tearDown());
	const parameters = { output: 'attachment' };

	it('keeps the base64 only of its own file with keepContent', async () => {
		const { result } = await receive(
			{ body: goodApplication() },
			{ parameters: { ...parameters, options: { keepContent: true } } },
		);
		const [items = []] = outputs(result);
		const contents = items.map(({ json }) => {
			const attachments = json.attachments as Array<{ content?: string }>;
			return attachments.map(({ content }) => content);
		});
		expect(contents).toEqual([
			[resumePdf.toString('base64'), undefined],
			[undefined, letterDocx.toString('base64')],
		]);
	});

	it('keeps content that is not base64 only in its own item', async () => {
		const attachments = [{ content: '***' }, { content: '---' }] as never;
		const { result } = await receive({ body: goodApplication({ attachments }) }, { parameters });
		const [items = []] = outputs(result);
		expect(items.map(({ json }) => json.attachments)).toEqual([
			[{ content: '***' }, {}],
			[{}, { content: '---' }],
		]);
	});

	it("has the whole application and the attachment's file", async () => {
		const { result } = await receive({ body: goodApplication() }, { parameters });
		const [items = []] = outputs(result);
		expect(items).toHaveLength(2);
		const files = await Promise.all(items.map(async (item) => await readBinary(item.binary?.file)));
		expect(files).toEqual([resumePdf, letterDocx]);
		expect(items.map((item) => Object.keys(item.binary ?? {}))).toEqual([['file'], ['file']]);
		expect(items.map(({ json }) => json.id)).toEqual([4711, 4711]);
		for (const [index, { json }] of items.entries()) {
			const attachments = json.attachments as Array<Record<string, unknown>>;
			expect(json.attachment).toEqual(attachments[index]);
			expect(attachments.map(({ binaryField }) => binaryField)).toEqual(
				index === 0 ? ['file', undefined] : [undefined, 'file'],
			);
			expect(attachments.map(({ size }) => size)).toEqual([resumePdf.length, letterDocx.length]);
		}
	});

	it('is also created for an attachment without a file', async () => {
		const attachments = [{ type: 'resume', content: '***' }] as never;
		const { result } = await receive({ body: goodApplication({ attachments }) }, { parameters });
		expect(onlyItem(result)).toMatchObject({
			json: { attachment: { type: 'resume', content: '***' } },
			binary: {},
		});
	});

	it('is also created for an application without attachments', async () => {
		const { result } = await receive(
			{ body: goodApplication({ attachments: [] }) },
			{ parameters },
		);
		expect(outputs(result)[0]).toHaveLength(1);
		expect(onlyItem(result).json).not.toHaveProperty('attachment');
	});
});

describe('onIssues', () => {
	let tearDown: () => Promise<void>;
	beforeAll(async () => {
		tearDown = await setUpBinaryStore('default');
	});
	afterAll(async () => await tearDown());
	const countItems = async (body: object, onIssues: string) =>
		outputs((await receive({ body }, { parameters: { onIssues } })).result).map(
			(items) => items.length,
		);

	it('set to flag creates one output', async () => {
		expect(await countItems(goodApplication(), 'flag')).toEqual([1]);
		expect(await countItems(DOCUMENTED_SAMPLE, 'flag')).toEqual([1]);
	});

	it('set to review sends an application with issues to the second output', async () => {
		expect(await countItems(goodApplication(), 'review')).toEqual([1, 0]);
		expect(await countItems(DOCUMENTED_SAMPLE, 'review')).toEqual([0, 1]);
	});

	it('set to reject returns 422 with every issue', async () => {
		const parameters = { onIssues: 'reject' };
		const { result, answer } = await receive({ body: DOCUMENTED_SAMPLE }, { parameters });
		expect(result).toEqual({ noWebhookResponse: true });
		expect(answer).toMatchObject({
			status: 422,
			headers: { 'Content-Type': 'application/problem+json' },
			body: {
				type: 'about:blank',
				title: 'Unprocessable Content',
				status: 422,
				issues: [{ code: 'format' }, { code: 'typeUnverified' }],
			},
		});
		expect(await countItems(goodApplication(), 'reject')).toEqual([1]);
	});
});

it("the receipt contains the sender's address, or no address if the reported address is invalid", async () => {
	const tearDown = await setUpBinaryStore('default');
	const sourceOf = async (ip: string) => {
		const { result } = await receive({ body: goodApplication(), ip });
		return onlyItem(result).json.receipt;
	};
	expect(await sourceOf('203.0.113.7:4711')).toMatchObject({ sourceIp: '203.0.113.7' });
	expect(await sourceOf('[2001:db8::1]:4711')).toMatchObject({ sourceIp: '2001:db8::1' });
	expect(await sourceOf('<b>unknown</b>')).toMatchObject({ sourceIp: '' });
	await tearDown();
});
