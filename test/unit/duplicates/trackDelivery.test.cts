import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import type * as module from '../../../nodes/CleverConnect/duplicates/trackDelivery';

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

it('a duplicate is refused while the delivery is being stored, and recognized afterward', async () => {
	const delivery = track('a');
	expect([delivery.state, track('a').state]).toEqual(['new', 'inProgress']);
	expect(await stateAfterRestart('a')).toBe('new');
	delivery.accept();
	expect(track('a').state).toBe('accepted');
	expect(await stateAfterRestart('a')).toBe('accepted');
});

it('a duplicate of a delivery that was answered, but not stored, is new', () => {
	track('a');
	response.writableEnded = true;
	expect(track('a').state).toBe('new');
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

it('a workflow without deliveries for a week is forgotten', () => {
	jest.useFakeTimers();
	const delivery = track('a');
	jest.advanceTimersByTime(7 * 24 * 60 * 60 * 1000);
	delivery.accept();
	expect(track('a', TRIGGER, {}).state).toBe('new');
	jest.useRealTimers();
});
