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
import { startMailServer, type MailServer } from '../../tools/n8n/servers/mailServer.cts';
import type { Execution } from '../../tools/n8n/client/session.cts';
import {
	importTemplate,
	readTemplate,
	TEMPLATE_FILES,
	type TemplateNode,
} from '../../tools/n8n/client/template.cts';
import {
	createReceiver,
	CREDENTIAL_TYPE,
	deliver,
	FAILING_NODE,
	TOKEN,
	TRIGGER,
} from '../../tools/n8n/client/workflow.cts';
import type { Instance } from '../../tools/n8n/start/instance.cts';
import { SAMPLE, TRY_IT } from '../../tools/templates/tryIt.cts';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import { readForm, submitForm } from '../helpers/forms.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';
import { publishTemplate } from '../helpers/publishTemplate.cts';

const ATS_KEY = 'an-invented-key-of-an-ats';
const JOB_BOARD_KEY = 'an-invented-job-board-key';
const UNAVAILABLE = { status: 503 };

let n8n: Instance;
let ats: HttpServer;
/** The ATS's next responses. Afterwards, the ATS creates candidates. */
let replies: Reply[];
let mailServer: MailServer;
let folder: string;
let credentials: Record<'trigger' | 'ats' | 'basic' | 'smtp' | 'api', readonly [string, string]>;
let nodeTypes: INodeTypeDescription[];

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'applications-'));
	[n8n, ats, mailServer] = await Promise.all([
		startAnotherN8n({ N8N_RESTRICT_FILE_ACCESS_TO: folder }),
		startHttpServer(() => replies.shift() ?? { status: 201, body: { id: 'C-1001' } }),
		startMailServer(),
	]);
	const store = async (type: string, data: object) =>
		[type, await n8n.session.createCredential(`Mine: ${type}`, type, data)] as const;
	const apiKey = await n8n.session.createApiKey(['execution:read']);
	credentials = {
		trigger: await store(CREDENTIAL_TYPE, { authentication: 'bearer', token: TOKEN }),
		ats: await store('httpHeaderAuth', { name: 'X-Ats-Key', value: ATS_KEY }),
		basic: await store('httpBasicAuth', { user: JOB_BOARD_KEY, password: '' }),
		smtp: await store('smtp', mailServer.credential),
		api: await store('n8nApi', { apiKey, baseUrl: `${n8n.url}/api/v1` }),
	};
	nodeTypes = await n8n.session.readNodeTypes();
});

afterAll(async () => {
	await n8n?.stop();
	await ats?.stop();
	await mailServer?.stop();
	await rm(folder, { recursive: true });
});

beforeEach(() => {
	replies = [];
});

afterEach(async () => {
	expect(await takeSent()).toEqual({ requests: [], mails: [], written: {} });
});

function chooseCredential({ type, parameters }: TemplateNode) {
	if (type === 'n8n-nodes-base.emailSend') return credentials.smtp;
	if (parameters.genericAuthType === 'httpHeaderAuth') return credentials.ats;
	if (parameters.genericAuthType === 'httpBasicAuth') return credentials.basic;
	return parameters.nodeCredentialType === 'n8nApi' ? credentials.api : undefined;
}

/** Fills in a template as a user does. */
async function fillIn(file: string) {
	const values = {
		'https://ats.example.com/candidates': `${ats.url}/candidates`,
		'https://yourcompany.recruitee.com': `${ats.url}/`,
		'your-board': 'bakery',
		'/home/node/.n8n-files': folder,
		'recruiter@example.com': 'rita@example.com',
		'reviewer@example.com': 'vera@example.com',
		'meteojob@example.com': 'mia@example.com',
		'fallback@example.com': 'fay@example.com',
		'administrator@example.com': 'ann@example.com',
		'jobs@example.com': 'recruiting@example.com',
	};
	const template = await readTemplate(file);
	const text = JSON.stringify(template);
	const chosen = template.nodes.map((node) => [node.name, chooseCredential(node)] as const);
	return {
		values: Object.fromEntries(
			Object.entries(values).filter(([value]) => text.includes(JSON.stringify(value))),
		),
		credentials: Object.fromEntries(chosen.flatMap(([name, one]) => (one ? [[name, one]] : []))),
		texts: {
			'https://boards-api.greenhouse.io': ats.url,
			'"waitBetweenTries":3000': '"waitBetweenTries":100',
		},
	};
}

const publish = async (file: string) => await publishTemplate(n8n, file, await fillIn(file));
type Workflow = Awaited<ReturnType<typeof publish>>;

