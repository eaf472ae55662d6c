import { readBlocks } from '../../tools/docs/page.cts';
import {
	DOCUMENTED_SAMPLE,
	goodApplication,
	resumePdf,
} from '../../tools/samples/exampleApplication.cts';
import { receive, TOKEN, type NodeSettings } from '../helpers/nodeContext.cts';

it('an application is confirmed, and its item has the CV but no request headers', async () => {
	const headers = { 'x-private': 'a header that nobody should see' };
	const { result, outputs, response } = await receive({ body: goodApplication(), headers });
	const { fileName, mimeType, ...file } = outputs[0]?.[0]?.binary?.resume ?? {};
	expect([fileName, mimeType]).toEqual(['Camille Example CV.pdf', 'application/pdf']);
	expect(file).toEqual({ data: resumePdf.toString('base64') });
	expect(result.webhookResponse).toEqual({ status: 'accepted', id: 4711 });
	expect(response).toEqual({});
	expect(JSON.stringify(result)).not.toMatch(new RegExp(`${TOKEN}|nobody should see`));
});

it('README.md shows the item that the trigger outputs', async () => {
	const block = readBlocks('../README.md').find(({ heading }) => heading === 'The item you get');
	const sample = JSON.parse(block?.code ?? '') as { receipt: { receivedAt: string } };
	jest.useFakeTimers({ now: new Date(sample.receipt.receivedAt), doNotFake: ['nextTick'] });
	const attachments = (goodApplication().attachments ?? []).slice(0, 1);
	const { outputs } = await receive({ body: goodApplication({ attachments }) });
	jest.useRealTimers();
	expect(outputs[0]?.[0]?.json).toEqual(sample);
});

it.each([
	['flag', [1], goodApplication()],
	['flag', [1], DOCUMENTED_SAMPLE],
	['review', [1, 0], goodApplication()],
	['review', [0, 1], DOCUMENTED_SAMPLE],
])('with %s, the outputs have %j items', async (onIssues, expected, body) => {
	const { outputs } = await receive({ body }, { parameters: { onIssues } });
	expect(outputs.map((items) => items.length)).toEqual(expected);
});

it('a refusal shows no secret and no personal data', async () => {
	const headers = { authorization: 'Bearer wrong-and-secret' };
	const { result, response, log } = await receive({ body: DOCUMENTED_SAMPLE, headers });
	expect(result).toEqual({ noWebhookResponse: true });
	expect(response.body).toMatchObject({ status: 401 });
	const start = /^CleverConnect Trigger refused an application from 203\.0\.113\.7: 401, /;
	expect(log).toEqual([expect.stringMatching(start)]);
	expect(JSON.stringify([response, log])).not.toMatch(/DOE|Gaillon|wrong-and-secret/);
});

const body = goodApplication({ attachments: [] });
const headers = { 'x-check-only': 'true' };

it('a check reports the issues and the files, and stores nothing', async () => {
	const storeFile = () => Promise.reject(new Error('a check must not store a file'));
	const { result, log } = await receive({ body: DOCUMENTED_SAMPLE, headers }, { storeFile });
	expect(Object.keys(result)).toEqual(['webhookResponse']);
	expect(result.webhookResponse).toMatchObject({
		status: 'checked',
		issues: [{ code: 'format' }, { code: 'typeUnverified' }],
		attachments: [{ fileName: 'resume.pdf' }],
		receipt: { sourceIp: '203.0.113.7' },
	});
	expect(log).toEqual([expect.stringMatching(/^CleverConnect Trigger checked (?!.*DOE)/)]);
});

it('a check is neither remembered nor compared with deliveries', async () => {
	for (const status of ['checked', 'accepted', 'checked', 'duplicate']) {
		const sent = { body, headers: status === 'checked' ? headers : {} };
		const { result, finish } = await receive(sent, { workflowId: 'checked' });
		finish(200);
		expect(result.webhookResponse).toMatchObject({ status });
	}
});

const DUPLICATE = { webhookResponse: { status: 'duplicate', id: 4711 } };

/** Sends an application to the test's own workflow. `isStored` says whether n8n would store its execution. */
async function send(settings: NodeSettings = {}, sent: object = body) {
	const workflowId = String(expect.getState().currentTestName);
	const delivery = await receive({ body: sent }, { workflowId, ...settings });
	return { ...delivery, isStored: delivery.result.workflowData !== undefined };
}

it('a duplicate is recognized after the confirmation', async () => {
	const original = await send();
	expect(original.isStored).toBe(true);
	expect((await send()).response.status).toBe(503);
	original.finish(200);
	expect((await send({}, { ...body, note: 'an update' })).isStored).toBe(true);
	expect((await send()).result).toEqual(DUPLICATE);
});

it.each<[string, NodeSettings, number]>([
	['to which n8n responded with 500', {}, 500],
	['to the test URL', { mode: 'manual' }, 200],
	['if the option is off', { parameters: { options: { skipDuplicates: false } } }, 200],
])('a duplicate of a delivery %s starts an execution', async (_name, settings, status) => {
	(await send(settings)).finish(status);
	expect((await send(settings)).isStored).toBe(true);
});

const short = { authentication: 'bearer', token: 'short' };
const wrongOption = { parameters: { options: { acceptedFileTypes: 'pfd' } } };

it('an error for the owner: with an invalid credential, one delivery fails, and the next is refused', async () => {
	const settings = { credential: short, workflowId: 'an invalid credential' };
	await expect(receive({ body }, settings)).rejects.toThrow("'Token' needs at least 16 characters");
	const { response, log } = await receive({ body }, settings);
	expect(response.status).toBe(503);
	expect(log).toEqual([expect.stringContaining('open the failed execution')]);
});

it('an error for the owner: only senders with a valid token learn of an invalid option', async () => {
	const headers = { authorization: 'Bearer wrong' };
	expect((await receive({ body, headers }, wrongOption)).response.status).toBe(401);
	await expect(receive({ body }, wrongOption)).rejects.toThrow('"pfd"');
});

const storeFile = () => Promise.reject(new Error('ENOSPC: Camille Example CV.pdf'));
const onFailure = { onError: 'continueRegularOutput' } as const;

it.each<[string, NodeSettings, RegExp]>([
	[
		'an invalid credential',
		{ onFailure, credential: short },
		/'Token' needs at least 16 characters/,
	],
	['an invalid option', { onFailure, ...wrongOption }, /"pfd"/],
	['a file that n8n cannot store', { onFailure, storeFile }, /'On Error' to 'Stop/],
])(
	'an error for the owner: with %s, a delivery is refused if further steps would run',
	async (_name, fault, advice) => {
		const { result, response, log } = await receive({ body: goodApplication() }, fault);
		expect(result).toEqual({ noWebhookResponse: true });
		expect(response.status).toBe(503);
		expect(log).toEqual([expect.stringMatching(advice)]);
		expect(log.join()).not.toContain('Camille');
	},
);
