import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import type { Instance } from '../../tools/n8n/start/instance.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';
import type { BinaryEntry } from '../../tools/n8n/client/session.cts';
import { deliver, publishReceiver, waitingNode } from '../../tools/n8n/client/workflow.cts';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import { expectExactlyOnce } from '../helpers/deliveryReport.cts';
import { sha256 } from '../../tools/common/sha256.cts';
import { startAts, type Ats } from '../helpers/ats.cts';
import { publishDocumentedWorkflow } from '../helpers/documentedWorkflow.cts';
import { startProxy, type Proxy } from '../../tools/n8n/servers/proxy.cts';
import { sendRepeatedlyWhile } from '../helpers/repeatingSender.cts';
import { ROUNDS } from '../helpers/rounds.cts';

let n8n: Instance;
/** Needed because n8n confirms requests while it starts, without processing them. */
let nginx: Proxy;
let ats: Ats;

beforeAll(async () => {
	n8n = await startAnotherN8n({ N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' });
	// The sender doesn't use TLS.
	nginx = await startProxy({ n8nUrl: n8n.url, replacements: [['listen 443 ssl', 'listen 443']] });
	ats = await startAts(300);
	await n8n.session.createDataTable('Handed over', [
		{ name: 'application', type: 'string' },
		{ name: 'done', type: 'boolean' },
	]);
});

afterAll(async () => {
	await ats?.stop();
	await nginx?.stop();
	await n8n?.stop();
});

it.each(ROUNDS)('nothing is lost or doubled when n8n is killed, in round %i', async (round) => {
	const reports = await sendRepeatedlyWhile({
		name: `regular mode, n8n killed, round ${round}`,
		session: n8n.session,
		ats,
		publish: async (responseMode) =>
			await publishDocumentedWorkflow(
				`http://localhost:${nginx.httpsPort}`,
				n8n.session,
				'exactly-once/sqlite.workflow.json',
				{
					atsUrl: ats.url,
					// The claim is shorter than documented, but still much longer than a request to the ATS takes.
					replacements: [['minutes: 2', 'seconds: 20']],
					parameters: { responseMode },
				},
			),
		cause: async () => await n8n.restart('SIGKILL'),
		hashFiles: () => Promise.resolve(hashFile),
	});
	expectExactlyOnce(reports);
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
	const [id = ''] = await n8n.session.listExecutions(workflowId);
	expect(await n8n.session.retryExecution(id)).toBe('success');
});

/**
 * Returns the SHA-256 hash of a file. When an execution ends, n8n moves the files before it stores their new
 * location. If n8n is killed in between, the execution refers to the old location.
 */
async function hashFile(entry: BinaryEntry, executionId: string): Promise<string> {
	const moved = { ...entry, id: entry.id?.replace('/temp/', `/${executionId}/`) ?? '' };
	return await n8n.session
		.readBinary(entry)
		.catch(async () => await n8n.session.readBinary(moved))
		.then(sha256, () => 'none');
}
