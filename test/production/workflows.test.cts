import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NodeHelpers, type INode, type INodeTypeDescription } from 'n8n-workflow';
import {
	DOCX_TYPE,
	goodApplication,
	letterDocx,
	resumePdf,
} from '../../tools/samples/exampleApplication.cts';
import { makeDocx, makePdf } from '../../tools/samples/files.cts';
import {
	startHttpServer,
	type HttpServer,
	type ReceivedRequest,
	type Reply,
} from '../../tools/n8n/servers/httpServer.cts';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import type { Instance } from '../../tools/n8n/start/instance.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';
import { submitForm } from '../helpers/submitForm.cts';
import { publishTemplate } from '../helpers/publishTemplate.cts';
import { startMailServer, type MailServer } from '../../tools/n8n/servers/mailServer.cts';
import {
	importTemplate,
	readTemplate,
	TEMPLATE_FILES,
	type Template,
	type TemplateNode,
} from '../../tools/n8n/client/template.cts';
import { SAMPLE, TRY_IT } from '../../tools/templates/tryIt.cts';
import {
	createReceiver,
	CREDENTIAL_TYPE,
	TOKEN,
	TRIGGER,
} from '../../tools/n8n/client/workflow.cts';

const ATS_KEY = 'an-invented-key-of-an-ats';
const JOB_BOARD_KEY = 'an-invented-job-board-key';

let n8n: Instance;
let ats: HttpServer;
let answerOfAts: (request: ReceivedRequest) => Reply;
let mailServer: MailServer;
let folder: string;
let credentials: Record<'trigger' | 'ats' | 'basic' | 'smtp', readonly [type: string, id: string]>;

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'applications-'));
	[n8n, ats, mailServer] = await Promise.all([
		startAnotherN8n({ N8N_RESTRICT_FILE_ACCESS_TO: folder }),
		startHttpServer((request) => answerOfAts(request)),
		startMailServer(),
	]);
	const store = async (type: string, data: object) =>
		[type, await n8n.session.createCredential(`Mine: ${type}`, type, data)] as const;
	credentials = {
		trigger: await store(CREDENTIAL_TYPE, { authentication: 'bearer', token: TOKEN }),
		ats: await store('httpHeaderAuth', { name: 'X-Ats-Key', value: ATS_KEY }),
		basic: await store('httpBasicAuth', { user: JOB_BOARD_KEY, password: '' }),
		smtp: await store('smtp', mailServer.credential),
	};
});

afterAll(async () => {
	await n8n?.stop();
	await ats?.stop();
	await mailServer?.stop();
	await rm(folder, { recursive: true });
});

beforeEach(() => {
	ats.requests.length = 0;
	answerOfAts = () => ({ status: 201, body: { id: 'C-1001' } });
});

afterEach(() => expect(mailServer.untaken).toBe(0));

const candidate = goodApplication().candidate;

describe.each(TEMPLATE_FILES)('%s', (file) => {
	it('has only nodes, node versions, and parameters that this n8n version supports', async () => {
		const types = await n8n.session.readNodeTypes();
		const { nodes } = await readTemplate(file);
		for (const { position, ...rest } of nodes) {
			const node: INode = {
				...rest,
				position: [...position],
				parameters: rest.parameters as never,
			};
			const description = types.find(
				({ name, version }) => name === node.type && [version].flat().includes(node.typeVersion),
			);
			if (!description)
				throw new Error(`n8n does not have the node ${node.type} ${node.typeVersion}`);
			expect(findIssues(node, description)).toEqual([]);
			const known = NodeHelpers.getNodeParameters(
				description.properties,
				node.parameters,
				true,
				false,
				node,
				description,
			);
			expect([node.name, known]).toMatchObject([node.name, node.parameters]);
		}
	});
});

/** Returns the issues that the editor marks with a red triangle, except missing credentials. */
function findIssues(node: INode, description: INodeTypeDescription): string[] {
	const issues = NodeHelpers.getNodeParametersIssues(description.properties, node, description);
	return Object.values(issues?.parameters ?? {}).flat();
}

async function readForm(request: ReceivedRequest | undefined): Promise<FormData> {
	if (!request) throw new Error('the server has not received a request');
	const headers = { 'content-type': String(request.headers['content-type']) };
	return await new Response(request.body, { headers }).formData();
}

