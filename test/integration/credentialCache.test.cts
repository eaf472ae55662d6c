import { DOCUMENTED_SAMPLE } from '../../tools/samples/exampleApplication.cts';
import { publish, receive, setUpBinaryStore, TOKEN, type NodeSettings } from './context.cts';

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

/** 200 where the delivery comes in. */
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
	it('is read once for a burst', async () => {
		const burst = Array.from({ length: 20 }, async () => await deliver(TOKEN, 'burst'));
		expect(new Set(await Promise.all(burst))).toEqual(new Set([200]));
		expect(await deliver('something-of-a-stranger', 'burst')).toBe(401);
		expect(readings).toBe(1);
	});

	it('is read anew after five seconds, however many deliveries came in between', async () => {
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

	it('is read anew when the clock is put back', async () => {
		await deliver(TOKEN, 'clock');
		jest.setSystemTime(Date.now() - 60_000);
		await deliver(TOKEN, 'clock');
		expect(readings).toBe(2);
	});

	it.each<[string, string, NodeSettings]>([
		['another workflow', 'other', {}],
		['another credential of the same workflow', 'own', { credentialId: 'credential-2' }],
	])('is not the one of %s', async (_name, workflowId, settings) => {
		await deliver(TOKEN, `${workflowId}, before`, {});
		await deliver(TOKEN, 'own', {});
		token = NEW_TOKEN;
		expect(await deliver(NEW_TOKEN, workflowId, settings)).toBe(200);
	});

	it.each<[string, () => Record<string, unknown>]>([
		['it was not sound before', () => ({ authentication: 'bearer', token: 'short' })],
		[
			'it could not be read before',
			() => {
				throw new Error('n8n cannot decrypt it');
			},
		],
	])('takes effect within five seconds if %s', async (name, broken) => {
		await expect(deliver(TOKEN, name, { credential: broken })).rejects.toThrow(
			/decrypt|short|5 char/,
		);
		expect(await deliver(TOKEN, name)).toBe(503);
		expect(readings).toBe(0);
		jest.advanceTimersByTime(5000);
		expect(await deliver(TOKEN, name)).toBe(200);
	});

	it('takes effect at once while somebody listens for a test event, or publishes', async () => {
		await deliver(TOKEN, 'building');
		token = NEW_TOKEN;
		expect(await deliver(NEW_TOKEN, 'building', { mode: 'manual' })).toBe(200);
		token = 'short';
		await expect(publish({ credential, workflowId: 'building' })).rejects.toThrow('5 characters');
	});
});

