import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
	DOCUMENTED_SAMPLE,
	goodApplication,
	letterDocx,
	resumePdf,
} from '../../tools/samples/exampleApplication.cts';
import { startInstance, type Instance } from '../../tools/n8n/instance.cts';
import {
	createReceiver,
	deliver,
	TOKEN,
	TRIGGER,
	type ReceiverOptions,
} from '../../tools/n8n/workflow.cts';
import { run } from '../../tools/n8n/command.cts';
import { Editor } from '../../tools/n8n/editor.cts';

let n8n: Instance;
let editor: Editor;

beforeAll(async () => {
	n8n = await startInstance();
	editor = await Editor.open(n8n);
});

beforeEach(async () => {
	await editor.openNewTab();
});

afterAll(async () => {
	await editor?.close();
	await n8n?.stop();
});

/** Defines a test that saves a screenshot if it fails. */
function see(title: string, check: () => Promise<void>): void {
	it(title, async () => {
		try {
			await check();
		} catch (error) {
			const folder = await mkdtemp(path.join(tmpdir(), 'n8n-editor-'));
			const picture = path.join(folder, 'screen.png');
			await editor.page.screenshot({ path: picture }).catch(() => undefined);
			const message = error instanceof Error ? error.message : String(error);
			throw new Error(`${message}\n\nScreenshot: ${picture}`, { cause: error });
		}
	});
}

async function createWorkflow(options: ReceiverOptions = {}) {
	return await createReceiver(n8n.url, n8n.session, options);
}

const setNode = {
	name: 'For the ATS',
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: {},
};

describe('the nodes panel', () => {
	const words = ['clever', 'applicant', 'recruit', 'CV', 'resume', 'ATS', 'job application'];

	see(
		`finds the trigger when searching for ${words.join(', ')}, and adds the trigger to the workflow`,
		async () => {
			await editor.startWorkflow();
			await editor.openNodesPanel();
			for (const word of words) {
				await editor.searchNodes(word);
				await editor.nodesFound(TRIGGER).waitFor();
				await editor.searchNodes('a word that finds nothing');
				await editor.nodesFound(TRIGGER).waitFor({ state: 'hidden' });
			}
			await editor.searchNodes('clever');
			await editor.nodesFound(TRIGGER).click();
			await editor.page.getByRole('button', { name: 'Add to workflow' }).click();
			await editor.node.getByRole('button', { name: 'Connect to CleverConnect Webhook' }).waitFor();
			await editor.output.getByText("'Execute step', which is gray until").waitFor();
		},
	);
});

describe('a new credential', () => {
	let workflowId: string;
	beforeAll(async () => {
		({ workflowId } = await createWorkflow());
	});

	/** n8n adds `Allowed HTTP Request Domains`, for the HTTP Request node. */
	const last = ['Allowed IP Addresses', 'Allowed HTTP Request Domains'];
	const common = ['Token', 'Previous Token', ...last];
	for (const { scheme, labels, invalid, message, valid } of [
		{
			scheme: 'Bearer Token',
			labels: ['Authentication', ...common],
			invalid: { token: 'short' },
			message: "'Token' has 5 characters and needs at least 16.",
			valid: { token: TOKEN },
		},
		{
			scheme: 'Header',
			labels: ['Authentication', 'Header Name', ...common],
			invalid: { headerName: 'X Api Key', token: TOKEN },
			message:
				"'Header Name' is not valid. Use only letters, digits, and hyphens, for example: X-Api-Key.",
			valid: { headerName: 'X-Api-Key' },
		},
		{
			scheme: 'Basic Auth',
			labels: ['Authentication', 'Username', 'Password', 'Previous Password', ...last],
			invalid: { username: 'cleverconnect', token: TOKEN, allowedIps: 'example.com' },
			message: "In 'Allowed IP Addresses', entry 1 is not an IP address or range.",
			valid: { allowedIps: '' },
		},
		{
			scheme: 'Query Parameter',
			labels: ['Authentication', 'Query Parameter Name', ...common],
			invalid: { queryParameter: 'a&b', token: TOKEN },
			message:
				"'Query Parameter Name' is not valid. Use only letters, digits, hyphens, and underscores, for example: token.",
			valid: { queryParameter: 'token' },
		},
		{
			scheme: 'None (IP Addresses Only)',
			labels: ['Authentication', ...last],
			invalid: {},
			message: 'Without a token, anyone could send applications.',
			valid: { allowedIps: '203.0.113.0/24' },
		},
	]) {
		see(
			`with ${scheme} shows the fields of this scheme, explains faults when tested, and passes the test once corrected`,
			async () => {
				const { credential } = editor;
				const failure = credential.getByText('Couldn’t connect with these settings');
				const success = credential.getByText('Connection tested successfully');

				await editor.openWorkflow(workflowId);
				await editor.openNode(TRIGGER);
				await editor.createCredential();
				await editor.choose('authentication', scheme, credential);
				expect(await editor.readCredentialLabels()).toEqual(labels);

				await editor.fillCredential(invalid);
				await editor.saveCredential();
				await failure.waitFor();
				await credential.getByText('More details').click();
				await credential
					.getByText(`The CleverConnect credential cannot be used yet. ${message}`)
					.waitFor();

				await editor.fillCredential(valid);
				await editor.saveCredential();
				await credential.waitFor({ state: 'hidden' });
				await editor.editCredential();
				await success.waitFor();
				await editor.closeCredential();
			},
		);
	}
});

