import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compileFunction } from 'node:vm';
import { TEMPLATE_FOLDER, type Template } from '../../../tools/n8n/client/template.cts';
import { goodApplication } from '../../../tools/samples/exampleApplication.cts';

const file = path.join(TEMPLATE_FOLDER, 'retry-failed.json');
const { nodes } = JSON.parse(readFileSync(file, 'utf8')) as Template;
const NAMES = ['$input', '$', '$workflow', '$execution', '$getWorkflowStaticData'];
const DETAILS = {
	workflows: 'https://n8n.example.com/workflow/Mine',
	pauses: '10, 60, 240',
	crashedMinutes: '2',
	stuckMinutes: '60',
};

/** Runs a Code step, and returns the JSON of its items. */
function runStep(name: string, input: readonly object[], others: object, memory = {}): object[] {
	const { jsCode } = nodes.find((node) => node.name === name)?.parameters as { jsCode: string };
	const run = compileFunction(jsCode, NAMES) as (...values: unknown[]) => Array<{ json: object }>;
	const outputOf = (items: readonly object[]) => {
		const all = items.map((json) => ({ json }));
		return { all: () => all, first: () => all[0] };
	};
	const outputs: Readonly<Record<string, object[] | undefined>> = { Details: [DETAILS], ...others };
	const results = run(
		outputOf(input),
		(step: string) => outputOf(outputs[step] ?? []),
		{ id: 'Own' },
		{ id: '50' },
		() => memory,
	);
	return results.map(({ json }) => json);
}

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

function executionOf(status: string, minutes: number, own: object = {}) {
	const startedAt = ago(minutes);
	const stoppedAt = status === 'running' ? null : startedAt;
	return { id: '9', workflowId: 'Mine', mode: 'webhook', status, startedAt, stoppedAt, ...own };
}

const failed = executionOf('error', 11);
const retryOf = (id: string) => ({ id: String(Number(id) + 1), mode: 'retry', retryOf: id });
const failedOnce = [failed, executionOf('error', 59, retryOf('9'))];
const failedFourTimes = ['9', '10', '11'].map((id) => executionOf('error', 1, retryOf(id)));
const retry = { status: 'error', isLast: false };

describe('Which failed', () => {
	it.each<[string, object[], object[], object?]>([
		[
			'a crashed execution',
			[executionOf('crashed', 3)],
			[{ ...retry, id: '9', status: 'crashed' }],
		],
		[
			'a crashed execution that never began',
			[executionOf('crashed', 3, { startedAt: null, stoppedAt: null })],
			[{ ...retry, id: '9', status: 'crashed' }],
		],
		['a failed execution', [failed], [{ ...retry, id: '9' }]],
		[
			'the retry of a failed execution, after a longer pause',
			[failed, executionOf('error', 61, retryOf('9'))],
			[{ ...retry, id: '10' }],
		],
		['no retry before the longer pause has passed', failedOnce, []],
		[
			'the retry of a crashed execution, after the first pause for a failed execution',
			[executionOf('crashed', 20), executionOf('error', 11, retryOf('9'))],
			[{ ...retry, id: '10' }],
		],
		[
			'an execution that three retries have not helped, without a pause',
			[failed, ...failedFourTimes],
			[{ status: 'error', id: '12', isLast: true }],
		],
		[
			'a canceled execution, without a pause',
			[executionOf('canceled', 0)],
			[{ status: 'canceled', id: '9', isLast: true }],
		],
		[
			'an execution that is running for too long',
			[executionOf('running', 61)],
			[{ ...retry, id: '9', status: 'running' }],
		],
		['no running execution', [executionOf('running', 59)], []],
		['no execution that crashed just now', [executionOf('crashed', 1)], []],
		['no execution that failed just now', [executionOf('error', 9)], []],
		['no successful or waiting execution', [executionOf('success', 99)], []],
		['no execution whose retry is running', [failed, executionOf('running', 1, retryOf('9'))], []],
		['no execution whose retry has succeeded', [{ ...failed, retrySuccessId: '10' }], []],
		['no execution that is not from a sender', [{ ...failed, mode: 'manual' }], []],
		['no execution from before the template was published', [failed], [], { since: ago(10) }],
		['no execution that has been handled', [failed], [], { handled: ['9'] }],
		[
			'no execution while an earlier run of the template is running',
			[failed, executionOf('running', 1, { id: '49', workflowId: 'Own' })],
			[],
		],
		[
			'an execution while a later run of the template is running',
			[failed, executionOf('running', 1, { id: '51', workflowId: 'Own' })],
			[{ ...retry, id: '9' }],
		],
		[
			'an execution although an earlier run of the template never ended',
			[failed, executionOf('running', 61, { id: '49', workflowId: 'Own' })],
			[{ ...retry, id: '9' }],
		],
	])('finds %s', (_name, data, expected, memory = {}) => {
		const found = runStep('Which failed', [{ data }], {}, { since: ago(1000), ...memory });
		expect(found).toEqual(expected);
	});
});

