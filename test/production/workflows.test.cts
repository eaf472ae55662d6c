import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NodeHelpers, type INode } from 'n8n-workflow';
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
import { startMailServer, type MailServer } from '../../tools/n8n/servers/mailServer.cts';
import type { Execution } from '../../tools/n8n/client/session.cts';
import { importTemplate, readTemplate, TEMPLATE_FILES } from '../../tools/n8n/client/template.cts';
import {
	createReceiver,
	CREDENTIAL_TYPE,
	deliver,
	TOKEN,
	TRIGGER,
} from '../../tools/n8n/client/workflow.cts';
import type { Instance } from '../../tools/n8n/start/instance.cts';
import { TRY_IT } from '../../tools/templates/description.cts';
import { DESCRIPTIONS } from '../../tools/templates/descriptions.cts';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import { readForm, submitForm } from '../helpers/forms.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';
import { publishTemplate } from '../helpers/publishTemplate.cts';

const ATS_KEY = 'an-invented-key-of-an-ats';
const JOB_BOARD_KEY = 'an-invented-job-board-key';

let n8n: Instance;
let ats: HttpServer;
/** The ATS's next responses. Afterwards, the ATS creates candidates. */
const replies: Reply[] = [];
let mailServer: MailServer;
let folder: string;
/** The credentials, by type. */
let credentials: Record<string, readonly [type: string, id: string]>;

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'applications-'));
	[n8n, ats, mailServer] = await Promise.all([
		startAnotherN8n({ N8N_RESTRICT_FILE_ACCESS_TO: folder }),
		startHttpServer(() => replies.shift() ?? { status: 201, body: { id: 'C-1001' } }),
		startMailServer(),
	]);
	const stored = {
		httpHeaderAuth: { name: 'X-Ats-Key', value: ATS_KEY },
		httpBasicAuth: { user: JOB_BOARD_KEY, password: '' },
		smtp: mailServer.credential,
	};
	credentials = {};
	for (const [type, data] of Object.entries(stored)) {
		credentials[type] = [type, await n8n.session.createCredential(type, type, data)];
	}
});

afterAll(async () => {
	await n8n?.stop();
	await ats?.stop();
	await mailServer?.stop();
	await rm(folder, { recursive: true });
});

afterEach(async () => {
	expect(await takeSent()).toEqual(NOTHING);
	expect(replies).toEqual([]);
});

/** Fills in a template as a user does. */
async function fillIn(file: string) {
	const values = {
		'https://ats.example.com/candidates': `${ats.url}/candidates`,
		'https://yourcompany.recruitee.com': `${ats.url}/`,
		'your-board': 'bakery',
		'/your/folder': folder,
		'recruiter@example.com': 'rita@example.com',
		'reviewer@example.com': 'vera@example.com',
		'meteojob@example.com': 'mia@example.com',
		'fallback@example.com': 'fay@example.com',
		'jobs@example.com': 'recruiting@example.com',
	};
	const { nodes } = await readTemplate(file);
	const text = JSON.stringify(nodes);
	const chosen = nodes.flatMap(({ name, type, parameters }) => {
		const isMail = type === 'n8n-nodes-base.emailSend';
		const credential = credentials[isMail ? 'smtp' : String(parameters.genericAuthType)];
		return credential ? [[name, credential] as const] : [];
	});
	return {
		values: Object.fromEntries(
			Object.entries(values).filter(([value]) => text.includes(JSON.stringify(value))),
		),
		credentials: Object.fromEntries(chosen),
		texts: {
			'https://boards-api.greenhouse.io': ats.url,
			'"waitBetweenTries":3000': '"waitBetweenTries":100',
		},
	};
}

/** Returns a file's name, and its contents if they are known, so that a failure shows no bytes. */
function describeFile(name: string | undefined, bytes: Buffer): string {
	const known = { resume: resumePdf, letter: letterDocx };
	const [contents = 'other'] = Object.entries(known).find(([, file]) => file.equals(bytes)) ?? [];
	return `${name}: ${contents}`;
}

