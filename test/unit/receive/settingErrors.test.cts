import { DOCUMENTED_SAMPLE, goodApplication } from '../../../tools/samples/exampleApplication.cts';
import { receive, type NodeSettings } from '../../helpers/nodeContext.cts';

beforeEach(() => jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] }));
afterEach(() => jest.useRealTimers());

const body = DOCUMENTED_SAMPLE;
const short = { authentication: 'bearer', token: 'short' };
const wrongOption = { parameters: { options: { acceptedFileTypes: 'pfd' } } };

describe('an invalid credential', () => {
	/** Returns the response status, which is 500 if the delivery fails. */
	const attempt = async (workflowId: string, settings: NodeSettings): Promise<number> =>
		await receive({ body }, { ...settings, workflowId }).then(
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
		expect((await Promise.all(burst)).sort()).toEqual([500, ...Array<number>(19).fill(503)]);
		jest.advanceTimersByTime(60_000);
		expect(await attempt(name, settings)).toBe(500);
		expect(await attempt(`${name}, in another workflow`, settings)).toBe(500);
		const manual: NodeSettings = { ...settings, mode: 'manual' };
		expect(await attempt(name, manual)).toBe(500);
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

	it('is named by the failed execution, and then in the log', async () => {
		const settings = { credential: short, workflowId: 'refused' };
		await expect(receive({ body }, settings)).rejects.toThrow('5 characters');
		const { log } = await receive({ body }, settings);
		expect(log).toEqual([expect.stringContaining("Open the trigger's credential")]);
	});
});

it('only senders with a token learn of an invalid option', async () => {
	const headers = { authorization: 'Bearer wrong' };
	expect((await receive({ body, headers }, wrongOption)).answer.status).toBe(401);
	await expect(receive({ body }, wrongOption)).rejects.toThrow('"pfd"');
});

describe('if n8n would run the next steps after an error,', () => {
	const storeFile = () => Promise.reject(new Error('ENOSPC: Camille Example CV.pdf'));
	const onFailure = { onError: 'continueRegularOutput' } as const;
	it.each<[string, NodeSettings, RegExp]>([
		['an invalid credential', { onFailure, credential: short }, /'Token' has 5 characters/],
		['an invalid option', { onFailure, ...wrongOption }, /"pfd"/],
		['a file that n8n cannot store', { onFailure, storeFile }, /'On Error' to 'Stop/],
		['an error in earlier nodes', { onFailure: { continueOnFail: true }, storeFile }, /'Stop/],
		["n8n's engine 2.0", { workflowSettings: { engineType: 'v2' } }, /engine 2\.0/],
	])('a delivery is refused because of %s', async (_name, fault, advice) => {
		const { result, answer, log } = await receive({ body: goodApplication() }, fault);
		expect(result).toEqual({ noWebhookResponse: true });
		expect(answer.status).toBe(503);
		expect(log).toEqual([expect.stringMatching(advice)]);
		expect(log.join()).not.toContain('Camille');
	});
});