describe('to-ats.json', () => {
	let workflow: Awaited<ReturnType<typeof publishTemplate>>;

	beforeAll(async () => {
		workflow = await publishTemplate(n8n, 'to-ats.json', {
			values: { 'https://ats.example.com/candidates': `${ats.url}/candidates` },
			credentials: { 'Send with CV': credentials.ats, 'Send without CV': credentials.ats },
		});
	});

	const readLog = (execution: Awaited<ReturnType<typeof workflow.deliver>>) =>
		execution.outputsOf('Write to the log')[0]?.map(({ json }) => json);

	it('sends the fields and the CV to the ATS, retries if needed, and logs the response', async () => {
		answerOfAts = () =>
			ats.requests.length === 1 ? { status: 503 } : { status: 201, body: { id: 'C-1001' } };
		const execution = await workflow.deliver(goodApplication());
		expect([execution.status, execution.error]).toEqual(['success', undefined]);

		expect(ats.requests.map(({ method, path: target }) => `${method} ${target}`)).toEqual([
			'POST /candidates',
			'POST /candidates',
		]);
		expect(ats.requests[1]?.headers['x-ats-key']).toBe(ATS_KEY);
		const form = await readForm(ats.requests[1]);
		const { resume, ...fields } = Object.fromEntries(form.entries());
		expect(fields).toEqual({
			applicationId: '4711',
			jobId: '0042-BAKER',
			firstName: candidate.firstName,
			lastName: candidate.lastName,
			email: candidate.email,
			phone: candidate.phoneNumber,
			city: 'Paris',
			source: 'meteojob',
		});
		if (!(resume instanceof File)) throw new Error('the CV is not a file');
		expect([resume.name, resume.type]).toEqual(['Camille Example CV.pdf', 'application/pdf']);
		expect(Buffer.from(await resume.arrayBuffer())).toEqual(resumePdf);
		expect(readLog(execution)).toMatchObject([
			{
				applicationId: '4711',
				jobId: '0042-BAKER',
				candidate: 'Camille Example',
				atsId: 'C-1001',
			},
		]);
	});

	it('also sends an application without a CV, and adds it to the same log table', async () => {
		answerOfAts = () => ({ status: 201, body: { id: 'C-1002' } });
		const { phoneNumber: _phone, location: _location, ...rest } = candidate;
		const application = goodApplication({ id: 4712, candidate: rest, attachments: [] });
		const execution = await workflow.deliver(application);
		expect([execution.status, execution.error]).toEqual(['success', undefined]);
		const fields = Object.fromEntries(await readForm(ats.requests[0]));
		expect(fields).toMatchObject({ applicationId: '4712', phone: '', city: '' });
		expect(fields).not.toHaveProperty('resume');
		const log = await n8n.session.readDataTable('Applications sent to the ATS');
		expect(log.map(({ applicationId, atsId }) => [applicationId, atsId])).toEqual([
			['4711', 'C-1001'],
			['4712', 'C-1002'],
		]);
	});

	it('fails if the ATS is unavailable, and can be retried', async () => {
		answerOfAts = () => ({ status: 503 });
		const failed = await workflow.deliver(goodApplication({ id: 4713 }));
		expect(failed.status).toBe('error');
		expect(ats.requests).toHaveLength(3);
		answerOfAts = () => ({ status: 201, body: { id: 'C-1003' } });
		await n8n.session.retryExecution(failed.id);
		expect(readLog(await workflow.waitForNext())).toMatchObject([
			{ applicationId: '4713', atsId: 'C-1003' },
		]);
	});
});

describe('to-folder.json', () => {
	let workflow: Awaited<ReturnType<typeof publishTemplate>>;

	beforeAll(async () => {
		workflow = await publishTemplate(n8n, 'to-folder.json', {
			values: { '/home/node/.n8n-files': folder },
		});
	});

	afterEach(async () => {
		for (const name of await readdir(folder)) await rm(path.join(folder, name));
	});

	const readFolder = async () => {
		const names = (await readdir(folder)).sort();
		return await Promise.all(
			names.map(async (name) => [name, await readFile(path.join(folder, name))] as const),
		);
	};

	it('writes each file under a name that sorts by job', async () => {
		const { error } = await workflow.deliver(goodApplication());
		expect(error).toBeUndefined();
		expect(await readFolder()).toEqual([
			['0042-BAKER - Example Camille - 4711 - letter.docx', letterDocx],
			['0042-BAKER - Example Camille - 4711 - resume.pdf', resumePdf],
		]);
	});

	it('writes several files of the same type under different safe names', async () => {
		const [resume, letter] = goodApplication().attachments ?? [];
		const { error } = await workflow.deliver({
			...goodApplication({ id: 4712, jobId: '../../etc/job:1' }),
			candidate: { ...candidate, lastName: 'O’Neil/../..\\x', firstName: '"Jo" \u202e?' },
			attachments: [resume, letter, resume, { ...letter, type: '../photo' }, { type: 'letter' }],
		});
		expect(error).toBeUndefined();
		const names = (await readFolder()).map(([name]) => name);
		const start = '__.._etc_job_1 - O’Neil_.._.._x _Jo_ _ - 4712 - ';
		expect(names).toEqual(
			['.._photo.docx', 'letter.docx', 'resume 2.pdf', 'resume.pdf'].map((end) => start + end),
		);
	});

	it('writes files with long Chinese names, and does not replace those of another id', async () => {
		const name = '漢'.repeat(300);
		for (const id of [4715, '4715']) {
			const { error } = await workflow.deliver({
				...goodApplication({ id, jobId: name }),
				candidate: { ...candidate, lastName: name, firstName: { toString: 1 } },
			});
			expect(error).toBeUndefined();
		}
		expect(await readFolder()).toHaveLength(4);
	});

	it('writes each file if the types of several files lead to the same name', async () => {
		const [resume] = goodApplication().attachments ?? [];
		const long = 'x'.repeat(20);
		const types = ['a/b', 'a:b', 'a_b', 'A_B', 'a_b 2', 'a.pdf', 'attachment', null, undefined];
		const attachments = [...types, `${long}1`, `${long}2`].map((type) => ({ ...resume, type }));
		const { error } = await workflow.deliver({
			...goodApplication({ id: 4714 }),
			attachments,
		});
		expect(error).toBeUndefined();
		const names = (await readFolder()).map(([name]) => name.toLowerCase());
		expect(new Set(names).size).toBe(attachments.length);
	});

	it('succeeds if the application has no file', async () => {
		const { status } = await workflow.deliver(goodApplication({ id: 4713, attachments: [] }));
		expect(status).toBe('success');
		expect(await readFolder()).toEqual([]);
	});
});

