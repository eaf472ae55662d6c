import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import type * as module from '../../../nodes/CleverConnect/duplicates/trackDelivery';
import { MAXIMUM_ACCEPTED } from '../../../nodes/CleverConnect/duplicates/trackDelivery';

const TRIGGER = { instance: 'n8n', workflow: 'a,1', node: 'node-1' };
const OTHER = { ...TRIGGER, node: 'node-2' };

/** Simulates a process that knows only static data. */
async function startProcess() {
	let started: typeof module | undefined;
	await jest.isolateModulesAsync(async () => {
		started = await import('../../../nodes/CleverConnect/duplicates/trackDelivery');
	});
	return (content: string, { instance, workflow, node }: typeof TRIGGER, staticData: IDataObject) =>
		(started as typeof module).trackDelivery(
			{
				getInstanceId: () => instance,
				getWorkflow: () => ({ id: workflow }),
				getNode: () => ({ id: node }),
				getResponseObject: () => response,
				getWorkflowStaticData: (type: string) => (type === 'global' ? staticData : {}),
			} as unknown as IWebhookFunctions,
			content,
		);
}

type Process = Awaited<ReturnType<typeof startProcess>>;

let here: Process;
let response = { writableEnded: false };
let staticData: IDataObject;
beforeEach(async () => {
	here = await startProcess();
	staticData = {};
	response = { writableEnded: false };
});

const track = (content: string, from = TRIGGER, known = staticData) => here(content, from, known);
const stateAfterRestart = async (content: string, from = TRIGGER, known = staticData) =>
	(await startProcess())(content, from, JSON.parse(JSON.stringify(known)) as IDataObject).state;

const FIVE_MINUTES = 5 * 60 * 1000;

it.each<[string, Array<'accept' | 'answer'>, wait: number, state: string, afterRestart: string]>([
	['begun', [], FIVE_MINUTES - 1, 'inProgress', 'new'],
	['neither stored nor answered for five minutes', [], FIVE_MINUTES, 'new', 'new'],
	['stored', ['accept'], 0, 'accepted', 'accepted'],
	['stored and answered', ['accept', 'answer'], FIVE_MINUTES, 'accepted', 'accepted'],
	['answered, but not stored', ['answer'], 0, 'new', 'new'],
])('if a delivery was %s, a duplicate finds it %4$s', async (...row) => {
	const [, events, wait, state, afterRestart] = row;
	jest.useFakeTimers();
	const delivery = track('a');
	expect(delivery.state).toBe('new');
	if (events.includes('accept')) delivery.accept();
	response.writableEnded = events.includes('answer');
	jest.advanceTimersByTime(wait);
	expect(await stateAfterRestart('a')).toBe(afterRestart);
	expect(track('a').state).toBe(state);
	jest.useRealTimers();
});

it('a process remembers the latest deliveries to each trigger', () => {
	track('of the other trigger', OTHER).accept();
	for (let index = 0; index <= MAXIMUM_ACCEPTED; index++) track(`${index}`).accept();
	response.writableEnded = true;
	expect([track('0').state, track('1').state]).toEqual(['new', 'accepted']);
	expect(track('of the other trigger', OTHER).state).toBe('accepted');
});

it.each([
	['another node', { node: 'node-2' }],
	['another workflow', { workflow: 'a,2' }],
	['another n8n instance', { instance: 'another' }],
	['a trigger whose IDs join to the same text', { instance: 'n8n,a', workflow: '1' }],
])('a delivery to %s is new, even with the same static data', async (_name, changed) => {
	track('a').accept();
	expect(track('a', { ...TRIGGER, ...changed }).state).toBe('new');
	expect(await stateAfterRestart('a', { ...TRIGGER, ...changed })).toBe('new');
});

it('static data changes only when a delivery is accepted', () => {
	track('a').accept();
	const saved = JSON.stringify(staticData);
	for (const content of ['a', 'b', 'b']) track(content);
	expect(JSON.stringify(staticData)).toBe(saved);
});

it("static data contains deliveries from concurrent requests, other processes, and the workflow's other triggers", async () => {
	// Each request sees the static data as it was when the request began.
	const [begun, concurrent]: IDataObject[] = [{}, {}];
	const delivery = track('a', TRIGGER, begun);
	track('b', OTHER, concurrent).accept();
	delivery.accept();
	(await startProcess())('c', OTHER, begun as IDataObject).accept();
	expect(await stateAfterRestart('a', TRIGGER, begun)).toBe('accepted');
	expect(await stateAfterRestart('b', OTHER, begun)).toBe('accepted');
	expect(await stateAfterRestart('c', OTHER, begun)).toBe('accepted');
});

it('a workflow without deliveries for a month is forgotten', () => {
	jest.useFakeTimers();
	const delivery = track('a');
	delivery.accept();
	jest.advanceTimersByTime(30 * 24 * 60 * 60 * 1000);
	expect(track('a', TRIGGER, {}).state).toBe('new');
	jest.useRealTimers();
});
