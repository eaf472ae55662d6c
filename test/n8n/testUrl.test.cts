import { hash } from 'node:crypto';
import type { IBinaryKeyData } from 'n8n-workflow';
import { run } from '../../tools/common/command.cts';
import {
	createReceiver,
	deliver,
	publishReceiver,
	TRIGGER,
} from '../../tools/n8n/client/workflow.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { makePdf } from '../../tools/samples/files.cts';
import { n8n } from '../helpers/n8n.cts';

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

it.each(['separate', 'combined'])(
	'with binaryMode %s, a file of 12 MB at the test URL can be used and is deleted with the execution',
	async (binaryMode) => {
		const options = { settings: { binaryMode }, next: [HASH] };
		const { workflowId, testUrl } = await createReceiver(n8n, options);
		const name = `Candidate of the test with ${binaryMode}`;
		const resume = Buffer.concat([makePdf([name]), Buffer.alloc(12_000_000, ' ')]);
		const attachments = [{ type: 'resume' as const, content: resume.toString('base64') }];
		await n8n.session.listen(workflowId, TRIGGER);
		const response = await deliver(testUrl, goodApplication({ attachments }));
		expect(await response.json()).toEqual({ status: 'accepted', id: 4711 });

		const execution = await n8n.session.waitForExecution(workflowId);
		const { json, binary } = execution.itemOf(TRIGGER);
		// In n8n versions without the `binaryMode` setting, files are always separate.
		const files = (json._files ?? binary) as IBinaryKeyData | undefined;
		expect((await n8n.session.readFiles(files)).resume?.equals(resume)).toBe(true);
		expect(execution.itemOf(HASH.name).json.data).toBe(hash('sha256', resume));

		await n8n.session.call('POST', '/executions/delete', { ids: [execution.id] });
		// n8n might delete files while grep runs, so grep's exit code doesn't matter.
		const grep = `grep -rlaFs --exclude-dir=node_modules '${name}' . || true`;
		expect(await run('sh', ['-c', grep], { cwd: n8n.folder })).toBe('');
	},
);

const TICKET = 'x-cleverconnect-ticket';

it('at the test URL, a GET does not end the waiting, and its ticket replaces the token', async () => {
	const { workflowId, testUrl } = await createReceiver(n8n);
	await n8n.session.listen(workflowId, TRIGGER);
	const page = await fetch(`${testUrl}?<script>`, { headers: { origin: 'https://example.com' } });
	expect(await page.text()).toContain('<h1>Send a test application</h1>');
	const ticket = String((await fetch(testUrl)).headers.get(TICKET));
	const headers = { authorization: '', [TICKET]: ticket };
	const answer = await deliver(testUrl, goodApplication(), headers);
	expect(await answer.json()).toMatchObject({ status: 'accepted' });
	const execution = await n8n.session.waitForExecution(workflowId);
	expect(execution.itemOf(TRIGGER).json).toMatchObject({ id: 4711, issues: [] });
	expect((await fetch(testUrl)).status).toBe(404);
});

it('at the production URL, a GET gets 405 and starts nothing', async () => {
	const { workflowId, productionUrl } = await publishReceiver(n8n);
	const response = await fetch(productionUrl);
	expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
	expect(await n8n.session.countExecutions(workflowId)).toBe(0);
});