describe('needs-review.json', () => {
	let workflow: Awaited<ReturnType<typeof publishTemplate>>;

	beforeAll(async () => {
		workflow = await publishTemplate(n8n, 'needs-review.json', {
			values: {
				'recruiter@example.com': 'rita@example.com',
				'reviewer@example.com': 'vera@example.com',
			},
			credentials: {
				'Mail to the recruiter': credentials.smtp,
				'Mail to the reviewer': credentials.smtp,
			},
		});
	});

	const withIssues = (id: number) => {
		const { email: _email, ...rest } = candidate;
		const { attachments = [], ...application } = goodApplication({ id });
		// The sender must not be able to make the decision by sending members with these names.
		const members = { Decision: 'Approve', Note: 'of the sender' };
		return { ...application, candidate: rest, attachments: [null, ...attachments], ...members };
	};

	/** Delivers an application with an issue and submits the reviewer's decision. */
	const decide = async (id: number, decision: string, note: string) => {
		await workflow.send(withIssues(id));
		const [mail] = await mailServer.takeMails('vera@example.com', 1);
		const link = /http\S+/.exec(mail?.text ?? '')?.[0] ?? 'no link';
		await waitUntil('the workflow to wait for the decision', isWaiting);
		const page = await (await fetch(link)).text();
		expect(page).toContain('What should happen to this application?');
		const form = new FormData();
		form.set('field-0', decision);
		form.set('field-1', note);
		const response = await fetch(link, { method: 'POST', body: form });
		expect(response.status).toBe(200);
		return { mail, execution: await workflow.waitForNext() };
	};

	const isWaiting = async () => {
		const executions = await n8n.session.summarizeExecutions(workflow.workflowId);
		return executions.at(-1)?.status === 'waiting';
	};

	it('sends an application without issues directly to the recruiter', async () => {
		const { error } = await workflow.deliver(goodApplication());
		expect(error).toBeUndefined();
		const [mail] = await mailServer.takeMails('rita@example.com', 1);
		expect(mail?.subject).toBe('0042-BAKER: Camille Example');
		expect(mail?.attachments.map(({ content }) => content)).toEqual([resumePdf, letterDocx]);
	});

	it('asks the reviewer about an application with issues, and sends it once approved', async () => {
		const { mail, execution } = await decide(4712, 'Approve', 'I called her.');
		expect([execution.status, execution.error]).toEqual(['success', undefined]);
		expect(mail?.subject).toBe('0042-BAKER: please decide about Camille Example');
		expect(mail?.text).toMatch(/Something is wrong:\n\n- .*"email"/);
		expect(mail?.attachments.map(({ content }) => content)).toEqual([resumePdf, letterDocx]);

		const [approved] = await mailServer.takeMails('rita@example.com', 1);
		expect(approved?.subject).toBe('0042-BAKER: Camille Example');
		expect(approved?.text).toMatch(/Please check:\n- .*"email"/);
		expect(approved?.attachments.map(({ content }) => content)).toEqual([resumePdf, letterDocx]);
	});

	it.each([
		[4713, 'Not one of ours.'],
		[4714, ''],
	])('ends with the note if the reviewer declines application %i', async (id, note) => {
		const { execution } = await decide(id, 'Decline', note);
		expect([execution.status, execution.error]).toEqual(['success', undefined]);
		expect(execution.outputsOf('Mail to the recruiter')).toEqual([]);
		expect(execution.outputsOf('Declined')[0]?.map(({ json }) => json)).toMatchObject([
			{ applicationId: String(id), decision: 'Decline', note },
		]);
	});
});

describe('exactly-once.json', () => {
	it('processes each id once, even after a restart, and allows a failed execution to be retried', async () => {
		const workflow = await publishTemplate(n8n, 'exactly-once.json', {
			values: { 'https://ats.example.com/candidates': `${ats.url}/candidates` },
		});
		const numbers = () =>
			ats.requests.map(({ body }) => {
				const { applicationId } = JSON.parse(body.toString()) as { applicationId: unknown };
				return applicationId;
			});
		await workflow.deliver(goodApplication({ id: 1 }));
		await workflow.deliver(goodApplication({ id: 1, origin: 'sent again, in other words' }));
		await n8n.restart('SIGTERM');
		await workflow.deliver(goodApplication({ id: 1, origin: 'sent again, later' }));
		expect(numbers()).toEqual([1]);

		answerOfAts = () => ({ status: 500 });
		const failed = await workflow.deliver(goodApplication({ id: 2 }));
		expect(failed.status).toBe('error');
		answerOfAts = () => ({ status: 201, body: {} });
		await n8n.session.retryExecution(failed.id);
		await workflow.waitForNext();
		await workflow.deliver(goodApplication({ id: 2, origin: 'sent again' }));
		expect(numbers()).toEqual([1, 2, 2]);

		const ids = [3, '3', 'constructor', '__proto__'];
		for (const id of ids) await workflow.deliver(goodApplication({ id }));
		expect(numbers().slice(3)).toEqual(ids);
	});
});

describe('with a step that drops the files,', () => {
	/** The output of this step has no files. */
	const dropping = {
		id: 'b4b1b2b0-0000-4000-8000-000000000000',
		name: 'Look-up',
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		position: [0, -400],
		parameters: { assignments: { assignments: [] }, options: {} },
	};

	it.each([
		['mail-to-recruiter.json', 'Mail to the recruiter', /FILES MISSING/],
		['route-by-job.json', 'Mail to the recruiter', /FILES MISSING/],
		['route-by-job.json', 'Who gets it?', /FILES MISSING/],
		['needs-review.json', 'Mail to the reviewer', /FILES MISSING/],
		['needs-review.json', 'Mail to the recruiter', /FILES MISSING/],
		['to-folder.json', 'Has a file?', /file/],
		['to-folder.json', 'Write the file', /file/],
		['to-ats.json', 'Your ATS', /binary file 'resume'/],
		['to-ats.json', 'Send with CV', /binary file 'resume'/],
		['to-greenhouse.json', 'Which files?', /binary file 'resume'/],
		['to-recruitee.json', 'Has a CV?', /binary file 'resume'/],
	])('%s fails with a message if that step is before "%s"', async (file, before, message) => {
		const { nodes, connections, ...template } = await readTemplate(file);
		const rewired = Object.fromEntries(
			Object.entries(connections).map(([name, { main }]) => [
				name,
				{
					main: main.map((inputs) =>
						inputs.map((input) =>
							input.node === before ? { ...input, node: dropping.name } : input,
						),
					),
				},
			]),
		);
		const { [SAMPLE]: sample, ...others } = rewired;
		const workflowId = await n8n.session.createWorkflow({
			...template,
			nodes: [
				...nodes.map((node) => {
					const [type, id] = chooseCredential(node) ?? [];
					return {
						...node,
						...(type !== undefined && { credentials: { [type]: { id, name: type } } }),
						parameters: replaceText(node.parameters, '/home/node/.n8n-files', folder),
					};
				}),
				dropping,
			],
			connections: {
				...others,
				// Bypasses the reviewer's decision, to reach the mail to the recruiter.
				[SAMPLE]:
					file === 'needs-review.json' && before === 'Mail to the recruiter'
						? { main: [[{ node: 'Application', type: 'main', index: 0 }]] }
						: sample,
				[dropping.name]: { main: [[{ node: before, type: 'main', index: 0 }]] },
			},
		});
		const { status, error } = await n8n.session.runManually(workflowId, TRY_IT);
		expect([status, error]).toEqual(['error', expect.stringMatching(message)]);
		expect(ats.requests).toEqual([]);
		expect(await readdir(folder)).toEqual([]);
	});
});

