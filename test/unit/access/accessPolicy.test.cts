import { DOCUMENTED_SAMPLE } from '../../../tools/samples/exampleApplication.cts';
import {
	publish,
	receive,
	setUpBinaryStore,
	TOKEN,
	type NodeSettings,
} from '../../helpers/nodeContext.cts';

const NEW_TOKEN = 'the-token-that-follows';

let tearDown: () => Promise<void>;
beforeAll(async () => {
	tearDown = await setUpBinaryStore('default');
});
afterAll(async () => await tearDown());
beforeEach(() => jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] }));
afterEach(() => jest.useRealTimers());

let readings = 0;
let token = TOKEN;
beforeEach(() => {
	readings = 0;
	token = TOKEN;
});

const credential = () => {
	readings += 1;
	return { authentication: 'bearer', token };
};

/** Returns the response status. */
async function deliver(
	presented: string,
	workflowId: string,
	settings: NodeSettings = {},
): Promise<number> {
	const { answer } = await receive(
		{ body: DOCUMENTED_SAMPLE, headers: { authorization: `Bearer ${presented}` } },
		{ credential, workflowId, parameters: { options: { skipRedeliveries: false } }, ...settings },
	);
	return answer.status ?? 200;
}

describe('the credential', () => {
	it('is read only once during a burst of deliveries', async () => {
		const burst = Array.from({ length: 20 }, async () => await deliver(TOKEN, 'burst'));
		expect(new Set(await Promise.all(burst))).toEqual(new Set([200]));
		expect(await deliver('something-of-a-stranger', 'burst')).toBe(401);
		expect(readings).toBe(1);
	});

	it('is read again after five seconds, even if deliveries keep arriving', async () => {
		await deliver(TOKEN, 'change');
		token = NEW_TOKEN;
		jest.advanceTimersByTime(2500);
		expect(await deliver(TOKEN, 'change')).toBe(200);
		jest.advanceTimersByTime(2499);
		expect(await deliver(TOKEN, 'change')).toBe(200);
		jest.advanceTimersByTime(1);
		expect(await deliver(TOKEN, 'change')).toBe(401);
		expect(await deliver(NEW_TOKEN, 'change')).toBe(200);
		expect(readings).toBe(2);
	});

	it('is read again when the clock is set back', async () => {
		await deliver(TOKEN, 'clock');
		jest.setSystemTime(Date.now() - 60_000);
		await deliver(TOKEN, 'clock');
		expect(readings).toBe(2);
	});

	it.each<[string, string, NodeSettings]>([
		['the credential of another workflow', 'other', {}],
		['another credential in the same workflow', 'own', { credentialId: 'credential-2' }],
	])('is cached separately from %s', async (_name, workflowId, settings) => {
		await deliver(TOKEN, `${workflowId}, before`, {});
		await deliver(TOKEN, 'own', {});
		token = NEW_TOKEN;
		expect(await deliver(NEW_TOKEN, workflowId, settings)).toBe(200);
	});

	it('takes effect within five seconds of being corrected', async () => {
		const invalid = { authentication: 'bearer', token: 'short' };
		await expect(deliver(TOKEN, 'invalid', { credential: invalid })).rejects.toThrow('5 char');
		expect(await deliver(TOKEN, 'invalid')).toBe(503);
		expect(readings).toBe(0);
		jest.advanceTimersByTime(5000);
		expect(await deliver(TOKEN, 'invalid')).toBe(200);
	});

	it('takes effect as soon as n8n can read it again', async () => {
		const unreadable = () => {
			throw new Error('n8n cannot decrypt it');
		};
		const [first, second] = await Promise.allSettled(
			[1, 2].map(async () => await deliver(TOKEN, 'unreadable', { credential: unreadable })),
		);
		expect(first).toMatchObject({
			reason: { message: expect.stringContaining('decrypt') as string },
		});
		expect(second).toMatchObject({ value: 503 });
		expect(await deliver(TOKEN, 'unreadable')).toBe(200);
	});

	it('takes effect immediately for test events and when the workflow is published', async () => {
		await deliver(TOKEN, 'building');
		token = NEW_TOKEN;
		expect(await deliver(NEW_TOKEN, 'building', { mode: 'manual' })).toBe(200);
		token = 'short';
		await expect(publish({ credential, workflowId: 'building' })).rejects.toThrow('5 characters');
	});
});
