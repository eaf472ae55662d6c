import { isEqual } from 'lodash';
import {
	decideNext,
	judge,
	readSettings,
	type Answer,
	type Context,
	type Execution,
	type Memory,
	type Output,
	type RedactedExecution,
} from '../../../../../tools/templates/code/decideRetries.cts';

const ADDRESS = 'https://n8n.example.com/workflow/Mine';
const DETAILS = {
	workflows: ADDRESS,
	pauses: '10, 60, 240',
	crashedMinutes: '2',
	stuckMinutes: 60,
};
const NOW = Date.parse('2026-03-02T12:00:00Z');
const TRIGGER = {
	name: 'Trigger',
	type: 'n8n-nodes-cleverconnect.cleverConnectTrigger',
	parameters: {},
};
const STEP = { name: 'Step', type: 'n8n-nodes-base.httpRequest', parameters: {} };
const item = { main: [[{ json: {} }]] };

const ago = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();

function executionOf(status: string, minutes: number, own: Partial<Execution> = {}): Execution {
	const startedAt = ago(minutes);
	const stoppedAt = status === 'running' ? null : startedAt;
	const times = { mode: 'webhook', startedAt, stoppedAt, retryOf: null };
	return { id: '9', workflowId: 'Mine', status, ...times, ...own };
}

/** What n8n returns for an execution that failed at a step after the trigger. */
const FAILED: RedactedExecution = {
	data: {
		resultData: {
			runData: { Trigger: [{ data: item }] },
			lastNodeExecuted: 'Step',
			redactedError: { type: 'NodeApiError', httpCode: '503' },
		},
		executionData: { nodeExecutionStack: [{ node: STEP, data: item }] },
	},
	customData: { applicationId: '4711' },
	workflowData: { name: 'To the ATS', nodes: [TRIGGER, STEP] },
};

/** How many executions the simulated n8n returns at a time. */
const PAGE = 3;

interface Simulation extends Partial<Omit<Context, 'details'>> {
	readonly details?: Partial<Context['details']>;
	/** The answers to requests of each kind. */
	readonly workflow?: Answer;
	readonly list?: Answer;
	readonly read?: Answer;
	readonly retry?: Answer;
	/** How long n8n takes to answer a request for one execution. */
	readonly minutesEach?: number;
}

const retried = (text: string): Answer => ({ error: { message: `'RETRIED ${text}' is no time` } });

/** Runs the workflow with these executions. Returns its requests for single ones, its last outputs, and its memory. */
function run(executions: readonly Execution[], simulation: Simulation = {}) {
	const { workflow = { statusCode: 200 }, list, read, minutesEach = 0, ...others } = simulation;
	const { retry = retried('200 success'), ...changed } = others;
	const details = { ...DETAILS, ...changed.details };
	const memory = { since: { Mine: ago(1000) }, ...changed.memory };
	const own = { workflowId: 'Own', executionId: '50', isManual: false };
	const listPage = (path: string): Answer => {
		const query = new URLSearchParams(path.split('?')[1]);
		const found = executions.filter(({ workflowId, status }) =>
			isEqual([workflowId, status], [query.get('workflowId'), query.get('status')]),
		);
		const start = Number(query.get('cursor'));
		const nextCursor = start + PAGE < found.length ? String(start + PAGE) : null;
		return { statusCode: 200, body: { data: found.slice(start, start + PAGE), nextCursor } };
	};
	const asked: string[] = [];
	let now = NOW;
	let answers: Answer[] = [];
	for (let runIndex = 0; ; runIndex++) {
		const context = { ...own, ...changed, details, memory, runIndex, answers, now };
		const outputs: Output[] = decideNext(context);
		const requests = outputs.filter((output) => 'path' in output);
		if (requests.length === 0) return { asked, outputs, memory };
		answers = requests.map(({ method, path }) => {
			if (path.startsWith('/workflows/')) return workflow;
			if (path.startsWith('/executions?')) return list ?? listPage(path);
			asked.push(`${method} ${path.split('?')[0]}`);
			now += minutesEach * 60_000;
			return method === 'POST' ? retry : (read ?? { statusCode: 200, body: FAILED });
		});
	}
}

const failed = executionOf('error', 11);
const retryOf = (id: number, status: string, minutes: number) =>
	executionOf(status, minutes, { id: String(id + 1), mode: 'retry', retryOf: String(id) });
