import {
	trackDelivery,
	type TriggerId,
} from '../../../nodes/CleverConnect/duplicates/trackDelivery';

let workflows = 0;
const newTrigger = (): TriggerId => ({
	instance: 'n8n',
	workflow: `a,${(workflows += 1)}`,
	node: 'node-1',
});

/** A workflow's static data, as stored in the database. */
class Saved {
	writes = 0;
	current: unknown;

	save(value: object) {
		this.writes += 1;
		this.current = JSON.parse(JSON.stringify(value));
	}
}

let trigger: TriggerId;
let saved: Saved;
beforeEach(() => {
	trigger = newTrigger();
	saved = new Saved();
});

const track = (fingerprint: string, from = trigger, known = saved) =>
	trackDelivery(from, fingerprint, known);

/** Returns the function of a process that has only the saved histories. */
async function restart() {
	let restarted = trackDelivery;
	await jest.isolateModulesAsync(async () => {
		({ trackDelivery: restarted } = await import(
			'../../../nodes/CleverConnect/duplicates/trackDelivery'
		));
	});
	return restarted;
}

const stateAfterRestart = async (fingerprint: string, from = trigger, known = saved) =>
	(await restart())(from, fingerprint, known).state;

it.each<[string, (from: TriggerId) => TriggerId]>([
	['another node', (from) => ({ ...from, node: 'node-2' })],
	['another workflow', newTrigger],
	['another n8n instance', (from) => ({ ...from, instance: 'another' })],
	[
		'ids that join to the same text',
		(from) => ({ ...from, instance: 'n8n,a', workflow: from.workflow.slice(2) }),
	],
])('a delivery to %s is new', async (_name, change) => {
	const delivery = track('a');
	delivery.markStored();
	delivery.markResponded(200);
	expect(track('a', change(trigger)).state).toBe('new');
	expect(await stateAfterRestart('a', change(trigger))).toBe('new');
});

describe('the static data', () => {
	it('contains a delivery once its execution is stored, and is not written again by a duplicate', async () => {
		const delivery = track('a');
		expect(saved.writes).toBe(0);
		delivery.markStored();
		expect(await stateAfterRestart('a')).toBe('accepted');
		delivery.markResponded(200);
		track('a');
		expect(saved.writes).toBe(1);
	});

	it('is written by the next duplicate if n8n has not reported a stored execution', async () => {
		track('a').markResponded(200);
		expect([track('b').state, saved.writes]).toEqual(['new', 0]);
		// A duplicate of any delivery starts no execution.
		expect([track('b').state, saved.writes]).toEqual(['inProgress', 1]);
		track('a');
		expect(saved.writes).toBe(1);
		expect(await stateAfterRestart('a')).toBe('accepted');
	});

	it('is written again after n8n failed to confirm a stored execution', async () => {
		const failed = track('a');
		failed.markStored();
		failed.markResponded(500);
		expect(await stateAfterRestart('a')).toBe('accepted');
		track('b');
		track('b');
		expect(await stateAfterRestart('a')).toBe('new');
	});

	it("contains deliveries from concurrent requests, other processes, and the workflow's other triggers", async () => {
		const other = { ...trigger, node: 'node-2' };
		// Each request has the static data from the time when the request began.
		const begun = new Saved();
		const delivery = track('a', trigger, begun);
		track('b', other).markStored();
		delivery.markStored();
		(await restart())(other, 'c', begun).markStored();
		expect(await stateAfterRestart('a', trigger, begun)).toBe('accepted');
		expect(await stateAfterRestart('b', other, begun)).toBe('accepted');
		expect(await stateAfterRestart('c', other, begun)).toBe('accepted');
	});

	it('contains the latest 128 deliveries to each trigger, in less than 5 KB', async () => {
		for (let index = 0; index <= 128; index++) track(`${index}`).markStored();
		expect(JSON.stringify(saved.current).length).toBeLessThan(5000);
		expect(await stateAfterRestart('0')).toBe('new');
		expect(await stateAfterRestart('1')).toBe('accepted');
	});
});
