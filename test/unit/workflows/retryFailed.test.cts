import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compileFunction } from 'node:vm';
import { TEMPLATE_FOLDER, type Template } from '../../../tools/n8n/client/template.cts';
import { goodApplication } from '../../../tools/samples/exampleApplication.cts';

const file = path.join(TEMPLATE_FOLDER, 'retry-failed.json');
const { nodes } = JSON.parse(readFileSync(file, 'utf8')) as Template;
const NAMES = ['$input', '$', '$workflow', '$execution', '$getWorkflowStaticData'];
const ADDRESS = 'https://n8n.example.com/workflow/Mine';
const Details = [
	{ workflows: ADDRESS, pauses: '10, 60, 240', crashedMinutes: '2', stuckMinutes: '60' },
];

/** Runs a Code step, and returns the JSON of its items. */
function runStep(name: string, input: object[], others: object, memory = {}) {
	const { jsCode } = nodes.find((node) => node.name === name)?.parameters as { jsCode: string };
	const run = compileFunction(jsCode, NAMES) as (...values: unknown[]) => Array<{ json: object }>;
	const outputOf = (items: readonly object[]) => {
		const all = items.map((json) => ({ json }));
		return { all: () => all, first: () => all[0] };
	};
	const outputs: Readonly<Record<string, object[]>> = { Details, ...others };
	const findOutput = (step: string) => outputOf(outputs[step] ?? []);
	const results = run(outputOf(input), findOutput, { id: 'Own' }, { id: '50' }, () => memory);
	return results.map(({ json }) => json);
}

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

function executionOf(status: string, minutes: number, own: object = {}) {
	const startedAt = ago(minutes);
	const stoppedAt = status === 'running' ? null : startedAt;
	return { id: '9', workflowId: 'Mine', mode: 'webhook', status, startedAt, stoppedAt, ...own };
}

const failed = executionOf('error', 11);
const retryOf = (id: number, status: string, minutes: number) =>
	executionOf(status, minutes, { id: String(id + 1), mode: 'retry', retryOf: String(id) });
const ownRun = (id: string, minutes: number) =>
	executionOf('running', minutes, { id, workflowId: 'Own' });
const neverBegan = executionOf('crashed', 3, { startedAt: null, stoppedAt: null });
const failedFourTimes = [failed, ...[9, 10, 11].map((id) => retryOf(id, 'error', 1))];

it.each<[string, object[], string[], object?]>([
	['a crashed execution', [executionOf('crashed', 3)], ['crashed 9']],
	['a crashed execution that never began', [neverBegan], ['crashed 9']],
	['a failed execution', [failed], ['error 9']],
	['a retry, after a longer pause', [failed, retryOf(9, 'error', 61)], ['error 10']],
	['no retry before the longer pause has passed', [failed, retryOf(9, 'error', 59)], []],
	[
		'the failed retry of a crash',
		[executionOf('crashed', 20), retryOf(9, 'error', 11)],
		['error 10'],
	],
	['an execution that three retries have not helped', failedFourTimes, ['last error 12']],
	['a canceled execution', [executionOf('canceled', 0)], ['last canceled 9']],
	['an execution that is running for too long', [executionOf('running', 61)], ['running 9']],
	['no running execution', [executionOf('running', 59)], []],
	['no execution that crashed just now', [executionOf('crashed', 1)], []],
	['no successful execution', [executionOf('success', 99)], []],
	['no execution whose retry is running', [failed, retryOf(9, 'running', 1)], []],
	['no execution whose retry has succeeded', [{ ...failed, retrySuccessId: '10' }], []],
	['no execution that is not from a sender', [{ ...failed, mode: 'manual' }], []],
	['no execution from before the template was published', [failed], [], { since: ago(10) }],
	['no execution that has been handled', [failed], [], { handled: ['9'] }],
	['nothing during an earlier run of the template', [failed, ownRun('49', 1)], []],
	['an execution during a later run of the template', [failed, ownRun('51', 1)], ['error 9']],
	['an execution although an earlier run never ended', [failed, ownRun('49', 61)], ['error 9']],
])('the step Which failed finds %s', (_name, data, expected, memory = {}) => {
	const found = runStep('Which failed', [{ data }], {}, { since: ago(1000), ...memory });
	expect(found).toEqual(
		expected.map((text) => {
			const [id, status] = text.split(' ').reverse();
			return { id, status, isLast: text.startsWith('last') };
		}),
	);
});

