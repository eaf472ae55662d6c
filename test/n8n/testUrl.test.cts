import { goodApplication, resumePdf } from '../../tools/samples/exampleApplication.cts';
import { findTraces } from '../helpers/findTraces.cts';
import { n8n } from '../helpers/n8n.cts';
import type { Item } from '../../tools/n8n/client/session.cts';
import { TRIGGER, createReceiver, deliver } from '../../tools/n8n/client/workflow.cts';
import { makePdf } from '../../tools/samples/files.cts';
import { sha256 } from '../../tools/common/sha256.cts';

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
		const name = `Candidate of the test with ${binaryMode}`;
		const resume = makePdf([name]);
		const content = resume.toString('base64');
		const attachments = [{ type: 'resume' as const, content }];
		const response = await deliver(testUrl, goodApplication({ attachments }));
		expect(await response.json()).toEqual({ status: 'accepted', id: 4711 });
		const [execution] = await n8n.session.waitForExecutions(workflowId, 1);
		if (!execution) throw new Error('the delivery has not started an execution');

		const [[item] = []] = execution.outputsOf(TRIGGER);
		// Earlier n8n versions don't have the setting.
		const files = (item?.json._files ?? item?.binary) as Item['binary'];
		expect(await n8n.session.readFiles(files)).toEqual({ resume });
		expect(execution.error).toBeUndefined();
		const [[hashed] = []] = execution.outputsOf(HASH.name);
		expect(hashed?.json.data).toBe(sha256(resume));

		await n8n.session.deleteExecution(execution.id);
		expect(await findTraces(name, n8n.folder)).toEqual([]);
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
