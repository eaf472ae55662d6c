import type { Receipt } from '../../nodes/CleverConnect/items';
import { startMailServer, type MailServer } from '../../tools/n8n/servers/mailServer.cts';
import type { Item } from '../../tools/n8n/client/session.cts';
import { importTemplate, readTemplate, TEMPLATE_FILES } from '../../tools/n8n/client/template.cts';
import { deliver, publishReceiver, TRIGGER } from '../../tools/n8n/client/workflow.cts';
import {
	DOCX_TYPE,
	goodApplication,
	letterDocx,
	resumePdf,
} from '../../tools/samples/exampleApplication.cts';
import { sampleApplication, type SampleKind } from '../../tools/templates/sampleItems.cts';
import { findSampleKind, SAMPLE, TRY_IT } from '../../tools/templates/tryIt.cts';
import { n8n } from '../helpers/n8n.cts';
import { publishTemplate } from '../helpers/publishTemplate.cts';

describe.each(TEMPLATE_FILES)('the sample in %s', (file) => {
	it('contains the items that the trigger outputs', async () => {
		const kind = findSampleKind(await readTemplate(file));
		if (!kind) return;
		const { workflowId } = await importTemplate(n8n.session, n8n.url, file, {});
		const tried = await n8n.session.runManually(workflowId, TRY_IT);
		const real = await receiveSample(kind);
		const samples = tried.outputsOf(SAMPLE)[0] ?? [];
		expect(samples.map(withoutArrival)).toEqual(real.map(withoutArrival));
		expect(await readFiles(samples)).toEqual(await readFiles(real));
		expect(samples[0]?.json.receipt).toEqual({
			receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
			sourceIp: expect.any(String) as string,
			bodySha256: (real[0]?.json.receipt as Receipt).bodySha256,
		});
		expect(tried.savedData).toEqual({ applicationId: '4711' });
	});
});

/** The items that a trigger with the same settings outputs for the sample, by kind. */
const received = new Map<SampleKind, Promise<Item[]>>();

async function receiveSample(kind: SampleKind): Promise<Item[]> {
	const receive = async () => {
		const parameters = {
			application: {},
			attachment: { output: kind },
			review: { onIssues: kind },
		};
		const { workflowId, productionUrl } = await publishReceiver(n8n, {
			name: `Receives the sample: ${kind}`,
			parameters: parameters[kind],
		});
		expect((await deliver(productionUrl, sampleApplication(kind))).status).toBe(200);
		const [execution] = await n8n.session.waitForExecutions(workflowId, 1);
		return execution?.outputsOf(TRIGGER)[kind === 'review' ? 1 : 0] ?? [];
	};
	if (!received.has(kind)) received.set(kind, receive());
	return (await received.get(kind)) ?? [];
}

/** Returns an item as text, with its fields in order but without the values that always differ. */
function withoutArrival({ json: { receipt: _receipt, ...json }, binary = {} }: Item): string[] {
	const files = Object.entries(binary).map(([field, { id: _id, data: _data, ...file }]) => [
		field,
		...Object.entries(file).sort(),
	]);
	return [JSON.stringify(json), JSON.stringify(files)];
}

const readFiles = async (items: readonly Item[]) =>
	await Promise.all(items.map(async ({ binary }) => await n8n.session.readFiles(binary)));

describe('mail-to-recruiter.json', () => {
	const { candidate } = goodApplication();
	let mailServer: MailServer;
	let workflow: Awaited<ReturnType<typeof publishTemplate>>;

	beforeAll(async () => {
		mailServer = await startMailServer();
		const id = await n8n.session.createCredential('Mail', 'smtp', mailServer.credential);
		workflow = await publishTemplate(n8n, 'mail-to-recruiter.json', {
			values: {
				'applications@example.com': 'jobs@example.com',
				'recruiter@example.com': 'rita@example.com',
			},
			credentials: { 'Mail to the recruiter': ['smtp', id] },
		});
	});

	afterAll(async () => await mailServer?.stop());

	it('sends the details, and sends the CV and the letter byte for byte', async () => {
		const { error } = await workflow.deliver(goodApplication());
		expect(error).toBeUndefined();
		const [mail] = await mailServer.takeMails('rita@example.com', 1);
		expect(mail?.subject).toBe('0042-BAKER: Camille Example');
		expect(mail?.from?.text).toBe('jobs@example.com');
		expect(mail?.replyTo?.text).toBe(candidate.email);
		expect(mail?.text).toContain('Camille Example has applied for the job 0042-BAKER.');
		expect(mail?.text).toContain('The application is complete.');
		expect(mail?.text).toContain('Attached: resume, letter');
		expect(
			mail?.attachments.map(({ filename, contentType, content }) => [
				filename,
				contentType,
				content,
			]),
		).toEqual([
			['Camille Example CV.pdf', 'application/pdf', resumePdf],
			['Lettre de motivation.docx', DOCX_TYPE, letterDocx],
		]);
	});

	it('sends an incomplete application and lists its issues', async () => {
		const { email: _email, ...rest } = candidate;
		const { error } = await workflow.deliver({
			...goodApplication({ id: 4712, attachments: [] }),
			candidate: rest,
		});
		expect(error).toBeUndefined();
		const [mail] = await mailServer.takeMails('rita@example.com', 1);
		expect(mail?.subject).toBe('0042-BAKER: Camille Example (please check)');
		expect(mail?.replyTo).toBeUndefined();
		expect(mail?.text).toMatch(/Please check:\n- .*"email"/);
		expect(mail?.text).toContain('Attached: nothing');
		expect(mail?.attachments).toEqual([]);
	});
});
