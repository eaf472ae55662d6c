import { readBlocks } from '../../tools/docs/page.cts';
import {
	DOCUMENTED_SAMPLE,
	goodApplication,
	resumePdf,
} from '../../tools/samples/exampleApplication.cts';
import { receive, TOKEN, type NodeSettings } from '../helpers/nodeContext.cts';

// On a busy machine, it takes long to load n8n-core again for a simulated restart.
jest.setTimeout(60_000);

it('an application is confirmed, and its item has the files but no request headers', async () => {
	const headers = { 'x-private': 'a header that nobody should see' };
	const { result, outputs, response } = await receive({ body: goodApplication(), headers });
	const { fileName, mimeType, ...file } = outputs[0]?.[0]?.binary?.resume ?? {};
	expect([fileName, mimeType]).toEqual(['Camille Example CV.pdf', 'application/pdf']);
	expect(file).toEqual({ data: resumePdf.toString('base64') });
	expect(result.webhookResponse).toEqual({ status: 'accepted', id: 4711 });
	expect(response).toEqual({});
	expect(JSON.stringify(result)).not.toMatch(new RegExp(`${TOKEN}|nobody should see`));
});

it('the documented sample has a file and two issues', async () => {
	const { result, outputs } = await receive({ body: DOCUMENTED_SAMPLE });
	const [[{ json: { issues } = {}, binary } = {}] = []] = outputs;
	expect(binary?.resume?.data).toBe(btoa('Cleverconnect rocks'));
	expect(issues).toMatchObject([
		{ code: 'format', path: '/candidate/email' },
		{ code: 'typeUnverified', path: '/attachments/0/content' },
	]);
	expect(result.webhookResponse).toEqual({ status: 'accepted', id: 12345, issues });
});

it('README.md shows the item that the trigger outputs', async () => {
	const block = readBlocks('../README.md').find(({ heading }) => heading === 'The item you get');
	const sample = JSON.parse(block?.code ?? '') as { receipt: { receivedAt: string } };
	jest.useFakeTimers({ now: new Date(sample.receipt.receivedAt), doNotFake: ['nextTick'] });
	const attachments = (goodApplication().attachments ?? []).slice(0, 1);
	const { outputs } = await receive({ body: goodApplication({ attachments }) });
	jest.useRealTimers();
	expect(outputs[0]?.[0]?.json).toEqual(sample);
});

it.each([
	['flag', [1], [1]],
	['review', [1, 0], [0, 1]],
	['reject', [1], []],
])('with onIssues %s, the outputs are %j, and %j with issues', async (onIssues, usual, others) => {
	for (const [body, expected] of [
		[goodApplication(), usual],
		[DOCUMENTED_SAMPLE, others],
	] as const) {
		const { outputs } = await receive({ body }, { parameters: { onIssues } });
		expect(outputs.map((items) => items.length)).toEqual(expected);
	}
});

it.each<[NodeSettings, string, body: object]>([
	[
		{ parameters: { onIssues: 'reject' } },
		TOKEN,
		{ status: 422, issues: [{ code: 'format' }, { code: 'typeUnverified' }] },
	],
	[{}, 'wrong-and-secret', { status: 401 }],
])('with %j, the refusal shows neither the token nor data of the candidate', async (...row) => {
	const [settings, token, expected] = row;
	const headers = { authorization: `Bearer ${token}` };
	const { result, response, log } = await receive({ body: DOCUMENTED_SAMPLE, headers }, settings);
	expect(result).toEqual({ noWebhookResponse: true });
	expect(response.body).toMatchObject(expected);
	expect(log).toEqual([
		expect.stringMatching(/^CleverConnect Trigger refused a delivery from 203\.0\.113\.7: /),
	]);
	expect(JSON.stringify([response, log])).not.toMatch(new RegExp(`DOE|Gaillon|${token}`));
});