describe("the trigger's panel", () => {
	see('shows every parameter and option', async () => {
		const { workflowId } = await createWorkflow();
		await editor.openWorkflow(workflowId);
		await editor.openNode(TRIGGER);
		expect(await editor.readParameterLabels()).toEqual([
			'Respond',
			'When Something Is Wrong',
			'Output',
			'Options',
		]);

		for (const [name, names] of [
			['responseMode', ['Immediately', 'When Last Node Finishes']],
			['onIssues', ['Deliver and Flag', 'Reject', 'Send to Needs Review Output']],
			['output', ['One Item per Application', 'One Item per Attachment']],
		] as const) {
			expect(await editor.readOptions(name)).toEqual(names);
		}

		const options = [
			['Accepted File Types', 'acceptedFileTypes'],
			['Keep Base64 Content', 'keepContent'],
			['Maximum File Size (MB)', 'maxFileSize'],
			['Skip Re-Deliveries', 'skipRedeliveries'],
		] as const;
		for (const [label, name] of options) await editor.addOption(label, name);
		expect(await editor.readParameterLabels()).toEqual(
			expect.arrayContaining(options.map(([label]) => label)),
		);
		expect(await editor.parameter('acceptedFileTypes').locator('input').inputValue()).toBe(
			'pdf, doc, docx',
		);
	});

	see('explains how to test the workflow and, once published, what starts it', async () => {
		const { workflowId } = await createWorkflow();
		await editor.openWorkflow(workflowId);
		await editor.openNode(TRIGGER);
		await editor.node.getByText('Receive a test application').waitFor();
		await editor.node.getByText('When will this node trigger my flow?').click();
		await editor.node.getByText('To use the fields before an application has arrived').waitFor();

		await n8n.session.publish(workflowId);
		await editor.openWorkflow(workflowId);
		await editor.openNode(TRIGGER);
		await editor.node.getByText('CleverConnect must send applications to the').waitFor();
	});
});

describe("the command in the trigger's panel", () => {
	// The command works only on macOS and Linux.
	const seeOnUnix = process.platform === 'win32' ? it.skip : see;

	seeOnUnix('sends an application with a local file', async () => {
		const folder = await mkdtemp(path.join(tmpdir(), 'n8n-editor-'));
		await writeFile(path.join(folder, 'cv.pdf'), resumePdf);
		const { workflowId, testUrl } = await createWorkflow();
		await editor.openWorkflow(workflowId);
		await editor.openNode(TRIGGER);
		await editor.node.getByText('When will this node trigger my flow?').click();
		const command = await editor.node.locator('pre', { hasText: 'curl' }).innerText();
		await editor.listen();
		const answer = await run(
			'sh',
			['-c', command.replace('YOUR-TEST-URL', testUrl).replace('YOUR-TOKEN', TOKEN)],
			{ cwd: folder },
		);
		expect(JSON.parse(answer)).toEqual({ status: 'accepted', id: 1 });

		await editor.showAs(editor.output, 'Binary');
		expect(await editor.download('cv.pdf')).toEqual(resumePdf);
		await rm(folder, { recursive: true });
	});
});

