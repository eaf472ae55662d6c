import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { startInstance, type Instance } from '../../tools/n8n/instance.cts';
import type { BinaryEntry } from '../../tools/n8n/session.cts';
import { deliver, publishReceiver, waitingNode } from '../../tools/n8n/workflow.cts';
import { waitUntil } from '../../tools/waitUntil.cts';
import { drawUpAccount, expectUnharmed, printAccount } from './account.cts';
import { sha256 } from '../../tools/sha256.cts';
import { makeApplications } from './sentApplications.cts';
import { startAts, type Ats } from './ats.cts';
import { publishDocumentedWorkflow } from './documentedWorkflow.cts';
import { startProxy, type Proxy } from '../../tools/n8n/proxy.cts';
import { Sender } from './repeatingSender.cts';

jest.setTimeout(600_000);

const ROUNDS = Number(process.env.SCALE_ROUNDS ?? 1);
const APPLICATIONS = 40;

let n8n: Instance;
/** Without it, n8n confirms while it starts what it does not take. */
let nginx: Proxy;
let ats: Ats;

beforeAll(async () => {
	n8n = await startInstance({ N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' });
	// The sender speaks no TLS.
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

let lastId = 0;

describe.each(['lastNode', 'onReceived'])('with Respond: %s', (responseMode) => {
	it.each(Array.from({ length: ROUNDS }, (_, index) => index + 1))(
		'nothing is lost or doubled when n8n is killed (round %i)',
		async (round) => {
			const { productionUrl, workflowId } = await publishDocumentedWorkflow(
				`http://localhost:${nginx.httpsPort}`,
				n8n.session,
				'exactly-once/regular-mode.workflow.json',
				{
					atsUrl: ats.url,
					// Whoever breaks off is given less time here, still far more than a hand-over takes.
					replacements: [['minutes: 2', 'seconds: 20']],
					parameters: { responseMode },
				},
			);
			const applications = makeApplications(lastId + 1, APPLICATIONS);
			lastId += APPLICATIONS;
			const sender = new Sender(productionUrl, 8);
			const sending = sender.send(applications);
			await sender.waitForAcknowledged(10);
			await n8n.restart('SIGKILL');
			await sending;

			const account = await drawUpAccount({
				session: n8n.session,
				workflowId,
				applications,
				sender,
				ats,
				hashFile,
			});
			printAccount(`regular mode, ${responseMode}, n8n killed, round ${round}`, account);
			expectUnharmed(account, APPLICATIONS);
		},
	);
});

it('what n8n was just beginning when it was killed can be retried once n8n was started twice more', async () => {
	const { productionUrl, workflowId } = await publishReceiver(n8n, { next: [waitingNode(15)] });
	expect((await deliver(productionUrl, goodApplication())).status).toBe(200);
	const log = path.join(n8n.folder, 'n8nEventLog.log');
	const readLog = async () => await readFile(log, 'utf8');
	const isWaiting = async () => /node\.started.*"Wait"/.test(await readLog());
	await waitUntil('the workflow to wait', isWaiting);
	// As if it had been killed before the first node: what it writes down of nodes is not there yet.
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
 * n8n moves the files of an execution when it ends, just before it stores where they are now: if it
 * dies in between, they are there though the execution points elsewhere.
 */
async function hashFile(entry: BinaryEntry, executionId: string): Promise<string> {
	const moved = { ...entry, id: entry.id?.replace('/temp/', `/${executionId}/`) ?? '' };
	return await n8n.session
		.readBinary(entry)
		.catch(async () => await n8n.session.readBinary(moved))
		.then(sha256, () => 'none');
}
