import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { filter, map, range, sortBy, uniq } from 'lodash';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import { importTemplate } from '../../tools/n8n/client/template.cts';
import {
	connect,
	deliver,
	FAILING_NODE,
	publishReceiver,
	TRIGGER,
	waitingNode,
	type FollowingNode,
	type ReceiverOptions,
} from '../../tools/n8n/client/workflow.cts';
import { startHttpServer, type HttpServer } from '../../tools/n8n/servers/httpServer.cts';
import { startMailServer, type MailServer } from '../../tools/n8n/servers/mailServer.cts';
import { startProxy, type Proxy } from '../../tools/n8n/servers/proxy.cts';
import type { Instance } from '../../tools/n8n/start/instance.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';
import { sendWhile } from '../helpers/sendWhile.cts';

/** On a busy machine, n8n might take minutes to run the workflows. */
const LONG = { seconds: 240 };

let n8n: Instance;
let nginx: Proxy;
let ats: HttpServer;
let atsStatus = 200;
let mailServer: MailServer;
let credentials: Record<string, readonly [type: string, id: string]>;
let retryFailedId: string;

beforeAll(async () => {
	const NODE_OPTIONS = '--max-old-space-size=2048';
	n8n = await startAnotherN8n({ N8N_PROXY_HOPS: '1', NODE_OPTIONS });
	mailServer = await startMailServer();
	// The sender doesn't use TLS.
	nginx = await startProxy(n8n.url, [['listen 443 ssl', 'listen 443']]);
	const scopes = ['execution:list', 'execution:read', 'execution:retry', 'workflow:read'];
	const settings = { label: 'For a workflow', expiresAt: null, scopes };
	const { session } = n8n;
	const { rawApiKey } = await session.call<{ rawApiKey: string }>('POST', '/api-keys', settings);
	const key = { apiKey: rawApiKey, baseUrl: `${n8n.url}/api/v1` };
	const create = async (type: string, data: object) =>
		[type, await session.createCredential(type, type, data)] as const;
	credentials = {
		'Ask n8n': await create('n8nApi', key),
		'Send email': await create('smtp', mailServer.credential),
	};
});

beforeEach(async () => {
	takeTexts();
	atsStatus = 200;
	// n8n might still be sending an application from an earlier test.
	ats = await startHttpServer(() => ({ status: atsStatus, body: {} }));
});

afterEach(async () => await n8n.session.call('POST', `/workflows/${retryFailedId}/deactivate`));