async function readBody(request: ReceivedRequest): Promise<Record<string, unknown>> {
	const isJson = /json/.test(String(request.headers['content-type']));
	if (isJson) return JSON.parse(request.body.toString()) as Record<string, unknown>;
	const fields = [...(await readForm(request))].map(async ([field, value]) => {
		if (typeof value === 'string') return [field, value];
		return [field, describeFile(value.name, Buffer.from(await value.arrayBuffer()))];
	});
	return Object.fromEntries(await Promise.all(fields)) as Record<string, unknown>;
}

/** Returns and removes everything that workflows have sent and written. */
async function takeSent() {
	const received = ats.requests.splice(0);
	const mails = mailServer.takeAllMails().map(({ to, mail }) => ({
		to,
		from: mail.from?.text,
		replyTo: mail.replyTo?.text,
		subject: mail.subject,
		text: mail.text,
		files: mail.attachments.map(({ filename, content }) => describeFile(filename, content)),
	}));
	const written: string[] = [];
	for (const name of (await readdir(folder)).sort()) {
		written.push(describeFile(name, await readFile(path.join(folder, name))));
		await rm(path.join(folder, name));
	}
	const requests = received.map(({ method, path: target, headers }) => {
		const key = headers['x-ats-key'] ?? headers.authorization ?? 'no key';
		return `${method} ${target} with ${String(key)}`;
	});
	return { requests, bodies: await Promise.all(received.map(readBody)), mails, written };
}

/** Returns the result of an execution, and everything that the workflow has sent and written. */
async function takeResult(execution: Execution) {
	const last = ['Write to the log', 'Your next step', 'Declined'];
	const items = last.flatMap((name) => execution.outputsOf(name)[0] ?? []);
	const { status, error } = execution;
	const sent = await takeSent();
	const output = items.map(({ json, binary = {} }) => ({ ...json, files: Object.keys(binary) }));
	return { status, error, output, sent, ...sent };
}

/** Publishes a template that is filled in. */
async function publish(file: string) {
	const workflow = await publishTemplate(n8n, file, await fillIn(file));
	let lastId = 4710;
	return {
		...workflow,
		/** Delivers an application with changed members. */
		send: async (members: object = {}, answers: readonly Reply[] = []) => {
			replies.push(...answers);
			const application = { ...goodApplication(), id: (lastId += 1), ...members };
			const result = await takeResult(await workflow.deliver(application));
			if (answers.length === 0) expect(result.error).toBeUndefined();
			return result;
		},
	};
}

it.each(TEMPLATE_FILES)(
	'%s has only nodes, node versions, and parameters that this n8n version supports',
	async (file) => {
		const nodeTypes = await n8n.session.readNodeTypes();
		const { nodes } = await readTemplate(file);
		for (const { position, ...rest } of nodes) {
			const node = { ...rest, position: [...position] } as INode;
			const description = nodeTypes.find(
				({ name, version }) => name === node.type && [version].flat().includes(node.typeVersion),
			);
			if (!description) throw new Error(`n8n has no node ${node.type} ${node.typeVersion}`);
			const { properties } = description;
			// The issues that the editor marks with a red triangle, except missing credentials.
			const issues = NodeHelpers.getNodeParametersIssues(properties, node, description);
			expect(Object.values(issues?.parameters ?? {}).flat()).toEqual([]);
			const { parameters } = node;
			const known = NodeHelpers.getNodeParameters(
				...([properties, parameters, true, false, node, description] as const),
			);
			expect([node.name, known]).toMatchObject([node.name, parameters]);
		}
	},
);

const { candidate, attachments: [resume, letter] = [] } = goodApplication();
const withEmail = (email: unknown) => ({ candidate: { ...candidate, email } });
const RESUME = 'Camille Example CV.pdf: resume';
const LETTER = 'Lettre de motivation.docx: letter';
const NOTHING = { requests: [], bodies: [], mails: [], written: [] };

