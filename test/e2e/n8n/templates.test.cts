import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NodeHelpers, type INode, type INodeTypeDescription } from 'n8n-workflow';
import {
	DOCX_TYPE,
	goodApplication,
	letterDocx,
	resumePdf,
} from '../../../tools/samples/exampleApplication.cts';
import {
	startHttpServer,
	type HttpServer,
	type ReceivedRequest,
	type Reply,
} from '../../../tools/n8n/httpServer.cts';
import { waitUntil } from '../../../tools/waitUntil.cts';
import { startInstance, type Instance } from '../../../tools/n8n/instance.cts';
import { startMailServer, type MailServer } from '../../../tools/n8n/mailServer.cts';
import {
	importTemplate,
	isNote,
	readRequests,
	readTemplate,
	TEMPLATE_FILES,
	type Filling,
	type TemplateNode,
} from '../../../tools/n8n/template.cts';
import type { Item } from '../../../tools/n8n/session.cts';
import { sampleApplication, type SampleKind } from '../../../tools/templates/sampleItem.cts';
import { findSampleKind, SAMPLE, TRY_IT } from '../../../tools/templates/tryIt.cts';
import type { Receipt } from '../../../nodes/CleverConnect/items';
import {
	createReceiver,
	CREDENTIAL_TYPE,
	deliver,
	publishReceiver,
	TOKEN,
	TRIGGER,
} from '../../../tools/n8n/workflow.cts';

jest.setTimeout(600_000);

const ATS_KEY = 'an-invented-key-of-an-ats';

