import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from '../../tools/common/progress.cts';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import { importTemplate } from '../../tools/n8n/client/template.cts';
import {
	connect,
	deliver,
	FAILING_NODE,
	publishReceiver,
	TRIGGER,
	waitingNode,
	type Receiver,
} from '../../tools/n8n/client/workflow.cts';
import { startHttpServer, type HttpServer } from '../../tools/n8n/servers/httpServer.cts';
import { startMailServer, type MailServer } from '../../tools/n8n/servers/mailServer.cts';
import { startProxy, type Proxy } from '../../tools/n8n/servers/proxy.cts';
import type { Instance } from '../../tools/n8n/start/instance.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';
import { sendWhile } from '../helpers/sendWhile.cts';

/** On a busy machine, n8n may take minutes. */
const LONG = { seconds: 240 };

let n8n: Instance;
let nginx: Proxy;
let ats: HttpServer;
let atsStatus = 200;
let mailServer: MailServer;
let credentials: Record<string, readonly [type: string, id: string]>;
/** The number of the test. n8n can still process an application of an earlier test. */
let testNumber = 0;
let retryFailedId: string;

beforeAll(async () => {
	[n8n, ats, mailServer] = await Promise.all([
		startAnotherN8n({
			N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
			N8N_PROXY_HOPS: '1',
			NODE_OPTIONS: '--max-old-space-size=2048',
		}),
		startHttpServer(() => ({ status: atsStatus, body: {} })),
		startMailServer(),
	]);
	// The sender doesn't use TLS.
	nginx = await startProxy({ n8nUrl: n8n.url, replacements: [['listen 443 ssl', 'listen 443']] });
	const scopes = ['list', 'read', 'retry'].map((name) => `execution:${name}`);
	const settings = { label: 'For a workflow', expiresAt: null, scopes };
	type ApiKey = { readonly rawApiKey: string };
	const { rawApiKey } = await n8n.session.call<ApiKey>('POST', '/api-keys', settings);
	const key = { apiKey: rawApiKey, baseUrl: `${n8n.url}/api/v1` };
	const api = ['n8nApi', await n8n.session.createCredential('n8n', 'n8nApi', key)] as const;
	const smtp = await n8n.session.createCredential('Mail', 'smtp', mailServer.credential);
	credentials = { 'Ask n8n': api, 'Send email': ['smtp', smtp] };
});

afterAll(async () => {
	for (const server of [nginx, n8n, ats, mailServer]) await server?.stop();
});

beforeEach(() => {
	testNumber += 1;
	takeTexts();
	atsStatus = 200;
});

afterEach(async () => await n8n.session.call('POST', `/workflows/${retryFailedId}/deactivate`));

/** Publishes the template, with a run every few seconds and short pauses. */
async function publishRetryFailed(
	workflowIds: readonly string[],
	{ stuckMinutes = '2', timeout = 45_000 } = {},
): Promise<void> {
	const { workflowId } = await importTemplate(n8n.session, n8n.url, 'retry-failed.json', {
		fields: {
			Details: {
				'assignments.assignments[0].value': workflowIds.map((id) => `/workflow/${id}`).join(),
				// In minutes.
				'assignments.assignments[1].value': '0.05 0.1; 0.1',
				'assignments.assignments[2].value': '0.05',
				'assignments.assignments[3].value': stuckMinutes,
			},
			'Send email': { fromEmail: 'n8n@example.com', toEmail: 'ann@example.com' },
		},
		texts: {
			'http://localhost:5678': n8n.url,
			'"minutes","minutesInterval":5': '"seconds","secondsInterval":6',
			'"timeout":45000': `"timeout":${timeout}`,
			'DEAD_MINUTES = 15': 'DEAD_MINUTES = 1',
			// On a busy machine, applications might have failed long before.
			'now - 10 * MINUTE': 'now - 60 * MINUTE',
		},
		credentials,
	});
	retryFailedId = workflowId;
	await n8n.session.publish(workflowId);
}

const sendToAts = (parameters: object = {}) => ({
	name: 'Send to ATS',
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	parameters: {
		method: 'POST',
		url: `=${ats.url}/${testNumber}/{{ $('${TRIGGER}').item.json.id }}`,
		...parameters,
	},
});