it('to-ats.json sends the fields and the CV, retries if needed, and logs the response', async () => {
	const { send } = await publish('to-ats.json');
	const line = `POST /candidates with ${ATS_KEY}`;
	const fields = {
		applicationId: '4711',
		jobId: '0042-BAKER',
		firstName: candidate.firstName,
		lastName: candidate.lastName,
		email: candidate.email,
		phone: candidate.phoneNumber,
		city: 'Paris',
		source: 'meteojob',
	};
	const log = { jobId: '0042-BAKER', candidate: 'Camille Example', atsId: 'C-1001' };
	const sent = await send({}, [{ status: 503 }, { status: 503 }]);
	expect(sent).toMatchObject({ status: 'success', requests: [line, line, line], output: [log] });
	expect(sent.bodies[2]).toEqual({ ...fields, resume: RESUME });

	const { bodies } = await send({ attachments: [] });
	expect(bodies).toEqual([{ ...fields, applicationId: '4712' }]);
	const rows = await n8n.session.readDataTable('Applications sent to the ATS');
	expect(rows.map(({ applicationId }) => applicationId)).toEqual(['4711', '4712']);
});

it('to-folder.json writes each file under its own safe name that sorts by job', async () => {
	const { send } = await publish('to-folder.json');
	expect((await send()).written).toEqual([
		'0042-BAKER - Example Camille - 4711 - letter.docx: letter',
		'0042-BAKER - Example Camille - 4711 - resume.pdf: resume',
	]);
	expect(await send({ attachments: [] })).toMatchObject(NOTHING);

	const { written } = await send({
		jobId: '../../etc/job:1',
		candidate: { ...candidate, lastName: 'O’Neil/../..\\x', firstName: '"Jo" \u202e?' },
		attachments: [resume, letter, resume, { ...letter, type: '../photo' }, { type: 'letter' }],
	});
	const start = '__.._etc_job_1 - O’Neil_.._.._x _Jo_ _ - 4713 - ';
	const ends = ['.._photo.docx: letter', 'letter.docx: letter', 'resume 2.pdf: resume'];
	expect(written).toEqual([...ends, 'resume.pdf: resume'].map((end) => start + end));

	const types = ['a/b', 'a_b', 'A_B', 'a_b 2', 'a_b.pdf', 'attachment', undefined];
	const attachments = types.map((type) => ({ ...resume, type }));
	const similar = (await send({ attachments })).written.map((name) => name.toLowerCase());
	expect(new Set(similar).size).toBe(attachments.length);
});

describe('read-the-cv.json', () => {
	const attach = (contentType: string, file: Buffer, type = 'resume') => ({
		...{ type, contentType, content: file.toString('base64') },
	});
	const readCv = async (...attachments: Array<object | null>) => {
		workflow ??= await publish('read-the-cv.json');
		// The sender must not be able to send the text of a CV as a member.
		const forged = { text: 'of the sender', cvText: 'of the sender' };
		const { output } = await workflow.send({ ...forged, attachments });
		expect(output).toMatchObject([{ candidate, origin: 'meteojob' }]);
		const [{ cvText, files } = {}] = output as Array<Record<string, unknown>>;
		return [cvText, files];
	};
	let workflow: Awaited<ReturnType<typeof publish>> | undefined;
	const readWord = async (...paragraphs: readonly string[]) => {
		const xml = `<w:document><w:body>${paragraphs.join('')}<w:p><w:t>b</w:t></w:p></w:body></w:document>`;
		return await readCv(attach('docx', makeDocx([], { 'word/document.xml': xml })));
	};

	it('reads a PDF with umlauts and accents', async () => {
		const lines = ['Käthe Weiß, Größe', 'Zoé Lefèvre, Ça va', 'ñandú, Århus'];
		const cover = attach('docx', letterDocx, 'letter');
		const both = [lines.join('\n'), ['resume', 'letter']];
		expect(await readCv(null, attach('pdf', makePdf(lines)), cover)).toEqual(both);
	});

	it('reads a Word file with umlauts, accents, tables, and other markup', async () => {
		const text = await readWord(
			'<w:p><w:pPr><w:jc w:val="left"/></w:pPr><w:r><w:t>Käthe Wei</w:t></w:r><w:r><w:t>ß &amp; Łódź &#xE9;&#233;</w:t></w:r></w:p>',
			'<w:p/><w:p><w:r><w:t>1</w:t><w:tab/><w:t>2</w:t><w:br/><w:t>3 &lt;d&gt; &amp;lt; &#x110000;</w:t></w:r></w:p>',
			'<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Français</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>C2</w:t></w:r></w:p></w:tc></w:tr></w:tbl>',
			'<w:p><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r>',
			'<mc:AlternateContent><mc:Choice><w:t>once</w:t></mc:Choice><mc:Fallback><w:t>twice</w:t></mc:Fallback></mc:AlternateContent></w:p>',
		);
		expect(text[0]).toBe(
			'Käthe Weiß & Łódź éé\n1\t2\n3 <d> &lt; &#x110000;\nFrançais\tC2\nonce\nb',
		);
	});

	it.each(['<w:del>', '<w:p></w:p>', '<w:t>a</w:t><w:tab/>'])(
		'reads a Word file that repeats %s in little time',
		async (xml) => {
			const text = await readWord('<w:p>', xml.repeat(100_000), '</w:p>');
			expect(text[0]).toBe(xml.includes('tab') ? `${'a\t'.repeat(99_999)}a\nb` : 'b');
		},
	);

	it('continues without text if it cannot read the CV', async () => {
		for (const attachments of [
			[attach('docx', letterDocx, 'letter')],
			[attach('pdf', Buffer.concat([resumePdf.subarray(0, 40), Buffer.from('…')]))],
			// The beginning of a compound file, the format of a DOC.
			[attach('doc', Buffer.from('d0cf11e0a1b11ae1'.padEnd(2064, '0'), 'hex'))],
		]) {
			expect((await readCv(...attachments))[0]).toBe('');
		}
	});
});