describe('a credential that is not sound', () => {
	const short = { authentication: 'bearer', token: 'short' };
	const unreadable = () => {
		throw new Error('n8n cannot decrypt it');
	};
	/** 500 if the delivery fails, as n8n answers it then. */
	const attempt = async (workflowId: string, settings: NodeSettings) =>
		await deliver('anything', workflowId, settings).catch(() => 500);

	it.each<[string, NodeSettings]>([
		['not sound', { credential: short }],
		[
			'of no use with what its expressions return',
			{ credential: { ...short, token: '={{ [] }}' } },
		],
		['unreadable', { credential: unreadable }],
	])('fails one delivery a minute if it is %s, and refuses the others', async (name, settings) => {
		const answers: number[] = [];
		for (let seconds = 0; seconds <= 120; seconds += 20) {
			answers.push(await attempt(name, settings), await attempt(name, settings));
			jest.advanceTimersByTime(20_000);
		}
		expect(answers.join()).toBe('500,503,503,503,503,503,500,503,503,503,503,503,500,503');
	});

	it('fails one delivery of those that come at once', async () => {
		const burst = Array.from(
			{ length: 20 },
			async () => await attempt('at once', { credential: short }),
		);
		const answers = await Promise.all(burst);
		expect(answers.filter((status) => status === 500)).toHaveLength(1);
		expect(answers.filter((status) => status === 503)).toHaveLength(19);
	});

	it('fails one delivery a minute for each trigger', async () => {
		const settings = { credential: short };
		expect(await attempt('one trigger', settings)).toBe(500);
		expect(await attempt('another trigger', settings)).toBe(500);
		expect(await attempt('one trigger', settings)).toBe(503);
		expect(await attempt('another trigger', settings)).toBe(503);
	});

	it('fails each delivery to the test URL, where its owner listens', async () => {
		const settings: NodeSettings = { credential: short, mode: 'manual' };
		expect(await attempt('listening', settings)).toBe(500);
		expect(await attempt('listening', settings)).toBe(500);
	});

	it('fails no delivery once it is sound', async () => {
		expect(await attempt('corrected', { credential: short })).toBe(500);
		jest.advanceTimersByTime(5000);
		expect(await deliver(TOKEN, 'corrected')).toBe(200);
		expect(await attempt('corrected', {})).toBe(401);
	});

	it('tells the sender when to try again, and starts nothing', async () => {
		const settings = { credential: short, workflowId: 'refused' };
		await expect(receive({ body: DOCUMENTED_SAMPLE }, settings)).rejects.toThrow('5 characters');
		const { answer, result, log } = await receive({ body: DOCUMENTED_SAMPLE }, settings);
		expect(result).toEqual({ noWebhookResponse: true });
		expect(answer).toEqual({
			status: 503,
			headers: { 'Content-Type': 'application/problem+json', 'Retry-After': '60' },
			body: {
				type: 'about:blank',
				title: 'Service Unavailable',
				status: 503,
				detail: 'No delivery can be accepted at the moment. Send the application again later.',
			},
		});
		expect(log).toEqual([
			expect.stringContaining('refused a delivery from 203.0.113.7: No delivery can be accepted'),
		]);
	});
});

describe('an expression in the credential', () => {
	const bearer = { authentication: 'bearer', token: TOKEN };
	it.each([
		{ ...bearer, allowedIps: '={{ $vars.gone }}' },
		{ ...bearer, allowedIps: "={{ ['10.0.0.1'] }}" },
		{ ...bearer, allowedIps: '={{ null }}' },
		{ ...bearer, allowedIps: '={{ {} }}' },
		{ ...bearer, allowedIps: '={{ $vars.gone }} # nobody' },
		{ ...bearer, allowedIps: ['10.0.0.1'] },
		{ ...bearer, token: '={{ $vars.gone }}' },
		{ ...bearer, token: '={{ 1234567890123456 }}' },
		{ ...bearer, previousToken: '={{ $vars.gone }}' },
		{ ...bearer, previousToken: '={{ [] }}' },
		{ authentication: "={{ 'none' }}", allowedIps: '203.0.113.7' },
		{ authentication: 'basic', username: '={{ ["u"] }}', token: TOKEN },
		{ authentication: 'header', headerName: '={{ $vars.gone }}', token: TOKEN },
		{ authentication: 'query', queryParameter: '={{ $vars.gone }}', token: TOKEN },
		{ authentication: 'none', allowedIps: '={{ $vars.gone }}' },
	])('lets nobody in if it returns no text: %j', async (credential) => {
		await expect(publish({ credential })).rejects.toThrow('The credential cannot be used yet.');
		await expect(receive({ body: DOCUMENTED_SAMPLE }, { credential })).rejects.toThrow(
			'The credential cannot be used yet.',
		);
	});

	it('can hold the username and the tokens', async () => {
		const credential = {
			authentication: 'basic',
			username: "={{ 'clever' + 'connect' }}",
			token: `={{ '${NEW_TOKEN}' }}`,
			previousToken: `={{ '${TOKEN}' }}`,
		};
		const authorization = `Basic ${Buffer.from(`cleverconnect:${TOKEN}`).toString('base64')}`;
		const { answer } = await receive(
			{ body: DOCUMENTED_SAMPLE, headers: { authorization } },
			{ credential },
		);
		expect(answer.status).toBeUndefined();
	});
});