function chooseCredential({ type, parameters }: TemplateNode) {
	if (type === 'n8n-nodes-base.emailSend') return credentials.smtp;
	if (parameters.genericAuthType === 'httpHeaderAuth') return credentials.ats;
	return parameters.genericAuthType === 'httpBasicAuth' ? credentials.basic : undefined;
}

function replaceText<T>(value: T, text: string, replacement: string): T {
	return JSON.parse(JSON.stringify(value).replaceAll(text, replacement)) as T;
}

describe('route-by-job.json', () => {
	let workflow: Awaited<ReturnType<typeof publishTemplate>>;

	beforeAll(async () => {
		workflow = await publishTemplate(n8n, 'route-by-job.json', {
			values: {
				'applications@example.com': 'jobs@example.com',
				'meteojob@example.com': 'mia@example.com',
				'fallback@example.com': 'fay@example.com',
			},
			credentials: { 'Mail to the recruiter': credentials.smtp },
		});
	});

	const expectMail = async (application: object, ...addresses: string[]) => {
		const { error } = await workflow.deliver(application);
		expect(error).toBeUndefined();
		for (const address of addresses) {
			const [mail] = await mailServer.takeMails(address, 1);
			expect(mail?.attachments.map(({ content }) => content)).toEqual([resumePdf, letterDocx]);
			expect(mail?.text).toContain('Camille Example has applied for the job');
		}
		expect(mailServer.untaken).toBe(0);
	};

	it('creates the table, and chooses the recruiter by job board while the table is empty', async () => {
		await expectMail(goodApplication({ id: 1 }), 'mia@example.com');
		expect(await n8n.session.readDataTable('Recruiters')).toEqual([]);
	});

	it("sends to the job's recruiter, and keeps leading zeros in the job reference", async () => {
		await n8n.session.addDataTableRows('Recruiters', [
			{ job: '0042', recruiter: 'rita@example.com' },
			{ job: '42', recruiter: 'wrong@example.com' },
			{ job: 'TWO', recruiter: 'rita@example.com, rob@example.com' },
			{ job: 'NOBODY', recruiter: '' },
		]);
		await expectMail(goodApplication({ id: 2, jobId: '0042' }), 'rita@example.com');
		await expectMail(
			goodApplication({ id: 3, jobId: 'TWO' }),
			'rita@example.com',
			'rob@example.com',
		);
	});

	it.each([
		['a job that is not in the table', { jobId: 'UNKNOWN' }],
		['a job without a recruiter', { jobId: 'NOBODY' }],
		['a job in a different letter case', { jobId: 'two' }],
		['a wildcard as the job', { jobId: '%' }],
		['a quote in the job', { jobId: "0042' OR 1=1 --" }],
		['no job', { jobId: undefined }],
		['null as the job', { jobId: null }],
		['an empty string as the job', { jobId: '' }],
	])('chooses the recruiter by job board for an application with %s', async (title, { jobId }) => {
		const application = { ...goodApplication(), jobId };
		await expectMail({ ...application, id: `${title}: known board` }, 'mia@example.com');
		await expectMail({ ...application, id: `${title}: other`, origin: 'x' }, 'fay@example.com');
		const { origin: _origin, ...without } = application;
		await expectMail({ ...without, id: `${title}: no board` }, 'fay@example.com');
	});
});

