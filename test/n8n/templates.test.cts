import memoize from 'lodash/memoize';
import type { Receipt } from '../../nodes/CleverConnect/items';
import { startMailServer } from '../../tools/n8n/servers/mailServer.cts';
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

it.each(TEMPLATE_FILES)(
	'the sample in %s contains the items that the trigger outputs',
	async (file) => {
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
	},
);

/** Returns the items that a trigger with the same settings outputs for the sample. */
const receiveSample = memoize(async (kind: SampleKind): Promise<Item[]> => {
	const parameters = { application: {}, attachment: { output: kind }, review: { onIssues: kind } };
	const { workflowId, productionUrl } = await publishReceiver(n8n, {
		name: `Receives the sample: ${kind}`,
		parameters: parameters[kind],
	});
	await deliver(productionUrl, sampleApplication(kind));
	const [execution] = await n8n.session.waitForExecutions(workflowId, 1);
	return execution?.outputsOf(TRIGGER)[kind === 'review' ? 1 : 0] ?? [];
});

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

it('mail-to-recruiter.json sends the files byte for byte, and lists the issues', async () => {
	const { candidate } = goodApplication();
	const { email: _email, ...withoutEmail } = candidate;
	const mailServer = await startMailServer();
	const id = await n8n.session.createCredential('Mail', 'smtp', mailServer.credential);
	const workflow = await publishTemplate(n8n, 'mail-to-recruiter.json', {
		values: {
			'applications@example.com': 'jobs@example.com',
			'recruiter@example.com': 'rita@example.com',
		},
		credentials: { 'Mail to the recruiter': ['smtp', id] },
	});
	const receiveMail = async (application: object) => {
		expect((await workflow.deliver(application)).error).toBeUndefined();
		return (await mailServer.takeMails('rita@example.com', 1))[0];
	};

	const complete = await receiveMail(goodApplication());
	expect(complete?.subject).toBe('0042-BAKER: Camille Example');
	expect(complete?.from?.text).toBe('jobs@example.com');
	expect(complete?.replyTo?.text).toBe(candidate.email);
	for (const line of [
		'Camille Example has applied for the job 0042-BAKER.',
		'The application is complete.',
		'Attached: resume, letter',
	]) {
		expect(complete?.text).toContain(line);
	}
	expect(complete?.attachments).toMatchObject([
		{ filename: 'Camille Example CV.pdf', contentType: 'application/pdf', content: resumePdf },
		{ filename: 'Lettre de motivation.docx', contentType: DOCX_TYPE, content: letterDocx },
	]);

	const rest = goodApplication({ id: 4712, attachments: [] });
	const incomplete = await receiveMail({ ...rest, candidate: withoutEmail });
	expect(incomplete?.subject).toBe('0042-BAKER: Camille Example (please check)');
	expect(incomplete?.replyTo).toBeUndefined();
	expect(incomplete?.text).toMatch(/Please check:\n- .*"email"/);
	expect(incomplete?.text).toContain('Attached: nothing');
	expect(incomplete?.attachments).toEqual([]);
	await mailServer.stop();
});
