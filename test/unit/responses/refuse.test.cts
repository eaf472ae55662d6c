import { goodApplication } from '../../../tools/samples/exampleApplication.cts';
import { TRIGGER } from '../../../tools/n8n/client/workflow.cts';
import { receive, type NodeSettings } from '../../helpers/nodeContext.cts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const MINUTE = 60_000;

beforeAll(() => jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick'] }));
afterAll(() => jest.useRealTimers());

const REPORT = { options: { reportRefusals: true } };
const WRONG = { authorization: 'Bearer wrong-and-secret' };

const send = async (settings: NodeSettings, headers: Record<string, string> = WRONG) =>
	await receive({ body: goodApplication(), headers }, { workflowId: 'refuse', ...settings });

it('a refusal is an item at the last output, at most once an hour for each trigger and reason', async () => {
	const { result, response } = await send({ parameters: { onIssues: 'review', ...REPORT } });
	expect(response.status).toBe(401);
	const item = {
		status: 401,
		reason: 'the token is wrong',
		advice: expect.stringMatching(/^If CleverConnect sent this/) as string,
		sourceIp: '203.0.113.7',
		receivedAt: new Date(NOW).toISOString(),
		since: new Date(NOW).toISOString(),
		count: 1,
	};
	const workflowData = [[], [], [{ json: item }]];
	expect(result).toEqual({ noWebhookResponse: true, workflowData });
	expect(JSON.stringify(result)).not.toMatch(/Camille|secret/);

	jest.advanceTimersByTime(59 * MINUTE);
	for (const _ of [1, 2]) {
		expect((await send({ parameters: REPORT })).result).toEqual({ noWebhookResponse: true });
	}
	const missing = await send({ parameters: REPORT }, { authorization: '' });
	expect(missing.outputs[1]).toMatchObject([
		{ json: { reason: 'the token is missing', count: 1 } },
	]);
	const other = await send({ parameters: REPORT, workflowId: 'other' });
	expect(other.outputs[1]).toMatchObject([{ json: { count: 1 } }]);

	jest.advanceTimersByTime(MINUTE);
	const { outputs } = await send({ parameters: REPORT });
	const { receivedAt: since } = item;
	expect(outputs).toMatchObject([[], [{ json: { since, count: 3 } }]]);
});

it('without the option, a refusal starts no execution', async () => {
	expect((await send({ workflowId: 'silent' })).result).toEqual({ noWebhookResponse: true });
});

it("n8n's log has at most 60 lines a minute, and says how many are missing", async () => {
	jest.advanceTimersByTime(MINUTE);
	const lines: string[] = [];
	for (let count = 0; count < 70; count++) lines.push(...(await send({})).log);
	const line =
		"CleverConnect Trigger refused an application from 203.0.113.7: 401, the token is wrong. If CleverConnect sent this application, compare the token that they use with the one in the trigger's credential.";
	const meta = JSON.stringify({ workflowId: 'refuse', nodeName: TRIGGER });
	expect(lines).toEqual(Array(60).fill(line + meta));
	jest.advanceTimersByTime(MINUTE);
	const { log } = await send({});
	expect(log).toEqual([`${line} (10 more lines before this one were left out.)${meta}`]);
});

it.each<[Record<string, string>, string, string]>([
	[{ authorization: '' }, '401: the token is missing', 'The sender must send it in the'],
	[WRONG, '401: the token is wrong', 'If CleverConnect sent this'],
	[{ 'content-type': 'text/plain' }, '415: the application is not declared', 'Ask the sender'],
])('at the test URL, a refusal is an error in the editor: %j', async (headers, message, advice) => {
	const { response, error } = await send({ mode: 'manual', parameters: REPORT }, headers);
	expect(response.status).toBe(Number.parseInt(message, 10));
	expect(error).toMatchObject({
		message: expect.stringMatching(`^${message}`) as string,
		description: expect.stringMatching(`^${advice}.* click 'Execute step'\\.$`) as string,
	});
});

it('an address that is none is not in the item, because the sender wrote it', async () => {
	const sent = { body: goodApplication(), headers: WRONG, ip: 'Camille <x@example.com>' };
	const { outputs } = await receive(sent, { parameters: REPORT });
	expect(outputs[1]).toMatchObject([{ json: { status: 401, sourceIp: '' } }]);
	expect(JSON.stringify(outputs)).not.toContain('Camille');
});

it.each<[NodeSettings, string, string]>([
	[{}, '401: the token is wrong', 'If CleverConnect sent this'],
	[
		{ credential: { authentication: 'bearer', token: 'short' } },
		'503: the trigger does not work',
		"The CleverConnect credential cannot be used yet. 'Token' needs",
	],
])(
	'at the test URL, if n8n would run the next steps after an error, the refusal is an item after all outputs, to which no step is connected: %#',
	async (settings, error, advice) => {
		const onFailure = { onError: 'continueErrorOutput' } as const;
		const { result } = await send({ mode: 'manual', parameters: REPORT, onFailure, ...settings });
		const json = { error, advice: expect.stringContaining(advice) as string };
		const workflowData = [[], [], [], [{ json }]];
		expect(result).toEqual({ noWebhookResponse: true, workflowData });
	},
);