/** Publishes the template, with a run every few seconds and short pauses before retries. */
async function publishRetryFailed(workflowIds: readonly string[], timeout = 45_000): Promise<void> {
	const { workflowId } = await importTemplate(n8n.session, n8n.url, 'retry-failed.json', {
		fields: {
			Details: {
				'assignments.assignments[0].value': workflowIds.map((id) => `/workflow/${id}`).join(),
				// These values are in minutes.
				'assignments.assignments[1].value': '0.05 0.1; 0.1',
				'assignments.assignments[2].value': '0.05',
				'assignments.assignments[3].value': '2',
			},
			'Send email': { fromEmail: 'n8n@example.com', toEmail: 'ann@example.com' },
		},
		texts: {
			'http://localhost:5678': n8n.url,
			'"minutes","minutesInterval":5': '"seconds","secondsInterval":6',
			'"timeout":45000': `"timeout":${timeout}`,
			'RUN_MINUTES = 4': 'RUN_MINUTES = 0.5',
			'DEAD_MINUTES = 15': 'DEAD_MINUTES = 2',
			// On a busy machine, applications might have failed long before the first run.
			'now - 10 * MINUTE': 'now - 60 * MINUTE',
		},
		credentials,
	});
	retryFailedId = workflowId;
	await n8n.session.publish(workflowId);
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

async function publishSteps(nodes: readonly FollowingNode[], options: ReceiverOptions = {}) {
	const names = [TRIGGER, ...map(nodes, 'name')];
	const wires = nodes.map(({ name }, index) => connect(String(names[index]), name));
	const connections = Object.assign({}, ...wires) as Record<string, object>;
	return await publishReceiver(n8n, { nodes, connections, ...options });
}

const takeTexts = () => map(mailServer.takeAllMails(), 'mail.text').join();

const listReceived = () => ats.requests.map(({ path }) => Number(path.slice(1)));

const waitForAts = async (count = 1) =>
	await waitUntil(`${count} at the ATS`, () => new Set(listReceived()).size >= count, LONG);

async function waitForExecutions(workflowId: string, count: number, like: object = {}) {
	const isThere = async () =>
		filter(await n8n.session.summarizeExecutions(workflowId), like).length >= count;
	await waitUntil(`${count} executions`, isThere, LONG);
}

it('each application is processed although n8n is killed three times while applications arrive', async () => {
	const workflowIds: string[] = [];
	const { refused, sent } = await sendWhile({
		n8n,
		proxyUrl: `http://127.0.0.1:${nginx.httpsPort}`,
		// With more, a busy machine might not process all of them in time.
		perSecond: 2,
		publish: async () => {
			const receiver = await publishSteps([waitingNode(1), sendToAts()]);
			workflowIds.push(receiver.workflowId);
			return receiver;
		},
		cause: async () => {
			await publishRetryFailed(workflowIds);
			for (let count = 0; count < 3; count++) {
				await n8n.restart('SIGKILL');
				await sleep(5000);
			}
		},
	});
	expect(refused).toEqual({});
	await waitForAts(sent);
	const lists = workflowIds.map(async (id) => await n8n.session.summarizeExecutions(id));
	const retried = map(filter((await Promise.all(lists)).flat(), 'retryOf'), 'retryOf');
	// Not even an execution whose retry was interrupted, too, is retried twice.
	expect(retried).toEqual(uniq(retried));
	const text = await waitUntil('the email', takeTexts, LONG);
	expect(text).toMatch(/RETRIED\n\n.*\nThe retry: .*\nApplication /);
});

it('an application is processed once although n8n is killed again during the retry', async () => {
	const settings = { saveDataSuccessExecution: 'none' };
	// The workflow takes longer than the template waits for the result of a retry.
	const steps = [waitingNode(15), sendToAts()];
	const { productionUrl, workflowId } = await publishSteps(steps, { settings });
	await publishRetryFailed([workflowId], 8000);
	await deliver(productionUrl, goodApplication({ id: 1 }));
	for (const count of [1, 2]) {
		await waitForExecutions(workflowId, count);
		await n8n.restart('SIGKILL');
	}
	await waitForAts();
	// Two more runs must not retry the execution again, although n8n doesn't keep the successful retry.
	await sleep(13_000);
	expect(listReceived()).toEqual([1]);
});

it('an application is retried three times, and one email then says that the retries have failed', async () => {
	const { productionUrl, workflowId } = await publishSteps([FAILING_NODE]);
	await deliver(productionUrl, goodApplication());
	await publishRetryFailed([workflowId]);
	await waitForExecutions(workflowId, 4);
	await sleep(13_000);
	expect(await n8n.session.countExecutions(workflowId)).toBe(4);
	const text = takeTexts();
	expect(text.match(new RegExp(`^Application .*${workflowId}`, 'gm'))).toHaveLength(4);
	expect(text.match(/Retries have failed too/g)).toHaveLength(1);
	expect(text).not.toMatch(/Camille|the ATS is down/);
});

it('an email says that a workflow is gone, because n8n lists its executions without an error', async () => {
	await publishRetryFailed(['deleted']);
	const text = await waitUntil('the email', takeTexts, LONG);
	expect(text).toContain('contains /workflow/deleted, but there is no such workflow');
});

it('after an outage, large applications arrive once, and one email says so', async () => {
	atsStatus = 503;
	const file = { parameterType: 'formBinaryData', name: 'cv', inputDataFieldName: 'resume' };
	const asForm = sendToAts({
		sendBody: true,
		contentType: 'multipart-form-data',
		bodyParameters: { parameters: [file] },
	});
	const encode = {
		name: 'File as text',
		type: 'n8n-nodes-base.extractFromFile',
		typeVersion: 1.1,
		parameters: { operation: 'binaryToPropery', binaryPropertyName: 'resume' },
	};
	const jsonBody = '={{ JSON.stringify($json) }}';
	const asText = sendToAts({ sendBody: true, specifyBody: 'json', jsonBody });
	const receivers = [await publishSteps([asForm]), await publishSteps([encode, asText])];
	const content = randomBytes(10_000_000).toString('base64');
	const attachments = [{ type: 'resume', contentType: 'pdf', content } as const];
	for (const id of range(10)) {
		for (const [index, { productionUrl, workflowId }] of receivers.entries()) {
			const application = goodApplication({ id: 2 * id + index, attachments });
			expect((await deliver(productionUrl, application)).ok).toBe(true);
			await waitForExecutions(workflowId, id + 1, { status: 'error' });
		}
	}
	atsStatus = 200;
	// Frees more than 200 MB.
	ats.requests.splice(0);
	await publishRetryFailed(receivers.map(({ workflowId }) => workflowId));
	const text = await waitUntil('the email', takeTexts, { seconds: 500 });
	expect(text.match(/^Application /gm)).toHaveLength(20);
	expect(text).not.toMatch(/PLEASE CHECK|The retry: (?!succeeded)/);
	expect(sortBy(listReceived())).toEqual(range(20));
	for (const { id } of await n8n.session.summarizeExecutions(retryFailedId)) {
		const { body } = await n8n.session.try('GET', `/executions/${id}`);
		const personal = ['Camille', content.slice(0, 30)];
		expect(personal.filter((text) => JSON.stringify(body).includes(text))).toEqual([]);
	}
});