describe('read-the-cv.json', () => {
	let workflow: Awaited<ReturnType<typeof publishTemplate>>;

	beforeAll(async () => {
		workflow = await publishTemplate(n8n, 'read-the-cv.json', {});
	});

	const readText = async (attachments: Array<object | null>) => {
		const { error, ...execution } = await workflow.deliver({
			...goodApplication({ id: (count += 1) }),
			// The sender must not be able to send the text of a CV as a member.
			text: 'of the sender',
			cvText: 'of the sender',
			attachments,
		});
		expect(error).toBeUndefined();
		const [[item] = []] = execution.outputsOf('Your next step');
		expect(item?.json).toMatchObject({ id: count, candidate, origin: 'meteojob' });
		return { text: item?.json.cvText, fields: Object.keys(item?.binary ?? {}) };
	};
	let count = 50_000;
	const attach = (contentType: string, file: Buffer, type = 'resume') => ({
		type,
		contentType,
		content: file.toString('base64'),
	});

	it('reads a PDF with umlauts, accents, and two columns', async () => {
		const pdf = makePdf(['Käthe Weiß, Größe', 'Zoé Lefèvre, Ça va', 'ñandú, Århus']);
		const { text, fields } = await readText([
			null,
			attach('pdf', pdf),
			attach('docx', letterDocx, 'letter'),
		]);
		expect(text).toBe('Käthe Weiß, Größe\nZoé Lefèvre, Ça va\nñandú, Århus');
		expect(fields).toEqual(['resume', 'letter']);
		const columns = makePdfOfColumns(['Experience', 'Bäcker'], ['Languages', 'Français']);
		expect(await readText([attach('pdf', columns)])).toMatchObject({
			text: expect.stringMatching(/Experience[^]*Bäcker/) as string,
		});
		expect(await readText([attach('pdf', columns)])).toMatchObject({
			text: expect.stringMatching(/Languages[^]*Français/) as string,
		});
	});

	it('reads a Word file with umlauts, accents, tables, and other markup', async () => {
		const docx = makeDocx([], {
			'word/document.xml': [
				'<w:document><w:body>',
				'<w:p><w:pPr><w:jc w:val="left"/></w:pPr><w:r><w:t>Käthe Wei</w:t></w:r><w:r><w:t>ß &amp; Łódź &#xE9;&#233;</w:t></w:r></w:p>',
				'<w:p/><w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c &lt;d&gt; &amp;lt;</w:t></w:r></w:p>',
				'<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Français</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>C2</w:t></w:r></w:p></w:tc></w:tr></w:tbl>',
				'<w:p><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r>',
				'<mc:AlternateContent><mc:Choice><w:t>once</w:t></mc:Choice><mc:Fallback><w:t>twice</w:t></mc:Fallback></mc:AlternateContent></w:p>',
				'</w:body></w:document>',
			].join(''),
		});
		const { text, fields } = await readText([attach('docx', docx)]);
		expect(text).toBe('Käthe Weiß & Łódź éé\na\tb\nc <d> &lt;\nFrançais\tC2\nonce');
		expect(fields).toEqual(['resume']);
	});

	it.each([
		['openings of deleted text', '<w:del>'.repeat(100_000), ''],
		['empty paragraphs', '<w:p></w:p>'.repeat(100_000), ''],
		['tabs', `<w:t>c</w:t>${'<w:tab/>'.repeat(150_000)}<w:t>d</w:t>`, `c${'\t'.repeat(150_000)}d`],
		['impossible characters', '&#x110000;'.repeat(10), '&#x110000;'.repeat(10)],
	])('reads a Word file with many %s', async (_title, xml, expected) => {
		const docx = makeDocx([], {
			'word/document.xml': `<w:document><w:body><w:p><w:t>a</w:t></w:p><w:p>${xml}</w:p><w:p><w:t>b</w:t></w:p></w:body></w:document>`,
		});
		const { text } = await readText([attach('docx', docx)]);
		expect(text).toBe(['a', expected, 'b'].filter((line) => line).join('\n'));
	});

	it('continues without text if it cannot read the CV', async () => {
		const damaged = Buffer.concat([resumePdf.subarray(0, 40), Buffer.from('…')]);
		for (const attachments of [
			[],
			[attach('docx', letterDocx, 'letter')],
			[attach('pdf', damaged)],
			[attach('application/msword', makeLegacyWord())],
			[attach('pdf', Buffer.from('no PDF'))],
		]) {
			expect((await readText(attachments)).text).toBe('');
		}
	});
});

/** Returns a PDF with columns, each of which is drawn from top to bottom. */
function makePdfOfColumns(...columns: ReadonlyArray<readonly string[]>): Buffer {
	const page = makePdf(['']).toString('latin1');
	const text = columns
		.map(
			(lines, index) =>
				`BT /F1 14 Tf ${72 + index * 250} 770 Td 20 TL ${lines.map((line) => `(${line}) Tj T*`).join(' ')} ET`,
		)
		.join('\n');
	return Buffer.from(
		page
			.replace(/<< \/Length \d+ >>/, `<< /Length ${text.length} >>`)
			.replace(/stream\n[^]*?\nendstream/, `stream\n${text}\nendstream`),
		'latin1',
	);
}

/** Returns the beginning of a compound file, the format of a DOC. */
function makeLegacyWord(): Buffer {
	return Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1024)]);
}

describe('tell-the-candidate.json', () => {
	let workflow: Awaited<ReturnType<typeof publishTemplate>>;

	beforeAll(async () => {
		workflow = await publishTemplate(n8n, 'tell-the-candidate.json', {
			values: { 'jobs@example.com': 'recruiting@example.com' },
			credentials: { 'Confirm receipt': credentials.smtp },
		});
	});

	it('e-mails the candidate once per application, but not for an update', async () => {
		await workflow.deliver(goodApplication({ id: 1 }));
		const [mail] = await mailServer.takeMails(candidate.email, 1);
		expect(mail?.subject).toBe('Your application for 0042-BAKER has arrived');
		expect(mail?.from?.text).toBe('recruiting@example.com');
		expect(mail?.text).toContain('Dear Camille Example,');
		expect(mail?.attachments).toEqual([]);
		await workflow.deliver(goodApplication({ id: 1, origin: 'with a change' }));
		expect(mailServer.untaken).toBe(0);
		await workflow.deliver(goodApplication({ id: 2 }));
		await mailServer.takeMails(candidate.email, 1);
	});

	it.each([
		['no address', undefined],
		['an address that is null', null],
		['an invalid address', 'camille at example'],
		['a list of addresses', ['camille@example.com', 'else@example.com']],
		['several addresses in one string', 'camille@example.com, else@example.com'],
	])('sends no e-mail if there is %s', async (title, email) => {
		const { status } = await workflow.deliver({
			...goodApplication(),
			id: title,
			candidate: { ...candidate, email },
		});
		expect([status, mailServer.untaken]).toEqual(['success', 0]);
	});
});

