import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { filter, isMatch, map, range, sortBy, uniq } from 'lodash';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import type { ExecutionSummary } from '../../tools/n8n/client/session.cts';
import { importTemplate } from '../../tools/n8n/client/template.cts';
import {
	connect,
	CREDENTIAL_TYPE,
	deliver,
	FAILING_NODE,
	publishReceiver,
	TRIGGER,
	waitingNode,
	type FollowingNode,
} from '../../tools/n8n/client/workflow.cts';
import { startHttpServer, type HttpServer } from '../../tools/n8n/servers/httpServer.cts';
import { startMailServer, type MailServer } from '../../tools/n8n/servers/mailServer.cts';
import type { Instance } from '../../tools/n8n/start/instance.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';

/** On a busy machine, n8n might take minutes to run the workflows. */
const LONG = { seconds: 150 };
const SAVED = { saveDataSuccessExecution: 'all' };

let n8n: Instance;
let ats: HttpServer;
let atsStatus: number;
let mailServer: MailServer;
let apiKey: string;
let smtp: string;
let retryFailedId: string;

beforeAll(async () => {
	n8n = await startAnotherN8n({ NODE_OPTIONS: '--max-old-space-size=1024' });
	mailServer = await startMailServer();
	const scopes = ['execution:list', 'execution:read', 'execution:retry', 'workflow:read'];
	const settings = { label: 'For a workflow', expiresAt: null, scopes };
	const { session } = n8n;
	const { rawApiKey } = await session.call<{ rawApiKey: string }>('POST', '/api-keys', settings);
	const key = { apiKey: rawApiKey, baseUrl: `${n8n.url}/api/v1` };
	apiKey = await session.createCredential('n8n', 'n8nApi', key);
	smtp = await session.createCredential('Mail', 'smtp', mailServer.credential);
});

beforeEach(async () => {
	mailServer.takeAllMails();
	atsStatus = 200;
	// n8n might still be sending an application from an earlier test.
	ats = await startHttpServer(() => ({ status: atsStatus, body: {} }));
});

afterEach(async () => await n8n.session.call('POST', `/workflows/${retryFailedId}/deactivate`));

/** Publishes the template for a workflow, with a run and an email every few seconds and short pauses before retries. */
async function publishRetryFailed(workflowId: string): Promise<void> {
	const api = ['n8nApi', apiKey] as const;
	const imported = await importTemplate(n8n.session, n8n.url, 'retry-failed.json', {
		fields: {
			Executions: { url: `${n8n.url}/api/v1/executions` },
			Workflow: { workflowId: { __rl: true, mode: 'id', value: workflowId } },
			'Send email': { fromEmail: 'n8n@example.com', toEmail: 'ann@example.com' },
		},
		texts: {
			'"minutes","minutesInterval":5': '"seconds","secondsInterval":6',
			'[10, 60, 240]': '[0.05, 0.1, 0.1]',
			'getMinutes() < 5': 'getMinutes() < 60',
			'"batchInterval":5000': '"batchInterval":500',
		},
		credentials: {
			'This workflow': api,
			Workflow: api,
			Executions: api,
			Read: api,
			Retry: api,
			'Send email': ['smtp', smtp],
		},
		settings: { saveDataSuccessExecution: 'none' },
	});
	retryFailedId = imported.workflowId;
	await n8n.session.publish(retryFailedId);
}

/** Returns a step that sends to the ATS, by default only the number of the application. */
const sendToAts = (parameters: object = {}) => ({
	name: 'Send to ATS',
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	parameters: {
		method: 'POST',
		url: `=${ats.url}/{{ $('${TRIGGER}').item.json.id }}`,
		...parameters,
	},
});

async function publishSteps(...steps: readonly FollowingNode[]) {
	const names = [TRIGGER, ...map(steps, 'name')];
	const wires = steps.map(({ name }, index) => connect(String(names[index]), name));
	const connections = Object.assign({}, ...wires) as Record<string, object>;
	return await publishReceiver(n8n, { nodes: steps, connections, settings: SAVED });
}

const listReceived = () => ats.requests.map(({ path }) => Number(path.slice(1)));

const waitForAts = async (count: number) =>
	await waitUntil(`${count} at the ATS`, () => uniq(listReceived()).length >= count, LONG);

async function waitForExecutions(
	workflowId: string,
	count: number,
	like: object = {},
): Promise<ExecutionSummary[]> {
	const find = async () =>
		(await n8n.session.summarizeExecutions(workflowId)).filter((one) => isMatch(one, like));
	await waitUntil(`${count} executions`, async () => (await find()).length >= count, LONG);
	return await find();
}

