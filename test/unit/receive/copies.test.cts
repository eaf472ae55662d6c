import { goodApplication } from '../../../tools/samples/exampleApplication.cts';
import { receive, type NodeSettings } from '../../helpers/nodeContext.cts';

// On a busy machine, it takes long to load n8n-core again for a simulated restart.
jest.setTimeout(60_000);

const first = goodApplication({ attachments: [] });
const wrong = { ...first, jobId: 7 };
const DUPLICATE = { status: 'duplicate', id: 4711 };
const LAST_NODE = { responseMode: 'lastNode' };

let workflows = 0;
const newWorkflow = (parameters = {}): NodeSettings => ({
	workflowId: `copies-${(workflows += 1)}`,
	parameters,
});

/** Returns what becomes of a delivery, once n8n has stored its execution. */
async function send(body: object, settings: NodeSettings) {
	const delivery = await receive({ body }, settings);
	const { result, answer } = delivery;
	// With `lastNode`, n8n doesn't read this property.
	if (settings.parameters?.responseMode !== 'lastNode') void result.webhookResponse;
	const outcome: unknown = result.workflowData
		? 'started'
		: (answer.status ?? result.webhookResponse);
	return { ...delivery, outcome };
}

it.each([{}, LAST_NODE])(
	'with %j, a copy gets 503 until n8n has confirmed the delivery, and is then a duplicate',
	async (parameters) => {
		const workflow = newWorkflow(parameters);
		const { outcome, finish } = await send(first, workflow);
		expect(outcome).toBe('started');
		const { answer } = await send(first, workflow);
		expect(answer).toMatchObject({ status: 503, headers: { 'Retry-After': '5' } });
		finish(200);
		expect((await send(first, workflow)).outcome).toEqual(DUPLICATE);
		expect((await send({ ...first, note: 'an update' }, workflow)).outcome).toBe('started');
	},
);

it.each<[string, NodeSettings, number, object]>([
	['to which n8n responded with 500', {}, 500, {}],
	[
		'that never ran',
		{},
		200,
		{ message: 'Workflow executed successfully but no data was returned' },
	],
	['to the test URL', { mode: 'manual' }, 200, {}],
	['if skipRedeliveries is off', { parameters: { options: { skipRedeliveries: false } } }, 200, {}],
])('a copy of a delivery %s starts an execution', async (_name, settings, status, answer) => {
	const workflow = { ...newWorkflow(), ...settings };
	(await send(first, workflow)).finish(status, JSON.stringify(answer));
	expect((await send(first, workflow)).outcome).toBe('started');
});

it('a copy of a rejected delivery is validated again', async () => {
	const workflow = newWorkflow({ onIssues: 'reject' });
	expect((await send(wrong, workflow)).outcome).toBe(422);
	expect((await send(wrong, { ...workflow, parameters: {} })).outcome).toBe('started');
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
			const known = { ...workflow, staticData: saved };
			const { result } = await restarted.receive({ body: first }, known);
			expect(result).toEqual({ webhookResponse: DUPLICATE });
		});
	});

	it('is not changed by a rejected application', async () => {
		const { saveStaticData } = await send(wrong, newWorkflow({ onIssues: 'reject' }));
		expect(triggersIn(saveStaticData())).toBeUndefined();
	});

	it('with lastNode, is not changed before the workflow has succeeded, and then by a copy', async () => {
		const workflow = newWorkflow(LAST_NODE);
		const { finish, saveStaticData } = await send(first, workflow);
		finish(200, '');
		expect(triggersIn(saveStaticData())).toBeUndefined();
		const copy = await send(first, workflow);
		expect(triggersIn(copy.saveStaticData())).toEqual(oneDelivery);
	});
});