/** Returns the name of a known file, so that a failure shows no bytes. */
function nameOf(bytes: Buffer): string {
	const known = { resume: resumePdf, letter: letterDocx };
	return Object.entries(known).find(([, file]) => file.equals(bytes))?.[0] ?? 'another file';
}

async function readBody(request: ReceivedRequest): Promise<Record<string, unknown>> {
	const isJson = /json/.test(String(request.headers['content-type']));
	if (isJson) return JSON.parse(request.body.toString()) as Record<string, unknown>;
	const fields = [...(await readForm(request))].map(async ([name, value]) => {
		if (typeof value === 'string') return [name, value];
		return [name, [value.name, value.type, nameOf(Buffer.from(await value.arrayBuffer()))]];
	});
	return Object.fromEntries(await Promise.all(fields)) as Record<string, unknown>;
}

/** Returns and removes everything that workflows have sent and written. */
async function takeSent() {
	const requests = ats.requests.splice(0).map(async (request) => ({
		line: `${request.method} ${request.path}`,
		key: request.headers['x-ats-key'] ?? request.headers.authorization,
		body: await readBody(request),
	}));
	const mails = mailServer.takeAllMails().map(({ to, mail }) => ({
		to,
		from: mail.from?.text,
		replyTo: mail.replyTo?.text,
		subject: mail.subject,
		text: mail.text,
		files: mail.attachments.map(({ content }) => nameOf(content)),
	}));
	const written: Record<string, string> = {};
	for (const name of (await readdir(folder)).sort()) {
		written[name] = nameOf(await readFile(path.join(folder, name)));
		await rm(path.join(folder, name));
	}
	return { requests: await Promise.all(requests), mails, written };
}

/** Returns the result of an execution, and everything that the workflow has sent and written. */
async function takeResult(execution: Execution) {
	const last = ['Write to the log', 'Your next step', 'Declined'];
	const items = last.flatMap((name) => execution.outputsOf(name)[0] ?? []);
	return {
		status: execution.status,
		error: execution.error,
		output: items.map(({ json, binary = {} }) => ({ ...json, fields: Object.keys(binary) })),
		...(await takeSent()),
	};
}

const run = async (workflow: Workflow, application: object) =>
	await takeResult(await workflow.deliver(application));

describe.each(TEMPLATE_FILES)('%s', (file) => {
	it('has only nodes, node versions, and parameters that this n8n version supports', async () => {
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
	});
});

const { candidate, attachments: [resume, letter] = [] } = goodApplication();
const with_ = (id: number | string, members: object = {}) => ({
	...goodApplication(),
	id,
	...members,
});
const withEmail = (id: number | string, email: unknown, members: object = {}) =>
	with_(id, { candidate: { ...candidate, email }, ...members });
const SUCCESS = { status: 'success', error: undefined };
const BOTH = ['resume', 'letter'];

const attach = (contentType: string, file: Buffer, type = 'resume') => ({
	type,
	contentType,
	content: file.toString('base64'),
});
/** Returns a Word file with a paragraph before and after the given content. */
const makeWord = (xml: string) =>
	makeDocx([], {
		'word/document.xml': `<w:document><w:body><w:p><w:t>a</w:t></w:p>${xml}<w:p><w:t>b</w:t></w:p></w:body></w:document>`,
	});
/** The sender must not be able to send the text of a CV as a member. */
const withCv = (...attachments: Array<object | null>) =>
	with_(`CV ${(count += 1)}`, { text: 'of the sender', cvText: 'of the sender', attachments });
let count = 0;
const hasText = (cvText: unknown, fields: unknown = ['resume']) => ({
	output: [{ candidate, origin: 'meteojob', cvText, fields }],
});

const MARKUP = [
	'<w:p><w:pPr><w:jc w:val="left"/></w:pPr><w:r><w:t>Käthe Wei</w:t></w:r><w:r><w:t>ß &amp; Łódź &#xE9;&#233;</w:t></w:r></w:p>',
	'<w:p/><w:p><w:r><w:t>1</w:t><w:tab/><w:t>2</w:t><w:br/><w:t>3 &lt;d&gt; &amp;lt;</w:t></w:r></w:p>',
	'<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Français</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>C2</w:t></w:r></w:p></w:tc></w:tr></w:tbl>',
	'<w:p><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r>',
	'<mc:AlternateContent><mc:Choice><w:t>once</w:t></mc:Choice><mc:Fallback><w:t>twice</w:t></mc:Fallback></mc:AlternateContent></w:p>',
].join('');
const UMLAUTS = ['Käthe Weiß, Größe', 'Zoé Lefèvre, Ça va', 'ñandú, Århus'];

