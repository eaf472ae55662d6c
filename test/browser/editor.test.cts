import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createFolder } from '../../tools/common/cleanUp.cts';
import { run } from '../../tools/common/command.cts';
import { Editor } from '../../tools/n8n/client/editor.cts';
import { TEMPLATE_FOLDER } from '../../tools/n8n/client/template.cts';
import { createReceiver, TOKEN, TRIGGER } from '../../tools/n8n/client/workflow.cts';
import { resumePdf } from '../../tools/samples/exampleApplication.cts';
import { n8n } from '../helpers/n8n.cts';

// Only what n8n's editor does with the package. The texts themselves are tested where they are described.

let editor: Editor;

beforeAll(async () => {
	editor = await Editor.open(n8n);
});

/** Defines a test that saves a screenshot if it fails. */
function see(title: string, check: () => Promise<void>): void {
	it(title, async () => {
		await check().catch(async (error: unknown) => {
			const picture = path.join(await mkdtemp(path.join(tmpdir(), 'n8n-editor-')), 'screen.png');
			await editor.page.screenshot({ path: picture }).catch(() => undefined);
			throw new Error(`${String(error)}\n\nScreenshot: ${picture}`, { cause: error });
		});
	});
}

const words = ['clever', 'applicant', 'recruit', 'CV', 'resume', 'ATS', 'job application'];

see(
	`the nodes panel finds the trigger when searching for ${words.join(', ')}, and adds it`,
	async () => {
		await editor.startWorkflow();
		await editor.page.getByTestId('canvas-plus-button').click();
		for (const word of words) {
			await editor.searchNodes('a word that finds nothing');
			await editor.nodesFound(TRIGGER).waitFor({ state: 'hidden' });
			await editor.searchNodes(word);
			await editor.nodesFound(TRIGGER).waitFor();
		}
		await editor.nodesFound(TRIGGER).click();
		await editor.page.getByRole('button', { name: 'Add to workflow' }).click();
		await editor.output.getByText("'Execute step', which is pale until").waitFor();
	},
);

see('a new credential explains a fault until it is corrected', async () => {
	const { workflowId } = await createReceiver(n8n);
	const { credential, page } = editor;
	const save = credential.getByTestId('credential-save-button').getByRole('button');
	await editor.openWorkflow(workflowId);
	await editor.openNode(TRIGGER);
	await page.getByTestId('node-credentials-select').click();
	await page.getByTestId('node-credentials-select-item-new').filter({ visible: true }).click();
	await credential.getByTestId('parameter-input-authentication').click();
	await page.getByText('Basic Auth', { exact: true }).filter({ visible: true }).click();
	const invalid = { username: 'cleverconnect', token: TOKEN, allowedIps: 'example.com' };
	await editor.fillCredential(invalid);
	await save.click();
	await credential.getByText('Couldn’t connect with these settings').waitFor();
	await credential.getByText('More details').click();
	await credential
		.getByText("In 'Allowed IP Addresses', entry 1 is not an IP address or range.")
		.waitFor();

	await editor.fillCredential({ allowedIps: '' });
	await save.click();
	await credential.waitFor({ state: 'hidden' });
	await editor.editCredential();
	await credential.getByText('Connection tested successfully').waitFor();
});

see("the command in the trigger's panel sends a local file, which the panel shows", async () => {
	const folder = await createFolder('editor');
	await writeFile(path.join(folder, 'cv.pdf'), resumePdf);
	const { workflowId, testUrl } = await createReceiver(n8n);
	await editor.openWorkflow(workflowId);
	await editor.openNode(TRIGGER);
	await editor.node.getByText('Receive a test application').waitFor();
	await editor.node.getByText('When will this node trigger my flow?').click();
	const text = await editor.node.locator('pre', { hasText: 'curl' }).innerText();
	const command = text.replace('YOUR-TEST-URL', testUrl).replace('YOUR-TOKEN', TOKEN);
	await editor.listen();
	const answer = await run('sh', ['-c', command], { cwd: folder });
	expect(JSON.parse(answer)).toEqual({ status: 'accepted', id: 1 });
	await editor.showAs('Binary');
	expect(await editor.download('cv.pdf')).toEqual(resumePdf);
});

see("a pasted template shows the sample application's CV", async () => {
	await editor.startWorkflow();
	await editor.paste(await readFile(path.join(TEMPLATE_FOLDER, 'route-by-job.json'), 'utf8'));
	// "Execute step" (▶) above a step is visible while the mouse hovers over the step.
	await editor.nodeOnCanvas('Application').hover();
	await editor.nodeOnCanvas('Application').getByTestId('execute-node-button').click();
	await editor.openNode('Application');
	await editor.showAs('Binary');
	expect(await editor.download('Camille Example CV.pdf')).toEqual(resumePdf);
});
