import type { Page } from 'playwright-core';
import * as editor from '../../tools/n8n/client/editor.cts';
import { createReceiver, deliver, TRIGGER } from '../../tools/n8n/client/workflow.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
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
	await page.getByText('Select or create a credential').waitFor();
});

const HINT = "drag values from 'summary'";

it.each<[headers: Record<string, string>, shown: string, hidden: string]>([
	[{}, HINT, 'the token is missing'],
	[{ authorization: '' }, '401: the token is missing', HINT],
])(
	'after a delivery to the test URL with %j, the editor says "%s"',
	async (headers, shown, hidden) => {
		const { workflowId, testUrl } = await createReceiver(n8n);
		await page.goto(`/workflow/${workflowId}`);
		await editor.openNode(page, TRIGGER);
		await editor.listen(page);
		await deliver(testUrl, goodApplication(), headers);
		const output = page.getByTestId('output-panel');
		await output.getByText(shown).first().waitFor();
		expect(await output.getByText(hidden).count()).toBe(0);
	},
);