describe('same-candidate.json', () => {
	const TABLE = 'Applications by candidate';
	let workflow: Awaited<ReturnType<typeof publishTemplate>>;

	beforeAll(async () => {
		workflow = await publishTemplate(n8n, 'same-candidate.json', {});
	});

	const apply = async (id: number | string, email: unknown, jobId = 'JOB') => {
		const application = {
			...goodApplication({ id, jobId }),
			candidate: { ...candidate, email },
			earlierApplications: [{ applicationId: 'of the sender' }],
		};
		const { error, ...execution } = await workflow.deliver(application);
		expect(error).toBeUndefined();
		const [[item] = []] = execution.outputsOf('Your next step');
		expect(item?.json.id).toBe(id);
		expect(Object.keys(item?.binary ?? {})).toEqual(['resume', 'letter']);
		const earlier = item?.json.earlierApplications as Array<Record<string, unknown>>;
		return earlier.map((one) => `${String(one.applicationId)} ${String(one.jobId)}`);
	};

	it("adds the candidate's earlier applications, newest first, even if the address is spelled differently", async () => {
		expect(await apply(1, 'kim@example.com', '0042')).toEqual([]);
		expect(await apply(2, 'KIM@Example.COM', 'B')).toEqual(['1 0042']);
		expect(await apply('three', 'kim@example.com', 'C')).toEqual(['2 B', '1 0042']);
		expect(await apply(4, 'kimberly@example.com')).toEqual([]);
		expect(await apply(5, 'k%@example.com')).toEqual([]);
	});

	it('does not count an update as another application', async () => {
		expect(await apply(2, 'kim@example.com', 'B, changed')).toEqual(['"three" C', '1 0042']);
		const rows = await n8n.session.readDataTable(TABLE);
		expect(rows.filter(({ applicationId }) => applicationId === '2')).toMatchObject([
			{ email: 'kim@example.com', jobId: 'B, changed' },
		]);
	});

	it.each([undefined, null, '', 'no address', 17])(
		'stores no row for the address %p',
		async (email) => {
			const before = (await n8n.session.readDataTable(TABLE)).length;
			expect(await apply(`${String(email)} 1`, email)).toEqual([]);
			expect(await apply(`${String(email)} 2`, email)).toEqual([]);
			expect(await n8n.session.readDataTable(TABLE)).toHaveLength(before);
		},
	);

	it('deletes rows older than half a year every night', async () => {
		const days = (count: number) => new Date(Date.now() - count * 86_400_000).toISOString();
		const row = { email: 'old@example.com', jobId: 'OLD' };
		await n8n.session.addDataTableRows(TABLE, [
			{ ...row, applicationId: 'old', receivedAt: days(200) },
			{ ...row, applicationId: 'recent', receivedAt: days(150) },
		]);
		await n8n.session.runManually(workflow.workflowId, 'Every night');
		const rows = await n8n.session.readDataTable(TABLE);
		expect(rows.filter(({ email }) => email === row.email)).toMatchObject([
			{ applicationId: 'recent' },
		]);
	});
});

describe('to-greenhouse.json', () => {
	let workflow: Awaited<ReturnType<typeof publishTemplate>>;

	beforeAll(async () => {
		workflow = await publishTemplate(n8n, 'to-greenhouse.json', {
			values: { 'your-board': 'bakery' },
			credentials: Object.fromEntries(
				['Send CV and letter', 'Send CV', 'Send letter', 'Send no file'].map((name) => [
					name,
					credentials.basic,
				]),
			),
			texts: { 'https://boards-api.greenhouse.io': ats.url },
		});
	});

	const FIELDS = {
		first_name: 'Camille',
		last_name: 'Example',
		email: candidate.email,
		phone: candidate.phoneNumber,
	};

	it.each([
		['both files', ['resume', 'letter'], ['resume', 'cover_letter']],
		['the CV only', ['resume'], ['resume']],
		['the letter only', ['letter'], ['cover_letter']],
		['no file', [], []],
	])('sends %s under the documented names', async (title, kinds, names) => {
		const attachments = goodApplication().attachments?.filter(({ type }) =>
			(kinds as unknown[]).includes(type),
		);
		const { error } = await workflow.deliver({
			...goodApplication({ jobId: '127817' }),
			id: title,
			attachments,
		});
		expect(error).toBeUndefined();
		const [request, ...others] = ats.requests;
		expect(others).toEqual([]);
		expect(`${request?.method} ${request?.path}`).toBe('POST /v1/boards/bakery/jobs/127817');
		const key = Buffer.from(`${JOB_BOARD_KEY}:`).toString('base64');
		expect(request?.headers.authorization).toBe(`Basic ${key}`);
		const form = await readForm(request);
		const texts = [...form].filter(([, value]) => typeof value === 'string');
		// In particular, no consent is sent.
		expect(Object.fromEntries(texts)).toEqual(FIELDS);
		const files = [...form].filter(([, value]) => typeof value !== 'string');
		expect(files.map(([name]) => name)).toEqual(names);
		for (const [name, file] of files) {
			const bytes = Buffer.from(await (file as File).arrayBuffer());
			expect(bytes).toEqual(name === 'resume' ? resumePdf : letterDocx);
		}
	});

	it('encodes the job reference in the URL path', async () => {
		await workflow.deliver(goodApplication({ id: 5, jobId: '../../other/jobs/1?x=#' }));
		expect(ats.requests[0]?.path).toBe(
			'/v1/boards/bakery/jobs/..%2F..%2Fother%2Fjobs%2F1%3Fx%3D%23',
		);
	});
});

