import { run } from '../../tools/common/command.cts';
import type { Execution } from '../../tools/n8n/client/session.cts';
import { findReceivedItem } from '../helpers/documentedWorkflow.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';
import { deliver, publishReceiver, waitingNode } from '../../tools/n8n/client/workflow.cts';
import { goodApplication, letterDocx, resumePdf } from '../../tools/samples/exampleApplication.cts';

const CLEAN_UP = 'clean-up/delete-leftover-files.cjs';

it('the cleanup script deletes only the files of executions that no longer exist', async () => {
	const n8n = await startAnotherN8n();
	const find = async (...action: readonly string[]) =>
		await run('find', ['storage', '-type', 'f', ...action], { cwd: n8n.folder });
	const finished = await publishReceiver(n8n);
	await deliver(finished.productionUrl, goodApplication());
	const kept = await n8n.session.waitForExecution(finished.workflowId);
	// The executions of this workflow are still running when n8n is killed.
	const waiting = await publishReceiver(n8n, { next: [waitingNode(60)] });
	for (const id of [1, 2]) await deliver(waiting.productionUrl, goodApplication({ id }));
	await n8n.restart('SIGKILL');
	const [crashed, deleted] = await n8n.session.waitForExecutions(waiting.workflowId, 2);
	expect([crashed?.status, deleted?.status]).toEqual(['crashed', 'crashed']);
	await n8n.session.call('POST', '/executions/delete', { ids: [deleted?.id] });

	const before = await find();
	expect(await n8n.runScript(CLEAN_UP, '--delete')).toContain('0 files (0 bytes)');
	expect(await find()).toEqual(before);

	await find('-exec', 'touch', '-d', '2 hours ago', '{}', '+');
	const dryRun = await n8n.runScript(CLEAN_UP);
	expect(dryRun).toMatch(/executions\/temp\/binary_data\//);
	expect(dryRun).toContain('No files have been deleted.');
	expect(await find()).toEqual(before);

	expect(await n8n.runScript(CLEAN_UP, '--delete')).toContain('The files have been deleted.');
	// Each execution has two files, and each file has a metadata file.
	expect((await find()).trim().split('\n')).toHaveLength(8);
	for (const execution of [kept, crashed as Execution]) {
		const files = { resume: resumePdf, letter: letterDocx };
		expect(await n8n.session.readFiles(findReceivedItem(execution)?.binary)).toEqual(files);
	}
	expect(await n8n.runScript(CLEAN_UP)).toContain('0 files (0 bytes)');
	const message = '"--remove" is not an option. The only option is --delete.';
	await expect(n8n.runScript(CLEAN_UP, '--remove')).rejects.toThrow(message);
});
