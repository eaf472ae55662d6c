import { trackDelivery, type TriggerId } from '../../../nodes/CleverConnect/redeliveries';

const NOON = new Date('2026-03-01T12:00:00Z');
const after = (seconds: number) => new Date(NOON.getTime() + seconds * 1000);
const FINGERPRINT = 'a fingerprint';

let workflows = 0;
const newTrigger = (): TriggerId => ({
	instance: 'n8n',
	workflow: `workflow-${(workflows += 1)}`,
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

const track = (trigger: TriggerId, fingerprint = FINGERPRINT, saved = new Saved(), at = NOON) =>
	trackDelivery(trigger, fingerprint, saved, at);

/** Returns the state of a delivery in a process that has only the saved history. */
async function findStateAfterRestart(trigger: TriggerId, fingerprint: string, saved: Saved) {
	let state: string | undefined;
	await jest.isolateModulesAsync(async () => {
		const restarted = await import('../../../nodes/CleverConnect/redeliveries');
		state = restarted.trackDelivery(trigger, fingerprint, saved, after(60)).state;
	});
	return state;
}

it('a copy is in progress until the original gets its response, which decides its state', () => {
	const trigger = newTrigger();
	const delivery = track(trigger);
	expect(delivery.state).toBe('new');
	expect(track(trigger).state).toBe('inProgress');
	delivery.refused();
	const again = track(trigger);
	expect(again.state).toBe('new');
	again.accepted(NOON);
	expect(track(trigger).state).toBe('accepted');
});

it.each<[string, Partial<TriggerId>, string]>([
	['other bytes', {}, 'another fingerprint'],
	['another node', { node: 'node-2' }, FINGERPRINT],
	['another workflow', { workflow: 'copy' }, FINGERPRINT],
	['another n8n instance', { instance: 'another' }, FINGERPRINT],
	['ids that join to the same text', { instance: 'n8n,a', workflow: 'b' }, FINGERPRINT],
])('a delivery with %s is new', (_name, other, fingerprint) => {
	const trigger = { ...newTrigger(), instance: 'n8n', workflow: 'a,b' };
	track(trigger).accepted(NOON);
	expect(track({ ...trigger, ...other }, fingerprint).state).toBe('new');
});

describe('the saved history', () => {
	it('contains each delivery once its execution is stored, even before the response', async () => {
		const trigger = newTrigger();
		const saved = new Saved();
		const delivery = track(trigger, FINGERPRINT, saved);
		expect(saved.writes).toBe(0);
		delivery.stored(after(1));
		expect(saved.writes).toBe(1);
		expect(await findStateAfterRestart(trigger, FINGERPRINT, saved)).toBe('accepted');
		expect(await findStateAfterRestart(trigger, 'another', saved)).toBe('new');
		expect(await findStateAfterRestart(newTrigger(), FINGERPRINT, saved)).toBe('new');
	});

	it('is saved by the next copy if n8n has not reported a stored execution', async () => {
		const trigger = newTrigger();
		const saved = new Saved();
		track(trigger, FINGERPRINT, saved).accepted(NOON);
		expect(saved.writes).toBe(0);
		track(trigger, FINGERPRINT, saved);
		track(trigger, FINGERPRINT, saved);
		expect(saved.writes).toBe(1);
		expect(await findStateAfterRestart(trigger, FINGERPRINT, saved)).toBe('accepted');
	});

	it('is not saved again by a copy', async () => {
		const trigger = newTrigger();
		const saved = new Saved();
		const delivery = track(trigger, FINGERPRINT, saved);
		delivery.stored(NOON);
		delivery.accepted(NOON);
		track(trigger, FINGERPRINT, saved);
		expect(await findStateAfterRestart(trigger, FINGERPRINT, saved)).toBe('accepted');
		expect(saved.writes).toBe(1);
	});

	it('is saved again after n8n failed to confirm a stored execution', async () => {
		const trigger = newTrigger();
		const saved = new Saved();
		const failed = track(trigger, 'one', saved);
		failed.stored(NOON);
		failed.refused();
		expect(await findStateAfterRestart(trigger, 'one', saved)).toBe('accepted');
		const next = track(trigger, 'two', saved);
		track(trigger, 'two', saved);
		expect(await findStateAfterRestart(trigger, 'one', saved)).toBe('new');
		expect(next.state).toBe('new');
	});

	it('is also saved when a copy of a delivery in progress arrives, because the copy starts no execution', () => {
		const trigger = newTrigger();
		const saved = new Saved();
		track(trigger, 'one', saved).accepted(NOON);
		track(trigger, 'two', saved);
		expect(saved.writes).toBe(0);
		track(trigger, 'two', saved);
		expect(saved.writes).toBe(1);
	});

	it("contains deliveries from concurrent requests and from the workflow's other triggers", async () => {
		const first = newTrigger();
		const second = { ...first, node: 'node-2' };
		// Each request has the static data from the time when the request began.
		const [one, two] = [new Saved(), new Saved()];
		const delivery = track(first, 'one', one);
		const other = track(second, 'two', two);
		delivery.stored(NOON);
		other.stored(NOON);
		expect(await findStateAfterRestart(first, 'one', two)).toBe('accepted');
		expect(await findStateAfterRestart(second, 'two', two)).toBe('accepted');
		expect(await findStateAfterRestart(second, 'one', two)).toBe('new');
	});

	it('keeps the entries of a trigger that has had no delivery in this process', async () => {
		const first = newTrigger();
		const second = { ...first, node: 'node-2' };
		const saved = new Saved();
		track(first, 'one', saved).stored(NOON);
		await jest.isolateModulesAsync(async () => {
			const restarted = await import('../../../nodes/CleverConnect/redeliveries');
			restarted.trackDelivery(second, 'two', saved, NOON).stored(NOON);
		});
		expect(await findStateAfterRestart(first, 'one', saved)).toBe('accepted');
		expect(await findStateAfterRestart(second, 'two', saved)).toBe('accepted');
	});

	it('contains only triggers that had a delivery in the last week', () => {
		const first = newTrigger();
		const saved = new Saved();
		track(first, 'one', saved).stored(NOON);
		const later = after(7 * 24 * 60 * 60);
		trackDelivery({ ...first, node: 'node-2' }, 'two', saved, later).stored(later);
		expect(Object.keys((saved.current as { triggers: object }).triggers)).toEqual(['node-2']);
	});

	it('contains the latest 128 deliveries to each trigger, in less than 5 KB', async () => {
		const trigger = newTrigger();
		const saved = new Saved();
		for (let index = 0; index <= 128; index++) track(trigger, `${index}`, saved).stored(NOON);
		expect(JSON.stringify(saved.current).length).toBeLessThan(5000);
		expect(await findStateAfterRestart(trigger, '0', saved)).toBe('new');
		expect(await findStateAfterRestart(trigger, '1', saved)).toBe('accepted');
		expect(await findStateAfterRestart(trigger, '128', saved)).toBe('accepted');
	});
});