describe('to-recruitee.json', () => {
	let workflow: Awaited<ReturnType<typeof publishTemplate>>;

	beforeAll(async () => {
		workflow = await publishTemplate(n8n, 'to-recruitee.json', {
			values: { 'https://yourcompany.recruitee.com': `${ats.url}/` },
		});
	});

	const FIELDS = {
		'candidate[name]': 'Camille Example',
		'candidate[email]': candidate.email,
		'candidate[phone]': candidate.phoneNumber,
	};

	it('sends the details and the CV under the documented names', async () => {
		answerOfAts = () => ({ status: 201, body: { candidate: { id: 53 } } });
		const { error } = await workflow.deliver(goodApplication({ jobId: 'baker' }));
		expect(error).toBeUndefined();
		const [request] = ats.requests;
		expect(`${request?.method} ${request?.path}`).toBe('POST /api/offers/baker/candidates');
		expect(request?.headers.authorization).toBeUndefined();
		const { 'candidate[cv]': cv, ...fields } = Object.fromEntries(await readForm(request));
		expect(fields).toEqual(FIELDS);
		expect(Buffer.from(await (cv as File).arrayBuffer())).toEqual(resumePdf);
	});

	it('also sends an application without a CV', async () => {
		await workflow.deliver(goodApplication({ id: 2, jobId: 'baker', attachments: [] }));
		expect(Object.fromEntries(await readForm(ats.requests[0]))).toEqual(FIELDS);
	});

	it('fails if Recruitee refuses the application', async () => {
		answerOfAts = () => ({ status: 422, body: { error: { fields: { cv: ["can't be blank"] } } } });
		const { status } = await workflow.deliver(goodApplication({ id: 3, jobId: 'baker' }));
		expect(status).toBe('error');
	});
});

describe('an application that does not have the documented format', () => {
	const SENDING = ['emailSend', 'httpRequest', 'readWriteFile'];
	type NamedTemplate = Template & { readonly file: string };
	let templates: readonly NamedTemplate[];
	let sending: readonly NamedTemplate[];

	beforeAll(async () => {
		templates = await Promise.all(
			TEMPLATE_FILES.map(async (file) => ({ file, ...(await readTemplate(file)) })),
		);
		sending = templates.filter(
			({ nodes, connections }) =>
				TRIGGER in connections &&
				nodes.some(({ type }) => SENDING.some((name) => type.endsWith(`.${name}`))),
		);
	});

	/** Returns a member for each field that an expression reads or a step sets, in any template. */
	const createMembers = (value: unknown): Record<string, unknown> => {
		const found = JSON.stringify(templates).matchAll(/\$json\.(\w+)|"name":"(\w+)"/g);
		return Object.fromEntries([...found].map(([, read, set]) => [String(read ?? set), value]));
	};

	/** Returns everything that a new copy of the workflow sends and writes. */
	const observe = async (
		{ file, nodes }: NamedTemplate,
		members: object,
		attachments: unknown = goodApplication().attachments,
	) => {
		const chosen = nodes.map((node) => [node.name, chooseCredential(node)] as const);
		const workflow = await publishTemplate(n8n, file, {
			texts: {
				'https://ats.example.com': ats.url,
				'https://boards-api.greenhouse.io': ats.url,
				'https://yourcompany.recruitee.com': ats.url,
				'/home/node/.n8n-files': folder,
			},
			credentials: Object.fromEntries(chosen.flatMap(([name, one]) => (one ? [[name, one]] : []))),
		});
		for (const [index, files] of [attachments, []].entries()) {
			const application = { ...goodApplication({ id: index }), attachments: files };
			const { error } = await workflow.deliver({ ...members, ...application });
			expect([file, error]).toEqual([file, undefined]);
		}
		const requests = ats.requests.splice(0).map(({ method, path: target, headers, body }) => {
			const [, boundary = ''] = /boundary=(.*)/.exec(String(headers['content-type'])) ?? [];
			return [method, target, body.toString('latin1').replaceAll(boundary, '')];
		});
		const mails = mailServer.takeAllMails().map(({ to, mail }) => {
			const { from, replyTo, subject, text } = mail;
			const contents = mail.attachments.map(({ content }) => content);
			return [to, from?.text, replyTo?.text, subject, text, contents];
		});
		const written = (await readdir(folder)).sort();
		for (const name of written) await rm(path.join(folder, name));
		return { requests, mails, written };
	};

	it.each([
		['text', 'mallory@example.com'],
		['a list', [{ applicationId: 'mallory', id: 'mallory' }]],
	])(
		'changes nothing that a template sends or writes if members named like its fields contain %s',
		async (_title, value) => {
			const members = createMembers(value);
			expect(Object.keys(members)).toEqual(expect.arrayContaining(['recruiter', 'text', 'folder']));
			expect(sending.length).toBeGreaterThan(5);
			for (const template of sending) {
				const expected = await observe(template, {});
				expect(Object.values(expected).flat()).not.toEqual([]);
				expect([template.file, await observe(template, members)]).toEqual([
					template.file,
					expected,
				]);
			}
		},
	);

	it('keeps its files if other entries of the list of attachments are no objects', async () => {
		const listFiles = async (...parameters: Parameters<typeof observe>) => {
			const { requests, mails, written } = await observe(...parameters);
			const sent = requests.map(([, , body]) =>
				[resumePdf, letterDocx].filter((file) => body?.includes(file.toString('latin1'))),
			);
			return { sent, mailed: mails.map(([, , , , , contents]) => contents), written };
		};
		const attachments = goodApplication().attachments ?? [];
		const mixed = [null, ...attachments.flatMap((entry) => [entry, 'text', null, []]), 7];
		// That template has a test of its own, because it waits for the reviewer.
		for (const template of sending.filter(({ file }) => file !== 'needs-review.json')) {
			const { file } = template;
			const expected = await listFiles(template, {});
			expect([file, await listFiles(template, {}, mixed)]).toEqual([file, expected]);
		}
	});
});