const FORM = {
	applicationId: '4711',
	jobId: '0042-BAKER',
	firstName: candidate.firstName,
	lastName: candidate.lastName,
	email: candidate.email,
	phone: candidate.phoneNumber,
	city: 'Paris',
	source: 'meteojob',
};
const LOG = { jobId: '0042-BAKER', candidate: 'Camille Example', atsId: 'C-1001' };
const RESUME = ['Camille Example CV.pdf', 'application/pdf', 'resume'];
const RECRUITEE = {
	'candidate[name]': 'Camille Example',
	'candidate[email]': candidate.email,
	'candidate[phone]': candidate.phoneNumber,
};
const GREENHOUSE = {
	first_name: 'Camille',
	last_name: 'Example',
	email: candidate.email,
	phone: candidate.phoneNumber,
};
const mailTo = (to: string) => ({ to, files: BOTH, text: expect.stringContaining('has applied') });
const CONFIRMATION = {
	to: candidate.email,
	from: 'recruiting@example.com',
	subject: 'Your application for 0042-BAKER has arrived',
	text: expect.stringContaining('Dear Camille Example,'),
	files: [],
};
const earlier = (...ids: readonly string[]) => ({
	output: [{ earlierApplications: ids.map((applicationId) => ({ applicationId })), fields: BOTH }],
});
const NOTHING = { requests: [], mails: [], written: {} };

type Row = [title: string, application: object, expected: object, replies?: Reply[]];