const ownRun = (id: string, minutes: number, status = 'running') =>
	executionOf(status, minutes, { id, workflowId: 'Own' });
const neverBegan = executionOf('crashed', 3, { startedAt: null, stoppedAt: null });
const failedFourTimes = [failed, ...[9, 10, 11].map((id) => retryOf(id, 'error', 1))];
const running = executionOf('running', 999);
const seen = (minutes: number) => ({ running: { 9: ago(minutes) } });

it.each<[string, Execution[], string[], Memory?]>([
	['a crashed execution that never began', [neverBegan], ['9']],
	['a failed execution', [failed], ['9']],
	['no retry before the longer pause has passed', [failed, retryOf(9, 'error', 59)], []],
	['the failed retry of a crash', [executionOf('crashed', 20), retryOf(9, 'error', 11)], ['10']],
	['an execution that three retries have not helped', failedFourTimes, ['12']],
	['a canceled execution', [executionOf('canceled', 0)], ['9']],
	['an execution that was first seen running an hour ago', [running], ['9'], seen(61)],
	['no execution that was first seen running later', [running], [], seen(59)],
	['no execution that continues after a long wait', [running], []],
	['no execution that waits', [executionOf('waiting', 999)], []],
	['no execution that crashed just now', [executionOf('crashed', 1)], []],
	['no execution whose retry is running', [failed, retryOf(9, 'running', 1)], []],
	['no execution whose retry has succeeded', [{ ...failed, retrySuccessId: '10' }], []],
	['no execution that is not from a sender', [{ ...failed, mode: 'manual' }], []],
	['no execution from before its workflow was entered', [failed], [], { since: {} }],
	['no execution that has been handled', [failed], [], { handled: ['9'] }],
	['an execution during a later run of the template', [failed, ownRun('51', 1)], ['9']],
	['an execution although an earlier run never ended', [failed, ownRun('49', 16)], ['9']],
])('a run reads %s', (_name, executions, expected, memory = {}) => {
	const { asked } = run(executions, { memory });
	const read = asked.filter((request) => request.startsWith('GET'));
	expect(read).toEqual(expected.map((id) => `GET /executions/${id}`));
});

it('a run reads nothing during an earlier run of the template, and remembers nothing', () => {
	const { asked, memory } = run([failed, ownRun('49', 14)]);
	expect([asked, memory]).toEqual([[], { since: { Mine: ago(1000) } }]);
});

it('a run reads one execution after another, the oldest first, and all of them', () => {
	const { asked } = run(['10', '9', '100', '11'].map((id) => ({ ...failed, id })));
	const inOrder = ['9', '10', '11', '100'].map((id) => `/executions/${id}`);
	expect(asked).toEqual(inOrder.flatMap((path) => [`GET ${path}`, `POST ${path}/retry`]));
});

it('a run reads a different execution first if an earlier run crashed, and leaves the first one to the next run', () => {
	const executions = [failed, { ...failed, id: '10' }, ownRun('49', 5, 'crashed')];
	const first = run(executions);
	expect(first.asked[0]).toBe('GET /executions/10');
	const second = run(executions, { memory: first.memory, executionId: '51' });
	expect(second.asked[0]).toBe('GET /executions/9');
});

it('a run reads no execution during which three runs crashed, and says so', () => {
	const crashes = ['47', '48', '49'].map((id) => ownRun(id, 5, 'crashed'));
	const { asked, outputs } = run([failed, ...crashes]);
	expect(asked).toEqual([]);
	expect(outputs).toMatchObject([{ text: expect.stringContaining('n8n ended') as string }]);
});

it('a run reads only as much as fits in a few minutes, and the next run sends one email about everything', () => {
	const executions = Array.from({ length: 6 }, (_, index) => ({ ...failed, id: `1${index}` }));
	const first = run(executions, { minutesEach: 1 });
	expect(first).toMatchObject({ asked: { length: 4 }, outputs: { length: 0 } });
	const second = run(executions, { memory: first.memory, executionId: '51' });
	expect(second.outputs).toMatchObject([{ subject: 'Applications: 0 to check, 6 retried' }]);
});

