import { readFile } from 'node:fs/promises';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { registerCleanUp } from '../../common/cleanUp.cts';
import { OWNER } from './session.cts';
import { TRIGGER, type N8n } from './workflow.cts';
import { waitUntil } from '../../common/waitUntil.cts';
import { launchBrowser } from '../install/browser.cts';

const TIMEOUT_MS = 60_000;

/** n8n's editor in a browser, operated as a user does. */
export class Editor {
	private constructor(
		private readonly context: BrowserContext,
		readonly page: Page,
		private readonly url: string,
	) {}

	/** Logs in as the owner. The scale factor is the number of screenshot pixels per page pixel. */
	static async open(
		{ url }: Pick<N8n, 'url'>,
		viewport = { width: 1440, height: 900 },
		deviceScaleFactor = 1,
	): Promise<Editor> {
		const browser = await launchBrowser();
		registerCleanUp(async () => await browser.close());
		const context = await browser.newContext({
			viewport,
			deviceScaleFactor,
			colorScheme: 'light',
			reducedMotion: 'reduce',
		});
		context.setDefaultTimeout(TIMEOUT_MS);
		const page = await context.newPage();
		await page.goto(`${url}/signin`);
		await page.getByLabel('Email').fill(OWNER.email);
		await page.getByLabel('Password').fill(OWNER.password);
		await page.getByRole('button', { name: 'Sign in' }).click();
		await page.waitForURL((address) => address.pathname !== '/signin');
		return new Editor(context, page, url);
	}

	async startWorkflow(): Promise<void> {
		await this.page.goto(`${this.url}/workflow/new`);
		await this.at('canvas-plus-button').waitFor();
	}

	async paste(text: string): Promise<void> {
		await this.context.grantPermissions(['clipboard-read', 'clipboard-write']);
		await this.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
		await this.page.keyboard.press('Control+V');
		await this.at('canvas-node').first().waitFor();
	}

	async openWorkflow(workflowId: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${workflowId}`);
		await this.nodeOnCanvas(TRIGGER).waitFor();
	}

	nodesFound(name: string): Locator {
		return this.at('node-creator-item-name').filter({ hasText: name });
	}

	async searchNodes(words: string): Promise<void> {
		await this.at('node-creator-search-bar').fill(words);
	}

	/** Compares the whole name, because another node's name may begin with it. */
	nodeOnCanvas(name: string): Locator {
		return this.at('canvas-node').and(this.page.locator(`[data-node-name="${name}"]`));
	}

	async openNode(name: string): Promise<void> {
		// A click misses the node if the canvas is moving.
		await waitUntil(`"${name}" to open`, async () => {
			if (!(await this.node.isVisible())) await this.nodeOnCanvas(name).dblclick();
			const opening = this.node.waitFor({ timeout: 5000 });
			return await opening.then(
				() => true,
				() => false,
			);
		});
	}

	get node(): Locator {
		return this.at('ndv');
	}

	get output(): Locator {
		return this.at('output-panel');
	}

	/** Shows the output as `Schema` or `Binary`. */
	async showAs(mode: string): Promise<void> {
		await this.output.getByRole('radio', { name: mode }).click();
	}

	/** Clicks "Execute step" in the trigger, and waits until n8n is listening, which the editor shows slightly too early. */
	async listen(): Promise<void> {
		await Promise.all([
			this.page.waitForResponse((response) => /\/rest\/workflows\/\w+\/run/.test(response.url())),
			this.at('node-execute-button').click(),
		]);
		await this.page.getByText('Listening for test event').waitFor();
	}

	/** Returns the bytes that "Download" saves, for a file in the displayed item. */
	async download(fileName: string): Promise<Buffer> {
		const cards = this.output.getByTestId('ndv-binary-data_0');
		const card = cards.filter({ hasText: fileName });
		const [download] = await Promise.all([
			this.page.waitForEvent('download'),
			card.getByTestId('ndv-download-binary-data').click(),
		]);
		return await readFile(await download.path());
	}

	get credential(): Locator {
		return this.at('editCredential-modal');
	}

	async editCredential(): Promise<void> {
		await this.at('credential-edit-button').click();
		await this.credential.waitFor();
	}

	async fillCredential(fields: Readonly<Record<string, string>>): Promise<void> {
		for (const [name, value] of Object.entries(fields)) {
			await this.credential
				.getByTestId(`parameter-input-${name}`)
				.locator('input, textarea')
				.fill(value);
		}
	}

	private at(testId: string): Locator {
		return this.page.getByTestId(testId);
	}
}
