import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { cleanUpAll, createFolder } from './common/cleanUp.cts';
import { run } from './common/command.cts';
import * as editor from './n8n/client/editor.cts';
import {
	composeUrls,
	createReceiver,
	deliver,
	FAILING_NODE,
	publishReceiver,
	TOKEN,
	TRIGGER,
} from './n8n/client/workflow.cts';
import { startInstance, type Instance } from './n8n/start/instance.cts';
import { DOCUMENTED_SAMPLE, goodApplication, resumePdf } from './samples/exampleApplication.cts';

const FOLDER = path.join(__dirname, '..', 'docs', 'images');
const CREDENTIAL = 'editCredential-modal';
const CV = { name: 'Camille Example CV.pdf', mimeType: 'application/pdf', buffer: resumePdf };
const MARGIN = 24;
/** Small, so that the text stays readable when GitHub scales a picture down. */
const SIZE = { width: 1100, height: 680 };

/** Hides notifications, tooltips, the canvas's dots, some buttons, and the shade around a window. */
const STYLE = `
	.el-notification, .el-popper, [data-reka-popper-content-wrapper], .vue-flow__background,
	[data-test-id=floating-nodes], [data-test-id=canvas-controls], [data-test-id=node-creator-plus-button],
	[data-test-id=command-bar-button], [data-test-id=add-sticky-button],
	[data-test-id=toggle-focus-panel-button], [data-test-id=instance-ai-canvas-action-button] {
		visibility: hidden !important;
	}
	.el-overlay, [data-test-id=ndv-backdrop] { background: white !important; }
`;

const SCREENSHOT = { animations: 'disabled', caret: 'hide', style: STYLE } as const;

/** Returns a placeholder for the next step of a workflow. */
const nextNode = (name: string) => ({ name, type: 'n8n-nodes-base.set', typeVersion: 3.4 });

/** Takes the pictures in docs/images/ again. Needs ImageMagick. */
async function main(): Promise<void> {
	const n8n = await startInstance({ WEBHOOK_URL: 'https://n8n.example.com' });
	const page = await editor.open(n8n, SIZE, 2);
	// First, because n8n selects a credential by itself if there is one.
	await showFirstApplication(n8n, page);
	await showCredentialAndRefusal(n8n, page);
	await showReview(n8n, page);
	await showError(n8n, page);
}

/** Records the steps from an empty workflow to an own CV, and shows the form and the application. */
async function showFirstApplication(n8n: Instance, page: Page): Promise<void> {
	const output = page.getByTestId('output-panel');
	const credential = page.getByTestId(CREDENTIAL);
	const folder = await createFolder('animation');
	/** ImageMagick's arguments for each screenshot. */
	const frames: string[][] = [];
	const show = async (shown: Page, milliseconds: number, ...drawing: readonly string[]) => {
		const file = path.join(folder, `${frames.length}.png`);
		await shown.screenshot({ ...SCREENSHOT, scale: 'css', path: file });
		frames.push(['(', '-delay', String(milliseconds / 10), file, ...drawing, ')']);
	};
	/** Adds a screenshot with a frame around an element, and clicks the element. */
	const click = async (element: Locator, milliseconds = 1000) => {
		await element.scrollIntoViewIfNeeded();
		const { left, top, right, bottom } = await edgesOf(element);
		const corners = `${left - 4},${top - 4} ${right + 4},${bottom + 4}`;
		await show(element.page(), milliseconds, '-draw', `roundrectangle ${corners} 8,8`);
		await element.click();
	};
	await page.goto('/workflow/new');
	await click(page.getByTestId('canvas-plus-button'));
	await page.getByTestId('node-creator-search-bar').fill('cleverconnect');
	await click(page.getByTestId('node-creator-item-name').filter({ hasText: TRIGGER }), 1500);
	await click(page.getByRole('button', { name: 'Add to workflow' }));
	await click(page.getByRole('button', { name: 'Connect to CleverConnect Webhook' }));
	const token = credential.getByTestId('parameter-input-token');
	await token.locator('input, textarea').fill(TOKEN);
	await click(page.getByTestId('credential-save-button').getByRole('button'), 1500);
	await credential.waitFor({ state: 'hidden' });

	// The editor has saved the workflow when n8n is listening.
	await editor.listen(page);
	await show(page, 2000);
	const [, workflowId = ''] = /workflow\/(\w+)/.exec(page.url()) ?? [];
	const [trigger] = (await n8n.session.readWorkflow(workflowId)).nodes;
	const form = await page.context().newPage();
	await form.goto(composeUrls(n8n.url, trigger?.webhookId).testUrl);
	await form.getByLabel('CV').setInputFiles(CV);
	await show(form, 2000);
	await click(form.getByRole('button', { name: 'Send application' }), 1500);
	await form.getByText('Accepted').waitFor();
	await show(form, 2000);
	await form.screenshot({ ...SCREENSHOT, path: path.join(FOLDER, 'form.png') });
	await editor.showAs(page, 'Schema');
	await output.getByText('0042-BAKER: Camille Example').first().waitFor();
	await show(page, 4000);
	await takePicture(page, 'hero', await edgesOf(page.getByTestId('ndv')));
	await click(output.getByRole('radio', { name: 'Binary' }));
	await output.getByTestId('ndv-binary-data_0').first().waitFor();
	await show(page, 4000);
	const style = ['-fill', 'none', '-stroke', '#ff6d5a', '-strokewidth', '4'];
	const compression = ['-dither', 'none', '+map', '-layers', 'Optimize', '-loop', '0'];
	const file = path.join(FOLDER, 'first-application.gif');
	await run('convert', [...style, ...frames.flat(), ...compression, file]);
}