it('tell-the-candidate.json e-mails the candidate once per application', async () => {
	const { send } = await publish('tell-the-candidate.json');
	const subject = 'Your application for 0042-BAKER has arrived';
	const mail = { to: candidate.email, from: 'recruiting@example.com', subject, files: [] };
	expect((await send()).mails).toMatchObject([mail]);
	expect((await send({ id: 4711, origin: 'with a change' })).mails).toEqual([]);
	expect((await send()).mails).toMatchObject([mail]);
	for (const email of [undefined, 'camille@example.com, else@example.com']) {
		expect((await send(withEmail(email))).mails).toEqual([]);
	}
});

it('same-candidate.json adds earlier applications, and deletes rows older than half a year', async () => {
	const TABLE = 'Applications by candidate';
	const { send, workflowId } = await publish('same-candidate.json');
	const findEarlier = async (id: number | string, email: unknown) => {
		const forged = { earlierApplications: [{ applicationId: 'of the sender' }] };
		const { output } = await send({ id, ...withEmail(email), ...forged });
		expect(output).toMatchObject([{ id, files: ['resume', 'letter'] }]);
		const [{ earlierApplications } = {}] = output as Array<Record<string, unknown>>;
		return (earlierApplications as Array<Record<string, unknown>>).map((one) => one.applicationId);
	};
	expect(await findEarlier(1, 'kim@example.com')).toEqual([]);
	expect(await findEarlier(2, 'KIM@Example.COM')).toEqual(['1']);
	expect(await findEarlier('three', 'kim@example.com')).toEqual(['2', '1']);
	// An update
	expect(await findEarlier(2, 'kim@example.com')).toEqual(['"three"', '1']);
	expect(await findEarlier(4, 'k%@example.com')).toEqual([]);
	for (const id of [5, 6]) expect(await findEarlier(id, 'no address')).toEqual([]);
	const days = (count: number) => new Date(Date.now() - count * 86_400_000).toISOString();
	await n8n.session.addDataTableRows(TABLE, [
		{ email: 'old@example.com', jobId: 'OLD', applicationId: 'old', receivedAt: days(200) },
		{ email: 'old@example.com', jobId: 'OLD', applicationId: 'recent', receivedAt: days(150) },
	]);
	await n8n.session.runManually(workflowId, 'Every night');
	const ids = (await n8n.session.readDataTable(TABLE)).map((row) => String(row.applicationId));
	expect(ids.sort()).toEqual(['"three"', '1', '2', '4', 'recent']);
});

