import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { map } from 'lodash';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import type { Instance } from '../../tools/n8n/start/instance.cts';
import { deliver, publishReceiver, waitingNode } from '../../tools/n8n/client/workflow.cts';
import { startProxy, type Proxy } from '../../tools/n8n/servers/proxy.cts';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import { publishDocumentedWorkflow, startAts, type Ats } from '../helpers/documentedWorkflow.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';
import {
	expectNoneInterrupted,
	expectNoneLost,
	makeApplication,
	retry,
	sendWhile,
} from '../helpers/sendWhile.cts';

let n8n: Instance;
/** Needed because n8n confirms requests while it starts, without processing them. */
let nginx: Proxy;
let ats: Ats;

beforeAll(async () => {
	n8n = await startAnotherN8n({
		N8N_PROXY_HOPS: '1',
		// Shorter than the default of 30 seconds, so that n8n stops sooner.
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '10',
	});
	// The sender doesn't use TLS.
	nginx = await startProxy(n8n.url, [['listen 443 ssl', 'listen 443']]);
	ats = await startAts();
	await n8n.session.createDataTable('Handed over', [
		{ name: 'application', type: 'string' },
		{ name: 'done', type: 'boolean' },
	]);
});

async function sendDuring(cause: () => Promise<void>, options: object = {}) {
	const proxyUrl = `http://127.0.0.1:${nginx.httpsPort}`;
	return await sendWhile({ n8n, proxyUrl, cause, ...options });
}

it('no application is lost, doubled, or interrupted when n8n is updated as documented', async () => {
	const update = async () => {
		expect(await nginx.hold()).toBe(200);
		await n8n.restart('SIGTERM');
	};
	expectNoneInterrupted(await sendDuring(update));
});

const FAULTS = {
	'n8n is stopped without notice, and nginx is reloaded before and meanwhile': async () => {
		nginx.reload();
		await sleep(1000);
		await n8n.end('SIGTERM');
		nginx.reload();
		await n8n.start();
	},
	'n8n is killed, while it starts, and just after its start': async () => {
		await n8n.end('SIGKILL');
		const starting = n8n.start().catch(() => {});
		await sleep(5000);
		await n8n.end('SIGKILL');
		await starting;
		await n8n.start();
		await sleep(1000);
		await n8n.restart('SIGKILL');
	},
};

it.each(Object.entries(FAULTS))('no application is lost when %s', async (_fault, cause) => {
	expectNoneLost(await sendDuring(cause), true);
});

const publishOnce = async (pauseAfter?: string) =>
	await publishDocumentedWorkflow(n8n, ats, 'sqlite', { pauseAfter });

async function listDone(): Promise<number[]> {
	const rows = await n8n.session.readDataTable('Handed over');
	return rows.filter(({ done }) => done).map(({ application }) => Number(application));
}

it('the documented workflow loses no application, and hands one over again only after a failure, although n8n is killed', async () => {
	const kill = async () => await n8n.restart('SIGKILL');
	const options = { perSecond: 4, repeats: true, publish: publishOnce, ats };
	expectNoneLost(await sendDuring(kill, options));
});

it('the documented workflow hands an application over again only if n8n is killed before marking it as done', async () => {
	const steps = ['Hand Over', 'Mark as Done'];
	const workflows = await Promise.all(steps.map(async (step) => await publishOnce(step)));
	for (const [id, { productionUrl }] of workflows.entries()) {
		await deliver(productionUrl, makeApplication(id).body);
	}
	const isReached = async () => ats.received.has(0) && (await listDone()).includes(1);
	await waitUntil('the workflows to reach the pauses', isReached);
	await n8n.restart('SIGKILL');

	const retries = workflows.map(async ({ workflowId }) => {
		const [crashed] = await n8n.session.waitForExecutions(workflowId, 1);
		return await retry(n8n.session, String(crashed?.id));
	});
	expect(await Promise.all(retries)).toEqual([true, true]);
	expect(steps.map((_, id) => ats.received.get(id)?.length)).toEqual([2, 1]);
	expect(await listDone()).toEqual(expect.arrayContaining([0, 1]));
});

it('an execution that n8n was starting when it was killed can be retried after two more restarts', async () => {
	const next = [{ ...waitingNode(15), name: 'Long Wait' }];
	const { productionUrl, workflowId } = await publishReceiver(n8n, { next });
	await deliver(productionUrl, goodApplication());
	const log = path.join(n8n.folder, 'n8nEventLog.log');
	const readLog = async () => await readFile(log, 'utf8');
	const isWaiting = async () => /node\.started.*"Long Wait"/.test(await readLog());
	await waitUntil('the workflow to wait', isWaiting);
	// Deletes the events of nodes from the log, as if n8n had been killed before the first node ran.
	const lines = (await readLog()).split('\n');
	await writeFile(log, lines.filter((line) => !line.includes('"n8n.node.')).join('\n'));

	const executions = [];
	for (const signal of ['SIGKILL', 'SIGTERM', 'SIGTERM'] as const) {
		await n8n.restart(signal);
		executions.push(...(await n8n.session.summarizeExecutions(workflowId)));
	}
	expect(map(executions, 'status')).toEqual(['running', 'running', 'crashed']);
	expect(await n8n.session.retryExecution(String(executions[0]?.id))).toBe('success');
});
