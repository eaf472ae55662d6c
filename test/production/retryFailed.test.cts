import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import { importTemplate } from '../../tools/n8n/client/template.cts';
import {
	deliver,
	FAILING_NODE,
	publishReceiver,
	waitingNode,
	type ReceiverOptions,
} from '../../tools/n8n/client/workflow.cts';
import { startHttpServer, type HttpServer } from '../../tools/n8n/servers/httpServer.cts';
import { startMailServer, type MailServer } from '../../tools/n8n/servers/mailServer.cts';
import { startProxy, type Proxy } from '../../tools/n8n/servers/proxy.cts';
import type { Instance } from '../../tools/n8n/start/instance.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';
import { sendWhile } from '../helpers/neverRepeatingSender.cts';

const MAIL_TO = 'ann@example.com';
/** The template's settings, in minutes. */
const QUICK = { '10, 60, 240': '0.05, 0.1, 0.1', '2': '0.05', '60': '2' };

let n8n: Instance;
let nginx: Proxy;
let ats: HttpServer;
let atsStatus = 200;
let mailServer: MailServer;
let credentials: Record<string, readonly [type: string, id: string]>;

beforeAll(async () => {
	[n8n, ats, mailServer] = await Promise.all([
		startAnotherN8n({ N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true', N8N_PROXY_HOPS: '1' }),
		startHttpServer(() => ({ status: atsStatus, body: {} })),
		startMailServer(),
	]);
	// The sender doesn't use TLS.
	nginx = await startProxy({ n8nUrl: n8n.url, replacements: [['listen 443 ssl', 'listen 443']] });
	const apiKey = await n8n.session.createApiKey([
		'execution:list',
		'execution:read',
		'execution:retry',
	]);
	const key = { apiKey, baseUrl: `${n8n.url}/api/v1` };
	const api = ['n8nApi', await n8n.session.createCredential('n8n', 'n8nApi', key)] as const;
	const smtp = await n8n.session.createCredential('Mail', 'smtp', mailServer.credential);
	credentials = {
		'List executions': api,
		'Read execution': api,
		Retry: api,
		'Send e-mail': ['smtp', smtp],
	};
});

afterAll(async () => {
	await nginx?.stop();
	await n8n?.stop();
	await ats?.stop();
	await mailServer?.stop();
});

beforeEach(() => {
	ats.requests.length = 0;
	atsStatus = 200;
});

/** Publishes the template, with a run every few seconds. */
async function publishRetryFailed(workflowIds: readonly string[], changes: object = {}) {
	const { workflowId } = await importTemplate(n8n.session, n8n.url, 'retry-failed.json', {
		values: {
			'https://n8n.example.com/workflow/…': workflowIds.map(addressOf).join(' '),
			'http://localhost:5678': n8n.url,
			'administrator@example.com': MAIL_TO,
			...QUICK,
			...changes,
		},
		texts: { '"minutes","minutesInterval":5': '"seconds","secondsInterval":4' },
		credentials,
	});
	await n8n.session.publish(workflowId);
	return workflowId;
}

const addressOf = (workflowId: string) => `https://n8n.example.com/workflow/${workflowId}`;

/** Publishes a workflow that waits for a second and then sends each application to the ATS. */
async function publishToAts(options: ReceiverOptions = {}, seconds = 1) {
	const send = {
		name: 'Send to ATS',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: { method: 'POST', url: `=${ats.url}/{{ $json.id }}` },
	};
	const toAts = { main: [[{ node: send.name, type: 'main', index: 0 }]] };
	return await publishReceiver(n8n, {
		...options,
		next: [waitingNode(seconds)],
		further: { nodes: [send], connections: { Wait: toAts } },
	});
}

/** Kills n8n and starts it again. A start can fail on an execution that had not begun, so Docker starts n8n again. */
async function kill(): Promise<void> {
	await n8n.end('SIGKILL');
	await n8n.start().catch(async () => await n8n.start());
}

const listReceived = () => ats.requests.map(({ path }) => path.slice(1));

it('each application is processed although n8n is killed three times under load', async () => {
	const receivers = {
		onReceived: await publishToAts({ parameters: { responseMode: 'onReceived' } }),
		lastNode: await publishToAts({ parameters: { responseMode: 'lastNode' } }),
	};
	const own = await publishRetryFailed(
		Object.values(receivers).map(({ workflowId }) => workflowId),
	);
	const outcomes = await sendWhile({
		name: 'n8n killed three times, retry-failed.json published',
		n8n,
		proxyUrl: `http://127.0.0.1:${nginx.httpsPort}`,
		load: { perSecond: 20, bytes: 3 * 1024 },
		publish: async (mode) => await Promise.resolve(receivers[mode as keyof typeof receivers]),
		cause: async () => {
			for (const round of [1, 2, 3]) {
				await kill();
				if (round < 3) await sleep(5000);
			}
		},
	});
	const sent = outcomes.reduce((sum, outcome) => sum + outcome.sent, 0);
	await waitUntil('all applications to reach the ATS', () => new Set(listReceived()).size >= sent, {
		seconds: 240,
	});
	const doubled = listReceived().length - sent;
	console.log(sent, doubled, await n8n.session.countExecutions(own));
	for (const { mail } of mailServer.takeAllMails()) console.log(mail.subject, mail.text?.slice(0,600));
	const s = await n8n.session.summarizeExecutions(receivers.onReceived.workflowId);
	console.log(JSON.stringify(s.filter(({status, retryOf})=>status!=='success'||retryOf).map(({id,status,retryOf,retrySuccessId})=>[id,status,retryOf,retrySuccessId])));
});
