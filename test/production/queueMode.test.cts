import { setTimeout as sleep } from 'node:timers/promises';
import { send, statusOf } from '../../tools/n8n/client/sendAll.cts';
import { publishReceiver } from '../../tools/n8n/client/workflow.cts';
import { startCluster, type Cluster, type ServiceName } from '../../tools/n8n/start/cluster.cts';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import { expectNoneLost, makeApplication, sendWhile } from '../helpers/sendWhile.cts';

/** Shorter than n8n's defaults, so that n8n sooner finds dead workers and executions that aren't queued. */
const QUICK_RECOVERY = {
	QUEUE_WORKER_LOCK_DURATION: '10000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
	N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL: '0.5',
};
const WEBHOOKS = ['webhook-1', 'webhook-2'] as const;
const WORKERS = ['worker-1', 'worker-2'] as const;

let cluster: Cluster;

beforeAll(async () => {
	cluster = await startCluster(QUICK_RECOVERY);
	await cluster.runSql('queue-mode/keep-applications.sql');
});

/** Sends an application to a webhook process, without Caddy. */
async function sendTo(service: (typeof WEBHOOKS)[number], productionUrl: string, body: string) {
	return await send(productionUrl.replace(cluster.url, cluster.urlOf(service)), body);
}

it.each(['webhook-waiting', 'form-waiting', 'form'])(
	'Caddy passes requests for /%s/ to the webhook processes, because main would respond with the editor',
	async (path) => {
		const read = async (url: string) => await (await fetch(`${url}/${path}/0`)).text();
		const answer = await read(cluster.url);
		expect(answer).toBe(await read(cluster.urlOf('webhook-1')));
		expect(answer).not.toBe(await read(cluster.urlOf('main')));
	},
);

it('a duplicate is recognized by the webhook process that accepted the original, and later by the other one', async () => {
	const { productionUrl, workflowId } = await publishReceiver(cluster);
	const body = makeApplication(1);
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

async function kill(service: ServiceName): Promise<void> {
	process.kill(cluster.processes[service].pid, 'SIGKILL');
	await sleep(2000);
	for (const one of Object.values(cluster.processes)) await one.waitUntilUp();
}

it.each<ServiceName>(['webhook-1', 'worker-1', 'redis', 'postgres'])(
	'no application is refused or lost when %s is killed',
	async (service) => {
		const cause = async () => await kill(service);
		expectNoneLost(await sendWhile({ n8n: cluster, proxyUrl: cluster.url, perSecond: 15, cause }));
	},
);

it('no application is refused or lost when all processes of n8n are updated, although the sender never repeats', async () => {
	const cause = async () => {
		const { processes } = cluster;
		for (const names of [WEBHOOKS, WORKERS, ['main'] as const]) {
			await Promise.all(names.map(async (name) => await processes[name].end('SIGTERM')));
		}
		for (const names of [['main'] as const, [...WORKERS, ...WEBHOOKS]]) {
			await Promise.all(names.map(async (name) => await processes[name].start()));
			for (const name of names) processes[name].keepRunning();
		}
	};
	expectNoneLost(await sendWhile({ n8n: cluster, proxyUrl: cluster.url, cause }));
});
