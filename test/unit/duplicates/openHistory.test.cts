import type { NewDelivery } from '../../../nodes/CleverConnect/duplicates/deliveryStates';
import type { openHistory } from '../../../nodes/CleverConnect/duplicates/openHistory';

const TRIGGER = { instance: 'n8n', workflow: 'a,1', node: 'node-1' };
const OTHER = { ...TRIGGER, node: 'node-2' };

/** The value that triggers share in a workflow's static data, as the database returns it. */
class Saved {
	writes = 0;
	current: unknown;

	set(value: object) {
		this.writes += 1;
		this.current = JSON.parse(JSON.stringify(value));
	}
}

/** Simulates a process that knows only the saved histories, and returns its `openHistory` function. */
async function startProcess() {
	let started: typeof openHistory | undefined;
	await jest.isolateModulesAsync(async () => {
		({ openHistory: started } = await import(
			'../../../nodes/CleverConnect/duplicates/openHistory'
		));
	});
	return started as typeof openHistory;
}

let saved: Saved;
let openHere: typeof openHistory;
beforeEach(async () => {
	saved = new Saved();
	openHere = await startProcess();
});

const track = (fingerprint: string, from = TRIGGER, known = saved) =>
	openHere(from, known).track(fingerprint);
const begin = (...delivery: Parameters<typeof track>) => track(...delivery) as NewDelivery;
const stateAfterRestart = async (fingerprint: string, from = TRIGGER, known = saved) =>
	(await startProcess())(from, known).track(fingerprint).state;

it.each([
	['another node', { node: 'node-2' }],
	['another workflow', { workflow: 'a,2' }],
	['another n8n instance', { instance: 'another' }],
	['a trigger whose IDs join to the same text', { instance: 'n8n,a', workflow: '1' }],
])('a delivery to %s is new', async (_name, changed) => {
	const delivery = begin('a');
	delivery.markStored();
	delivery.markResponded(200);
	expect(track('a', { ...TRIGGER, ...changed }).state).toBe('new');
	expect(await stateAfterRestart('a', { ...TRIGGER, ...changed })).toBe('new');
});

it('the static data contains a delivery once its execution is stored, and is not written again by a duplicate', async () => {
	const delivery = begin('a');
	expect(saved.writes).toBe(0);
	delivery.markStored();
	expect(await stateAfterRestart('a')).toBe('accepted');
	delivery.markResponded(200);
	track('a');
	expect(saved.writes).toBe(1);
});

it('the static data is written by the next duplicate if n8n has not reported a stored execution', async () => {
	begin('a').markResponded(200);
	expect([track('b').state, saved.writes]).toEqual(['new', 0]);
	// The next duplicate of any delivery writes the static data.
	expect([track('b').state, saved.writes]).toEqual(['inProgress', 1]);
	track('a');
	expect(saved.writes).toBe(1);
	expect(await stateAfterRestart('a')).toBe('accepted');
});

it('the static data is written again after n8n failed to confirm a stored execution', async () => {
	const failed = begin('a');
	failed.markStored();
	failed.markResponded(500);
	expect(await stateAfterRestart('a')).toBe('accepted');
	track('b');
	track('b');
	expect(await stateAfterRestart('a')).toBe('new');
});

it("the static data contains deliveries from concurrent requests, other processes, and the workflow's other triggers", async () => {
	// Each request sees the static data as it was when the request began.
	const begun = new Saved();
	const delivery = begin('a', TRIGGER, begun);
	begin('b', OTHER).markStored();
	delivery.markStored();
	const elsewhere = (await startProcess())(OTHER, begun).track('c') as NewDelivery;
	elsewhere.markStored();
	expect(await stateAfterRestart('a', TRIGGER, begun)).toBe('accepted');
	expect(await stateAfterRestart('b', OTHER, begun)).toBe('accepted');
	expect(await stateAfterRestart('c', OTHER, begun)).toBe('accepted');
});

it('the static data contains the latest 128 deliveries to a trigger, in less than 5 KB', async () => {
	for (let index = 0; index <= 128; index++) begin(`${index}`).markStored();
	expect(JSON.stringify(saved.current).length).toBeLessThan(5000);
	expect(await stateAfterRestart('0')).toBe('new');
	expect(await stateAfterRestart('1')).toBe('accepted');
});
