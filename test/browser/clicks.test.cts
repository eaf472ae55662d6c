import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Editor } from '../../tools/n8n/editor.cts';
import { startInstance, type Instance } from '../../tools/n8n/instance.cts';
import { startMailServer, type MailServer } from '../../tools/n8n/mailServer.cts';
import { TEMPLATE_FOLDER } from '../../tools/n8n/template.cts';
import { letterDocx, resumePdf } from '../../tools/samples/exampleApplication.cts';
import { TRY_IT } from '../../tools/templates/tryIt.cts';

/** Opening the link to the template, then "Copy raw file" on GitHub. */
const CLICKS_ON_GITHUB = 2;

let n8n: Instance;
let mailServer: MailServer;
let editor: Editor;

beforeAll(async () => {
	[n8n, mailServer] = await Promise.all([startInstance(), startMailServer()]);
	editor = await Editor.open(n8n);
});

afterAll(async () => {
	await editor?.close();
	await n8n?.stop();
	await mailServer?.stop();
});

describe('a user of a new n8n instance with the package', () => {
	it("can download the sample application's CV within ten clicks", async () => {
		const countClicks = await editor.startCountingClicks();
		await editor.buildFirstWorkflow();
		await editor.paste(await readFile(path.join(TEMPLATE_FOLDER, 'route-by-job.json'), 'utf8'));
		await editor.executeFrom(TRY_IT);
		await editor.openNode('Application');
		await editor.showAs(editor.output, 'Binary');
		expect(await editor.download('Camille Example CV.pdf')).toEqual(resumePdf);
		expect(CLICKS_ON_GITHUB + countClicks()).toBeLessThanOrEqual(10);
	});

	it("can e-mail the CV to the job's recruiter within 25 more clicks", async () => {
		const { page } = editor;
		const countClicks = await editor.startCountingClicks();
		await editor.closeNode();

		await editor.openNode('Addresses');
		const values = editor.node.getByTestId('assignment-value').getByRole('textbox');
		await values.first().fill('jobs@example.com');
		await editor.closeNode();

		await editor.openNode('Mail to the recruiter');
		await editor.node.getByRole('button', { name: 'Connect to SMTP' }).click();
		const { host, port } = mailServer.credential;
		await editor.fillCredential({ host, port: String(port) });
		await editor.parameter('secure', editor.credential).locator('.el-switch').click();
		await editor.saveCredential();
		await editor.credential.waitFor({ state: 'hidden' });
		await editor.closeNode();

		await page.getByText('Personal', { exact: true }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
		// If another tab is opened while the list of workflows is loading, n8n returns to the list.
		await page.getByTestId('workflow-card-name').waitFor();
		await page.getByText('Data tables', { exact: true }).click();
		await page.getByTestId('data-table-card-name').getByText('Recruiters').click();
		// The button above the table does nothing until the table has loaded.
		await page.getByTestId('data-table-no-rows-overlay').waitFor();
		await page.getByTestId('data-table-header-add-row-button').click();
		await page.locator('textarea:focus').waitFor();
		await page.keyboard.type('0042-BAKER');
		await page.keyboard.press('Tab');
		await page.keyboard.type('rita@example.com');
		await page.keyboard.press('Enter');
		await page.getByText('Personal', { exact: true }).click();
		await page.getByTestId('workflow-card-name').click();

		await editor.executeFrom(TRY_IT);
		const [mail] = await mailServer.takeMails('rita@example.com', 1);
		expect(mail?.from?.text).toContain('jobs@example.com');
		expect(mail?.attachments.map(({ content }) => content)).toEqual([resumePdf, letterDocx]);
		expect(countClicks()).toBeLessThanOrEqual(25);
	});
});