let n8n: Instance;
let ats: HttpServer;
let answerOfAts: (request: ReceivedRequest) => Reply;
let mailServer: MailServer;
let folder: string;
let credentials: Record<'trigger' | 'ats' | 'smtp', readonly [type: string, id: string]>;

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'applications-'));
	[n8n, ats, mailServer] = await Promise.all([
		startInstance({ N8N_RESTRICT_FILE_ACCESS_TO: folder }),
		startHttpServer((request) => answerOfAts(request)),
		startMailServer(),
	]);
	const store = async (type: string, data: object) =>
		[type, await n8n.session.createCredential(`Mine: ${type}`, type, data)] as const;
	credentials = {
		trigger: await store(CREDENTIAL_TYPE, { authentication: 'bearer', token: TOKEN }),
		ats: await store('httpHeaderAuth', { name: 'X-Ats-Key', value: ATS_KEY }),
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

async function publishTemplate(file: string, filling: Filling) {
	const imported = await importTemplate(n8n.session, n8n.url, file, {
		...filling,
		credentials: { [TRIGGER]: credentials.trigger, ...filling.credentials },
	});
	await n8n.session.publish(imported.workflowId);
	let count = 0;
	return {
		...imported,
		/** Delivers, and waits until the workflow is done with it. */
		async deliver(application: object) {
			await this.send(application);
			return await this.waitForNext();
		},
		async send(application: object) {
			const response = await deliver(imported.productionUrl, application);
			expect(response.status).toBe(200);
		},
		async waitForNext() {
			count += 1;
			const execution = (await n8n.session.waitForExecutions(imported.workflowId, count)).at(-1);
			if (!execution) throw new Error('there is no execution');
			return execution;
		},
	};
}

const candidate = goodApplication().candidate;

describe.each(TEMPLATE_FILES)('%s', (file) => {
	it('is made of nodes, versions and parameters that this n8n has', async () => {
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
			if (!description) throw new Error(`n8n has no ${node.type} ${node.typeVersion}`);
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

	it('holds nothing of the n8n that it was made in', async () => {
		const template = await readTemplate(file);
		const members = ['name', 'nodes', 'connections', 'settings', 'pinData'];
		expect(Object.keys(template)).toEqual(members);
		expect(template.pinData).toEqual({});
		for (const node of template.nodes) {
			expect(node).not.toHaveProperty('webhookId');
			expect(node).not.toHaveProperty('credentials');
		}
	});

	it('asks for what is to be filled in, and connects every node', async () => {
		const template = await readTemplate(file);
		expect(readRequests(template).length).toBeGreaterThan(0);
		const wires = JSON.stringify(template.connections);
		for (const { name } of template.nodes.filter((node) => !isNote(node))) {
			expect(wires).toContain(`"${name}"`);
		}
	});

	it('is tidy: no note lies on another one, and no node on another one', async () => {
		const { nodes } = await readTemplate(file);
		for (const group of [nodes.filter(isNote), nodes.filter((node) => !isNote(node))]) {
			for (const [index, node] of group.entries()) {
				for (const other of group.slice(index + 1)) {
					expect([node.name, other.name, overlap(node, other)]).toEqual([
						node.name,
						other.name,
						false,
					]);
				}
			}
		}
	});
});

describe.each(TEMPLATE_FILES)('%s, tried with the sample', (file) => {
	it('goes on with the item that the trigger would give out', async () => {
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

/** The items that a trigger with the same settings makes of the sample, by its kind. */
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

/** An item as text, so that the order of its fields counts, without what differs with each delivery. */
function withoutArrival({ json: { receipt: _receipt, ...json }, binary = {} }: Item): string[] {
	const files = Object.entries(binary).map(([field, { id: _id, data: _data, ...file }]) => [
		field,
		...Object.entries(file).sort(),
	]);
	return [JSON.stringify(json), JSON.stringify(files)];
}

async function readFiles(items: readonly Item[]): Promise<Buffer[]> {
	const files = items.flatMap(({ binary = {} }) => Object.values(binary));
	return await Promise.all(files.map(async (file) => await n8n.session.readBinary(file)));
}

/** What the editor would show as a red triangle, but for credentials, which are not chosen yet. */
function findIssues(node: INode, description: INodeTypeDescription): string[] {
	const issues = NodeHelpers.getNodeParametersIssues(description.properties, node, description);
	return Object.values(issues?.parameters ?? {}).flat();
}

function overlap(one: TemplateNode, other: TemplateNode): boolean {
	const [a, b] = [one, other].map((node) => {
		const [left, top] = node.position;
		const { width = 160, height = 140 } = node.parameters as { width?: number; height?: number };
		return { left, top, right: left + width, bottom: top + height };
	});
	if (!a || !b) return false;
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

describe('to-ats.json', () => {
	const readForm = async (request: ReceivedRequest | undefined) => {
		if (!request) throw new Error('nothing arrived');
		const headers = { 'content-type': String(request.headers['content-type']) };
		return await new Response(request.body, { headers }).formData();
	};
	let workflow: Awaited<ReturnType<typeof publishTemplate>>;

	beforeAll(async () => {
		workflow = await publishTemplate('to-ats.json', {
			values: { 'https://ats.example.com/candidates': `${ats.url}/candidates` },
			credentials: { 'Send with CV': credentials.ats, 'Send without CV': credentials.ats },
		});
	});

	const readLog = (execution: Awaited<ReturnType<typeof workflow.deliver>>) =>
		execution.outputsOf('Write to the log')[0]?.map(({ json }) => json);

	it('brings fields and CV to the ATS, tries again, and writes down what the ATS answers', async () => {
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
		if (!(resume instanceof File)) throw new Error('the CV is no file');
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

	it('brings an application without a CV too, and adds to the same log', async () => {
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

	it('fails where the ATS stays away, and can be tried again later', async () => {
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

describe('mail-to-recruiter.json', () => {
	let workflow: Awaited<ReturnType<typeof publishTemplate>>;

	beforeAll(async () => {
		workflow = await publishTemplate('mail-to-recruiter.json', {
			values: {
				'applications@example.com': 'jobs@example.com',
				'recruiter@example.com': 'rita@example.com',
			},
			credentials: { 'Mail to the recruiter': credentials.smtp },
		});
	});

	it('sends the details, and the CV and the letter byte for byte', async () => {
		const { error } = await workflow.deliver(goodApplication());
		expect(error).toBeUndefined();
		const [mail] = await mailServer.takeMails('rita@example.com', 1);
		expect(mail?.subject).toBe('0042-BAKER: Camille Example');
		expect(mail?.from?.text).toBe('jobs@example.com');
		expect(mail?.replyTo?.text).toBe(candidate.email);
		expect(mail?.text).toContain('Camille Example has applied for the job 0042-BAKER.');
		expect(mail?.text).toContain('The application is complete.');
		expect(mail?.text).toContain('Attached: Camille Example CV.pdf, Lettre de motivation.docx');
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

	it('says what is wrong, and sends what there is', async () => {
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

describe('to-folder.json', () => {
	let workflow: Awaited<ReturnType<typeof publishTemplate>>;

	beforeAll(async () => {
		workflow = await publishTemplate('to-folder.json', {
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

	it('keeps several files of a kind apart, and names safe', async () => {
		const [resume, letter] = goodApplication().attachments ?? [];
		const { error } = await workflow.deliver({
			...goodApplication({ id: 4712, jobId: '../../etc/job:1' }),
			candidate: { ...candidate, lastName: 'O’Neil/../..\\x', firstName: '"Jo" \u202e?' },
			attachments: [resume, letter, resume, { ...letter, type: '../photo' }, { type: 'letter' }],
		});
		expect(error).toBeUndefined();
		const names = (await readFolder()).map(([name]) => name);
		const start = '__.._etc_job_1 - O’Neil_.._.._x _Jo_ __ - 4712 - ';
		expect(names).toEqual(
			['.._photo.docx', 'letter.docx', 'resume 2.pdf', 'resume.pdf'].map((end) => start + end),
		);
	});

	it('ends well without a file', async () => {
		const { status } = await workflow.deliver(goodApplication({ id: 4713, attachments: [] }));
		expect(status).toBe('success');
		expect(await readFolder()).toEqual([]);
	});
});

describe('needs-review.json', () => {
	let workflow: Awaited<ReturnType<typeof publishTemplate>>;

	beforeAll(async () => {
		workflow = await publishTemplate('needs-review.json', {
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

	const withoutEmail = (id: number) => {
		const { email: _email, ...rest } = candidate;
		// The last one tries to decide by itself.
		return { ...goodApplication({ id }), candidate: rest, Decision: 'Approve' };
	};

	/** Delivers a doubtful application, and does what the reviewer does who gets the e-mail. */
	const decide = async (id: number, decision: string, note: string) => {
		await workflow.send(withoutEmail(id));
		const [mail] = await mailServer.takeMails('vera@example.com', 1);
		const link = /http\S+/.exec(mail?.text ?? '')?.[0] ?? 'no link';
		await waitUntil('the decision to be waited for', isWaiting);
		const page = await (await fetch(link)).text();
		expect(page).toContain('What shall become of this application?');
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

	it('sends what is good to the recruiter at once', async () => {
		const { error } = await workflow.deliver(goodApplication());
		expect(error).toBeUndefined();
		const [mail] = await mailServer.takeMails('rita@example.com', 1);
		expect(mail?.subject).toBe('0042-BAKER: Camille Example');
		expect(mail?.attachments.map(({ content }) => content)).toEqual([resumePdf, letterDocx]);
	});

	it('asks about what is doubtful, and sends it on with its files once it is approved', async () => {
		const { mail, execution } = await decide(4712, 'Approve', 'I called her.');
		expect([execution.status, execution.error]).toEqual(['success', undefined]);
		expect(mail?.subject).toBe('0042-BAKER: please decide about Camille Example');
		expect(mail?.text).toMatch(/something is wrong:\n\n- .*"email"/);
		expect(mail?.attachments.map(({ content }) => content)).toEqual([resumePdf, letterDocx]);

		const [approved] = await mailServer.takeMails('rita@example.com', 1);
		expect(approved?.subject).toBe('0042-BAKER: Camille Example');
		expect(approved?.text).toMatch(/Please check:\n- .*"email"/);
		expect(approved?.attachments.map(({ content }) => content)).toEqual([resumePdf, letterDocx]);
	});

	it('ends with a note where it is declined', async () => {
		const { execution } = await decide(4713, 'Decline', 'Not one of ours.');
		expect([execution.status, execution.error]).toEqual(['success', undefined]);
		expect(execution.outputsOf('Mail to the recruiter')).toEqual([]);
		expect(execution.outputsOf('Declined')[0]?.map(({ json }) => json)).toMatchObject([
			{ applicationId: '4713', decision: 'Decline', note: 'Not one of ours.' },
		]);
	});
});

describe('exactly-once.json', () => {
	it('lets each number through once, also after a restart, and a failed one can be mended', async () => {
		const workflow = await publishTemplate('exactly-once.json', {
			values: { 'https://ats.example.com/candidates': `${ats.url}/candidates` },
		});
		const numbers = () =>
			ats.requests.map(({ body }) => {
				const { applicationId } = JSON.parse(body.toString()) as { applicationId: number };
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
		const run = async () => await n8n.session.runManually(workflowId, 'Send one');
		return { receiver, run };
	};

	it('delivers a complete application with a PDF, another one each time', async () => {
		const { receiver, run } = await setUp(TOKEN);
		for (let count = 1; count <= 2; count++) {
			const execution = await run();
			expect(execution.status).toBe('success');
			expect(execution.outputsOf('Send it')[0]?.[0]?.json).toMatchObject({
				statusCode: 200,
				data: expect.stringContaining('accepted') as string,
			});
		}
		const executions = await n8n.session.waitForExecutions(receiver.workflowId, 2);
		const items = executions.map((execution) => execution.outputsOf(TRIGGER)[0]?.[0]);
		expect(new Set(items.map((item) => item?.json.id)).size).toBe(2);
		for (const item of items) {
			expect(item?.json).toMatchObject({ issues: [], candidate: { lastName: 'Example' } });
			const { resume } = item?.binary ?? {};
			if (!resume) throw new Error('there is no CV');
			expect(resume.fileName).toBe('CV Ada Example.pdf');
			expect((await n8n.session.readBinary(resume)).toString('latin1')).toContain('(Ada Example)');
		}
	});

	it('fails and says what to do where the credential is another one', async () => {
		const { receiver, run } = await setUp('the-token-of-somebody-else');
		const { status, error } = await run();
		expect(status).toBe('error');
		expect(error).toMatch(/another credential than "Send it".*\(401\)/);
		expect(await n8n.session.listExecutions(receiver.workflowId)).toEqual([]);
	});

	it('fails and says what to do where nobody listens', async () => {
		const { run } = await setUp(TOKEN, { isPublished: false });
		const { status, error } = await run();
		expect(status).toBe('error');
		expect(error).toMatch(/Nobody listens at this URL.*\(404\)/);
	});
});

it('no secret and nothing of a candidate is in the log', () => {
	for (const text of [TOKEN, ATS_KEY, 'somebody-else', 'Camille', 'ada@example.com']) {
		expect(n8n.log()).not.toContain(text);
	}
});
