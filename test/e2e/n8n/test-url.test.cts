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

/** The files that n8n keeps on disk for executions. */
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
		// With `binaryMode: combined`, a file is named by its path.
		binaryPropertyName: '={{ $json._files ? "_files.resume" : "resume" }}',
		type: 'SHA256',
	},
};

it('answers 404 while nobody listens', async () => {
	const { testUrl } = await createReceiver(n8n.url, n8n.session, { name: 'Nobody listens' });
	expect((await deliver(testUrl, goodApplication())).status).toBe(404);
});

it.each(['separate', 'combined'])(
	'with binaryMode %s, gives out files that the next node can use and that go with the execution',
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
		if (!execution) throw new Error('there is no execution');

		const [[item] = []] = execution.outputsOf(TRIGGER);
		// Older n8n do not know the setting.
		const files = (item?.json._files ?? item?.binary) as NonNullable<Item['binary']>;
		const { resume, letter } = files;
		if (!resume || !letter) throw new Error('a file is missing');
		expect(await n8n.session.readBinary(resume)).toEqual(resumePdf);
		expect(await n8n.session.readBinary(letter)).toEqual(letterDocx);
		expect(execution.error).toBeUndefined();
		const [[hashed] = []] = execution.outputsOf(HASH.name);
		expect(hashed?.json.data).toBe(sha256(resumePdf));

		await n8n.session.deleteExecution(execution.id);
		expect(await listStoredFiles()).toEqual([]);
	},
);

it('gives out a file of 12 MB', async () => {
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
