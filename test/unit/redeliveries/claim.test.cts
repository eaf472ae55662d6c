import { claimDelivery } from '../../../nodes/CleverConnect/redeliveries';

const SHA256 = 'f9e8202c71a9ece42c463bc6c4ccb9f8e9ae6c66c9faa04179f733626372cfcd';
const NOON = new Date('2026-03-01T12:00:00Z');
const WEEK = 7 * 24 * 60 * 60;
const after = (seconds: number) => new Date(NOON.getTime() + seconds * 1000);

let scopes = 0;
const newScope = () => ['n8n', 'workflow', `node-${(scopes += 1)}`];
const shaOf = (index: number) => String(index).padStart(64, '0');

/** What n8n saves of static data, and finds again. */
const save = (staticData: object) =>
	JSON.parse(JSON.stringify(staticData)) as Record<string, unknown>;

/** Where the delivery stands for an n8n that knows nothing but what was saved. */
async function standAfterRestart(
	scope: readonly string[],
	bodySha256: string,
	saved: Record<string, unknown>,
) {
	let standing: string | undefined;
	await jest.isolateModulesAsync(async () => {
		const restarted = await import('../../../nodes/CleverConnect/redeliveries');
		standing = restarted.claimDelivery(scope, bodySha256, saved, after(60)).standing;
	});
	return standing;
}

describe('a delivery', () => {
	it('is in progress until it is settled, and then accepted', () => {
		const scope = newScope();
		const claim = claimDelivery(scope, SHA256, {}, NOON);
		expect(claim.standing).toBe('new');
		expect(claimDelivery(scope, SHA256, {}, after(1)).standing).toBe('inProgress');
		claim.settle(true, after(2));
		expect(claimDelivery(scope, SHA256, {}, after(3)).standing).toBe('accepted');
	});

	it('that was not accepted is new again', () => {
		const scope = newScope();
		claimDelivery(scope, SHA256, {}, NOON).settle(false, after(1));
		expect(claimDelivery(scope, SHA256, {}, after(2)).standing).toBe('new');
	});

	it.each([
		[WEEK - 1, 'accepted'],
		[WEEK, 'new'],
	])('after %d seconds is %s', (seconds, standing) => {
		const scope = newScope();
		claimDelivery(scope, SHA256, {}, NOON).settle(true, NOON);
		expect(claimDelivery(scope, SHA256, {}, after(seconds)).standing).toBe(standing);
	});

	it.each<[string, readonly string[], string]>([
		['with other bytes', ['a', 'b'], shaOf(1)],
		['to another node', ['a', 'c'], SHA256],
		['to a node of a name alike', ['ab'], SHA256],
		['to a node of a name with a comma', ['a,b'], SHA256],
	])('%s is another', (_name, scope, bodySha256) => {
		claimDelivery(['a', 'b'], SHA256, {}, NOON).settle(true, NOON);
		expect(claimDelivery(scope, bodySha256, {}, NOON).standing).toBe('new');
	});
});

describe('what is kept', () => {
	it('is known after a restart, to the same node', async () => {
		const scope = newScope();
		const staticData = {};
		claimDelivery(scope, SHA256, staticData, NOON).keepWithThis(after(1));
		const saved = save(staticData);
		expect(await standAfterRestart(scope, SHA256, saved)).toBe('accepted');
		expect(await standAfterRestart(scope, shaOf(1), saved)).toBe('new');
		expect(await standAfterRestart(newScope(), SHA256, saved)).toBe('new');
	});

	it('is written once for deliveries that come together, with all of them', async () => {
		const scope = newScope();
		const deliveries = [1, 2].map((index) => {
			const staticData = {};
			return { staticData, claim: claimDelivery(scope, shaOf(index), staticData, NOON) };
		});
		for (const { claim } of deliveries) claim.keepWithThis(after(1));
		const [first, second] = deliveries.map(({ staticData }) => save(staticData));
		expect(first).toEqual({});
		expect(await standAfterRestart(scope, shaOf(1), second ?? {})).toBe('accepted');
		expect(await standAfterRestart(scope, shaOf(2), second ?? {})).toBe('accepted');
	});

	it('is written by one that is refused, where others left it to that one', async () => {
		const scope = newScope();
		const staticData = {};
		const first = claimDelivery(scope, shaOf(1), {}, NOON);
		const refused = claimDelivery(scope, shaOf(2), staticData, NOON);
		first.keepWithThis(after(1));
		refused.withdraw(after(1));
		const saved = save(staticData);
		expect(await standAfterRestart(scope, shaOf(1), saved)).toBe('accepted');
		expect(await standAfterRestart(scope, shaOf(2), saved)).toBe('new');
		expect(claimDelivery(scope, shaOf(2), {}, after(2)).standing).toBe('new');
	});

	it('is not written by one that is refused while nothing was left to it', () => {
		const staticData = {};
		claimDelivery(newScope(), SHA256, staticData, NOON).withdraw(NOON);
		expect(staticData).toEqual({});
	});

	it('holds what was accepted before it is saved, and nothing that was not', async () => {
		const scope = newScope();
		const staticData = {};
		const [first, second, third] = [1, 2, 3].map((index) =>
			claimDelivery(scope, shaOf(index), staticData, NOON),
		);
		first?.keep();
		second?.settle(true, NOON);
		third?.settle(false, NOON);
		const saved = save(staticData);
		expect(await standAfterRestart(scope, shaOf(1), saved)).toBe('new');
		expect(await standAfterRestart(scope, shaOf(2), saved)).toBe('accepted');
		expect(await standAfterRestart(scope, shaOf(3), saved)).toBe('new');
	});

	it('is the latest 128, in less than 5 KB that n8n rewrites each time', async () => {
		const scope = newScope();
		const staticData = {};
		for (let index = 0; index <= 128; index++) {
			claimDelivery(scope, shaOf(index), staticData, NOON).keepWithThis(NOON);
		}
		const saved = save(staticData);
		expect(JSON.stringify(saved).length).toBeLessThan(5000);
		expect(await standAfterRestart(scope, shaOf(0), saved)).toBe('new');
		expect(await standAfterRestart(scope, shaOf(1), saved)).toBe('accepted');
		expect(await standAfterRestart(scope, shaOf(128), saved)).toBe('accepted');
	});
});
