import { goodApplication } from '../../../tools/samples/exampleApplication.cts';
import { receive, type NodeSettings } from '../../helpers/nodeContext.cts';

// On a busy machine, it takes long to load n8n-core again for a simulated restart.
jest.setTimeout(60_000);

const first = goodApplication({ attachments: [] });
const wrong = { ...first, jobId: 7 };
const DUPLICATE = { status: 'duplicate', id: 4711 };

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

/** Returns the deliveries to each trigger in the static data as n8n saves it. */
const savedBy = ({ saveStaticData }: Awaited<ReturnType<typeof receive>>) =>
	(saveStaticData() as { global?: { cleverConnectTrigger?: { triggers: object } } }).global
		?.cleverConnectTrigger?.triggers;
const oneDelivery = { 'node-1': expect.stringMatching(/^[\w-]{22}:\d+$/) as string };

it.each<[object, object | undefined]>([
	[{}, oneDelivery],
	// n8n doesn't save the static data when it stores the execution.
	[{ responseMode: 'lastNode' }, undefined],
])('with %j, a copy is a duplicate once n8n has confirmed the delivery', async (...row) => {
	const [parameters, savedAtFirst] = row;
	const workflow = newWorkflow(parameters);
	const original = await send(first, workflow);
	expect([original.outcome, savedBy(original)]).toEqual(['started', savedAtFirst]);
	expect((await send(first, workflow)).outcome).toBe(503);
	original.finish(200);
	expect((await send({ ...first, note: 'an update' }, workflow)).outcome).toBe('started');
	const copy = await send(first, workflow);
	expect(copy.outcome).toEqual(DUPLICATE);
	await jest.isolateModulesAsync(async () => {
		const restarted = await import('../../helpers/nodeContext.cts');
		const staticData = (savedAtFirst ? original : copy).saveStaticData();
		const { result } = await restarted.receive({ body: first }, { ...workflow, staticData });
		expect(result).toEqual({ webhookResponse: DUPLICATE });
	});
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

it('a copy of a rejected delivery is validated again', async () => {
	const workflow = newWorkflow({ onIssues: 'reject' });
	expect((await send(wrong, workflow)).outcome).toBe(422);
	expect((await send(wrong, { ...workflow, parameters: {} })).outcome).toBe('started');
});
