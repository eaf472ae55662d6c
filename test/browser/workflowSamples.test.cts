import path from 'node:path';
import { letterDocx, resumePdf } from '../../tools/samples/exampleApplication.cts';
import { Editor } from '../../tools/n8n/editor.cts';
import { startInstance, type Instance } from '../../tools/n8n/instance.cts';
import { startHttpServer, type HttpServer } from '../../tools/n8n/httpServer.cts';
import { startMailServer, type MailServer } from '../../tools/n8n/mailServer.cts';
import {
	importTemplate,
	readTemplate,
	TEMPLATE_FILES,
	TEMPLATE_FOLDER,
	type Filling,
} from '../../tools/n8n/template.cts';
import { TRIGGER } from '../../tools/n8n/workflow.cts';
import { SAMPLE, TRY_IT } from '../../tools/templates/tryIt.cts';
import { waitUntil } from '../../tools/waitUntil.cts';

let n8n: Instance;
let mailServer: MailServer;
let editor: Editor;

beforeAll(async () => {
	[n8n, mailServer] = await Promise.all([startInstance(), startMailServer()]);
	editor = await Editor.open(n8n);
});

beforeEach(async () => {
	await editor.openNewTab();
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

describe('after the red notes are followed, the sample arrives', () => {
	let http: HttpServer;
	let smtp: readonly [string, string];
	let basic: readonly [string, string];
	let header: readonly [string, string];

	beforeAll(async () => {
		http = await startHttpServer(() => ({ status: 201, body: { id: 'C-1001' } }));
		const create = async (type: string, data: object) =>
			[type, await n8n.session.createCredential(`Mine: ${type}`, type, data)] as const;
		smtp = await create('smtp', mailServer.credential);
		basic = await create('httpBasicAuth', { user: 'key', password: '' });
		header = await create('httpHeaderAuth', { name: 'X-Key', value: 'key' });
	});

	beforeEach(() => {
		http.requests.length = 0;
	});

	afterAll(async () => await http?.stop());

	const execute = async (file: string, filling: Filling) => {
		const { workflowId } = await importTemplate(n8n.session, n8n.url, file, filling);
		await editor.openWorkflow(workflowId);
		await editor.executeFrom(TRY_IT);
	};

	const waitForRequest = async () => await waitUntil('a request', () => http.requests[0]);

	it('needs-review.json: at the reviewer', async () => {
		await execute('needs-review.json', {
			values: { 'reviewer@example.com': 'vera@example.com' },
			credentials: { 'Mail to the reviewer': smtp, 'Mail to the recruiter': smtp },
		});
		const [mail] = await mailServer.takeMails('vera@example.com', 1);
		expect(mail?.attachments).not.toEqual([]);
	});

	it('tell-the-candidate.json: a confirmation', async () => {
		await execute('tell-the-candidate.json', {
			values: { 'jobs@example.com': 'recruiting@example.com' },
			credentials: { 'Confirm receipt': smtp },
		});
		const [mail] = await mailServer.takeMails('camille.example@example.com', 1);
		expect(mail?.from?.text).toBe('recruiting@example.com');
	});

	it.each<[string, () => Filling]>([
		[
			'to-ats.json',
			() => ({
				values: { 'https://ats.example.com/candidates': `${http.url}/candidates` },
				credentials: { 'Send with CV': header, 'Send without CV': header },
			}),
		],
		[
			'to-greenhouse.json',
			() => ({
				values: { 'your-board': 'bakery' },
				credentials: Object.fromEntries(
					['Send CV and letter', 'Send CV', 'Send letter', 'Send no file'].map((name) => [
						name,
						basic,
					]),
				),
				texts: { 'https://boards-api.greenhouse.io': http.url },
			}),
		],
		[
			'to-recruitee.json',
			() => ({ values: { 'https://yourcompany.recruitee.com': `${http.url}/` } }),
		],
	])('%s: the CV, at the server', async (file, createFilling) => {
		await execute(file, createFilling());
		const { body } = await waitForRequest();
		expect(http.requests).toHaveLength(1);
		expect(body.includes(resumePdf)).toBe(true);
	});

	it('exactly-once.json: the number of the application, at the server', async () => {
		await execute('exactly-once.json', {
			values: { 'https://ats.example.com/candidates': `${http.url}/candidates` },
		});
		const { body } = await waitForRequest();
		expect(body.toString()).toContain('4711');
	});
});