it('the email names the number, the step, and the kind of error of a retried application', () => {
	const { outputs, memory } = run([failed, { ...failed, id: '10' }]);
	expect(outputs).toEqual([
		{
			subject: 'Applications: 0 to check, 2 retried',
			text: `RETRIED

"To the ATS", failed at "Step": NodeApiError 503
The retry: succeeded.
Application 4711: ${ADDRESS}/executions/9
Application 4711: ${ADDRESS}/executions/10`,
		},
	]);
	expect(memory.handled).toEqual(['9', '10']);
	expect(memory).not.toHaveProperty('run');
});

it.each<[string, Answer, string, string[]]>([
	['a failed retry', retried('200 error'), 'The retry: failed.', ['9']],
	['a retry that waits', retried('200 waiting'), 'The retry: not finished.', ['9']],
	['a long retry', { error: { message: 'timeout of 9 ms exceeded' } }, 'not finished.', ['9']],
	['a refused retry', retried('409 undefined'), 'answer to the retry was 409', ['9']],
	// The retry didn't reach n8n, so the next run repeats it.
	['no retry without an answer', { error: { message: 'offline' } }, '[]', []],
])('the email reports %s', (_name, retry, text, handled) => {
	const { outputs, memory } = run([failed], { retry });
	expect(JSON.stringify(outputs)).toContain(text);
	expect(memory.handled).toEqual(handled);
});

it('the email waits if more executions will become due soon, but not in the editor, and not for long', () => {
	const executions = [failed, executionOf('error', 5, { id: '10' })];
	const { outputs, memory } = run(executions);
	expect(outputs).toEqual([]);
	expect(memory.unsent).toHaveLength(1);
	expect(run(executions, { isManual: true }).outputs).toHaveLength(1);
	const late = { ...memory, unsentSince: NOW - 61 * 60_000 };
	expect(run(executions, { memory: late }).outputs).toHaveLength(1);
});

it('the email is sent again if the run that sent it failed', () => {
	const { memory, outputs } = run([failed]);
	const next = { memory, executionId: '51' };
	expect(run([failed, ownRun('50', 5, 'error')], structuredClone(next)).outputs).toEqual(outputs);
	expect(run([failed], structuredClone(next)).outputs).toEqual([]);
	// What n8n 2.27 lists
	const list = { statusCode: 200, body: { data: [failed, ownRun('50', 5, 'success')] } };
	expect(run([], { ...next, list }).outputs).toEqual([]);
});

it('a problem stops each run, and is emailed once', () => {
	let memory: Memory = {};
	const problem = expect.stringContaining('applications, not "".') as string;
	const email = { subject: 'Failed applications are not retried', text: problem };
	for (const outputs of [[{ problem }], [email, { problem }], [{ problem }]]) {
		const result = run([], { details: { workflows: '' }, memory });
		expect(result.outputs).toEqual(outputs);
		({ memory } = result);
	}
});

const unknown = { workflow: { statusCode: 404, body: {} } };