it('to-greenhouse.json sends the fields and the files under the documented names', async () => {
	const { send } = await publish('to-greenhouse.json');
	const key = `Basic ${Buffer.from(`${JOB_BOARD_KEY}:`).toString('base64')}`;
	const { firstName: first_name, lastName: last_name, email, phoneNumber: phone } = candidate;
	for (const [attachments, files] of [
		[[resume, letter], { resume: RESUME, cover_letter: LETTER }],
		[[resume], { resume: RESUME }],
		[[letter], { cover_letter: LETTER }],
		[[], {}],
	] as const) {
		const { requests, bodies } = await send({ jobId: '127817', attachments });
		expect(requests).toEqual([`POST /v1/boards/bakery/jobs/127817 with ${key}`]);
		// In particular, no consent is sent.
		expect(bodies).toEqual([{ first_name, last_name, email, phone, ...files }]);
	}
	const [line] = (await send({ jobId: '../../other/jobs/1?x=#' })).requests;
	expect(line).toContain(' /v1/boards/bakery/jobs/..%2F..%2Fother%2Fjobs%2F1%3Fx%3D%23 ');
});

it('to-recruitee.json sends the details and the CV under the documented names', async () => {
	const { send } = await publish('to-recruitee.json');
	const fields = {
		'candidate[name]': 'Camille Example',
		'candidate[email]': candidate.email,
		'candidate[phone]': candidate.phoneNumber,
	};
	const { requests, bodies } = await send({ jobId: 'baker' });
	expect(requests).toEqual(['POST /api/offers/baker/candidates with no key']);
	expect(bodies).toEqual([{ ...fields, 'candidate[cv]': RESUME }]);
	expect((await send({ jobId: 'baker', attachments: [] })).bodies).toEqual([fields]);
});

it('route-by-job.json sends to the recruiter of the job, or chooses by job board', async () => {
	const { send } = await publish('route-by-job.json');
	const recruitersOf = async (members: object) => {
		const { mails } = await send(members);
		const text = expect.stringContaining('Camille Example has applied for the job') as string;
		for (const mail of mails) expect(mail).toMatchObject({ text, files: [RESUME, LETTER] });
		return mails.map(({ to }) => to);
	};
	expect(await recruitersOf({})).toEqual(['mia@example.com']);
	expect(await n8n.session.readDataTable('Recruiters')).toEqual([]);
	await n8n.session.addDataTableRows('Recruiters', [
		{ job: '0042', recruiter: 'rita@example.com' },
		{ job: '42', recruiter: 'wrong@example.com' },
		{ job: 'TWO', recruiter: 'rita@example.com, rob@example.com' },
		{ job: 'NOBODY', recruiter: '' },
	]);
	// The job reference keeps its leading zeros.
	expect(await recruitersOf({ jobId: '0042' })).toEqual(['rita@example.com']);
	expect(await recruitersOf({ jobId: 'TWO' })).toEqual(['rita@example.com', 'rob@example.com']);
	for (const jobId of ['NOBODY', 'two', '%', undefined]) {
		expect(await recruitersOf({ jobId })).toEqual(['mia@example.com']);
	}
	for (const origin of ['x', undefined]) {
		expect(await recruitersOf({ jobId: '', origin })).toEqual(['fay@example.com']);
	}
});

it('needs-review.json asks the reviewer about an application with issues', async () => {
	const workflow = await publish('needs-review.json');
	const subject = '0042-BAKER: Camille Example';
	const files = [RESUME, LETTER];
	expect((await workflow.send()).mails).toMatchObject([{ to: 'rita@example.com', subject, files }]);

	const isWaiting = async () =>
		(await n8n.session.summarizeExecutions(workflow.workflowId)).at(-1)?.status === 'waiting';
	const decide = async (id: number, decision: string, note: string) => {
		// The sender must not be able to make the decision by sending members with these names.
		const members = { Decision: 'Approve', Note: 'of the sender', ...withEmail(undefined) };
		const attachments = [null, resume, letter];
		const application = { ...goodApplication(), id, ...members, attachments };
		await deliver(workflow.productionUrl, application);
		await waitUntil('the workflow to wait for the decision', isWaiting);
		const { mails } = await takeSent();
		const text = expect.stringMatching(/Something is wrong:\n\n- .*"email"/) as string;
		const asking = '0042-BAKER: please decide about Camille Example';
		expect(mails).toMatchObject([{ to: 'vera@example.com', subject: asking, text, files }]);
		const link = /http\S+/.exec(mails[0]?.text ?? '')?.[0] ?? 'no link';
		const form = new FormData();
		form.set('field-0', decision);
		form.set('field-1', note);
		expect((await fetch(link, { method: 'POST', body: form })).status).toBe(200);
		return await takeResult(await workflow.waitForNext());
	};
	const text = expect.stringMatching(/Please check:\n- .*"email"/) as string;
	const approved = await decide(1, 'Approve', 'I called her.');
	expect(approved.mails).toMatchObject([{ to: 'rita@example.com', subject, text, files }]);
	const output = [{ applicationId: '2', decision: 'Decline', note: '' }];
	expect(await decide(2, 'Decline', '')).toMatchObject({ mails: [], output });
});