/** Publishes a workflow that waits and then sends each application to the ATS. */
async function publishToAts(seconds: number, options: object) {
	const send = sendToAts();
	return await publishReceiver(n8n, {
		...options,
		next: [waitingNode(seconds)],
		further: { nodes: [send], connections: connect('Wait', send.name) },
	});
}

/** Kills n8n and starts it again. A start can fail on an execution that had not begun, so Docker starts n8n again. */
async function kill(): Promise<void> {
	await n8n.end('SIGKILL');
	await n8n.start().catch(async () => await n8n.start());
}

const takeTexts = () =>
	mailServer
		.takeAllMails()
		.map(({ mail }) => mail.text)
		.join();

/** Returns the numbers of the applications of this test that the ATS has received. */
function listReceived(): string[] {
	const folder = `/${testNumber}/`;
	const paths = ats.requests.map(({ path }) => path).filter((path) => path.startsWith(folder));
	return paths.map((path) => path.slice(folder.length));
}

it('each application is processed although n8n is killed three times while applications arrive', async () => {
	const workflowIds: string[] = [];
	const outcomes = await sendWhile({
		name: 'n8n killed three times, retry-failed.json published',
		n8n,
		proxyUrl: `http://127.0.0.1:${nginx.httpsPort}`,
		// On a busy machine with two cores, n8n would need more than five minutes for twice as many.
		perSecond: 2,
		publish: async (responseMode) => {
			const receiver = await publishToAts(1, { parameters: { responseMode } });
			workflowIds.push(receiver.workflowId);
			return receiver;
		},
		cause: async () => {
			await publishRetryFailed(workflowIds);
			for (let count = 0; count < 3; count++) {
				await kill();
				await sleep(5000);
			}
		},
	});
	const answered = outcomes.reduce((sum, outcome) => sum + outcome.answered, 0);
	const countReceived = () => new Set(listReceived()).size;
	await waitUntil('all applications to reach the ATS', () => countReceived() >= answered, LONG);
	const doubled = listReceived().length - countReceived();
	say(`${doubled} of ${answered} applications reached the ATS a second time`);
	// Some executions had sent their application before a kill interrupted them.
	const interrupted = outcomes.reduce((sum, outcome) => sum + outcome.brokenOff, 0);
	expect(doubled).toBeLessThanOrEqual(interrupted);
	for (const outcome of outcomes) expect(outcome.refused).toEqual({});
	const text = await waitUntil('the email', takeTexts, LONG);
	expect(text).toMatch(/RETRIED\n\n.*\nThe retry: .*\nApplication /);
});

it('an application is processed once although n8n is killed again during the retry', async () => {
	// The workflow takes longer than the template waits for the result of a retry.
	const settings = { saveDataSuccessExecution: 'none' };
	const { productionUrl, workflowId } = await publishToAts(15, { settings });
	await publishRetryFailed([workflowId], { timeout: 8000 });
	await deliver(productionUrl, goodApplication({ id: 1 }));
	await waitForExecutions(workflowId, 1);
	await kill();
	await waitForExecutions(workflowId, 2);
	await kill();
	await waitUntil('the application to reach the ATS', () => listReceived().length > 0, LONG);
	// Two more runs must not retry the execution again, although n8n doesn't keep the successful retry.
	await sleep(13_000);
	expect(listReceived()).toEqual(['1']);
});

it('an application is retried up to three times, and is then emailed once', async () => {
	atsStatus = 503;
	const away = await publishToAts(1, {});
	const failing = await publishReceiver(n8n, { next: [FAILING_NODE] });
	await deliver(away.productionUrl, goodApplication());
	await deliver(failing.productionUrl, goodApplication());
	await publishRetryFailed([away.workflowId, failing.workflowId]);
	await waitUntil('two retries', () => listReceived().length > 2, LONG);
	atsStatus = 200;
	await waitForExecutions(failing.workflowId, 4);
	await waitForExecutions(away.workflowId, 4);
	await sleep(13_000);

	const statusesOf = async (workflowId: string) =>
		(await n8n.session.summarizeExecutions(workflowId)).map(({ status }) => status);
	expect(await statusesOf(away.workflowId)).toEqual(['error', 'error', 'error', 'success']);
	expect(await statusesOf(failing.workflowId)).toEqual(Array(4).fill('error'));
	const text = takeTexts();
	expect(text.match(/^Application /gm)).toHaveLength(7);
	expect(text.match(/Retries have failed too/g)).toHaveLength(1);
	expect(text).not.toMatch(/Camille|the ATS is down/);
});

