import { map } from 'lodash';
import { NodeHelpers } from 'n8n-workflow';
import { waitUntil } from '../../../tools/common/waitUntil.cts';
import { importTemplate, isNote, readTemplate } from '../../../tools/n8n/client/template.cts';
import { TOKEN } from '../../../tools/n8n/client/workflow.cts';
import { goodApplication, letterDocx } from '../../../tools/samples/exampleApplication.cts';
import { TRY_IT } from '../../../tools/templates/description.cts';
import { DESCRIPTIONS } from '../../../tools/templates/readDescriptions.cts';
import { makeDocx, makePdf } from '../../../tools/samples/files.cts';
import {
	findType,
	FIXTURES,
	startTemplateTests,
	type Fault,
	type TemplateTests,
} from '../../helpers/templateFixtures.cts';

// Tests the steps of all templates, and the logic of individual ones. sending.test.cts contains the cases that templates
// with a fixture share.

let tests: TemplateTests;
let n8n: TemplateTests['n8n'];
beforeAll(async () => {
	tests = await startTemplateTests();
	({ n8n } = tests);
});

it.each(Object.keys(DESCRIPTIONS))(
	'%s has only nodes, node versions, and parameters that this n8n version supports',
	async (file) => {
		const { nodes } = await readTemplate(file);
		const notes = nodes.filter(isNote).map((note) => String(note.parameters.content));
		for (const template of nodes) {
			const { node, type, parameters } = findType(tests.nodeTypes, template);
			expect([node.name, parameters]).toMatchObject([node.name, node.parameters]);
			// The issues that the editor marks with a red triangle, except missing credentials.
			const issues = NodeHelpers.getNodeParametersIssues(type.properties, node, type)?.parameters;
			for (const issue of Object.values(issues ?? {}).flat()) {
				const [, label] = /^Parameter "(.*)" is required\.$/.exec(issue) ?? [];
				const ofNode = notes.filter((text) => text.includes(node.name)).join();
				expect([node.name, ofNode]).toEqual([node.name, expect.stringContaining(`_${label}_`)]);
			}
		}
	},
);

const { candidate } = goodApplication();

/** Templates without a field that a user must fill in. */
const COMPLETE = ['read-the-cv.json', 'same-candidate.json'];

it.each(Object.keys(DESCRIPTIONS))(
	'if %s has empty required fields, n8n refuses to publish it, and "Try it" works or says what is missing',
	async (file) => {
		const { credentials } = await tests.fillIn(file);
		const { workflowId } = await importTemplate(n8n.session, n8n.url, file, { credentials });
		const isComplete = COMPLETE.includes(file);
		const problem = 'Missing or invalid required parameters: ';
		if (!isComplete) await expect(n8n.session.publish(workflowId)).rejects.toThrow(problem);
		if (DESCRIPTIONS[file]?.trigger === null) return;
		// Earlier versions of n8n don't start a workflow with empty required fields.
		const { error } = await n8n.session
			.runManually(workflowId, TRY_IT)
			.catch(({ message }: Error) => ({ error: message }));
		if (isComplete) expect(error).toBeUndefined();
		if (error !== undefined) expect(error).toMatch(/ issues:[^]*Parameter ".*" is required/);
	},
);

/** Makes `send` accept that the execution fails, although no vendor refuses a request. */
const FAILING: Fault = { line: 'none', reply: undefined };
const FILES = ['Camille Example CV.pdf: resume', 'Lettre de motivation.docx: letter'];

it('to-ats.json logs the answer, in cells that are not formulas', async () => {
	const { send } = await tests.publish('to-ats.json');
	await send({ jobId: '=1+1', candidate: { ...candidate, firstName: '@SUM(A1)' } });
	expect(await n8n.session.readDataTable('Applications sent to the ATS')).toMatchObject([
		{ applicationId: '4711', jobId: "'=1+1", candidate: "'@SUM(A1) Example", atsId: 'C-1001' },
	]);
});

it('tell-the-candidate.json sends an email without links from the candidate or CleverConnect', async () => {
	const { send } = await tests.publish('tell-the-candidate.json');
	const link = { jobId: 'www.evil', candidate: { ...candidate, lastName: 'evil.example/login' } };
	const [mail] = (await send(link)).sent;
	expect(mail).toMatchObject({ to: candidate.email, subject: 'Your application has arrived' });
	expect(mail?.text).toMatch(/^Dear Camille evil example\/login,\n[^]*\nJob: www evil\n/);
});