/** Applications that each template gets in this order, and what it does with each of them. */
const ROWS: Readonly<Record<string, readonly Row[]>> = {
	'to-ats.json': [
		[
			'sends the fields and the CV to the ATS, retries if needed, and logs the response',
			with_(4711),
			{
				requests: [
					{},
					{ line: 'POST /candidates', key: ATS_KEY, body: { ...FORM, resume: RESUME } },
				],
				output: [{ applicationId: '4711', ...LOG }],
			},
			[UNAVAILABLE],
		],
		[
			'also sends an application without a CV, a phone number, and a place',
			with_(4712, {
				candidate: { ...candidate, phoneNumber: undefined, location: undefined },
				attachments: [],
			}),
			{
				requests: [{ body: { ...FORM, applicationId: '4712', phone: '', city: '' } }],
				output: [{ applicationId: '4712', ...LOG }],
			},
		],
		[
			'fails if the ATS is unavailable',
			with_(4713),
			{ status: 'error', error: expect.anything(), requests: [{}, {}, {}], output: [] },
			[UNAVAILABLE, UNAVAILABLE, UNAVAILABLE],
		],
	],
	'to-folder.json': [
		[
			'writes each file under a name that sorts by job',
			with_(4711),
			{
				written: {
					'0042-BAKER - Example Camille - 4711 - letter.docx': 'letter',
					'0042-BAKER - Example Camille - 4711 - resume.pdf': 'resume',
				},
			},
		],
		['succeeds if the application has no file', with_(4713, { attachments: [] }), NOTHING],
	],
	'read-the-cv.json': [
		[
			'reads a PDF with umlauts and accents',
			withCv(null, attach('pdf', makePdf(UMLAUTS)), attach('docx', letterDocx, 'letter')),
			hasText(UMLAUTS.join('\n'), BOTH),
		],
		[
			'reads a PDF with columns',
			withCv(attach('pdf', makePdfOfColumns(['Experience', 'Bäcker'], ['Languages', 'Français']))),
			hasText(expect.stringMatching(/(?=[^]*Experience[^]*Bäcker)[^]*Languages[^]*Français/)),
		],
		[
			'reads a Word file with umlauts, accents, tables, and other markup',
			withCv(attach('docx', makeWord(MARKUP))),
			hasText('a\nKäthe Weiß & Łódź éé\n1\t2\n3 <d> &lt;\nFrançais\tC2\nonce\nb'),
		],
		...(
			[
				['openings of deleted text', '<w:p><w:del></w:p>'.repeat(100_000), 'a\nb'],
				['empty paragraphs', '<w:p></w:p>'.repeat(100_000), 'a\nb'],
				['tabs', `<w:p>${'<w:tab/>'.repeat(150_000)}</w:p>`, 'a\nb'],
				['impossible characters', '<w:p><w:t>&#x110000;</w:t></w:p>', 'a\n&#x110000;\nb'],
			] as const
		).map(([many, xml, text]): Row => {
			return [
				`reads a Word file with ${many}`,
				withCv(attach('docx', makeWord(xml))),
				hasText(text),
			];
		}),
		...[
			[],
			[attach('docx', letterDocx, 'letter')],
			[attach('pdf', Buffer.concat([resumePdf.subarray(0, 40), Buffer.from('…')]))],
			// The beginning of a compound file, the format of a DOC.
			[attach('doc', Buffer.from('d0cf11e0a1b11ae1'.padEnd(2064, '0'), 'hex'))],
			[attach('pdf', Buffer.from('no PDF'))],
		].map((attachments, index): Row => {
			const expected = hasText('', expect.anything());
			return [
				`continues without a text that it can read: ${index}`,
				withCv(...attachments),
				expected,
			];
		}),
	],
	'tell-the-candidate.json': [
		['e-mails the candidate', with_(1), { mails: [CONFIRMATION] }],
		['sends nothing for an update', with_(1, { origin: 'with a change' }), NOTHING],
		['e-mails the candidate again for another application', with_(2), { mails: [CONFIRMATION] }],
		...[
			undefined,
			null,
			'camille at example',
			['camille@example.com', 'else@example.com'],
			'camille@example.com, else@example.com',
		].map((email, index): Row => {
			return [`sends nothing to ${JSON.stringify(email)}`, withEmail(index + 3, email), NOTHING];
		}),
	],
	'same-candidate.json': [
		['finds nothing at first', withEmail(1, 'kim@example.com'), earlier()],
		['finds an earlier one', withEmail(2, 'KIM@Example.COM'), earlier('1')],
		['puts the newest first', withEmail('three', 'kim@example.com'), earlier('2', '1')],
		['finds nothing for another', withEmail(4, 'kimberly@example.com'), earlier()],
		['finds nothing for a wildcard', withEmail(5, 'k%@example.com'), earlier()],
		[
			'does not count an update',
			withEmail(2, 'kim@example.com', { origin: 'changed' }),
			earlier('"three"', '1'),
		],
		[
			'ignores what the sender claims',
			withEmail(6, 'kim@example.org', { earlierApplications: [{ applicationId: 'mine' }] }),
			earlier(),
		],
		...[undefined, null, '', 'no address', 17].flatMap((email): Row[] =>
			['one', 'another'].map((id) => {
				const title = `finds nothing for the address ${JSON.stringify(email)} in ${id}`;
				return [title, withEmail(`${String(email)} ${id}`, email), earlier()];
			}),
		),
	],
	'to-greenhouse.json': [
		...(
			[
				['both files', [resume, letter], { resume: 'resume', cover_letter: 'letter' }],
				['the CV only', [resume], { resume: 'resume' }],
				['the letter only', [letter], { cover_letter: 'letter' }],
				['no file', [], {}],
			] as const
		).map(([title, attachments, files]): Row => {
			const received = Object.entries(files).map(([name, file]) => [
				name,
				expect.arrayContaining([file]),
			]);
			const key = `Basic ${Buffer.from(`${JOB_BOARD_KEY}:`).toString('base64')}`;
			const line = 'POST /v1/boards/bakery/jobs/127817';
			const body = { ...GREENHOUSE, ...Object.fromEntries(received) };
			const application = with_(title, { jobId: '127817', attachments });
			return [
				`sends ${title} under the documented names`,
				application,
				{ requests: [{ line, key, body }] },
			];
		}),
		[
			'encodes the job reference in the URL path',
			with_(5, { jobId: '../../other/jobs/1?x=#' }),
			{
				requests: [{ line: 'POST /v1/boards/bakery/jobs/..%2F..%2Fother%2Fjobs%2F1%3Fx%3D%23' }],
			},
		],
	],
	'to-recruitee.json': [
		[
			'sends the details and the CV under the documented names',
			with_(1, { jobId: 'baker' }),
			{
				requests: [
					{
						line: 'POST /api/offers/baker/candidates',
						key: undefined,
						body: { ...RECRUITEE, 'candidate[cv]': expect.arrayContaining(['resume']) },
					},
				],
			},
		],
		[
			'also sends an application without a CV',
			with_(2, { jobId: 'baker', attachments: [] }),
			{ requests: [{ body: RECRUITEE }] },
		],
		[
			'fails if Recruitee refuses the application',
			with_(3, { jobId: 'baker' }),
			{ status: 'error', error: expect.anything(), requests: [{}, {}, {}] },
			Array(3).fill({ status: 422, body: { error: { fields: { cv: ["can't be blank"] } } } }),
		],
	],
	'needs-review.json': [
		[
			'sends an application without issues directly to the recruiter',
			with_(4711),
			{ mails: [{ to: 'rita@example.com', subject: '0042-BAKER: Camille Example', files: BOTH }] },
		],
	],
	'route-by-job.json': [
		[
			'chooses the recruiter by job board while the table is empty',
			with_(1),
			{ mails: [mailTo('mia@example.com')] },
		],
	],
};