it.each<[Simulation, RegExp]>([
	[{ list: { statusCode: 401, body: { message: 'unauthorized' } } }, /\(401\)\. In an account/],
	[{ list: { error: { message: 'offline' } } }, /\(offline\)\. Check the URL/],
	[{ list: {} }, /\(no answer\)/],
	[{ workflow: { statusCode: 403, body: {} } }, /\(403\)\. In an account that can open/],
	[unknown, /contains https:\S+\/workflow\/Mine, but there is no such workflow/],
	[{ details: { workflows: 'https://n8n.example.com/workflow/new' } }, /not "https/],
	[{ details: { workflows: `${ADDRESS} To-the-ATS` } }, /not "To-the-ATS"/],
	[{ details: { workflows: 'https://n8n.example.com/workflow/Own' } }, /not "https/],
	[{ details: { workflows: null } }, /not ""/],
	[{ details: { pauses: '10 min' } }, /is "10 min"\. Enter minutes, such as 10, 60, 240\./],
	[{ details: { pauses: '' } }, /"pauses" is ""\. Enter minutes/],
	[{ details: { crashedMinutes: '-1' } }, /"crashedMinutes" is "-1"\. Enter a number/],
	[{ details: { stuckMinutes: '60, 90' } }, /"stuckMinutes" is "60 90"\./],
])('a problem is found in each run with %j', (simulation, expected) => {
	const problem = expect.stringMatching(expected) as string;
	const { outputs, memory } = run([], simulation);
	expect(outputs).toEqual([{ problem }]);
	expect(run([], { ...simulation, memory }).outputs).toContainEqual({ problem });
});

it('a problem is found within a day if a workflow has been deleted', () => {
	const { memory } = run([]);
	expect(run([], { ...unknown, memory }).outputs).toEqual([]);
	const yesterday = { ...memory, checkedOn: '2026-03-01' };
	expect(run([], { ...unknown, memory: yesterday }).outputs).toHaveLength(1);
});

it('the details can be separated by commas, semicolons, spaces, and line breaks', () => {
	const [one, two] = ['One', 'Two'].map((id) => `https://n8n.example.com/workflow/${id}`);
	const workflows = ` <${one}?projectId=7>;\n"${two}/executions/7", `;
	const details = { ...DETAILS, workflows, pauses: '10 0.5,240;60' };
	const { addresses, pauses } = readSettings(details, 'Own');
	expect(Object.fromEntries(addresses)).toEqual({ One: one, Two: two });
	expect(pauses).toEqual([10, 0.5, 240, 60]);
});

const atTrigger = [{ node: TRIGGER, data: item }];
const crash = (workflow = {}, runData = {}, nodeExecutionStack = atTrigger) => ({
	data: { resultData: { runData }, executionData: { nodeExecutionStack } },
	...workflow,
});
const crashAt = (step: string, workflow: object) =>
	crash(workflow, { [step]: [{ executionStatus: 'crashed' }] });
const withNode = (type: string, operation?: string) => {
	const other = { name: 'Other', type: `n8n-nodes-base.${type}`, parameters: { operation } };
	return { workflowData: { name: 'X', nodes: [TRIGGER, STEP, other] } };
};
const unique = withNode('removeDuplicates');
const reading = withNode('extractFromFile', 'pdf');
const encoding = withNode('extractFromFile', 'binaryToPropery');
const noTrigger = crash({}, { Trigger: [{ redactedError: {} }] });
const responding = { ...TRIGGER, parameters: { responseMode: 'lastNode' } };
const lastNode = { workflowData: { name: 'X', nodes: [responding] } };
const noStep = crash({}, { Trigger: [{ data: item }] }, []);
const due = { ...executionOf('error', 0), address: ADDRESS, isLast: false };

it.each<[string, string, object, advice?: string, isLast?: boolean]>([
	['is retried after a crash of another step', 'crashed', crashAt('Step', reading)],
	['is retried after a crash if its files are only encoded', 'crashed', crash(encoding)],
	['is retried after a failure of a step that reads files', 'error', reading],
	['is retried after a later step with Remove Duplicates', 'error', unique],
	['contains no application', 'error', { data: {} }, 'contains no application'],
	['has a trigger that failed', 'error', noTrigger, 'contains no application'],
	['was canceled', 'canceled', {}, 'no retry'],
	['was not confirmed with lastNode', 'error', lastNode, 'no confirmation'],
	['left no step when it crashed', 'crashed', noStep, 'skip the remaining'],
	['crashed in a step that reads files', 'crashed', crashAt('Other', reading), 'of a file'],
	['crashed somewhere, and a step reads files', 'crashed', crash(reading), 'of a file'],
	['might be dropped after a crash', 'crashed', crash(unique), 'might drop'],
	['failed a fourth time', 'error', {}, 'Retries have failed', true],
	['is too large', 'error', { dataTooLargeToDisplay: true }, 'too large, so there was no retry'],
])('an execution %s', (_name, status, change, advice = 'retried', isLast = false) => {
	const read = { statusCode: 200, body: { ...FAILED, ...change } };
	const entry = judge(read, { ...due, status, isLast });
	expect(entry?.advice ?? 'retried').toContain(advice);
});

it('an execution that cannot be read is reported, and the next one is retried', () => {
	const read = { statusCode: 500, body: { message: 'Invalid string length' } };
	expect(judge(read, due)).toMatchObject({
		application: `Application received at 2026-03-02 12:00 UTC: ${ADDRESS}`,
		failure: 'Unknown workflow',
		advice: expect.stringContaining('the answer was 500') as string,
	});
	expect(run([failed, { ...failed, id: '10' }], { read }).asked).toHaveLength(2);
});

it('an execution is named on one line, unless n8n has deleted it meanwhile', () => {
	const customData = { applicationId: '"A\n1\u202e"' };
	const entry = judge({ body: { ...FAILED, customData } }, due);
	expect(entry?.application).toBe(`Application "A 1 ": ${ADDRESS}`);
	expect(judge({ statusCode: 404, body: {} }, due)).toBeUndefined();
});
