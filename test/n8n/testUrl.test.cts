import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import {
	goodApplication,
	letterDocx,
	resumePdf,
} from '../../../tools/samples/exampleApplication.cts';
import { startInstance, type Instance } from '../../../tools/n8n/instance.cts';
import type { Item } from '../../../tools/n8n/session.cts';
import { TRIGGER, createReceiver, deliver } from '../../../tools/n8n/workflow.cts';
import { sha256 } from '../../../tools/sha256.cts';

jest.setTimeout(600_000);

let n8n: Instance;

beforeAll(async () => {
	n8n = await startInstance();
});

afterAll(async () => await n8n?.stop());

/** Returns the execution files on disk. */
async function listStoredFiles(): Promise<string[]> {
	const folders = ['storage', 'binaryData'].map((name) => path.join(n8n.folder, name));
	const lists = folders.filter(existsSync).map(async (folder) => {
		const entries = await readdir(folder, { recursive: true, withFileTypes: true });
		return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
	});
	return (await Promise.all(lists)).flat();
}

const HASH = {
	name: 'Hash',
	type: 'n8n-nodes-base.crypto',
	typeVersion: 1,
	parameters: {
		binaryData: true,
		// With `binaryMode: combined`, nodes refer to a file by its path.
		binaryPropertyName: '={{ $json._files ? "_files.resume" : "resume" }}',
		type: 'SHA256',
	},
};

it('the test URL returns 404 while n8n is not listening', async () => {
	const { testUrl } = await createReceiver(n8n.url, n8n.session, { name: 'Not listening' });
	expect((await deliver(testUrl, goodApplication())).status).toBe(404);
});

it.each(['separate', 'combined'])(
	'with binaryMode %s, the files at the test URL can be used and are deleted with the execution',
	async (binaryMode) => {
		const { workflowId, testUrl } = await createReceiver(n8n.url, n8n.session, {
			name: `Test with ${binaryMode}`,
			settings: { binaryMode },
			next: [HASH],
		});
		await n8n.session.listen(workflowId, TRIGGER);
		const response = await deliver(testUrl, goodApplication());
		expect(await response.json()).toEqual({ status: 'accepted', id: 4711 });
		const [execution] = await n8n.session.waitForExecutions(workflowId, 1);
		if (!execution) throw new Error('the delivery has not started an execution');

		const [[item] = []] = execution.outputsOf(TRIGGER);
		// Earlier n8n versions don't have the setting.
		const files = (item?.json._files ?? item?.binary) as Item['binary'];
		expect(await n8n.session.readFiles(files)).toEqual({
			resume: resumePdf,
			letter: letterDocx,
		});
		expect(execution.error).toBeUndefined();
		const [[hashed] = []] = execution.outputsOf(HASH.name);
		expect(hashed?.json.data).toBe(sha256(resumePdf));

		await n8n.session.deleteExecution(execution.id);
		expect(await listStoredFiles()).toEqual([]);
	},
);

it('the test URL accepts a file of 12 MB', async () => {
	const { workflowId, testUrl } = await createReceiver(n8n.url, n8n.session, {
		name: 'Test with a large file',
		next: [HASH],
	});
	const bytes = Buffer.concat([resumePdf, Buffer.alloc(12_000_000, ' ')]);
	await n8n.session.listen(workflowId, TRIGGER);
	const attachments = [{ type: 'resume' as const, content: bytes.toString('base64') }];
	expect((await deliver(testUrl, goodApplication({ attachments }))).status).toBe(200);
	const [execution] = await n8n.session.waitForExecutions(workflowId, 1);
	const [[hashed] = []] = execution?.outputsOf(HASH.name) ?? [];
	expect(hashed?.json.data).toBe(sha256(bytes));
});