/** Returns a PDF with columns, each of which is drawn from top to bottom. */
function makePdfOfColumns(...columns: ReadonlyArray<readonly string[]>): Buffer {
	const text = columns.map((lines, index) => {
		const shown = lines.map((line) => `(${line}) Tj T*`).join(' ');
		return `BT /F1 14 Tf ${72 + index * 250} 770 Td 20 TL ${shown} ET`;
	});
	const page = makePdf(['']).toString('latin1');
	const drawn = page.replace(/stream\n[^]*?\nendstream/, `stream\n${text.join('\n')}\nendstream`);
	const { length } = text.join('\n');
	return Buffer.from(drawn.replace(/<< \/Length \d+ >>/, `<< /Length ${length} >>`), 'latin1');
}

const workflows = new Map<string, Workflow>();

describe.each(Object.entries(ROWS))('%s', (file, rows) => {
	beforeAll(async () => {
		workflows.set(file, await publish(file));
	});

	it.each(rows)('%s', async (_title, application, expected, answers = []) => {
		replies = [...answers];
		const workflow = workflows.get(file) as Workflow;
		expect(await run(workflow, application)).toMatchObject({ ...SUCCESS, ...NOTHING, ...expected });
		expect(replies).toEqual([]);
	});
});

it('to-ats.json adds all applications to the same table, and a failed execution can be retried', async () => {
	const { workflowId, waitForNext } = workflows.get('to-ats.json') as Workflow;
	const [failed = ''] = (await n8n.session.listExecutions(workflowId)).slice(-1);
	await n8n.session.retryExecution(failed);
	expect(await takeResult(await waitForNext())).toMatchObject({ ...SUCCESS, requests: [{}] });
	const rows = await n8n.session.readDataTable('Applications sent to the ATS');
	expect(rows.map(({ applicationId }) => applicationId)).toEqual(['4711', '4712', '4713']);
});

describe('to-folder.json', () => {
	const writtenOf = async (application: object) => {
		const result = await run(workflows.get('to-folder.json') as Workflow, application);
		expect(result).toMatchObject(SUCCESS);
		return Object.keys(result.written);
	};

	it('writes several files of the same type under different safe names', async () => {
		const attachments = [
			resume,
			letter,
			resume,
			{ ...letter, type: '../photo' },
			{ type: 'letter' },
		];
		const names = await writtenOf({
			...with_(4714, { jobId: '../../etc/job:1', attachments }),
			candidate: { ...candidate, lastName: 'O’Neil/../..\\x', firstName: '"Jo" \u202e?' },
		});
		const start = '__.._etc_job_1 - O’Neil_.._.._x _Jo_ _ - 4714 - ';
		const ends = ['.._photo.docx', 'letter.docx', 'resume 2.pdf', 'resume.pdf'];
		expect(names).toEqual(ends.map((end) => start + end));
	});

	it('writes each file, whatever types and names lead to the same file name', async () => {
		const types = ['a/b', 'a:b', 'a_b', 'A_B', 'a_b 2', 'a.pdf', 'attachment', null, undefined];
		const all = [...types, `${'x'.repeat(20)}1`, `${'x'.repeat(20)}2`];
		const attachments = all.map((type) => ({ ...resume, type }));
		const names = (await writtenOf(with_(4715, { attachments }))).map((name) => name.toLowerCase());
		expect(new Set(names).size).toBe(attachments.length);
		const jobId = '漢'.repeat(300);
		const [first, second] = [
			await writtenOf(with_(4716, { jobId })),
			await writtenOf(with_('4716', { jobId })),
		];
		expect(new Set([...first, ...second]).size).toBe(4);
	});
});

describe('route-by-job.json', () => {
	it('sends to the recruiter of the job, or chooses by job board', async () => {
		const workflow = workflows.get('route-by-job.json') as Workflow;
		expect(await n8n.session.readDataTable('Recruiters')).toEqual([]);
		await n8n.session.addDataTableRows('Recruiters', [
			{ job: '0042', recruiter: 'rita@example.com' },
			{ job: '42', recruiter: 'wrong@example.com' },
			{ job: 'TWO', recruiter: 'rita@example.com, rob@example.com' },
			{ job: 'NOBODY', recruiter: '' },
		]);
		const recruitersOf = async (members: object) => {
			const { mails, ...result } = await run(workflow, with_(`job ${(count += 1)}`, members));
			expect(result).toMatchObject(SUCCESS);
			return mails.map(({ to }) => to);
		};
		// The job reference keeps its leading zeros.
		expect(await recruitersOf({ jobId: '0042' })).toEqual(['rita@example.com']);
		expect(await recruitersOf({ jobId: 'TWO' })).toEqual(['rita@example.com', 'rob@example.com']);
		const unknown = ['UNKNOWN', 'NOBODY', 'two', '%', "0042' OR 1=1 --", undefined, null, ''];
		for (const jobId of unknown) expect(await recruitersOf({ jobId })).toEqual(['mia@example.com']);
		for (const origin of ['x', undefined]) {
			expect(await recruitersOf({ jobId: '', origin })).toEqual(['fay@example.com']);
		}
	});
});