it('same-candidate.json adds earlier applications, and deletes rows older than half a year', async () => {
	const TABLE = 'Applications by candidate';
	const { send, workflowId } = await tests.publish('same-candidate.json');
	const findEarlier = async (id: number | string, email: unknown) => {
		const forged = { earlierApplications: [{ applicationId: 'of the sender' }] };
		const applicant = { ...candidate, email };
		const { output } = await send({ id, jobId: '=1+1', candidate: applicant, ...forged });
		expect(output).toMatchObject([{ id, files: ['resume', 'letter'] }]);
		return map(output[0]?.earlierApplications as Array<{ applicationId: string }>, 'applicationId');
	};
	expect(await findEarlier(1, 'kim@example.com')).toEqual([]);
	expect(await findEarlier('two', 'KIM@Example.COM')).toEqual(['1']);
	// An application that arrives again doesn't count as an earlier one.
	expect(await findEarlier('two', 'kim@example.com')).toEqual(['1']);
	expect(await findEarlier(3, 'kim@example.com')).toEqual(['two', '1']);
	for (const id of [4, 5]) expect(await findEarlier(id, 'no address')).toEqual([]);
	const days = (count: number) => new Date(Date.now() - count * 86_400_000).toISOString();
	const old = { email: 'old@example.com', jobId: 'OLD' };
	await n8n.session.addDataTableRows(TABLE, [
		{ ...old, applicationId: 'old', receivedAt: days(200) },
		{ ...old, applicationId: 'recent', receivedAt: days(150) },
	]);
	await n8n.session.runManually(workflowId, 'Every night');
	const rows = await n8n.session.readDataTable(TABLE);
	const ids = map(rows, 'applicationId');
	expect(ids).toEqual(expect.arrayContaining(['1', 'two', '3', 'recent']));
	// 4 and 5 have no address that could be compared, and "old" is older than half a year.
	for (const id of ['4', '5', 'old']) expect(ids).not.toContain(id);
	expect(map(rows, 'jobId')).not.toContain('=1+1');
});

it.each([0, 1])(
	'to-google-drive.json uses the oldest folder of the job, which another execution creates after %i searches',
	async (searches) => {
		const { send } = await tests.publish('to-google-drive.json');
		const folders = ['02', '01'].map((day) => ({
			id: day,
			createdTime: `2026-01-${day}T00:00:00Z`,
		}));
		const found = [searches > 0 ? [] : folders, folders];
		const reply = {
			status: 200,
			get body() {
				return { files: found.shift() };
			},
		};
		const answers = { 'GET https://www.googleapis.com/drive/v3/files': reply };
		const parents = map((await send({}, undefined, answers)).sent, 'json.parents[0]');
		expect(parents.filter((id) => String(id).startsWith('0'))).toEqual(['01', '01']);
	},
);

const ats = Object.entries(FIXTURES).filter(([file]) => file.startsWith('to-'));

it.each(ats.filter(([, { tables }]) => tables))(
	'%s sends an application to the job in the data table, or fails if there is none',
	async (file, { tables = {} }) => {
		const [table = ''] = Object.keys(tables);
		const enterForOthers = async (atsJob: string) =>
			await n8n.session.changeDataTableRowWithoutJob(table, { atsJob });
		const { send } = await tests.publish(file);
		const requestsFor = async (jobId: unknown) => JSON.stringify((await send({ jobId })).sent);
		await enterForOthers('7007');
		for (const jobId of ['0042-baker', '']) expect(await requestsFor(jobId)).toContain('7007');
		expect(await requestsFor('0042-BAKER')).not.toContain('7007');
		await enterForOthers('{job}');
		expect(await requestsFor('8008')).toContain('8008');
		const expectFailure = async (jobId: unknown) => {
			const { error, sent } = await send({ jobId }, FAILING);
			expect([jobId, error, sent]).toEqual([jobId, expect.stringMatching(/data table/), []]);
		};
		await expectFailure(undefined);
		await enterForOthers('');
		await expectFailure('8008');
	},
);