async function showCredentialAndRefusal(n8n: Instance, page: Page): Promise<void> {
	const { workflowId, testUrl } = await createReceiver(n8n);
	await page.goto(`/workflow/${workflowId}`);
	await editor.openNode(page, TRIGGER);
	await editor.listen(page);
	await deliver(testUrl, goodApplication(), { authorization: '' });
	await page.getByText('401').first().waitFor();
	await takePicture(page, 'refused', await edgesOf(page.getByTestId('ndv')));
	// In a smaller window, the credential would scroll.
	await page.setViewportSize({ ...SIZE, height: 1080 });
	await page.getByTestId('credential-edit-button').click();
	await page.getByText('Connection tested successfully').waitFor();
	await takePicture(page, 'credential', await edgesOf(page.getByTestId(CREDENTIAL)));
	await page.setViewportSize(SIZE);
}

async function showReview(n8n: Instance, page: Page): Promise<void> {
	const { workflowId, productionUrl } = await publishReceiver(n8n, {
		parameters: { onIssues: 'review' },
		next: [nextNode('For the ATS'), nextNode('For the Recruiter')],
	});
	await deliver(productionUrl, DOCUMENTED_SAMPLE);
	await n8n.session.waitForExecutions(workflowId, 1);
	await openExecutions(page, workflowId);
	const details = '[data-test-id^=execution-preview-details] { visibility: hidden; }';
	await page.addStyleTag({ content: details });
	const { left, top } = await edgesOf(editor.nodeOnCanvas(page, TRIGGER));
	const { right, bottom } = await edgesOf(editor.nodeOnCanvas(page, 'For the Recruiter'));
	// Includes the labels below the nodes, which are wider than the nodes, and the icon before the first node.
	await takePicture(page, 'needs-review', {
		left: left - 4 * MARGIN,
		top: top - MARGIN,
		right: right + 4 * MARGIN,
		bottom: bottom + 3 * MARGIN,
	});
}

/** Shows the list of executions with a failed one, and the button with which people retry it. */
async function showError(n8n: Instance, page: Page): Promise<void> {
	const { workflowId, productionUrl } = await publishReceiver(n8n, { next: [FAILING_NODE] });
	await deliver(productionUrl, goodApplication());
	await n8n.session.waitForExecutions(workflowId, 1);
	await openExecutions(page, workflowId);
	const { left } = await edgesOf(page.getByTestId('executions-sidebar'));
	await takePicture(page, 'error', { left, top: 0, right: SIZE.width, bottom: 540 });
}

/** Opens the list of a workflow's executions, with the newest one selected. */
async function openExecutions(page: Page, workflowId: string): Promise<void> {
	await page.goto(`/workflow/${workflowId}/executions`);
	await page.getByText('1 item').first().waitFor();
}

async function edgesOf(element: Locator) {
	const box = await element.boundingBox();
	if (!box) throw new Error(`n8n's editor does not show ${String(element)}`);
	return { left: box.x, top: box.y, right: box.x + box.width, bottom: box.y + box.height };
}

async function takePicture(
	page: Page,
	name: string,
	{ left, top, right, bottom }: Awaited<ReturnType<typeof edgesOf>>,
): Promise<void> {
	const clip = { x: left, y: top, width: right - left, height: bottom - top };
	await page.screenshot({ ...SCREENSHOT, path: path.join(FOLDER, `${name}.png`), clip });
}

void main().finally(() => void cleanUpAll());