describe('same-candidate.json', () => {
	it('stores a row for each address, and deletes rows older than half a year every night', async () => {
		const TABLE = 'Applications by candidate';
		const readIds = async () =>
			(await n8n.session.readDataTable(TABLE)).map(({ applicationId }) => applicationId);
		const stored = await readIds();
		expect([...stored].sort()).toEqual(['"three"', '1', '2', '4', '5', '6']);
		const days = (number: number) => new Date(Date.now() - number * 86_400_000).toISOString();
		const row = { email: 'old@example.com', jobId: 'OLD' };
		await n8n.session.addDataTableRows(TABLE, [
			{ ...row, applicationId: 'old', receivedAt: days(200) },
			{ ...row, applicationId: 'recent', receivedAt: days(150) },
		]);
		const { workflowId } = workflows.get('same-candidate.json') as Workflow;
		await n8n.session.runManually(workflowId, 'Every night');
		expect(await readIds()).toEqual([...stored, 'recent']);
	});
});

describe('needs-review.json', () => {
	it.each([
		['Approve', 'I called her.'],
		['Decline', 'Not one of ours.'],
		['Decline', ''],
	])('asks the reviewer about an application with issues: %s, "%s"', async (decision, note) => {
		const workflow = workflows.get('needs-review.json') as Workflow;
		const id = `review ${(count += 1)}`;
		// The sender must not be able to make the decision by sending members with these names.
		const members = { Decision: 'Approve', Note: 'of the sender' };
		await workflow.send(
			withEmail(id, undefined, { attachments: [null, resume, letter], ...members }),
		);
		await waitUntil('the workflow to wait for the decision', async () => {
			const executions = await n8n.session.summarizeExecutions(workflow.workflowId);
			return executions.at(-1)?.status === 'waiting';
		});
		const { mails } = await takeSent();
		const subject = '0042-BAKER: Camille Example';
		expect(mails).toMatchObject([
			{
				to: 'vera@example.com',
				subject: '0042-BAKER: please decide about Camille Example',
				text: expect.stringMatching(/Something is wrong:\n\n- .*"email"/),
				files: BOTH,
			},
		]);
		const link = /http\S+/.exec(mails[0]?.text ?? '')?.[0] ?? 'no link';
		expect(await (await fetch(link)).text()).toContain('What should happen to this application?');
		const form = new FormData();
		form.set('field-0', decision);
		form.set('field-1', note);
		expect((await fetch(link, { method: 'POST', body: form })).status).toBe(200);
		const text = expect.stringMatching(/Please check:\n- .*"email"/) as string;
		expect(await takeResult(await workflow.waitForNext())).toMatchObject(
			decision === 'Approve'
				? { ...SUCCESS, mails: [{ to: 'rita@example.com', subject, text, files: BOTH }] }
				: {
						...SUCCESS,
						mails: [],
						output: [{ applicationId: JSON.stringify(id), decision, note }],
					},
		);
	});
});

describe('exactly-once.json', () => {
	it('processes each id once, even after a restart, and allows a failed execution to be retried', async () => {
		const workflow = await publish('exactly-once.json');
		const idsOf = ({ requests }: Awaited<ReturnType<typeof takeSent>>) =>
			requests.map(({ body }) => body.applicationId);
		const idsFor = async (id: number | string, origin: string) =>
			idsOf(await run(workflow, with_(id, { origin })));
		expect(await idsFor(1, 'first')).toEqual([1]);
		expect(await idsFor(1, 'sent again, in other words')).toEqual([]);
		await n8n.restart('SIGTERM');
		expect(await idsFor(1, 'sent again, later')).toEqual([]);

		replies = [{ status: 500 }];
		const failed = await workflow.deliver(with_(2));
		expect([failed.status, idsOf(await takeSent())]).toEqual(['error', [2]]);
		await n8n.session.retryExecution(failed.id);
		expect(idsOf(await takeResult(await workflow.waitForNext()))).toEqual([2]);
		expect(await idsFor(2, 'sent again')).toEqual([]);
		for (const id of [3, '3', 'constructor', '__proto__']) {
			expect(await idsFor(id, 'first')).toEqual([id]);
		}
	});
});