it.each(ats.filter(([, { job }]) => job))(
	'%s sends no application to an advertisement that does not have the reference of the job',
	async (file) => {
		const { send } = await tests.publish(file);
		for (const jobId of ['8008', undefined]) {
			const { error, requests } = await send({ jobId }, FAILING);
			expect([jobId, error]).toEqual([jobId, expect.stringMatching(/isn't published/)]);
			expect(map(requests, 'method')).toEqual(['GET']);
		}
	},
);

it('route-by-job.json sends to the recruiter of the job, or to the recruiter for all other jobs', async () => {
	const { send } = await tests.publish('route-by-job.json');
	const recruitersOf = async (members: object) => map((await send(members)).sent, 'to');
	await n8n.session.addDataTableRows('Recruiters', [
		{ job: '0042', recruiter: 'rita@example.com' },
		{ job: '42', recruiter: 'wrong@example.com' },
		{ job: 'TWO', recruiter: 'rita@example.com, rob@example.com' },
		// The row that the editor adds if somebody fills in only one cell
		{ recruiter: 'wrong@example.com' },
	]);
	const rows = await n8n.session.readDataTable('Recruiters');
	// The job reference keeps its leading zeros.
	expect(await recruitersOf({ jobId: '0042' })).toEqual(['rita@example.com']);
	expect(await recruitersOf({ jobId: 'TWO' })).toEqual(['rita@example.com', 'rob@example.com']);
	for (const jobId of ['two', '%', '', undefined]) {
		expect(await recruitersOf({ jobId })).toEqual(['mia@example.com']);
	}
	// The template must not write anything, because n8n refuses to write when its data tables are full.
	expect(await n8n.session.readDataTable('Recruiters')).toEqual(rows);
	await n8n.session.changeDataTableRowWithoutJob('Recruiters', { recruiter: '' });
	expect((await send({ jobId: 'two' }, FAILING)).error).toMatch(/recipient/i);
	// If several tables' names contain the name that a step looks for, n8n finds only the table that was changed last.
	const columns = ['job', 'recruiter'].map((name) => ({ name, type: 'string' }));
	await n8n.session.createDataTable('Earlier recruiters', columns);
	await n8n.session.addDataTableRows('Earlier recruiters', [
		{ job: '0042', recruiter: 'wrong@example.com' },
	]);
	expect((await send({ jobId: '0042' }, FAILING)).error).toMatch(/already exists/);
});

it('needs-review.json does what the reviewer decides', async () => {
	const { send } = await tests.publish('needs-review.json');
	const decide = async (decision: string, note: string) => {
		// The sender must not be able to make the decision by sending members with these names.
		const members = { Decision: 'Approve', Note: 'of the sender', jobId: '<b>&' };
		const applicant = { ...candidate, email: undefined, lastName: 'www.evil' };
		const { id, sent } = await send({ ...members, candidate: applicant });
		expect(sent[0]?.text).toMatch(/\nName: Camille www evil\n/);
		const link = /http\S+/.exec(String(sent[0]?.text))?.[0] ?? 'no link';
		const page = await (await fetch(link)).text();
		expect(page).toMatch(/Candidate: Camille www evil\s+Job: {2}b {2}\s/);
		const form = new FormData();
		form.set('field-0', decision);
		form.set('field-1', note);
		expect((await fetch(link, { method: 'POST', body: form })).status).toBe(200);
		const finished = await waitUntil('the end of the execution', async () => {
			const execution = await n8n.session.readExecution(id);
			return execution.status === 'success' && execution;
		});
		return await tests.takeResult(finished);
	};
	const mail = { to: 'rita@example.com', subject: '<b>&: Camille www.evil', files: FILES };
	expect((await decide('Approve', 'I called her.')).sent).toMatchObject([mail]);
	const output = [{ applicationId: '4712', decision: 'Decline', note: '' }];
	expect(await decide('Decline', '')).toMatchObject({ sent: [], output });
	const complete = { to: 'rita@example.com', files: FILES };
	expect((await send({ candidate })).sent).toMatchObject([complete]);
});

it('read-the-cv.json adds the text of a PDF or DOCX file', async () => {
	const { send } = await tests.publish('read-the-cv.json');
	const readCv = async (contentType: string, file: Buffer, type = 'resume') => {
		// The sender must not be able to send the text of a CV as a member.
		const forged = { text: 'of the sender', cvText: 'of the sender' };
		const resume = { type, contentType, content: file.toString('base64') };
		const { output } = await send({ ...forged, attachments: [null, resume] });
		return output[0]?.cvText;
	};
	expect(await readCv('pdf', makePdf(['Käthe Weiß', 'Ça va']))).toBe('Käthe Weiß\nÇa va');
	const xml = '<w:document><w:p><w:t>Käthe Wei</w:t><w:t>ß</w:t></w:p></w:document>';
	expect(await readCv('docx', makeDocx([], { 'word/document.xml': xml }))).toBe('Käthe Weiß');
	expect(await readCv('docx', letterDocx, 'letter')).toBe('');
	expect((await send()).output).toMatchObject([{ candidate, files: ['resume', 'letter'] }]);
});

it('the log contains no personal data or secrets', () => {
	const secrets = [TOKEN, 'Camille', 'ada@example.com'];
	for (const text of secrets) expect(n8n.log()).not.toContain(text);
});