describe('the step What to do', () => {
	const item = { json: { ...goodApplication({ id: 'A\n1' }), receipt: {} } };
	const error = { name: 'NodeApiError', httpCode: '503', message: 'Camille is unknown' };
	const runData = { Trigger: [{ data: { main: [[item]] } }] };
	const atStep = { resultData: { runData, lastNodeExecuted: 'Step', error } };
	const nodeExecutionStack = [{ node: { name: 'Trigger' }, data: { main: [[item]] } }];
	const crash = { status: 'crashed', data: { executionData: { nodeExecutionStack } } };
	const deduplicating = { type: 'removeDuplicates' };

	const decide = ({
		data = atStep as object,
		responseMode = '',
		type = 'httpRequest',
		...found
	}) => {
		const trigger = 'n8n-nodes-cleverconnect.cleverConnectTrigger';
		const steps = [
			{ name: 'Trigger', type: trigger, parameters: { responseMode } },
			{ name: 'Step', type: `n8n-nodes-base.${type}` },
		];
		const workflowData = { name: 'Applications', nodes: steps };
		const execution = { workflowId: 'Mine', workflowData, data };
		const others = { 'Which failed': [{ id: '9', status: 'error', isLast: false, ...found }] };
		return runStep('What to do', [execution], others)[0];
	};

	it.each([
		['retries after a crash', crash, undefined],
		['does not retry without an application', { data: {} }, /contains no application/],
		['does not retry a canceled execution', { status: 'canceled' }, /no retry/],
		['does not retry with lastNode', { responseMode: 'lastNode' }, /no confirmation/],
		['does not retry a crash that left no step', { status: 'crashed' }, /skip the remaining/],
		['does not retry a fourth time', { isLast: true }, /Retries have failed/],
		['does not retry a crash with Remove Duplicates', { ...crash, ...deduplicating }, /would drop/],
		['retries after a later step with Remove Duplicates', deduplicating, undefined],
	])('%s', (_name, change, advice) => {
		const expected = advice && (expect.stringMatching(advice) as string);
		expect(decide(change)).toMatchObject({ id: '9', advice: expected });
	});

	it('writes the number on one line and the kind of error, but no error message', () => {
		expect(decide({})).toEqual({
			id: '9',
			text: `Application "A\\n1" in "Applications"\n${ADDRESS}/executions/9\nFailed at "Step": NodeApiError 503`,
		});
	});

	it('leaves out an execution that n8n has deleted meanwhile', () => {
		expect(runStep('What to do', [{ error: {} }], {})).toEqual([]);
	});
});

it.each([
	[1, 'a successful retry', { body: { status: 'success' } }, 'The retry has succeeded.'],
	[1, 'a failed retry', { body: { status: 'error' } }, 'The retry has failed.'],
	[1, 'a long retry', { error: { message: 'timeout of 9 ms exceeded' } }, 'is still running.'],
	[0, 'a refused retry', { statusCode: 403 }, 'n8n refused the retry (403)'],
	[0, 'a retry that did not reach n8n', { error: { context: { timeout: 9 } } }, 'by hand.\n\n'],
])('the step Email text remembers %i execution after %s', (count, _name, answer, text) => {
	const memory = { handled: [] };
	const decisions = [
		{ id: '1', text: 'Application 1' },
		{ id: '2', text: 'Application 2', advice: 'Enter it by hand.' },
	];
	const others = { 'What to do': decisions, Retry: [answer] };
	const told = 'statusCode' in answer ? ['2', '1'] : ['2'];
	const subject = `Applications: ${told.length} to check, ${count} retried`;
	const expected = { subject, told, text: expect.stringContaining(text) as string };
	expect(runStep('Email text', [], others, memory)).toEqual([expected]);
	expect(memory.handled).toEqual(count ? ['1'] : []);
});