describe('alert-on-failure.json', () => {
	it('e-mails the failed step, the id, and instructions, but no personal data', async () => {
		const file = 'alert-on-failure.json';
		const { values, credentials: chosen } = await fillIn(file);
		const { workflowId } = await importTemplate(n8n.session, n8n.url, file, {
			values,
			credentials: { ...chosen, 'Failed execution': credentials.api },
		});
		await n8n.session.publish(workflowId);
		const { nodes, ...template } = await readTemplate('exactly-once.json');
		const [type, id] = credentials.trigger;
		const failing = await n8n.session.createWorkflow({
			...template,
			nodes: nodes.map(({ name, position, ...node }) => {
				if (name === TRIGGER)
					return { name, position, ...node, credentials: { [type]: { id, name: type } } };
				return { ...(name === 'Your next step' ? FAILING_NODE : node), name, position };
			}),
			settings: { executionOrder: 'v1', errorWorkflow: workflowId },
		});
		await n8n.session.publish(failing);
		const imported = await n8n.session.readWorkflow(failing);
		const { webhookId } = imported.nodes.find(({ name }) => name === TRIGGER) ?? {};
		await deliver(`${n8n.url}/webhook/${webhookId}/applications`, with_(9876));
		const [mail] = await mailServer.takeMails('ann@example.com', 1);
		expect(mail?.subject).toBe('Application 9876 failed at "Your next step"');
		for (const part of [
			`The workflow "${template.name}" has failed.`,
			'Application: 9876',
			'Kind of error: NodeOperationError',
			`/workflow/${failing}/executions/`,
			'click Retry',
		]) {
			expect(mail?.text).toContain(part);
		}
		expect(mail?.text).not.toMatch(/Camille|example\.com/);
		// The execution contains data from the application, so the execution must not be kept.
		await waitUntil(
			'the execution of the alert to be deleted',
			async () => (await n8n.session.countExecutions(workflowId)) === 0,
		);
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
		const { workflowId } = await importTemplate(n8n.session, n8n.url, file, await fillIn(file));
		const { nodes } = await n8n.session.readWorkflow(workflowId);
		const { connections } = await readTemplate(file);
		const rewired = JSON.parse(
			JSON.stringify(connections).replaceAll(`"node":"${before}"`, `"node":"${dropping.name}"`),
		) as object;
		const to = (node: string) => ({ main: [[{ node, type: 'main', index: 0 }]] });
		// Bypasses the reviewer's decision, to reach the mail to the recruiter.
		const isBypassed = file === 'needs-review.json' && before === 'Mail to the recruiter';
		const id = await n8n.session.createWorkflow({
			name: `Files are dropped before ${before}`,
			nodes: [...nodes, dropping],
			connections: {
				...rewired,
				...(isBypassed && { [SAMPLE]: to('Application') }),
				[dropping.name]: to(before),
			},
		});
		const { status, error } = await n8n.session.runManually(id, TRY_IT);
		expect([status, error]).toEqual(['error', expect.stringMatching(message)]);
	});
});

describe('an application that does not have the documented format', () => {
	const SENDING = /"type":"n8n-nodes-base\.(?:emailSend|httpRequest|readWriteFile)"/;
	const OTHERS = ['alert-on-failure.json', 'check-my-setup.json', 'send-a-test-application.json'];
	const files = TEMPLATE_FILES.filter((file) => !OTHERS.includes(file));

	it.each(files)('changes nothing that %s sends or writes', async (file) => {
		const all = await Promise.all(TEMPLATE_FILES.map(async (each) => await readTemplate(each)));
		if (!SENDING.test(JSON.stringify(await readTemplate(file)))) return;
		/** Returns a member for each field that an expression reads or a step sets, in any template. */
		const makeMembers = (value: unknown) => {
			const found = JSON.stringify(all).matchAll(/\$json\.(\w+)|"name":"(\w+)"/g);
			return Object.fromEntries([...found].map(([, read, set]) => [String(read ?? set), value]));
		};
		/** Returns everything that a new copy of the workflow sends and writes, with and without files. */
		const observe = async (members: object, attachments: unknown = [resume, letter]) => {
			const workflow = await publish(file);
			return [
				await run(workflow, { ...members, ...with_(0, { attachments }) }),
				await run(workflow, { ...members, ...with_(1, { attachments: [] }) }),
			].map(({ error, requests, mails, written }) => ({ error, requests, mails, written }));
		};
		const expected = await observe({});
		expect(expected).not.toContainEqual({ error: undefined, ...NOTHING });
		const list = [{ applicationId: 'mallory', id: 'mallory' }];
		for (const value of ['mallory@example.com', list]) {
			expect(await observe(makeMembers(value))).toEqual(expected);
		}
		// That template has a test of its own, because it waits for the reviewer.
		if (file === 'needs-review.json') return;
		const filesOf = (results: typeof expected) =>
			results.map(({ error, requests, mails, written }) => ({
				error,
				sent: requests.map(({ body }) => Object.values(body).filter(Array.isArray)),
				mailed: mails.map((mail) => mail.files),
				written,
			}));
		const mixed = [null, resume, 'text', null, [], letter, 7];
		expect(filesOf(await observe({}, mixed))).toEqual(filesOf(expected));
	});
});