it('exactly-once.json processes each id once, even after a restart, or a retry of a failed execution', async () => {
	const workflow = await publish('exactly-once.json');
	const idsFor = async (...parameters: Parameters<typeof workflow.send>) =>
		(await workflow.send(...parameters)).bodies.map(({ applicationId }) => applicationId);
	expect(await idsFor({ id: 1 })).toEqual([1]);
	expect(await idsFor({ id: 1, origin: 'sent again, in other words' })).toEqual([]);
	await n8n.restart('SIGTERM');
	expect(await idsFor({ id: 1, origin: 'sent again, later' })).toEqual([]);

	expect(await idsFor({ id: 2 }, [{ status: 500 }])).toEqual([2]);
	const executions = await n8n.session.listExecutions(workflow.workflowId);
	await n8n.session.retryExecution(executions.at(-1) ?? '');
	const { bodies } = await takeResult(await workflow.waitForNext());
	expect(bodies).toMatchObject([{ applicationId: 2 }]);
	expect(await idsFor({ id: 2, origin: 'sent again' })).toEqual([]);
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
		['needs-review.json', 'Mail to the reviewer', /FILES MISSING/],
		['to-folder.json', 'Has a file?', /file/],
		['to-ats.json', 'Your ATS', /binary file 'resume'/],
		['to-greenhouse.json', 'Which files?', /binary file 'resume'/],
		['to-recruitee.json', 'Has a CV?', /binary file 'resume'/],
	])('%s fails with a message if that step is before "%s"', async (file, before, message) => {
		const { workflowId } = await importTemplate(n8n.session, n8n.url, file, await fillIn(file));
		const { nodes } = await n8n.session.readWorkflow(workflowId);
		const { connections } = await readTemplate(file);
		const rewired = JSON.stringify(connections).replaceAll(
			`"node":"${before}"`,
			`"node":"${dropping.name}"`,
		);
		const next = { main: [[{ node: before, type: 'main', index: 0 }]] };
		const id = await n8n.session.createWorkflow({
			name: `Files are dropped before ${before}`,
			nodes: [...nodes, dropping],
			connections: { ...(JSON.parse(rewired) as object), [dropping.name]: next },
		});
		const { status, error } = await n8n.session.runManually(id, TRY_IT);
		expect([status, error]).toEqual(['error', expect.stringMatching(message)]);
	});
});

const sending = Object.entries(DESCRIPTIONS).filter(
	([, { trigger, steps }]) =>
		trigger !== null &&
		/"type":"(?:emailSend|httpRequest|readWriteFile)"/.test(JSON.stringify(steps)),
);

it.each(sending)('members with the names that templates use change nothing in %s', async (file) => {
	/** Returns a member for each field that an expression reads or a step sets, in any template. */
	const makeMembers = (value: unknown) => {
		const found = JSON.stringify(DESCRIPTIONS).matchAll(/\$json\.(\w+)|"name":"(\w+)"/g);
		return Object.fromEntries([...found].map(([, read, set]) => [String(read ?? set), value]));
	};
	/** Returns everything that a new copy of the workflow sends and writes, with and without files. */
	const observe = async (members: object) => {
		const { send } = await publish(file);
		const { sent } = await send({ ...members, ...goodApplication(), id: 1 });
		const attachments: object[] = [];
		return [sent, (await send({ ...members, ...goodApplication(), id: 2, attachments })).sent];
	};
	const expected = await observe({});
	expect(expected[0]).not.toEqual(NOTHING);
	const list = [{ applicationId: 'mallory', id: 'mallory' }];
	for (const value of ['mallory@example.com', list]) {
		expect(await observe(makeMembers(value))).toEqual(expected);
	}
});

