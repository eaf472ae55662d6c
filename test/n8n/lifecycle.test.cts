import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { range } from 'lodash';
import { runSql, type Instance } from '../../tools/n8n/start/instance.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';
import {
	composeUrls,
	CREDENTIAL_TYPE,
	publishReceiver,
	TOKEN,
} from '../../tools/n8n/client/workflow.cts';
import { application, send, sendAll, statusOf } from '../../tools/n8n/client/sendAll.cts';

// Tests the n8n behavior that `nodes/CleverConnect/n8nLifecycle.ts` relies on. If a test fails with a new n8n version,
// that behavior has probably changed.

let n8n: Instance;

beforeAll(async () => {
	n8n = await startAnotherN8n();
});

/** Makes n8n fail to store executions while an application is sent, and returns the status of the response. */
async function sendWithoutDatabase(url: string): Promise<number> {
	const refuse = "BEFORE INSERT ON execution_entity BEGIN SELECT RAISE(ABORT, 'full'); END";
	await runSql(n8n.folder, `CREATE TRIGGER refuse ${refuse}`);
	const { status } = await send(url, application(1));
	await runSql(n8n.folder, 'DROP TRIGGER refuse');
	return status;
}

/** Makes n8n fail to store files while an application is sent, and returns the status of the response. */
async function sendWithoutFileStore(url: string): Promise<number> {
	const store = path.join(n8n.folder, 'storage');
	await rename(store, `${store}.away`);
	await writeFile(store, 'a file where a folder should be');
	const { status } = await send(url, application(1));
	await rm(store);
	await rename(`${store}.away`, store);
	return status;
}

const continuing = { onError: 'continueRegularOutput' };

it.each<[string, (url: string) => Promise<number>, object, status: number, executions: number]>([
	['respondAfterStoring reports no execution that is not stored', sendWithoutDatabase, {}, 500, 1],
	['a failure to store a file is an error in n8n', sendWithoutFileStore, {}, 500, 2],
	['stopsOnError: an error starts no execution', sendWithoutFileStore, continuing, 503, 1],
])(
	'%s, so the application can be sent again',
	async (_title, sendWithFault, options, status, executions) => {
		const { workflowId, productionUrl } = await publishReceiver(n8n, options);
		expect(await sendWithFault(productionUrl)).toBe(status);
		expect(statusOf(await send(productionUrl, application(1)))).toBe('accepted');
		expect(statusOf(await send(productionUrl, application(1)))).toBe('duplicate');
		expect(await n8n.session.waitForExecutions(workflowId, executions)).toHaveLength(executions);
	},
);

it('usesEngine2: a workflow that is switched to engine 2.0 cannot be published, and refuses applications', async () => {
	const settings = { engineType: 'v2' };
	const reason = 'engine 2.0, which cannot receive files';
	await expect(publishReceiver(n8n, { settings })).rejects.toThrow(reason);
	const { workflowId, productionUrl } = await publishReceiver(n8n);
	// If the API changed the settings, n8n 2.27 would also register the trigger again, which would fail.
	const change = `settings = '${JSON.stringify(settings)}' WHERE id = '${workflowId}'`;
	await runSql(n8n.folder, `UPDATE workflow_entity SET ${change}`);
	expect((await send(productionUrl, application(1))).status).toBe(503);
	expect(await n8n.session.countExecutions(workflowId)).toBe(0);
});

it('the deliveries to all triggers in a workflow are saved, so that they survive SIGKILL', async () => {
	const data = { authentication: 'bearer', token: TOKEN };
	const id = await n8n.session.createCredential('Second', CREDENTIAL_TYPE, data);
	const credentials = { [CREDENTIAL_TYPE]: { id, name: 'Second' } };
	const webhookId = randomUUID();
	const type = 'n8n-nodes-cleverconnect.cleverConnectTrigger';
	const nodes = [{ name: 'Second', webhookId, type, typeVersion: 2, credentials }];
	const { workflowId, productionUrl } = await publishReceiver(n8n, { nodes });
	const urls = [productionUrl, composeUrls(n8n.url, webhookId).productionUrl];
	const bodies = range(30).map(application);
	const sendToAll = async () => {
		const replies = await Promise.all(urls.map(async (url) => await sendAll(url, bodies, 5)));
		return new Set(replies.flat().map(statusOf));
	};
	expect(await sendToAll()).toEqual(new Set(['accepted']));
	await n8n.restart('SIGKILL');
	expect(await sendToAll()).toEqual(new Set(['duplicate']));
	expect(await n8n.session.countExecutions(workflowId)).toBe(urls.length * bodies.length);
});