async function waitForEmail(): Promise<string> {
	return await waitUntil('the email', () => mailServer.takeAllMails()[0]?.mail.text, LONG);
}

it('each application is processed although n8n is killed, and killed again during the retries', async () => {
	const { productionUrl, workflowId } = await publishSteps(waitingNode(10), sendToAts());
	await publishRetryFailed(workflowId);
	for (const id of range(5)) await deliver(productionUrl, goodApplication({ id }));
	for (const count of [5, 6]) {
		await waitForExecutions(workflowId, count);
		await n8n.restart('SIGKILL');
	}
	await waitForAts(5);
	const retried = map(
		filter(await n8n.session.summarizeExecutions(workflowId), 'retryOf'),
		'retryOf',
	);
	expect(retried).toEqual(uniq(retried));
});

it('an application is retried three times, one email then says so, and no execution of this workflow is kept', async () => {
	const { productionUrl, workflowId } = await publishSteps(FAILING_NODE);
	await publishRetryFailed(workflowId);
	await deliver(productionUrl, goodApplication());
	const [, , , last] = await waitForExecutions(workflowId, 4, { status: 'error' });
	expect(await waitForEmail()).toBe(
		`${n8n.url}/workflow/${workflowId}/executions/${last?.id} failed again at each of three retries.\n`,
	);
	await sleep(15_000);
	expect(mailServer.takeAllMails()).toEqual([]);
	expect(await n8n.session.countExecutions(workflowId)).toBe(4);
	expect(
		filter(await n8n.session.summarizeExecutions(retryFailedId), { status: 'success' }),
	).toEqual([]);
});

it('an execution that the trigger failed is not retried, because its steps would run without an application', async () => {
	const { productionUrl, workflowId, credentialId } = await publishSteps(sendToAts());
	await publishRetryFailed(workflowId);
	await n8n.session.updateCredential(credentialId, 'Wrong', CREDENTIAL_TYPE, { token: 'short' });
	await waitUntil(
		'500',
		async () => (await deliver(productionUrl, goodApplication())).status === 500,
	);
	expect(await waitForEmail()).toMatch(/cannot be retried/);
	expect(ats.requests).toEqual([]);
});

it('a review that was approved is not asked for again, and its application is sent once more', async () => {
	const review = {
		...{ name: 'Review', type: 'n8n-nodes-base.wait', typeVersion: 1.1 },
		...{ parameters: { resume: 'webhook' }, webhookId: 'review' },
	};
	const ask = { ...sendToAts({ url: `=${ats.url}/ask?{{ $execution.resumeUrl }}` }), name: 'Ask' };
	const { productionUrl, workflowId } = await publishSteps(ask, review, sendToAts());
	await publishRetryFailed(workflowId);
	await deliver(productionUrl, goodApplication({ id: 1 }));
	const [waiting] = await waitForExecutions(workflowId, 1, { status: 'waiting' });
	atsStatus = 503;
	const [asked] = ats.requests.splice(0);
	await fetch(String(asked?.path.replace('/ask?', '')));
	await waitForExecutions(workflowId, 1, { status: 'error' });
	atsStatus = 200;
	await waitForExecutions(workflowId, 1, { status: 'success', retryOf: waiting?.id });
	await sleep(15_000);
	// One failed, and one succeeded. Nobody was asked again.
	expect(ats.requests.map(({ path }) => path)).toEqual(['/1', '/1']);
	expect(await n8n.session.countExecutions(workflowId)).toBe(2);
});

it('after an outage, large applications arrive once', async () => {
	atsStatus = 503;
	const encode = {
		name: 'File as text',
		type: 'n8n-nodes-base.extractFromFile',
		typeVersion: 1.1,
		parameters: { operation: 'binaryToPropery', binaryPropertyName: 'resume' },
	};
	const jsonBody = '={{ JSON.stringify($json) }}';
	const send = sendToAts({ sendBody: true, specifyBody: 'json', jsonBody });
	const { productionUrl, workflowId } = await publishSteps(encode, send);
	await publishRetryFailed(workflowId);
	const content = randomBytes(10_000_000).toString('base64');
	const attachments = [{ type: 'resume', contentType: 'pdf', content } as const];
	for (const id of range(10)) {
		expect((await deliver(productionUrl, goodApplication({ id, attachments }))).ok).toBe(true);
	}
	await waitForExecutions(workflowId, 10, { status: 'error' });
	atsStatus = 200;
	ats.requests.splice(0);
	await waitForAts(10);
	await sleep(15_000);
	expect(sortBy(listReceived())).toEqual(range(10));
});
