import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Workflow } from 'n8n-workflow';
import { isNote, TEMPLATE_FILES, type Template } from '../../../tools/n8n/client/template.cts';
import { goodApplication } from '../../../tools/samples/exampleApplication.cts';

/** These templates show nothing that the sender wrote in one line. */
const OTHERS = [
	'check-my-setup.json',
	'read-the-cv.json',
	'retry-failed.json',
	'send-a-test-application.json',
];
const FILES = [
	...TEMPLATE_FILES.filter((file) => !OTHERS.includes(file)).map((file) => `workflows/${file}`),
	'deploy/exactly-once/postgresql.workflow.json',
	'deploy/exactly-once/sqlite.workflow.json',
];
const LINK = 'https://n8n.example.com/form-waiting/1';

const readWorkflow = (file: string) =>
	JSON.parse(readFileSync(path.resolve(file), 'utf8')) as Template;

/** Evaluates the expressions in a workflow's steps, by step and parameter, such as `Mail.subject`. */
function evaluate(file: string, application: object): ReadonlyMap<string, unknown> {
	const { nodes, connections } = readWorkflow(file);
	const workflow = new Workflow({
		id: 'W1',
		// n8n removes parameters that aren't in the description of the node type.
		nodes: structuredClone(nodes) as never,
		connections: connections as never,
		active: false,
		nodeTypes: { getByNameAndVersion: () => ({ description: { properties: [] } }) } as never,
	});
	const description = { fileName: 'cv.pdf', mimeType: 'application/pdf', data: '' };
	const binary = { file: description, resume: description, letter: description };
	const runData: Record<string, unknown> = {};
	const results = new Map<string, unknown>();
	const steps = nodes.filter((node) => !isNote(node) && !/^(?:Try it|Sample)/.test(node.name));
	let json = application;
	// Each step follows the steps that it reads.
	for (const node of steps) {
		const [previousNode = ''] = workflow.getParentNodes(node.name, 'main', 1).slice(-1);
		const source = [{ previousNode }];
		const input = [{ json, binary, pairedItem: { item: 0 } }];
		const parameters: unknown = workflow.expression.getParameterValue(
			node.parameters as never,
			{ resultData: { runData } } as never,
			0,
			0,
			node.name,
			input as never,
			'manual',
			{ $execution: { id: '1', resumeFormUrl: LINK, resumeUrl: LINK, mode: 'test' } } as never,
			{ data: { main: [input] }, node, source: { main: source } } as never,
		);
		collect(node.name, node.parameters, parameters, results);
		json = { ...json, ...readFields(parameters) };
		runData[node.name] = [{ source, data: { main: [[{ ...input[0], json }]] } }];
	}
	return results;
}

function collect(name: string, written: unknown, evaluated: unknown, into: Map<string, unknown>) {
	if (typeof written === 'string' && written.startsWith('=')) into.set(name, evaluated);
	if (typeof written !== 'object' || written === null) return;
	for (const [key, value] of Object.entries(written)) {
		// These expressions read the answer to a request.
		if (key === 'pagination') continue;
		const label = key === 'value' && 'name' in written ? String(written.name) : key;
		const member = (evaluated as Record<string, unknown>)[key];
		collect(`${name}.${label}`.replace(/\.\w+s(?:\.\w+s)?\.\d+/, ''), value, member, into);
	}
}

/** Returns the fields that a Set node adds. */
function readFields(parameters: unknown): object {
	const { assignments } = parameters as {
		assignments?: { assignments: ReadonlyArray<{ name: string; value: unknown }> };
	};
	return Object.fromEntries(
		(assignments?.assignments ?? []).map(({ name, value }) => [name, value]),
	);
}

/** Returns an application that has a value in each field that the sender fills. */
function applicationWith(value: unknown, id: unknown = 4711) {
	const { candidate, attachments = [], ...application } = goodApplication();
	return {
		...application,
		id,
		jobId: value,
		origin: value,
		candidate: {
			email: candidate.email,
			firstName: value,
			lastName: value,
			phoneNumber: value,
			location: { raw: value, city: value },
		},
		attachments: [null, { ...attachments[0], type: value, binaryField: 'file' }],
		attachment: { binaryField: 'file' },
		issues: [{ code: 'required', path: '/jobId', message: '"jobId" is missing.' }],
		receipt: { receivedAt: '2026-03-01T12:00:00.000Z' },
		// The outputs of other steps
		Decision: 'Approve',
		application: JSON.stringify(id),
		customData: { applicationId: JSON.stringify(id) },
		execution: { error: { name: 'NodeApiError', httpCode: '503', message: value } },
		workflow: { name: 'Applications' },
		recruiter: 'rita@example.com',
		to: 'rita@example.com',
		mine: true,
		folderId: 'F-1',
		done: false,
	};
}

const countLines = (value: unknown) => String(value).split('\n').length;

