import path from 'node:path';
import { letterDocx, resumePdf } from '../../../tools/samples/exampleApplication.cts';
import { Editor } from '../../../tools/n8n/editor.cts';
import { startInstance, type Instance } from '../../../tools/n8n/instance.cts';
import { startMailServer, type MailServer } from '../../../tools/n8n/mailServer.cts';
import { readTemplate, TEMPLATE_FILES, TEMPLATE_FOLDER } from '../../../tools/n8n/template.cts';
import { TRIGGER } from '../../../tools/n8n/workflow.cts';
import { SAMPLE, TRY_IT } from '../../../tools/templates/tryIt.cts';

jest.setTimeout(600_000);

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

/** Returns the first step that both the trigger and the sample lead to. */
async function findFirstStep(file: string): Promise<string | undefined> {
	const { connections } = await readTemplate(file);
	return connections[SAMPLE]?.main[0]?.[0]?.node;
}

describe.each(TEMPLATE_FILES)('%s, imported without changes,', (file) => {
	it('passes the sample application and its files to its first step', async () => {
		const step = await findFirstStep(file);
		await editor.importWorkflow(path.join(TEMPLATE_FOLDER, file));
		if (step === undefined) {
			await expect(editor.nodeOnCanvas(TRIGGER).count()).resolves.toBe(0);
			return;
		}
		await editor.executeFrom(TRY_IT);
		await editor.nodeOnCanvas(step).getByTestId('canvas-node-status-success').waitFor();
		await editor.openNode(step);
		await editor.showAs(editor.output, 'JSON');
		await editor.output.getByText('0042-BAKER').first().waitFor();
		await editor.showAs(editor.output, 'Binary');
		expect(await editor.download('Camille Example CV.pdf')).toEqual(resumePdf);
		await editor.closeNode();
	});
});

it('mail-to-recruiter.json e-mails the sample if there is an SMTP credential', async () => {
	// When a workflow is imported, n8n selects the only credential of a type.
	await n8n.session.createCredential('Mail server', 'smtp', mailServer.credential);
	await editor.importWorkflow(path.join(TEMPLATE_FOLDER, 'mail-to-recruiter.json'));
	await editor.executeFrom(TRY_IT);
	const [mail] = await mailServer.takeMails('recruiter@example.com', 1);
	expect(mail?.subject).toBe('0042-BAKER: Camille Example');
	expect(mail?.attachments.map(({ content }) => content)).toEqual([resumePdf, letterDocx]);
});

it('route-by-job.json e-mails the sample to the recruiter in the table', async () => {
	await editor.importWorkflow(path.join(TEMPLATE_FOLDER, 'route-by-job.json'));
	await editor.executeFrom(TRY_IT);
	await mailServer.takeMails('meteojob@example.com', 1);
	await n8n.session.addDataTableRows('Recruiters', [
		{ job: '0042-BAKER', recruiter: 'rita@example.com' },
	]);
	await editor.executeFrom(TRY_IT);
	const [mail] = await mailServer.takeMails('rita@example.com', 1);
	expect(mail?.attachments.map(({ content }) => content)).toEqual([resumePdf, letterDocx]);
});

it('send-a-test-application.json opens a form that sends a CV', async () => {
	await editor.importWorkflow(path.join(TEMPLATE_FOLDER, 'send-a-test-application.json'));
	const [page] = await Promise.all([
		editor.page.waitForEvent('popup'),
		editor.executeFrom('Test application'),
	]);
	for (const [label, text] of Object.entries({
		Job: 'JOB-1',
		'First name': 'Ada',
		'Last name': 'Example',
		'E-mail': 'ada@example.com',
	})) {
		await page.getByLabel(label).fill(text);
	}
	await page.getByLabel('CV').setInputFiles({
		name: 'cv.pdf',
		mimeType: 'application/pdf',
		buffer: resumePdf,
	});
	await page.getByLabel('What is wrong with it?').selectOption('Nothing');
	await page.getByRole('button', { name: 'Send' }).click();
	// The URL and the credential aren't filled in.
	await page.getByText('The application has not arrived').waitFor();
	await page.getByText('Check the URL in').waitFor();
	await editor.openNode('Sample application');
	await editor.showAs(editor.output, 'JSON');
	await editor.output.getByText('cv.pdf').first().waitFor();
});