describe('a check', () => {
	const headers = { 'x-check-only': 'true' };
	const storeFile = () => Promise.reject(new Error('a check must not store a file'));

	it('reports what an item would contain, and stores nothing', async () => {
		const attachments = [{ type: 'resume', content: '?' }, ...DOCUMENTED_SAMPLE.attachments];
		const body = { ...DOCUMENTED_SAMPLE, attachments };
		const { result, log } = await receive({ body, headers }, { storeFile });
		expect(Object.keys(result)).toEqual(['webhookResponse']);
		expect(result.webhookResponse).toMatchObject({
			status: 'checked',
			id: body.id,
			issues: [{ code: 'format' }, { code: 'invalidBase64' }, { code: 'typeUnverified' }],
			attachments: [{}, { fileName: 'resume.pdf', size: 19 }],
			receipt: { sourceIp: '203.0.113.7' },
		});
		expect(log).toEqual([
			expect.stringMatching(/^CleverConnect Trigger checked .* from 203\.0\.113\.7 .*X-Check-Only/),
		]);
		expect(log.join()).not.toContain('DOE');
	});

	it.each<[number, object, NodeSettings]>([
		[401, { authorization: 'Bearer wrong' }, {}],
		[401, { authorization: 'Bearer wrong', 'x-check-only': 'yes' }, {}],
		[422, { 'x-check-only': 'yes' }, {}],
		[422, {}, { parameters: { onIssues: 'reject' } }],
	])('gets %d with %j', async (status, others, settings) => {
		const incoming = { body: DOCUMENTED_SAMPLE, headers: { ...headers, ...others } };
		expect((await receive(incoming, settings)).response.status).toBe(status);
	});

	it('is neither remembered nor compared with deliveries', async () => {
		const workflow = { workflowId: 'checked' };
		const body = goodApplication({ attachments: [] });
		const statusOf = async (sent = {}) => {
			const { result, finish } = await receive({ body, headers: sent }, workflow);
			finish(200);
			return (result.webhookResponse as { status: string }).status;
		};
		expect(await statusOf(headers)).toBe('checked');
		expect(await statusOf()).toBe('accepted');
		expect(await statusOf(headers)).toBe('checked');
		expect(await statusOf()).toBe('duplicate');
	});
});

describe('a duplicate', () => {
	const first = goodApplication({ attachments: [] });
	const DUPLICATE = { status: 'duplicate', id: 4711 };

	let workflows = 0;
	const newWorkflow = (parameters = {}): NodeSettings => ({
		workflowId: `duplicates-${(workflows += 1)}`,
		parameters,
	});

	/** Returns what becomes of a delivery, once n8n has stored its execution. */
	async function send(body: object, settings: NodeSettings) {
		const delivery = await receive({ body }, settings);
		const { result, response } = delivery;
		// With `lastNode`, n8n doesn't read this property.
		if (settings.parameters?.responseMode !== 'lastNode') void result.webhookResponse;
		const outcome: unknown = result.workflowData
			? 'started'
			: (response.status ?? result.webhookResponse);
		return { ...delivery, outcome };
	}

	const savedBy = ({ saveStaticData }: Awaited<ReturnType<typeof receive>>) =>
		(saveStaticData() as { global?: { cleverConnectTrigger?: { triggers: object } } }).global
			?.cleverConnectTrigger?.triggers;
	const oneDelivery = { 'node-1': expect.stringMatching(/^[\w-]{22}:\d+$/) as string };

	it.each<[object, object | undefined]>([
		[{}, oneDelivery],
		// n8n doesn't save the static data when it stores the execution.
		[{ responseMode: 'lastNode' }, undefined],
	])('is a duplicate with %j once n8n has confirmed the delivery', async (...row) => {
		const [parameters, savedAtFirst] = row;
		const workflow = newWorkflow(parameters);
		const original = await send(first, workflow);
		expect([original.outcome, savedBy(original)]).toEqual(['started', savedAtFirst]);
		expect((await send(first, workflow)).outcome).toBe(503);
		original.finish(200);
		expect((await send({ ...first, note: 'an update' }, workflow)).outcome).toBe('started');
		const duplicate = await send(first, workflow);
		expect(duplicate.outcome).toEqual(DUPLICATE);
		await jest.isolateModulesAsync(async () => {
			const restarted = await import('../helpers/nodeContext.cts');
			const staticData = (savedAtFirst ? original : duplicate).saveStaticData();
			const { result } = await restarted.receive({ body: first }, { ...workflow, staticData });
			expect(result).toEqual({ webhookResponse: DUPLICATE });
		});
	});

	it.each<[string, NodeSettings, number]>([
		['to which n8n responded with 500', {}, 500],
		['to the test URL', { mode: 'manual' }, 200],
		['if skipRedeliveries is off', { parameters: { options: { skipRedeliveries: false } } }, 200],
	])('of a delivery %s starts an execution', async (_name, settings, status) => {
		const workflow = { ...newWorkflow(), ...settings };
		(await send(first, workflow)).finish(status);
		expect((await send(first, workflow)).outcome).toBe('started');
	});

	it('of a rejected delivery is validated again', async () => {
		const workflow = newWorkflow({ onIssues: 'reject' });
		const wrong = { ...first, jobId: 7 };
		expect((await send(wrong, workflow)).outcome).toBe(422);
		expect((await send(wrong, { ...workflow, parameters: {} })).outcome).toBe('started');
	});
});

