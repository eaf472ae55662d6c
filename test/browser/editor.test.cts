import type { Page } from 'playwright-core';
import * as editor from '../../tools/n8n/client/editor.cts';
import { TRIGGER } from '../../tools/n8n/client/workflow.cts';
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
