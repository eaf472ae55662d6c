import { readFile } from 'node:fs/promises';
import { chromium, selectors, type Locator, type Page } from 'playwright-core';
import { registerCleanUp } from '../../common/cleanUp.cts';
import { waitUntil } from '../../common/waitUntil.cts';
import { installBrowser } from '../install/browser.cts';
import type { N8n } from './workflow.cts';

const TIMEOUT_MS = 60_000;

/** Opens a browser in which n8n's owner is logged in. The scale factor is the number of screenshot pixels per page pixel. */
export async function open(
	{ url, session }: N8n,
	viewport = { width: 1440, height: 900 },
	deviceScaleFactor = 1,
): Promise<Page> {
	selectors.setTestIdAttribute('data-test-id');
	const browser = await chromium.launch({
		executablePath: await installBrowser(),
		// The cleanup handles signals instead of Playwright.
		handleSIGINT: false,
		handleSIGTERM: false,
		handleSIGHUP: false,
		args: ['--disable-gpu'],
	});
	registerCleanUp(async () => await browser.close());
	const context = await browser.newContext({
		baseURL: url,
		viewport,
		deviceScaleFactor,
		colorScheme: 'light',
		reducedMotion: 'reduce',
		permissions: ['clipboard-read', 'clipboard-write'],
	});
	context.setDefaultTimeout(TIMEOUT_MS);
	const [name = '', value = ''] = session.cookie.split('=', 2);
	await context.addCookies([{ name, value, url }]);
	return await context.newPage();
}

/** Compares the whole name, because another node's name might begin with it. */
export function nodeOnCanvas(page: Page, name: string): Locator {
	return page.getByTestId('canvas-node').and(page.locator(`[data-node-name="${name}"]`));
}

export async function openNode(page: Page, name: string): Promise<void> {
	const node = page.getByTestId('ndv');
	// A click can miss the node while the canvas is moving.
	await waitUntil(`"${name}" to open`, async () => {
		if (!(await node.isVisible())) await nodeOnCanvas(page, name).dblclick();
		await node.waitFor({ timeout: 5000 }).catch(() => undefined);
		return await node.isVisible();
	});
}

export async function showAs(page: Page, mode: string): Promise<void> {
	await page.getByTestId('output-panel').getByRole('radio', { name: mode }).click();
}

/** Clicks "Execute step" in the trigger, and waits until n8n is listening, which the editor shows slightly too early. */
export async function listen(page: Page): Promise<void> {
	await Promise.all([
		page.waitForResponse((response) => /\/rest\/workflows\/\w+\/run/.test(response.url())),
		page.getByTestId('node-execute-button').click(),
	]);
	await page.getByText('Listening for test event').waitFor();
}

/** Returns the bytes that "Download" saves, for a file in the first item. */
export async function download(page: Page, fileName: string): Promise<Buffer> {
	const cards = page.getByTestId('output-panel').getByTestId('ndv-binary-data_0');
	const card = cards.filter({ hasText: fileName });
	const [file] = await Promise.all([
		page.waitForEvent('download'),
		card.getByTestId('ndv-download-binary-data').click(),
	]);
	return await readFile(await file.path());
}
