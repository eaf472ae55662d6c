import { goodApplication } from '../../../tools/samples/exampleApplication.cts';
import { receive, setUpBinaryStore, TOKEN, type NodeSettings } from '../../helpers/nodeContext.cts';

// On a busy machine, it takes long to load n8n-core again for a simulated restart.
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
	return { workflowId: `copies-${workflows}` };
};

async function send(body: object, settings: NodeSettings) {
	const delivery = await receive({ body }, settings);
	const { result, answer } = delivery;
	// n8n reads this property once it has stored the execution.
	void result.webhookResponse;
	const outcome: unknown = result.workflowData
		? 'started'
		: (answer.status ?? result.webhookResponse);
	return { ...delivery, outcome };
}

const DUPLICATE = { status: 'duplicate', id: 4711 };

it('a copy gets 503 until n8n has confirmed the delivery, and is then a duplicate', async () => {
	const workflow = newWorkflow();
	const { outcome, finish } = await send(first, workflow);
	expect(outcome).toBe('started');
	const { answer } = await send(first, workflow);
	expect(answer).toMatchObject({ status: 503, headers: { 'Retry-After': '5' } });
	finish(200);
	expect((await send(first, workflow)).outcome).toEqual(DUPLICATE);
	expect((await send(second, workflow)).outcome).toBe('started');
});

it('a copy gets 503 even if an earlier request waited for its credential in the meantime', async () => {
	jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
	const workflow = newWorkflow();
	let readCredential = () => {};
	const wait = new Promise<void>((resolve) => (readCredential = resolve));
	const credential = async () => {
		await wait;
		return { authentication: 'bearer', token: TOKEN };
	};
	const early = send(second, { ...workflow, credentialId: 'slow', credential });
	jest.setSystemTime(Date.now() + 10_000);
	expect((await send(first, workflow)).outcome).toBe('started');
	readCredential();
	expect((await early).outcome).toBe('started');
	expect((await send(first, workflow)).outcome).toBe(503);
	jest.useRealTimers();
});

it.each<[string, NodeSettings, number]>([
	['to which n8n responded with 500', {}, 500],
	['to the test URL', { mode: 'manual' }, 200],
	['if skipRedeliveries is off', { parameters: { options: { skipRedeliveries: false } } }, 200],
])('a copy of a delivery %s starts an execution', async (_name, settings, status) => {
	const workflow = { ...newWorkflow(), ...settings };
	(await send(first, workflow)).finish(status);
	expect((await send(first, workflow)).outcome).toBe('started');
});

it('with lastNode, a delivery whose execution n8n never ran gets 500, and a copy is accepted', async () => {
	const workflow = { ...newWorkflow(), parameters: { responseMode: 'lastNode' } };
	const sentence = '{"message":"Workflow executed successfully but no data was returned"}';
	expect((await receive({ body: first }, workflow)).finish(200, sentence)).toBe(500);
	expect((await receive({ body: first }, workflow)).finish(200, '{"ok":true}')).toBe(200);
	const { result } = await receive({ body: first }, workflow);
	expect(result.webhookResponse).toEqual(DUPLICATE);
});

it('a copy of a rejected delivery is validated again', async () => {
	const workflow = { ...newWorkflow(), parameters: { onIssues: 'reject' } };
	const wrong = { ...first, jobId: 7 };
	expect((await send(wrong, workflow)).outcome).toBe(422);
	const again = await send(wrong, { ...workflow, parameters: {} });
	expect(again.outcome).toBe('started');
});

describe('the static data', () => {
	const triggersIn = (saved: object) =>
		(saved as { global?: { cleverConnectTrigger?: { triggers: object } } }).global
			?.cleverConnectTrigger?.triggers;
	const oneDelivery = { 'node-1': expect.stringMatching(/^[\w-]{22}:\d+$/) as string };

	it('contains no personal data, and identifies duplicates after a restart', async () => {
		const workflow = newWorkflow();
		const saved = (await send(first, workflow)).saveStaticData();
		expect(JSON.stringify(saved)).not.toMatch(/Camille|example|4711/);
		expect(triggersIn(saved)).toEqual(oneDelivery);
		await jest.isolateModulesAsync(async () => {
			const restarted = await import('../../helpers/nodeContext.cts');
			const tearDownToo = await restarted.setUpBinaryStore('default');
			const known = { ...workflow, staticData: saved };
			const { result } = await restarted.receive({ body: first }, known);
			expect(result).toEqual({ webhookResponse: DUPLICATE });
			await tearDownToo();
		});
	});

	it('is not changed by a rejected application', async () => {
		const workflow = { ...newWorkflow(), parameters: { onIssues: 'reject' } };
		const { saveStaticData } = await send({ ...first, jobId: 7 }, workflow);
		expect(triggersIn(saveStaticData())).toBeUndefined();
	});

	it('with lastNode, is not changed before the workflow has succeeded, and then by a copy', async () => {
		const workflow = { ...newWorkflow(), parameters: { responseMode: 'lastNode' } };
		const { finish, saveStaticData } = await receive({ body: first }, workflow);
		expect(triggersIn(saveStaticData())).toBeUndefined();
		finish(200, '');
		const copy = await receive({ body: first }, workflow);
		expect(triggersIn(copy.saveStaticData())).toEqual(oneDelivery);
	});
});
