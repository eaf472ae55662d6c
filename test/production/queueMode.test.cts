import { setTimeout as sleep } from 'node:timers/promises';
import { map, range } from 'lodash';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { send, statusOf } from '../../tools/n8n/client/sendAll.cts';
import {
	FAILING_NODE,
	TRIGGER,
	deliver,
	publishReceiver,
} from '../../tools/n8n/client/workflow.cts';
import { startCluster, type Cluster, type ServiceName } from '../../tools/n8n/start/cluster.cts';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import { publishDocumentedWorkflow, startAts, type Ats } from '../helpers/documentedWorkflow.cts';
import {
	expectNoneInterrupted,
	expectNoneLost,
	makeApplication,
	sendWhile,
} from '../helpers/sendWhile.cts';
import { runCheck } from '../helpers/runCheck.cts';

/** Shorter than n8n's defaults, so that n8n sooner finds dead workers and executions that aren't queued. */
const QUICK_RECOVERY = {
	QUEUE_WORKER_LOCK_DURATION: '10000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
	N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL: '0.5',
};
const CLEAN_UP = 'clean-up/delete-leftover-files.cjs';
const WEBHOOKS = ['webhook-1', 'webhook-2'] as const;
const WORKERS = ['worker-1', 'worker-2'] as const;

let cluster: Cluster;
let ats: Ats;

beforeAll(async () => {
	cluster = await startCluster(QUICK_RECOVERY);
	ats = await startAts();
	await cluster.runSql('exactly-once/postgresql.sql');
	await cluster.runSql('queue-mode/keep-applications.sql');
});

/** Publishes the documented workflow for queue mode. */
async function publishOnce() {
	const id = await cluster.session.createCredential('Database', 'postgres', cluster.database);
	const credentials = { postgres: { id, name: 'Database' } };
	return await publishDocumentedWorkflow(cluster, ats, 'postgresql', { credentials });
}

/** Sends an application to a webhook process, without nginx. */
async function sendTo(service: (typeof WEBHOOKS)[number], productionUrl: string, body: string) {
	return await send(productionUrl.replace(cluster.url, cluster.urlOf(service)), body);
}

it('files are stored, and deleted only by the cleanup script, once no execution refers to them', async () => {
	const { productionUrl, workflowId } = await publishReceiver(cluster, { next: [FAILING_NODE] });
	// The type and the file name are longer than the database allows.
	const contentType = `application/${'x'.repeat(300)}`;
	const attachment = { contentType, fileName: `${'é'.repeat(300)}.x`, content: 'AAEC' };
	for (const id of [1, 2]) {
		await deliver(productionUrl, goodApplication({ id, attachments: [attachment] }));
	}
	const executions = await cluster.session.waitForExecutions(workflowId, 2);
	const items = executions.map((execution) => execution.itemOf(TRIGGER));
	const files = items.map(({ binary }) => String(binary?.attachment?.id));
	await cluster.session.retryExecution(String(executions[1]?.id));
	await cluster.session.call('POST', '/executions/delete', { ids: map(executions, 'id') });
	expect(await cluster.runScript(CLEAN_UP, '--delete')).not.toContain(files[0]);
	await cluster.query(`UPDATE binary_data SET "createdAt" = "createdAt" - interval '2 hours'`);
	expect(await cluster.runScript(CLEAN_UP, '--delete')).toContain('The files have been deleted.');
	const stored = await cluster.query(`SELECT 'database:' || "fileId" FROM binary_data`);
	expect(files.map((id) => stored.flat().includes(id))).toEqual([false, true]);
});

it.each(['webhook-waiting', 'form-waiting', 'form'])(
	'nginx passes requests for /%s/ to the webhook processes, because main would respond with the editor',
	async (path) => {
		const read = async (url: string) => await (await fetch(`${url}/${path}/0`)).text();
		const answer = await read(cluster.url);
		expect(answer).toBe(await read(cluster.urlOf('webhook-1')));
		expect(answer).not.toBe(await read(cluster.urlOf('main')));
	},
);

it('nginx passes npm run check', async () => {
	const { productionUrl } = await publishReceiver(cluster);
	const url = productionUrl.replace(cluster.url, cluster.httpsUrl);
	expect(await runCheck(url, cluster.certificate)).toEqual([0]);
});

