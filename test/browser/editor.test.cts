import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { createFolder } from '../../tools/common/cleanUp.cts';
import { run } from '../../tools/common/command.cts';
import * as editor from '../../tools/n8n/client/editor.cts';
import { TEMPLATE_FOLDER } from '../../tools/n8n/client/template.cts';
import { createReceiver, TOKEN, TRIGGER } from '../../tools/n8n/client/workflow.cts';
import { resumePdf } from '../../tools/samples/exampleApplication.cts';
import { n8n } from '../helpers/n8n.cts';

let page: Page;

beforeAll(async () => {
	page = await editor.open(n8n);
});

const words = ['clever', 'applicant', 'recruit', 'CV', 'resume', 'ATS', 'job application'];

it(`the nodes panel finds the trigger when searching for ${words.join(', ')}, and adds it`, async () => {
	const found = page.getByTestId('node-creator-item-name').filter({ hasText: TRIGGER });
	const search = page.getByTestId('node-creator-search-bar');
	await page.goto('/workflow/new');
	await page.getByTestId('canvas-plus-button').click();
	for (const word of words) {
		await search.fill('a word that finds nothing');
		await found.waitFor({ state: 'hidden' });
		await search.fill(word);
		await found.waitFor();
	}
	await found.click();
	await page.getByRole('button', { name: 'Add to workflow' }).click();
	await page.getByText("'Execute step', which is pale until").waitFor();
});

it("the command in the trigger's panel sends a local file, which n8n's editor downloads", async () => {
	const folder = await createFolder('editor');
	await writeFile(path.join(folder, 'cv.pdf'), resumePdf);
	const { workflowId, testUrl } = await createReceiver(n8n);
	const node = page.getByTestId('ndv');
	await page.goto(`/workflow/${workflowId}`);
	await editor.openNode(page, TRIGGER);
	await node.getByText('Receive a test application').waitFor();
	await node.getByText('When will this node trigger my flow?').click();
	const text = await node.locator('pre', { hasText: 'curl' }).innerText();
	const command = text.replace('YOUR-TEST-URL', testUrl).replace('YOUR-TOKEN', TOKEN);
	await editor.listen(page);
	const answer = await run('sh', ['-c', command], { cwd: folder });
	expect(JSON.parse(answer)).toEqual({ status: 'accepted', id: 1 });
	await editor.showAs(page, 'Binary');
	expect(await editor.download(page, 'cv.pdf')).toEqual(resumePdf);
});

it("in a pasted template, the sample application's CV can be downloaded", async () => {
	const template = await readFile(path.join(TEMPLATE_FOLDER, 'route-by-job.json'), 'utf8');
	await page.goto('/workflow/new');
	await page.getByTestId('canvas-plus-button').waitFor();
	await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(template)})`);
	await page.keyboard.press('Control+V');
	// "Execute step" (▶) appears above a step when the mouse is over the step.
	await editor.nodeOnCanvas(page, 'Application').hover();
	await editor.nodeOnCanvas(page, 'Application').getByTestId('execute-node-button').click();
	await editor.openNode(page, 'Application');
	await editor.showAs(page, 'Binary');
	expect(await editor.download(page, 'Camille Example CV.pdf')).toEqual(resumePdf);
});