describe('an error for the owner:', () => {
	beforeEach(() =>
		jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] }),
	);
	afterEach(() => jest.useRealTimers());

	const body = DOCUMENTED_SAMPLE;
	const short = { authentication: 'bearer', token: 'short' };
	const wrongOption = { parameters: { options: { acceptedFileTypes: 'pfd' } } };

	/** Returns the response status, which is 500 if the delivery fails. */
	const attempt = async (workflowId: string, settings: NodeSettings): Promise<number> =>
		await receive({ body }, { ...settings, workflowId }).then(
			({ response }) => response.status ?? 200,
			() => 500,
		);
	const unreadable = () => {
		throw new Error('n8n cannot decrypt it');
	};

	it.each<[string, NodeSettings]>([
		['incomplete', { credential: short }],
		['unreadable', { credential: unreadable }],
	])('one of many deliveries a minute fails (%s credential)', async (name, settings) => {
		const burst = Array.from({ length: 20 }, async () => await attempt(name, settings));
		expect((await Promise.all(burst)).sort()).toEqual([500, ...Array<number>(19).fill(503)]);
		jest.advanceTimersByTime(60_000);
		expect(await attempt(name, settings)).toBe(500);
		expect(await attempt(`${name}, in another workflow`, settings)).toBe(500);
		const manual: NodeSettings = { ...settings, mode: 'manual' };
		expect(await attempt(name, manual)).toBe(500);
	});

	it('only one delivery fails, even if older readings of the credential take longer', async () => {
		const endReading: Array<() => void> = [];
		const credential = async () => {
			await new Promise<void>((resolve) => endReading.unshift(resolve));
			return short;
		};
		const responses: Array<Promise<number>> = [];
		for (let count = 0; count < 4; count++) {
			responses.push(attempt('slowly', { credential }));
			await jest.advanceTimersByTimeAsync(6_000);
		}
		for (const end of endReading) end();
		expect((await Promise.all(responses)).sort()).toEqual([500, 503, 503, 503]);
	});

	it('a failed execution names the fault, and the log says what to do', async () => {
		const settings = { credential: short, workflowId: 'refused' };
		await expect(receive({ body }, settings)).rejects.toThrow('5 characters');
		const { log } = await receive({ body }, settings);
		expect(log).toEqual([expect.stringContaining("Open the trigger's credential")]);
	});

	it('only senders with a token learn of an invalid option', async () => {
		const headers = { authorization: 'Bearer wrong' };
		expect((await receive({ body, headers }, wrongOption)).response.status).toBe(401);
		await expect(receive({ body }, wrongOption)).rejects.toThrow('"pfd"');
	});

	const storeFile = () => Promise.reject(new Error('ENOSPC: Camille Example CV.pdf'));
	const onFailure = { onError: 'continueRegularOutput' } as const;
	it.each<[string, NodeSettings, RegExp]>([
		['an invalid credential', { onFailure, credential: short }, /'Token' has 5 characters/],
		['an invalid option', { onFailure, ...wrongOption }, /"pfd"/],
		['a file that n8n cannot store', { onFailure, storeFile }, /'On Error' to 'Stop/],
		['an error in earlier nodes', { onFailure: { continueOnFail: true }, storeFile }, /'Stop/],
		["n8n's engine 2.0", { workflowSettings: { engineType: 'v2' } }, /engine 2\.0/],
	])(
		'a delivery is refused if n8n would run the next steps after %s',
		async (_name, fault, advice) => {
			const { result, response, log } = await receive({ body: goodApplication() }, fault);
			expect(result).toEqual({ noWebhookResponse: true });
			expect(response.status).toBe(503);
			expect(log).toEqual([expect.stringMatching(advice)]);
			expect(log.join()).not.toContain('Camille');
		},
	);
});