it('nginx keeps using webhook processes that close the connection after invalid requests', async () => {
	const { productionUrl } = await publishReceiver(cluster);
	// nginx accepts up to 32 KB of headers, and n8n only 16 KB.
	const headers = { 'x-a': 'a'.repeat(7000), 'x-b': 'b'.repeat(7000), 'x-c': 'c'.repeat(7000) };
	const body = Buffer.alloc(15_000_000);
	for (let count = 0; count < 10; count++) {
		await fetch(`${cluster.url}/webhook/other`, { method: 'POST', headers, body });
	}
	const answer = await Promise.race([deliver(productionUrl, goodApplication()), sleep(5000)]);
	expect(answer).toMatchObject({ status: 200 });
});

it('a duplicate is recognized by the webhook process that accepted the original, and later by the other one', async () => {
	const { productionUrl, workflowId } = await publishReceiver(cluster);
	const { body } = makeApplication(1);
	const post = async (service: (typeof WEBHOOKS)[number]) =>
		statusOf(await sendTo(service, productionUrl, body));
	expect(await post('webhook-1')).toBe('accepted');
	expect(await post('webhook-1')).toBe('duplicate');
	await waitUntil('n8n to save the static data', async () => {
		const { staticData } = await cluster.session.readWorkflow(workflowId);
		return JSON.stringify(staticData).includes('cleverConnectTrigger');
	});
	expect(await post('webhook-2')).toBe('duplicate');
	expect(await cluster.session.waitForExecutions(workflowId, 1)).toHaveLength(1);
});

it('a duplicate is processed only once by the documented workflow, even if both webhook processes accept it', async () => {
	const { productionUrl } = await publishOnce();
	const ids = range(1, 11);
	const deliveries = ids.flatMap((id) =>
		WEBHOOKS.map(async (service) => {
			const { body } = makeApplication(id);
			const isConfirmed = async () => (await sendTo(service, productionUrl, body)).status === 200;
			await waitUntil(`application ${id} to be confirmed`, isConfirmed, { everyMs: 1000 });
		}),
	);
	await Promise.all(deliveries);
	for (const id of ids) expect(ats.received.get(id)).toEqual([makeApplication(id).hashes]);
});

async function sendToOnceWhile(cause: () => Promise<void>, options: object = {}) {
	const place = { n8n: cluster, proxyUrl: cluster.url };
	return await sendWhile({ ...place, publish: publishOnce, ats, cause, ...options });
}

async function kill(...services: readonly ServiceName[]): Promise<void> {
	for (const service of services) process.kill(cluster.processes[service].pid, 'SIGKILL');
	await sleep(2000);
	for (const one of Object.values(cluster.processes)) await one.waitUntilUp();
}

it.each<ServiceName>(['main', 'worker-1', 'redis', 'postgres'])(
	'no application is lost, or handed over again without a failed execution, when %s is killed and the sender repeats what is not confirmed',
	async (service) => {
		const options = { repeats: true, perSecond: 4 };
		const cause = async () => await kill(service);
		expectNoneLost(await sendToOnceWhile(cause, options));
	},
);

it('no application is lost, or handed over again without a failed execution, when webhook processes are killed, although the sender never repeats', async () => {
	const cause = async () => {
		await kill('webhook-1');
		await kill(...WEBHOOKS);
	};
	expectNoneLost(await sendToOnceWhile(cause));
});

it('no application is lost, doubled, or interrupted when n8n is updated as documented, although the sender never repeats', async () => {
	const update = async () => {
		expect(await cluster.hold()).toBe(200);
		const { processes } = cluster;
		for (const names of [WEBHOOKS, WORKERS, ['main'] as const]) {
			await Promise.all(names.map(async (name) => await processes[name].end('SIGTERM')));
		}
		for (const names of [['main'] as const, [...WORKERS, ...WEBHOOKS]]) {
			await Promise.all(names.map(async (name) => await processes[name].start()));
			for (const name of names) processes[name].keepRunning();
		}
	};
	expectNoneInterrupted(await sendWhile({ n8n: cluster, proxyUrl: cluster.url, cause: update }));
});
