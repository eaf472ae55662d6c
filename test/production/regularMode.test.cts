import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import type { Instance } from '../../tools/n8n/start/instance.cts';
import { deliver, publishReceiver, waitingNode } from '../../tools/n8n/client/workflow.cts';
import { startProxy, type Proxy } from '../../tools/n8n/servers/proxy.cts';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import { startAts, type Ats } from '../helpers/ats.cts';
import { publishDocumentedWorkflow } from '../helpers/documentedWorkflow.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';
import { expectNoneLost, sendWhile } from '../helpers/sendWhile.cts';

let n8n: Instance;
/** Needed because n8n confirms requests while it starts, without processing them. */
let nginx: Proxy;
let ats: Ats;

beforeAll(async () => {
	n8n = await startAnotherN8n({ N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' });
	// The sender doesn't use TLS.
	nginx = await startProxy({ n8nUrl: n8n.url, replacements: [['listen 443 ssl', 'listen 443']] });
	ats = await startAts();
	await n8n.session.createDataTable('Handed over', [
		{ name: 'application', type: 'string' },
		{ name: 'done', type: 'boolean' },
	]);
});

it('the documented workflow processes each application once, although n8n is killed', async () => {
	const texts = {
		'https://ats.example.com/applications': ats.url,
		// The claim is shorter than documented, but still much longer than a request to the ATS takes.
		'minutes: 2': 'seconds: 20',
	};
	const outcomes = await sendWhile({
		name: 'regular mode, n8n killed',
		n8n,
		proxyUrl: `http://127.0.0.1:${nginx.httpsPort}`,
		perSecond: 4,
		repeats: true,
		publish: async (responseMode) =>
			await publishDocumentedWorkflow(n8n, 'sqlite.workflow.json', texts, responseMode),
		ats,
		cause: async () => await n8n.restart('SIGKILL'),
	});
	expectNoneLost(outcomes);
});

it('an execution that n8n was starting when it was killed can be retried after two more restarts', async () => {
	const { productionUrl, workflowId } = await publishReceiver(n8n, { next: [waitingNode(15)] });
	expect((await deliver(productionUrl, goodApplication())).status).toBe(200);
	const log = path.join(n8n.folder, 'n8nEventLog.log');
	const readLog = async () => await readFile(log, 'utf8');
	const isWaiting = async () => /node\.started.*"Wait"/.test(await readLog());
	await waitUntil('the workflow to wait', isWaiting);
	// Removes the node events from the log, as if n8n had been killed before the first node ran.
	const lines = (await readLog()).split('\n');
	await writeFile(log, lines.filter((line) => !line.includes('"n8n.node.')).join('\n'));

	const statuses: Array<string | undefined> = [];
	for (const signal of ['SIGKILL', 'SIGTERM', 'SIGTERM'] as const) {
		await n8n.restart(signal);
		const [execution] = await n8n.session.summarizeExecutions(workflowId);
		statuses.push(execution?.status);
	}
	expect(statuses).toEqual(['running', 'running', 'crashed']);
	const [crashed] = await n8n.session.summarizeExecutions(workflowId);
	expect(await n8n.session.retryExecution(String(crashed?.id))).toBe('success');
});