describe('What to do', () => {
	const item = { json: { ...goodApplication({ id: 'A\n1' }), receipt: {} } };
	const output = [{ data: { main: [[item]] } }];
	const execution = (parameters: object, data: object, type = 'httpRequest') => ({
		workflowId: 'Mine',
		workflowData: {
			name: 'Applications',
			nodes: [
				{ name: 'Trigger', type: 'n8n-nodes-cleverconnect.cleverConnectTrigger', parameters },
				{ name: 'Step', type: `n8n-nodes-base.${type}` },
			],
		},
		data,
	});
	const error = { name: 'NodeApiError', httpCode: '503', message: 'Camille is unknown' };
	const atStep = {
		resultData: { runData: { Trigger: output }, lastNodeExecuted: 'Step', error },
	};
	const stack = [{ node: { name: 'Trigger' }, data: { main: [[item]] } }];
	const atStart = { resultData: { runData: {} }, executionData: { nodeExecutionStack: stack } };

	it.each<[string, object, object, RegExp | undefined]>([
		['retries after a failed step', execution({}, atStep), retry, undefined],
		['retries after a crash', execution({}, atStart), { ...retry, status: 'crashed' }, undefined],
		[
			'does not retry an execution without an application',
			execution({}, { resultData: {} }),
			retry,
			/contains no application/,
		],
		[
			'does not retry a canceled execution',
			execution({}, atStep),
			{ ...retry, status: 'canceled' },
			/no retry/,
		],
		[
			'does not retry with lastNode',
			execution({ responseMode: 'lastNode' }, atStep),
			retry,
			/no confirmation/,
		],
		[
			'does not retry a fourth time',
			execution({}, atStep),
			{ ...retry, isLast: true },
			/Retries have failed/,
		],
		[
			'does not retry a crash with Remove Duplicates',
			execution({}, atStart, 'removeDuplicates'),
			{ ...retry, status: 'crashed' },
			/would drop the application/,
		],
		[
			'retries after a step that failed with Remove Duplicates',
			execution({}, atStep, 'removeDuplicates'),
			retry,
			undefined,
		],
	])('%s', (_name, read, found, advice) => {
		const [decision] = runStep('What to do', [read], { 'Which failed': [{ id: '9', ...found }] });
		expect(decision).toEqual({
			id: '9',
			text: expect.stringContaining('https://n8n.example.com/workflow/Mine/executions/9') as string,
			...(advice && { advice: expect.stringMatching(advice) as string }),
		});
	});

	it('the e-mail contains the number on one line and the kind of error, but no error message', () => {
		const found = { 'Which failed': [{ id: '9', ...retry }] };
		const [decision] = runStep('What to do', [execution({}, atStep)], found);
		expect(decision).toEqual({
			id: '9',
			text: 'Application "A\\n1" in "Applications"\nhttps://n8n.example.com/workflow/Mine/executions/9\nFailed at "Step": NodeApiError 503',
		});
	});

	it('an execution that n8n has deleted meanwhile is left out', () => {
		expect(runStep('What to do', [{ error: {} }], { 'Which failed': [retry] })).toEqual([]);
	});
});

describe('E-mail text', () => {
	const decisions = [
		{ id: '1', text: 'Application 1' },
		{ id: '2', text: 'Application 2', advice: 'Enter it by hand.' },
	];
	const compose = (answer: object, memory = { handled: [] }) => ({
		mail: runStep('E-mail text', [], { 'What to do': decisions, Retry: [answer] }, memory)[0],
		memory,
	});

	it.each([
		['a successful retry', { statusCode: 200, body: { status: 'success' } }, 'has succeeded'],
		['a failed retry', { statusCode: 200, body: { status: 'error' } }, 'has failed'],
		['a long retry', { error: { message: 'timeout of 10000ms exceeded' } }, 'is still running'],
	])('lists and remembers %s', (_name, answer, result) => {
		const { mail, memory } = compose(answer);
		expect(mail).toEqual({
			subject: 'Applications: 1 to check, 1 retried',
			text: `PLEASE CHECK\n\nApplication 2\nEnter it by hand.\n\nRETRIED\n\nApplication 1\nThe retry ${result}.\n\n`,
			told: ['2'],
		});
		expect(memory.handled).toEqual(['1']);
	});

	it('asks for help if n8n refuses a retry', () => {
		const { mail, memory } = compose({ statusCode: 403, body: {} });
		expect(mail).toMatchObject({
			subject: 'Applications: 2 to check, 0 retried',
			told: ['2', '1'],
			text: expect.stringContaining('n8n refused the retry (403)') as string,
		});
		expect(memory.handled).toEqual([]);
	});

	it('leaves a retry that did not reach n8n to the next run', () => {
		const { mail, memory } = compose({ error: { context: { timeout: 10_000 } } });
		expect(mail).toMatchObject({ subject: 'Applications: 1 to check, 0 retried', told: ['2'] });
		expect(memory.handled).toEqual([]);
	});
});
