import type { Locator, Page } from 'playwright-core';
import * as editor from '../../tools/n8n/client/editor.cts';
import { createReceiver, TRIGGER } from '../../tools/n8n/client/workflow.cts';
import { resumePdf } from '../../tools/samples/exampleApplication.cts';
import { n8n } from '../helpers/n8n.cts';

const CV = { name: 'My own CV.pdf', mimeType: 'application/pdf', buffer: resumePdf };

let page: Page;
let form: Page;
beforeAll(async () => {
	page = await editor.open(n8n);
	form = await page.context().newPage();
});

const answer = () => form.locator('#answer:not(:empty)').filter({ hasNotText: 'Sending' });
const send = async () => await form.getByRole('button', { name: 'Send application' }).click();

it('five clicks lead from an open trigger to a CV of one’s own in the editor', async () => {
	const { workflowId, testUrl } = await createReceiver(n8n);
	await page.bringToFront();
	await page.goto(`/workflow/${workflowId}`);
	await editor.openNode(page, TRIGGER);
	const clicks: string[] = [];
	const click = async (name: string, element: Locator) => {
		await element.click();
		clicks.push(name);
	};
	await click('Webhook URLs', page.getByText('Webhook URLs', { exact: true }));
	await click('Test URL', page.getByText(testUrl));
	const url = String(await page.evaluate('navigator.clipboard.readText()'));
	expect(url).toBe(testUrl);
	expect(await page.getByText(/\/applications$/).count()).toBe(1);
	await click('Execute step', page.getByTestId('node-execute-button'));
	await page.getByText('Listening for test event').waitFor();
	await form.bringToFront();
	await form.goto(url);
	const chooser = form.waitForEvent('filechooser');
	await click('CV', form.getByLabel('CV'));
	await (await chooser).setFiles(CV);
	await click('Send application', form.getByRole('button', { name: 'Send application' }));
	expect(await answer().innerText()).toBe('Accepted. The application is in the editor.');
	await editor.showAs(page, 'Binary');
	expect(await editor.download(page, CV.name)).toEqual(resumePdf);
	expect(clicks).toHaveLength(5);

	await send();
	expect(await answer().innerText()).toMatch(/^n8n is not listening\. .* click 'Execute step'/);
	await n8n.session.listen(workflowId, TRIGGER);
	await form.getByLabel('Job').fill('');
	await send();
	expect(await answer().innerText()).toMatch(
		/^Accepted\..* Its problems:\s+The job reference is missing/,
	);
});

it('values in the query change nothing', async () => {
	const { workflowId, testUrl } = await createReceiver(n8n);
	await n8n.session.listen(workflowId, TRIGGER);
	await form.goto(testUrl);
	const original = await form.content();
	const hostile = '"><script>document.title="run"</script><img src=x onerror=document.title="run">';
	await form.goto(`${testUrl}?firstName=${encodeURIComponent(hostile)}#${hostile}`);
	expect([await form.content(), await form.title()]).toEqual([original, 'Send a test application']);
});

it('the form says so if its ticket has expired', async () => {
	const { workflowId, testUrl } = await createReceiver(n8n);
	await n8n.session.listen(workflowId, TRIGGER);
	const ticket = `${Date.now() - 1}.${'A'.repeat(43)}`;
	await form.route(testUrl, async (route) => {
		const headers = { ...route.request().headers(), 'x-cleverconnect-ticket': ticket };
		await route.continue({ headers });
	});
	await form.goto(testUrl);
	await send();
	expect(await answer().innerText()).toMatch(/^Not accepted \(\d+\)\. /);
	await form.unrouteAll();
});