describe.each(FILES)('each expression in %s', (file) => {
	const usual = evaluate(file, applicationWith('usual'));

	it.each([
		['line breaks', 'A\r\n\r\nB\u2028C\u0085D\tE\u0000F\u001bG\v\f'],
		['an expression', '={{ $execution.id }} ${1}'],
		['many emojis', '😀'.repeat(300)],
		['a lone surrogate', 'a\ud800b'],
		['an empty string', ''],
		['white space', ' \n '],
		['an object that has no text', { toString: 1, valueOf: 1 }],
		['a number', 815],
		['null', null],
		['nothing', undefined],
	])('makes one line of at most 80 characters of %s', (_title, value) => {
		const results = evaluate(file, applicationWith(value));
		expect(results.size).toBeGreaterThan(0);
		for (const [name, result] of results) {
			expect([name, result]).not.toEqual([name, undefined]);
			expect([name, countLines(result)]).toEqual([name, countLines(usual.get(name))]);
			const wrong = /undefined|\[object|[^\P{Cc}\n]|[\u2028\u2029]|\p{Cs}|😀{81}/u;
			expect([name, wrong.exec(String(result))]).toEqual([name, null]);
		}
	});

	it('lets a real application continue, although nothing is filled in', () => {
		expect(usual.get('Set up?.leftValue') ?? true).toBe(true);
	});

	it('tells applications apart by their ids', () => {
		const keys = IDS.map((id) => {
			const results = [...evaluate(file, applicationWith('usual', id))];
			return results.filter(([name]) => KEY.test(name)).map(([, key]) => key);
		});
		for (const index of keys[0]?.keys() ?? []) {
			const unique = new Set(keys.map((key) => String(key[index]).toLowerCase()));
			expect(unique.size).toBe(IDS.length);
			for (const key of unique) expect(Object.hasOwn(Object.prototype, key)).toBe(false);
		}
	});
});

const IDS = [4711, '4711', 'constructor', '__proto__', 'a/b', 'a:b', 'a"b', '字'.repeat(64)];
/** The parameters that identify an application. */
const KEY =
	/\.dedupeValue$|^(?!Send|Your).*\.applicationId$|^Application\.value|\.application$|^Claim\.options\.queryReplacement$|Name of the file\.name$/;

describe('the name of a file in to-folder.json', () => {
	const nameOf = (value: unknown, id: unknown) =>
		evaluate('workflows/to-folder.json', applicationWith(value, id)).get('Name of the file.name');

	it('shows the job, the candidate, the number, and the kind', () => {
		expect(nameOf('usual', 4711)).toBe('usual - usual usual - 4711 - usual.pdf');
		const hashed = /^usual - usual usual - A 12 [\da-f]{16} - usual\.pdf$/;
		expect(nameOf('usual', 'A 12')).toMatch(hashed);
	});

	it.each(['字', '😀', 'é', '😀é', 'x', '\u0301', '/'])('is safe and long for many %s', (text) => {
		const name = String(nameOf(text.repeat(300), '字'.repeat(64)));
		expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
		expect(Buffer.byteLength(name)).toBeGreaterThan(180);
		expect(name).toMatch(/^[^\\/:*?"<>|\p{Cc}\p{Cs}]+\.pdf$/u);
	});
});

describe('a link that the candidate writes', () => {
	it.each([
		'Log in at HTTPS://EVIL',
		'www. evil',
		'evil.example/login',
		'evil。example',
		'evil．example',
		'evil.\u200dexample',
		'192.0.2.1/login',
		'mail me@evil',
	])('is in no e-mail: %j', (link) => {
		const telling = evaluate('workflows/tell-the-candidate.json', applicationWith(link));
		expect(telling.get('Confirm receipt.subject')).toBe('Your application has arrived');
		expect(telling.get('Confirm receipt.text')).toMatch(/^Dear candidate,\n\n.*application\. /);
		const review = evaluate('workflows/needs-review.json', applicationWith(link));
		expect(review.get('Mail to the reviewer.subject')).toBe('Please decide about an application');
		const text = String(review.get('Mail to the reviewer.text'));
		expect(text).not.toMatch(/evil|192/i);
		expect(text.split('(left out, because it looks like a link)')).toHaveLength(6);
		expect(text).toContain(`Decide here:\n${LINK}\n`);
		expect(review.get('Wait for the decision.formDescription')).not.toMatch(/evil|192/i);
	});

	it.each([
		'J.R.R. Tolkien Jr.',
		'Anne-Marie St. John',
		'J.-P. Müller',
		'ශ්‍රී ලංකා',
		'+33.1.23.45.67',
		'12/3 Rue A. B. 4.5',
	])('is not taken for one: %s', (name) => {
		const telling = evaluate('workflows/tell-the-candidate.json', applicationWith(name));
		expect(telling.get('Confirm receipt.text')).toContain(`Dear ${name} ${name},`);
		const review = evaluate('workflows/needs-review.json', applicationWith(name));
		const lines = `: ${name} ${name}\nJob: ${name}\n`;
		expect(review.get('Mail to the reviewer.text')).toContain(lines);
		expect(review.get('Wait for the decision.formDescription')).toContain(lines);
	});
});

it('the page for the reviewer shows markup in a name as text', () => {
	const review = evaluate('workflows/needs-review.json', applicationWith('<iframe src="//evil">&'));
	expect(review.get('Wait for the decision.formDescription')).toContain(
		'Job: &#60;iframe src=&#34;//evil&#34;&#62;&#38;\n',
	);
});