describe('send-a-test-application.json', () => {
	const setUp = async (token: string, { isPublished = true } = {}) => {
		const receiver = await createReceiver(n8n.url, n8n.session);
		if (isPublished) await n8n.session.publish(receiver.workflowId);
		const [type] = credentials.trigger;
		const data = { authentication: 'bearer', token };
		const id = await n8n.session.createCredential('Of the sender', type, data);
		const file = 'send-a-test-application.json';
		const { workflowId } = await importTemplate(n8n.session, n8n.url, file, {
			values: { 'https://n8n.example.com/webhook/…/applications': receiver.productionUrl },
			credentials: { 'Send it': [type, id] },
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
			const [, title, message] = /<h1>(.*?)<\/h1>\s*<p[^>]*>(.*?)<\/p>/s.exec(page) ?? [];
			return [title, message];
		};
		return { receiver, submit };
	};

	it('sends the selected CV byte for byte, or a sample CV, and each fault that the form offers', async () => {
		const { receiver, submit } = await setUp(TOKEN);
		const cv = new File([letterDocx], 'Meine Bewerbung.docx', { type: DOCX_TYPE });
		const arrived = ['The application has arrived', 'Nothing is wrong with it.'];
		expect(await submit('Nothing', cv)).toEqual(arrived);
		expect(await submit()).toEqual(arrived);
		expect(await submit('The CV is missing')).toEqual(arrived);
		const faults = {
			'The e-mail address is missing': 'required',
			'The job is missing': 'required',
			'The CV is a text file that is declared as a PDF': 'typeUnverified',
			'The CV was damaged on the way': 'invalidBase64',
		};
		for (const fault of Object.keys(faults)) {
			const message = expect.stringMatching(
				/^The trigger found something wrong with it: /,
			) as string;
			expect(await submit(fault)).toEqual(['The application has arrived', message]);
		}
		const executions = await n8n.session.waitForExecutions(receiver.workflowId, 7);
		const items = executions.flatMap((execution) => execution.outputsOf(TRIGGER)[0] ?? []);
		expect(new Set(items.map((item) => item.json.id)).size).toBe(7);
		const { email: _email, ...name } = { firstName: 'Käthe', lastName: 'Example', email: '' };
		for (const item of items) expect(item.json).toMatchObject({ candidate: name });
		expect(items.map(({ json }) => (json.issues as Array<{ code: string }>)[0]?.code)).toEqual([
			...[undefined, undefined, undefined],
			...Object.values(faults),
		]);
		const names = items.map((item) => item.binary?.resume?.fileName);
		expect(names.slice(0, 3)).toEqual(['Meine Bewerbung.docx', 'CV Ada Example.pdf', undefined]);
		expect((await n8n.session.readFiles(items[0]?.binary)).resume).toEqual(letterDocx);
	});

	it('explains what to do if it does not arrive', async () => {
		const { receiver, submit } = await setUp('the-token-of-somebody-else');
		const refused = expect.stringMatching(/Send it.* use different credentials.*\(401\)/) as string;
		expect(await submit()).toEqual(['The application has not arrived', refused]);
		const notSent = expect.stringMatching(/not sent.*Unpublish/) as string;
		const title = 'This form works only in the editor';
		expect(await submit('Nothing', undefined, 'form')).toEqual([title, notSent]);
		expect(await n8n.session.listExecutions(receiver.workflowId)).toEqual([]);

		const { submit: submitToNobody } = await setUp(TOKEN, { isPublished: false });
		const notListening = expect.stringMatching(/not listening at this URL.*\(404\)/) as string;
		expect(await submitToNobody()).toEqual(['The application has not arrived', notListening]);
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
