import { PAGES } from '../../nodes/CleverConnect/common/documentation';
import { DOCUMENTED_SAMPLE, goodApplication } from '../../tools/samples/exampleApplication.cts';
import {
	publish,
	receive,
	setUpBinaryStore,
	TOKEN,
	type NodeSettings,
} from '../helpers/nodeContext.cts';

const OTHER_TOKEN = 'another-invented-secret';

let tearDown: () => Promise<void>;
beforeAll(async () => {
	tearDown = await setUpBinaryStore('default');
});
afterAll(async () => await tearDown());
beforeEach(() => jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] }));
afterEach(() => jest.useRealTimers());

describe('an invalid credential', () => {
	const short = { authentication: 'bearer', token: 'short' };
	const unreadable = () => {
		throw new Error('n8n cannot decrypt it');
	};
	/** Returns the response status, which is 500 if the delivery fails. */
	const attempt = async (workflowId: string, settings: NodeSettings): Promise<number> =>
		await receive({ body: DOCUMENTED_SAMPLE }, { ...settings, workflowId }).then(
			({ answer }) => answer.status ?? 200,
			() => 500,
		);

	it.each<[string, NodeSettings]>([
		['incomplete', { credential: short }],
		['invalid because of an expression', { credential: { ...short, token: '={{ [] }}' } }],
		['unreadable', { credential: unreadable }],
	])(
		'makes one delivery a minute fail if it is %s, and refuses the others',
		async (name, settings) => {
			const answers: number[] = [];
			for (let seconds = 0; seconds <= 120; seconds += 20) {
				answers.push(await attempt(name, settings), await attempt(name, settings));
				jest.advanceTimersByTime(20_000);
			}
			expect(answers.join()).toBe('500,503,503,503,503,503,500,503,503,503,503,503,500,503');
		},
	);

	it('makes only one of several simultaneous deliveries fail', async () => {
		const burst = Array.from(
			{ length: 20 },
			async () => await attempt('at once', { credential: short }),
		);
		const answers = await Promise.all(burst);
		expect(answers.filter((status) => status === 500)).toHaveLength(1);
		expect(answers.filter((status) => status === 503)).toHaveLength(19);
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

	it('makes one delivery a minute fail for each trigger', async () => {
		const settings = { credential: short };
		expect(await attempt('one trigger', settings)).toBe(500);
		expect(await attempt('another trigger', settings)).toBe(500);
		expect(await attempt('one trigger', settings)).toBe(503);
		expect(await attempt('another trigger', settings)).toBe(503);
	});

	it('makes each delivery to the test URL fail', async () => {
		const settings: NodeSettings = { credential: short, mode: 'manual' };
		expect(await attempt('listening', settings)).toBe(500);
		expect(await attempt('listening', settings)).toBe(500);
	});

	it('makes no delivery fail once it is corrected', async () => {
		expect(await attempt('corrected', { credential: short })).toBe(500);
		jest.advanceTimersByTime(5000);
		expect(await attempt('corrected', {})).toBe(200);
	});

	it('results in a refusal with Retry-After', async () => {
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
			expect.stringMatching(
				/refused a delivery from 203\.0\.113\.7: No delivery can be accepted .* Open the trigger's credential/,
			),
		]);
	});
});

describe('if n8n would run the next steps after an error,', () => {
	const continuing: NodeSettings[] = [
		{ onFailure: { onError: 'continueRegularOutput' } },
		{ onFailure: { onError: 'continueErrorOutput' } },
		{ onFailure: { continueOnFail: true } },
		{ workflowSettings: { engineType: 'v2' } },
	];
	const faults: Array<[string, NodeSettings, RegExp]> = [
		[
			'an invalid credential',
			{ credential: { authentication: 'bearer', token: 'short' } },
			/'Token' has 5 characters/,
		],
		[
			'an invalid option',
			{ parameters: { options: { acceptedFileTypes: 'pfd' } } },
			/"pfd", which is not a file type|engine 2\.0/,
		],
		[
			'a file that n8n cannot store',
			{ storeFile: () => Promise.reject(new Error('ENOSPC: Camille Example CV.pdf')) },
			/set the trigger's 'On Error' to 'Stop Workflow'|engine 2\.0/,
		],
	];
	it.each(continuing.flatMap((how) => faults.map((fault) => [fault, how] as const)))(
		'a delivery is refused: %j, %j',
		async ([, fault, advice], how) => {
			const { result, answer, log } = await receive(
				{ body: goodApplication() },
				{ ...fault, ...how },
			);
			expect(result).toEqual({ noWebhookResponse: true });
			expect(answer).toMatchObject({ status: 503, headers: { 'Retry-After': '60' } });
			expect(log).toEqual([expect.stringMatching(advice)]);
			expect(log.join()).not.toContain('Camille');
		},
	);
});