it('an application that is approved after a long wait is processed once', async () => {
	const send = sendToAts();
	const announce = {
		...sendToAts({ sendBody: true, contentType: 'raw', body: '={{ $execution.resumeUrl }}' }),
		name: 'Announce',
	};
	announce.parameters.url = `${ats.url}/review`;
	const review = { ...waitingNode(0), name: 'Review', parameters: { resume: 'webhook' } };
	const { productionUrl, workflowId } = await publishReceiver(n8n, {
		next: [announce],
		further: {
			nodes: [review, waitingNode(14), send],
			connections: {
				...connect('Announce', 'Review'),
				...connect('Review', 'Wait'),
				...connect('Wait', send.name),
			},
		},
	});
	await publishRetryFailed([workflowId], { stuckMinutes: '0.5' });
	await deliver(productionUrl, goodApplication({ id: 1 }));
	const isAnnounced = () => ats.requests.find(({ path }) => path === '/review');
	const { body } = await waitUntil('the announcement', isAnnounced, LONG);
	await sleep(35_000);
	await fetch(String(body));
	await waitUntil('the application to reach the ATS', () => listReceived().length > 0, LONG);
	await sleep(20_000);
	expect(listReceived()).toEqual(['1']);
});

it('after an outage, large applications arrive once, and one email tells so', async () => {
	atsStatus = 503;
	const { pid } = n8n;
	const asForm = sendToAts({
		sendBody: true,
		contentType: 'multipart-form-data',
		bodyParameters: {
			parameters: [{ parameterType: 'formBinaryData', name: 'cv', inputDataFieldName: 'resume' }],
		},
	});
	const asText = sendToAts({
		...{ sendBody: true, contentType: 'json', specifyBody: 'json' },
		jsonBody: '={{ JSON.stringify({ cv: $json.cv }) }}',
	});
	const encode = {
		name: 'File as text',
		type: 'n8n-nodes-base.extractFromFile',
		typeVersion: 1.1,
		parameters: {
			...{ operation: 'binaryToPropery', binaryPropertyName: 'resume', destinationKey: 'cv' },
		},
	};
	const receivers = [
		await publishReceiver(n8n, { next: [asForm] }),
		await publishReceiver(n8n, {
			next: [encode],
			further: { nodes: [asText], connections: connect(encode.name, asText.name) },
		}),
	];
	const content = randomBytes(10_000_000).toString('base64');
	const attachments = [
		{ type: 'resume', contentType: 'pdf', fileName: 'cv.pdf', content } as const,
	];
	for (let id = 0; id < 20; id++) {
		const { productionUrl, workflowId } = receivers[id % 2] as Receiver;
		const { ok } = await deliver(productionUrl, goodApplication({ id, attachments }));
		expect(ok).toBe(true);
		await waitForExecutions(workflowId, Math.floor(id / 2) + 1);
	}
	await waitUntil('all to reach the ATS', () => listReceived().length === 20, LONG);
	atsStatus = 200;
	// The requests contain 300 MB.
	ats.requests.splice(0);
	await publishRetryFailed(receivers.map(({ workflowId }) => workflowId));
	const text = await waitUntil('the email', takeTexts, { seconds: 500 });
	expect(text).toContain('To check: 0. Retried: 20 (succeeded: 20,');
	expect(
		listReceived()
			.map(Number)
			.sort((a, b) => a - b),
	).toEqual([...Array(20).keys()]);
	expect(n8n.pid).toBe(pid);
	for (const { id } of await n8n.session.summarizeExecutions(retryFailedId)) {
		const { body } = await n8n.session.try('GET', `/executions/${id}`);
		const stored = JSON.stringify(body);
		expect([id, stored.includes('Camille'), stored.includes(content.slice(0, 30))]).toEqual([
			...[id, false, false],
		]);
	}
});

async function waitForExecutions(workflowId: string, count: number): Promise<void> {
	const isThere = async () => (await n8n.session.countExecutions(workflowId)) >= count;
	await waitUntil(`${count} executions`, isThere, LONG);
}
