import { startMailServer } from '../../tools/n8n/servers/mailServer.cts';
import { importTemplate } from '../../tools/n8n/client/template.cts';
import {
	DOCX_TYPE,
	goodApplication,
	letterDocx,
	resumePdf,
} from '../../tools/samples/exampleApplication.cts';
import { TRY_IT } from '../../tools/templates/description.cts';
import { DESCRIPTIONS } from '../../tools/templates/descriptions.cts';
import { n8n } from '../helpers/n8n.cts';
import { publishTemplate } from '../helpers/publishTemplate.cts';

const samples = Object.entries(DESCRIPTIONS).filter(([, { trigger }]) => trigger !== null);

it.each(samples)(
	'the sample in %s ends, each time, at the step that says what to do next',
	async (file, { reminder: [last] = ['Your next step'] }) => {
		const { workflowId } = await importTemplate(n8n.session, n8n.url, file, {});
		const numbers = [];
		for (let round = 0; round < 2; round += 1) {
			const tried = await n8n.session.runManually(workflowId, TRY_IT);
			expect([tried.status, tried.error]).toEqual(['success', undefined]);
			expect(tried.outputsOf(last)[0]?.length).toBeGreaterThan(0);
			numbers.push(tried.savedData.applicationId);
		}
		expect(new Set(numbers).size).toBe(2);
	},
);

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