describe('send-a-test-application.json', () => {
	const setUp = async (token: string) => {
		const receiver = await createReceiver(n8n.url, n8n.session);
		await n8n.session.publish(receiver.workflowId);
		const data = { authentication: 'bearer', token };
		const id = await n8n.session.createCredential('Of the sender', CREDENTIAL_TYPE, data);
		const file = 'send-a-test-application.json';
		const { workflowId } = await importTemplate(n8n.session, n8n.url, file, {
			values: { 'https://n8n.example.com/webhook/…/applications': receiver.productionUrl },
			credentials: { 'Send it': [CREDENTIAL_TYPE, id] },
		});
		const { nodes } = await n8n.session.readWorkflow(workflowId);
		const { webhookId } = nodes.find(({ name }) => name === 'Test application') ?? {};
		/** Fills in and submits the form, and returns the next page's title and message. */
		const submit = async (fault = 'Nothing', cv?: File, place = 'form-test') => {
			if (place === 'form') await n8n.session.publish(workflowId);
			else await n8n.session.listen(workflowId, 'Test application');
			const form = new FormData();
			const fields = ['0042-BAKER', 'Käthe', 'Example', 'kaethe@example.com'];
			for (const [index, value] of fields.entries()) form.set(`field-${index}`, value);
			if (cv) form.set('field-4', cv);
			form.set('field-5', fault);
			const page = await submitForm(`${n8n.url}/${place}/${webhookId}`, form);
			return /<h1>(.*?)<\/h1>\s*<p[^>]*>(.*?)<\/p>/s.exec(page)?.slice(1);
		};
		return { receiver, submit };
	};

	it('sends the selected CV byte for byte, or a sample CV, and each fault that the form offers', async () => {
		const { receiver, submit } = await setUp(TOKEN);
		const cv = new File([letterDocx], 'Meine Bewerbung.docx', { type: DOCX_TYPE });
		const title = 'The application has arrived';
		expect(await submit('Nothing', cv)).toEqual([title, 'Nothing is wrong with it.']);
		const faults = {
			Nothing: undefined,
			'The CV is missing': undefined,
			'The e-mail address is missing': 'required',
			'The job is missing': 'required',
			'The CV is a text file that is declared as a PDF': 'typeUnverified',
			'The CV was damaged on the way': 'invalidBase64',
		};
		for (const [fault, code] of Object.entries(faults)) {
			const message = code ? 'The trigger found something wrong with it: ' : 'Nothing is wrong';
			expect(await submit(fault)).toEqual([title, expect.stringContaining(message)]);
		}
		const executions = await n8n.session.waitForExecutions(receiver.workflowId, 7);
		const [first, ...items] = executions.flatMap((one) => one.outputsOf(TRIGGER)[0] ?? []);
		expect(first?.json).toMatchObject({ candidate: { firstName: 'Käthe', lastName: 'Example' } });
		expect(first?.binary?.resume?.fileName).toBe(cv.name);
		expect((await n8n.session.readFiles(first?.binary)).resume).toEqual(letterDocx);
		expect(items.map(({ json }) => (json.issues as Array<{ code: string }>)[0]?.code)).toEqual(
			Object.values(faults),
		);
		const samples = items.slice(0, 2).map(({ binary }) => binary?.resume?.fileName);
		expect(samples).toEqual(['CV Ada Example.pdf', undefined]);
	});

	it('explains what to do if it does not arrive', async () => {
		const { receiver, submit } = await setUp('the-token-of-somebody-else');
		const refused = expect.stringMatching(/Send it.* use different credentials.*\(401\)/) as string;
		expect(await submit()).toEqual(['The application has not arrived', refused]);
		const notSent = expect.stringMatching(/not sent.*Unpublish/) as string;
		const title = 'This form works only in the editor';
		expect(await submit('Nothing', undefined, 'form')).toEqual([title, notSent]);
		expect(await n8n.session.listExecutions(receiver.workflowId)).toEqual([]);
	});
});

it('the log contains no personal data or secrets', () => {
	const secrets = [TOKEN, ATS_KEY, JOB_BOARD_KEY, 'somebody-else', 'Camille', 'ada@example.com'];
	for (const text of secrets) expect(n8n.log()).not.toContain(text);
});
