import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { receive, setUpBinaryStore, type NodeSettings } from './context.cts';

// Loading n8n-core again, as a restart does, takes its time on a busy machine.
jest.setTimeout(60_000);

let tearDown: () => Promise<void>;
beforeAll(async () => {
	tearDown = await setUpBinaryStore('default');
});
afterAll(async () => await tearDown());

const first = goodApplication({ attachments: [] });
const second = goodApplication({ attachments: [], note: 'an update' });

let workflows = 0;
const newWorkflow = (): NodeSettings => {
	workflows += 1;
	return { workflowId: `redeliveries-${workflows}` };
};

async function send(body: object, settings: NodeSettings) {
	const delivery = await receive({ body }, settings);
	const { result, answer } = delivery;
	// As n8n does it, once it has stored the execution.
	void result.webhookResponse;
	const outcome = result.workflowData ? 'started' : (answer.status ?? result.webhookResponse);
	return { ...delivery, outcome };
}

const DUPLICATE = { status: 'duplicate', id: 4711 };

it('an exact copy of an accepted delivery starts nothing', async () => {
	const workflow = newWorkflow();
	const { outcome, finish } = await send(first, workflow);
	expect(outcome).toBe('started');
	finish(200);
	expect((await send(first, workflow)).outcome).toEqual(DUPLICATE);
	expect((await send(first, workflow)).outcome).toEqual(DUPLICATE);
});

it('the same id with other bytes is an update', async () => {
	const workflow = newWorkflow();
	(await send(first, workflow)).finish(200);
	expect((await send(second, workflow)).outcome).toBe('started');
});

it('a copy that comes before the first is decided is asked to come again', async () => {
	const workflow = newWorkflow();
	const { finish } = await send(first, workflow);
	const { answer } = await send(first, workflow);
	expect(answer).toMatchObject({
		status: 503,
		headers: { 'Content-Type': 'application/problem+json', 'Retry-After': '5' },
		body: { type: 'about:blank', title: 'Service Unavailable', status: 503 },
	});
	finish(200);
	expect((await send(first, workflow)).outcome).toEqual(DUPLICATE);
});

it.each([500, 503, 422])(
	'a delivery that n8n answered with %d is accepted again',
	async (status) => {
		const workflow = newWorkflow();
		(await send(first, workflow)).finish(status);
		expect((await send(first, workflow)).outcome).toBe('started');
	},
);

it('with lastNode, a delivery that n8n never ran is failed, and accepted again', async () => {
	const workflow = { ...newWorkflow(), parameters: { responseMode: 'lastNode' } };
	const sentence = '{"message":"Workflow executed successfully but …"}';
	expect((await receive({ body: first }, workflow)).finish(200, sentence)).toBe(500);
	expect((await receive({ body: first }, workflow)).finish(200, '')).toBe(200);
	const { result } = await receive({ body: first }, workflow);
	expect(result.webhookResponse).toEqual(DUPLICATE);
});

it('a delivery that was rejected is judged again', async () => {
	const workflow = { ...newWorkflow(), parameters: { onIssues: 'reject' } };
	const wrong = { ...first, jobId: 7 };
	expect((await send(wrong, workflow)).outcome).toBe(422);
	expect((await send(wrong, workflow)).outcome).toBe(422);
	expect((await send(wrong, { ...workflow, parameters: {} })).outcome).toBe('started');
});

it('another workflow remembers for itself', async () => {
	(await send(first, newWorkflow())).finish(200);
	expect((await send(first, newWorkflow())).outcome).toBe('started');
});

it('a test shows every copy', async () => {
	const workflow = { ...newWorkflow(), mode: 'manual' } as const;
	(await send(first, workflow)).finish(200);
	expect((await send(first, workflow)).outcome).toBe('started');
});

it('can be switched off', async () => {
	const workflow = { ...newWorkflow(), parameters: { options: { skipRedeliveries: false } } };
	(await send(first, workflow)).finish(200);
	expect((await send(first, workflow)).outcome).toBe('started');
});

describe('what is kept', () => {
	/** As after a restart: nothing in memory, only what was saved. */
	const elsewhere = (staticData: object, saved: NodeSettings): NodeSettings => ({
		...saved,
		staticData,
	});

	it('holds the delivery itself, and all that were accepted before it was saved', async () => {
		const workflow = newWorkflow();
		const one = await send(first, workflow);
		const two = await send(second, workflow);
		one.finish(200);
		const kept = JSON.stringify(two.saveStaticData());
		expect(kept).not.toMatch(/Camille|example|4711/);
		expect(JSON.parse(kept)).toMatchObject({
			'node:CleverConnect Trigger': {
				redeliveries: { entries: expect.stringMatching(/^[\w-]{22}:\d+ [\w-]{22}:\d+$/) },
			},
		});
	});

	it('is known after a restart', async () => {
		const workflow = newWorkflow();
		const { saveStaticData } = await send(first, workflow);
		const kept = saveStaticData();
		await jest.isolateModulesAsync(async () => {
			const restarted = await import('./context.cts');
			const tearDownToo = await restarted.setUpBinaryStore('default');
			const { result } = await restarted.receive({ body: first }, elsewhere(kept, workflow));
			expect(result).toEqual({ webhookResponse: DUPLICATE });
			await tearDownToo();
		});
	});

	it('counts for nothing in a copy of the workflow', async () => {
		const { saveStaticData } = await send(first, newWorkflow());
		const copy = elsewhere(saveStaticData(), newWorkflow());
		expect((await send(first, copy)).outcome).toBe('started');
	});

	it('is not written for an application that was rejected', async () => {
		const workflow = { ...newWorkflow(), parameters: { onIssues: 'reject' } };
		const { saveStaticData } = await send({ ...first, jobId: 7 }, workflow);
		expect(JSON.stringify(saveStaticData())).not.toContain('redeliveries');
	});

	it('is written by an application that is rejected, where another has left it to that one', async () => {
		const workflow = { ...newWorkflow(), parameters: { onIssues: 'reject' } };
		const rejecting = receive({ body: { ...goodApplication(), jobId: 7 } }, workflow);
		const accepted = await send(first, workflow);
		const rejected = await rejecting;
		expect(accepted.outcome).toBe('started');
		expect(rejected.answer.status).toBe(422);
		expect(JSON.stringify(accepted.saveStaticData())).not.toContain('redeliveries');
		expect(rejected.saveStaticData()).toMatchObject({
			'node:CleverConnect Trigger': {
				redeliveries: { entries: expect.stringMatching(/^[\w-]{22}:\d+$/) },
			},
		});
	});

	it('leaves a delivery out whose workflow has yet to succeed', async () => {
		const workflow = { ...newWorkflow(), parameters: { responseMode: 'lastNode' } };
		const { result, saveStaticData } = await receive({ body: first }, workflow);
		expect(result.workflowData).toBeDefined();
		expect(JSON.stringify(saveStaticData())).not.toContain('redeliveries');
	});

	it('is brought up to date by a copy', async () => {
		const workflow = { ...newWorkflow(), parameters: { responseMode: 'lastNode' } };
		(await receive({ body: first }, workflow)).finish(200, '');
		const { saveStaticData } = await receive({ body: first }, workflow);
		expect(saveStaticData()).toMatchObject({
			'node:CleverConnect Trigger': {
				redeliveries: { entries: expect.stringMatching(/^[\w-]{22}:\d+$/) },
			},
		});
	});
});