describe('the fields in the editor', () => {
	see('and files from an application sent to the test URL are displayed', async () => {
		const { workflowId, testUrl } = await createWorkflow();
		await editor.openWorkflow(workflowId);
		await editor.openNode(TRIGGER);
		await editor.listen();
		expect((await deliver(testUrl, goodApplication())).status).toBe(200);

		await editor.showAs(editor.output, 'Schema');
		for (const text of ['jobId', '0042-BAKER', 'firstName', 'Camille', 'zipCode', '75009']) {
			await editor.output.getByText(text, { exact: true }).waitFor();
		}
		await editor.showAs(editor.output, 'Binary');
		expect(await editor.download('Camille Example CV.pdf')).toEqual(resumePdf);
		expect(await editor.download('Lettre de motivation.docx')).toEqual(letterDocx);
	});

	// n8n's editor doesn't display a trigger's schema until the trigger has run.
	see(
		'can be used before an application has arrived, if the sample in the README is the mock data',
		async () => {
			const { workflowId } = await createWorkflow({ next: [setNode] });
			await editor.openWorkflow(workflowId);
			await editor.openNode(TRIGGER);
			await editor.setMockData(await readSampleOfReadme());
			await editor.closeNode();

			await editor.openNode(setNode.name);
			await editor.input.getByText('camille.example@example.com').waitFor();
			await editor.drag(
				editor.input.getByText('email', { exact: true }),
				editor.node.getByText('Drag input fields here'),
			);
			await editor.node.getByText('{{ $json.candidate.email }}').waitFor();
		},
	);
});

async function readSampleOfReadme(): Promise<string> {
	const readme = await readFile(path.join(__dirname, '..', '..', 'README.md'), 'utf8');
	const [, sample] = /^## The item you get$.*?^```json$(.*?)^```$/ms.exec(readme) ?? [];
	if (sample === undefined)
		throw new Error('README.md has no sample in the section "The item you get"');
	return sample;
}

describe('publishing', () => {
	see('fails with an invalid credential, and succeeds once it is corrected', async () => {
		const { workflowId } = await createWorkflow({
			credential: { authentication: 'bearer', token: 'short' },
		});
		await editor.openWorkflow(workflowId);
		await editor.publish();
		const message = editor.notification('Workflow could not be published');
		await message.getByText("credential cannot be used yet. 'Token' has 5").waitFor();

		await editor.openNode(TRIGGER);
		await editor.editCredential();
		await editor.fillCredential({ token: TOKEN });
		await editor.saveCredential();
		await editor.credential.getByText('Connection tested successfully').waitFor();
		await editor.closeCredential();
		await editor.closeNode();
		await editor.publish();
		await editor.page.getByRole('button', { name: 'Published' }).waitFor();
	});

	see('lists each delivery on the Executions tab, with its item and its file', async () => {
		const { workflowId, productionUrl } = await createWorkflow();
		await n8n.session.publish(workflowId);
		expect((await deliver(productionUrl, goodApplication())).status).toBe(200);
		await n8n.session.waitForExecutions(workflowId, 1);

		await editor.openExecutions(workflowId);
		await editor.page.getByText('Succeeded').first().waitFor();
		await editor.openNode(TRIGGER);
		await editor.showAs(editor.output, 'Schema');
		await editor.output.getByText('camille.example@example.com').waitFor();
		await editor.showAs(editor.output, 'Binary');
		expect(await editor.download('Camille Example CV.pdf')).toEqual(resumePdf);
	});
});

describe('the Needs Review output', () => {
	see(
		'exists only if its option is selected, and receives the applications with issues',
		async () => {
			const { workflowId, testUrl } = await createWorkflow();
			await editor.openWorkflow(workflowId);
			const outputs = editor.outputsOnCanvas();
			const needsReview = outputs.filter({ hasText: 'Needs Review' });
			await outputs.filter({ hasText: 'Application' }).waitFor();
			expect(await outputs.allInnerTexts()).toEqual(['Application']);

			await editor.openNode(TRIGGER);
			await editor.choose('onIssues', 'Send to Needs Review Output');
			await editor.closeNode();
			await needsReview.waitFor();
			expect(await outputs.allInnerTexts()).toEqual(['Application', 'Needs Review']);

			await editor.openNode(TRIGGER);
			await editor.listen();
			expect((await deliver(testUrl, DOCUMENTED_SAMPLE)).status).toBe(200);
			await editor.output.getByText('Needs Review Branch (1 item)').click();
			await editor.showAs(editor.output, 'Schema');
			await editor.output.getByText('DOE', { exact: true }).waitFor();

			await editor.choose('onIssues', 'Deliver and Flag');
			await editor.closeNode();
			await needsReview.waitFor({ state: 'hidden' });
			expect(await outputs.allInnerTexts()).toEqual(['Application']);
		},
	);
});