describe('send-a-test-application.json', () => {
	const setUp = async (token: string, { isPublished = true } = {}) => {
		const receiver = await createReceiver(n8n.url, n8n.session, { name: `Tried with ${token}` });
		if (isPublished) await n8n.session.publish(receiver.workflowId);
		const [type] = credentials.trigger;
		const data = { authentication: 'bearer', token };
		const id = await n8n.session.createCredential(`Of the sender: ${token}`, type, data);
		const { workflowId } = await importTemplate(
			n8n.session,
			n8n.url,
			'send-a-test-application.json',
			{
				values: { 'https://n8n.example.com/webhook/…/applications': receiver.productionUrl },
				credentials: { 'Send it': [type, id] },
			},
		);
		const { nodes } = await n8n.session.readWorkflow(workflowId);
		const form = nodes.find(({ name }) => name === 'Test application');
		return {
			receiver,
			openForm: async () => {
				await n8n.session.listen(workflowId, 'Test application');
				return `${n8n.url}/form-test/${form?.webhookId}`;
			},
			publishForm: async () => {
				await n8n.session.publish(workflowId);
				return `${n8n.url}/form/${form?.webhookId}`;
			},
		};
	};

	/** Fills in and submits the form, and returns the next page's title and message. */
	const submit = async (formUrl: string, fault: string, cv?: File) => {
		const form = new FormData();
		const fields = ['0042-BAKER', 'Käthe', 'Example', 'kaethe@example.com'];
		for (const [index, value] of fields.entries()) form.set(`field-${index}`, value);
		if (cv) form.set('field-4', cv);
		form.set('field-5', fault);
		const page = await submitForm(formUrl, form);
		const [, title, message] = /<h1>(.*?)<\/h1>\s*<p[^>]*>(.*?)<\/p>/s.exec(page) ?? [];
		return [title, message];
	};

	it('sends the selected CV byte for byte, or a sample CV if none is selected', async () => {
		const { receiver, openForm } = await setUp(TOKEN);
		const cv = new File([letterDocx], 'Meine Bewerbung.docx', { type: DOCX_TYPE });
		const arrived = ['The application has arrived', 'Nothing is wrong with it.'];
		expect(await submit(await openForm(), 'Nothing', cv)).toEqual(arrived);
		expect(await submit(await openForm(), 'Nothing')).toEqual(arrived);
		const executions = await n8n.session.waitForExecutions(receiver.workflowId, 2);
		const items = executions.map((execution) => execution.outputsOf(TRIGGER)[0]?.[0]);
		expect(new Set(items.map((item) => item?.json.id)).size).toBe(2);
		for (const item of items) {
			expect(item?.json).toMatchObject({
				jobId: '0042-BAKER',
				candidate: { firstName: 'Käthe', lastName: 'Example', email: 'kaethe@example.com' },
				issues: [],
			});
		}
		expect(items.map((item) => item?.binary?.resume?.fileName)).toEqual([
			'Meine Bewerbung.docx',
			'CV Ada Example.pdf',
		]);
		expect((await n8n.session.readFiles(items[0]?.binary)).resume).toEqual(letterDocx);
	});

	it('sends each fault that the form offers, and displays the issues', async () => {
		const { receiver, openForm } = await setUp('a-token-for-what-is-faulty');
		const type = credentials.trigger[0];
		await n8n.session.updateCredential(receiver.credentialId, 'The same', type, {
			authentication: 'bearer',
			token: 'a-token-for-what-is-faulty',
		});
		const faults = {
			'The e-mail address is missing': ['required'],
			'The job is missing': ['required'],
			'The CV is missing': [],
			'The CV is a text file that is declared as a PDF': ['typeUnverified'],
			'The CV was damaged on the way': ['invalidBase64'],
		};
		for (const fault of Object.keys(faults)) {
			const [title, message] = await submit(await openForm(), fault);
			expect([fault, title]).toEqual([fault, 'The application has arrived']);
			const isFound = fault !== 'The CV is missing';
			expect(message?.startsWith('The trigger found something wrong with it: ')).toBe(isFound);
		}
		const executions = await n8n.session.waitForExecutions(receiver.workflowId, 5);
		const found = executions.map((execution) => {
			const issues = execution.outputsOf(TRIGGER)[0]?.[0]?.json.issues;
			return (issues as ReadonlyArray<{ code: string }>).map(({ code }) => code);
		});
		expect(found).toEqual(Object.values(faults));
	});

	it('explains what to do if a different credential is selected', async () => {
		const { receiver, openForm } = await setUp('the-token-of-somebody-else');
		const [title, message] = await submit(await openForm(), 'Nothing');
		expect(title).toBe('The application has not arrived');
		expect(message).toMatch(/Send it.* use different credentials.*\(401\)/);
		expect(await n8n.session.listExecutions(receiver.workflowId)).toEqual([]);
	});

	it('sends nothing if the form is published', async () => {
		const { receiver, publishForm } = await setUp(TOKEN);
		const [title, message] = await submit(await publishForm(), 'Nothing');
		expect(title).toBe('This form works only in the editor');
		expect(message).toMatch(/not sent.*Unpublish/);
		expect(await n8n.session.listExecutions(receiver.workflowId)).toEqual([]);
	});

	it('explains what to do if n8n is not listening', async () => {
		const { openForm } = await setUp(TOKEN, { isPublished: false });
		const [title, message] = await submit(await openForm(), 'Nothing');
		expect(title).toBe('The application has not arrived');
		expect(message).toMatch(/not listening at this URL.*\(404\)/);
	});
});

it('the log contains no personal data or secrets', () => {
	for (const text of [
		TOKEN,
		ATS_KEY,
		JOB_BOARD_KEY,
		'somebody-else',
		'Camille',
		'ada@example.com',
	]) {
		expect(n8n.log()).not.toContain(text);
	}
});