describe("with n8n's engine 2.0, which cannot receive files,", () => {
	const settings: NodeSettings = { workflowSettings: { engineType: 'v2' } };

	it('a workflow cannot be published', async () => {
		await expect(publish(settings)).rejects.toThrow('engine 2.0, which cannot receive files');
		expect(await publish({ workflowSettings: { engineType: 'v1' } })).toBe(true);
	});

	it('only a sender with a token learns of it', async () => {
		const headers = { authorization: 'Bearer wrong' };
		const { answer } = await receive({ body: DOCUMENTED_SAMPLE, headers }, settings);
		expect(answer.status).toBe(401);
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
	])('makes the credential invalid if it does not return text: %j', async (credential) => {
		await expect(publish({ credential })).rejects.toThrow(
			'The CleverConnect credential cannot be used yet.',
		);
		await expect(receive({ body: DOCUMENTED_SAMPLE }, { credential })).rejects.toThrow(
			'The CleverConnect credential cannot be used yet.',
		);
	});

	it('can supply the username and the tokens', async () => {
		const credential = {
			authentication: 'basic',
			username: "={{ 'clever' + 'connect' }}",
			token: `={{ '${OTHER_TOKEN}' }}`,
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

describe('invalid settings', () => {
	const invalid = [
		[
			'a short token',
			{ credential: { authentication: 'bearer', token: 'x' } },
			/cannot be used yet\. 'Token' has 1/,
		],
		[
			'an unknown file type',
			{ parameters: { options: { acceptedFileTypes: 'pfd, *' } } },
			/^'Accepted File Types' contains "pfd", which is not a file type\. 'Accepted File Types' contains "\*", which is not a file type\. Enter/,
		],
		[
			'several values that do not exist',
			{
				parameters: {
					responseMode: 'streaming',
					output: '',
					options: { skipRedeliveries: 'false' },
				},
			},
			/^'Respond' has an invalid value\. 'Output' has an invalid value\. 'Skip Re-Deliveries' has an invalid value\.$/,
		],
		[
			'an unknown value of a list',
			{ parameters: { onIssues: 'rejected' } },
			/^'When Something Is Wrong' has an invalid value\./,
		],
		...[-5, '-5', '5 MB', [5], true].map(
			(maxFileSize) =>
				[
					`the file size ${JSON.stringify(maxFileSize)}`,
					{ parameters: { options: { maxFileSize } } },
					/^'Maximum File Size \(MB\)' has an invalid value\./,
				] as const,
		),
		[
			'a list of file types',
			{ parameters: { options: { acceptedFileTypes: ['pdf'] } } },
			/^'Accepted File Types' has an invalid value\.$/,
		],
		[
			'text in place of true',
			{ parameters: { options: { keepContent: 'true' } } },
			/^'Keep Base64 Content' has an invalid value\./,
		],
	] as const;

	it.each(invalid)('prevent publishing: %s', async (_name, settings, message) => {
		for (const activation of ['activate', 'update', 'manual'] as const) {
			await expect(publish(settings, activation)).rejects.toThrow(message);
		}
	});

	it.each(invalid)('do not unpublish a workflow: %s', async (_name, settings) => {
		for (const activation of ['init', 'leadershipChange'] as const) {
			expect(await publish(settings, activation)).toBe(true);
		}
	});

	it.each(invalid)('make each delivery fail: %s', async (_name, settings, message) => {
		const delivery = receive({ body: DOCUMENTED_SAMPLE }, settings);
		await expect(delivery).rejects.toThrow(message);
		await expect(delivery).rejects.toMatchObject({
			description: expect.stringContaining(PAGES.troubleshooting) as string,
		});
	});

	it('are detected only after the token check, so that only senders with a token can cause failures', async () => {
		const settings = { parameters: { options: { acceptedFileTypes: 'pfd' } } };
		const headers = { authorization: 'Bearer wrong' };
		const { answer } = await receive({ body: DOCUMENTED_SAMPLE, headers }, settings);
		expect(answer.status).toBe(401);
	});

	it.each([
		{},
		{ responseMode: 'lastNode', onIssues: 'review', output: 'attachment' },
		{
			options: {
				acceptedFileTypes: '',
				keepContent: true,
				maxFileSize: 0.5,
				skipRedeliveries: false,
			},
		},
		{ options: { acceptedFileTypes: null, keepContent: null, maxFileSize: null } },
		{ onIssues: null, options: { maxFileSize: '5' } },
		{ options: { maxFileSize: '' } },
	])('do not include %j', async (parameters) => {
		expect(await publish({ parameters })).toBe(true);
	});
});
