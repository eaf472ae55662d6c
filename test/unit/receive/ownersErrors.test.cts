import { DOCUMENTED_SAMPLE, goodApplication } from '../../../tools/samples/exampleApplication.cts';
import { receive, setUpBinaryStore, TOKEN, type NodeSettings } from '../../helpers/nodeContext.cts';

let tearDown: () => Promise<void>;
beforeAll(async () => {
	tearDown = await setUpBinaryStore('default');
});
afterAll(async () => await tearDown());
beforeEach(() => jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] }));
afterEach(() => jest.useRealTimers());

const short = { authentication: 'bearer', token: 'short' };

describe('an invalid credential', () => {
	/** Returns the response status, which is 500 if the delivery fails. */
	const attempt = async (workflowId: string, settings: NodeSettings): Promise<number> =>
		await receive({ body: DOCUMENTED_SAMPLE }, { ...settings, workflowId }).then(
			({ answer }) => answer.status ?? 200,
			() => 500,
		);
	const unreadable = () => {
		throw new Error('n8n cannot decrypt it');
	};

	it.each<[string, NodeSettings]>([
		['incomplete', { credential: short }],
		['unreadable', { credential: unreadable }],
	])('makes one of many deliveries a minute fail if it is %s', async (name, settings) => {
		const burst = Array.from({ length: 20 }, async () => await attempt(name, settings));
		const answers = await Promise.all(burst);
		expect(answers.sort()).toEqual([500, ...Array<number>(19).fill(503)]);
		jest.advanceTimersByTime(60_000);
		expect(await attempt(name, settings)).toBe(500);
		expect(await attempt(`${name}, in another workflow`, settings)).toBe(500);
	});

	it('makes only one delivery fail if older readings of the credential take longer', async () => {
		const endReading: Array<() => void> = [];
		const credential = async () => {
			await new Promise<void>((resolve) => endReading.unshift(resolve));
			return short;
		};
		const answers: Array<Promise<number>> = [];
		for (let count = 0; count < 4; count++) {
			answers.push(attempt('slowly', { credential }));
			await jest.advanceTimersByTimeAsync(6_000);
		}
		for (const end of endReading) end();
		expect((await Promise.all(answers)).sort()).toEqual([500, 503, 503, 503]);
	});

	it('makes each delivery to the test URL fail', async () => {
		const settings: NodeSettings = { credential: short, mode: 'manual' };
		expect(await attempt('listening', settings)).toBe(500);
		expect(await attempt('listening', settings)).toBe(500);
	});

	it('results in a refusal with Retry-After', async () => {
		const settings = { credential: short, workflowId: 'refused' };
		await expect(receive({ body: DOCUMENTED_SAMPLE }, settings)).rejects.toThrow('5 characters');
		const { answer, result, log } = await receive({ body: DOCUMENTED_SAMPLE }, settings);
		expect(result).toEqual({ noWebhookResponse: true });
		expect(answer).toMatchObject({
			status: 503,
			headers: { 'Retry-After': '60' },
			body: { detail: expect.stringMatching(/^No delivery can be accepted/) as string },
		});
		expect(log).toEqual([expect.stringContaining("Open the trigger's credential")]);
	});
});

it('an expression can supply the username and the tokens', async () => {
	const credential = {
		authentication: 'basic',
		username: "={{ 'clever' + 'connect' }}",
		token: "={{ 'another-invented-secret' }}",
		previousToken: `={{ '${TOKEN}' }}`,
	};
	const authorization = `Basic ${Buffer.from(`cleverconnect:${TOKEN}`).toString('base64')}`;
	const incoming = { body: DOCUMENTED_SAMPLE, headers: { authorization } };
	expect((await receive(incoming, { credential })).answer.status).toBeUndefined();
});

it('only senders with a token learn of an invalid option', async () => {
	const settings = { parameters: { options: { acceptedFileTypes: 'pfd' } } };
	const headers = { authorization: 'Bearer wrong' };
	const { answer } = await receive({ body: DOCUMENTED_SAMPLE, headers }, settings);
	expect(answer.status).toBe(401);
	await expect(receive({ body: DOCUMENTED_SAMPLE }, settings)).rejects.toThrow('"pfd"');
});

describe('if n8n would run the next steps after an error,', () => {
	const storeFile = () => Promise.reject(new Error('ENOSPC: Camille Example CV.pdf'));
	it.each<[string, NodeSettings, RegExp]>([
		['an invalid credential', { credential: short }, /'Token' has 5 characters/],
		['an invalid option', { parameters: { options: { acceptedFileTypes: 'pfd' } } }, /"pfd"/],
		['a file that n8n cannot store', { storeFile }, /set the trigger's 'On Error' to 'Stop/],
	])('a delivery is refused because of %s', async (_name, fault, advice) => {
		for (const onFailure of [
			{ onError: 'continueRegularOutput' },
			{ onError: 'continueErrorOutput' },
			{ continueOnFail: true },
		] as const) {
			const outcome = await receive({ body: goodApplication() }, { ...fault, onFailure });
			expect(outcome.result).toEqual({ noWebhookResponse: true });
			expect(outcome.answer).toMatchObject({ status: 503, headers: { 'Retry-After': '60' } });
			expect(outcome.log).toEqual([expect.stringMatching(advice)]);
			expect(outcome.log.join()).not.toContain('Camille');
		}
	});

	it("a delivery is refused because of n8n's engine 2.0", async () => {
		const workflowSettings = { engineType: 'v2' } as const;
		const { answer, log } = await receive({ body: goodApplication() }, { workflowSettings });
		expect(answer.status).toBe(503);
		expect(log).toEqual([expect.stringContaining('engine 2.0')]);
	});
});
