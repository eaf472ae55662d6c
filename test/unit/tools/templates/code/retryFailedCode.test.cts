import { range } from 'lodash';
import {
	decide,
	type Answers,
	type Execution,
	type Run,
} from '../../../../../tools/templates/code/retryFailedCode.cts';

const NOW = Date.parse('2026-12-03T09:02:00Z');
const RUN: Run = {
	now: NOW,
	executionId: '100',
	isManual: false,
	editor: 'https://n8n.example.com',
};
const OWN = {
	id: 'own',
	settings: { saveDataSuccessExecution: 'none' },
	activeVersion: { createdAt: '2026-12-01T00:00:00Z' },
};
const WORKFLOW = { id: 'main', settings: { saveDataSuccessExecution: 'all' }, activeVersion: null };

/** An execution that failed some minutes ago. */
function failed(minutes: number, changes: Partial<Execution> = {}): Execution {
	const time = new Date(NOW - minutes * 60_000).toISOString();
	return {
		...{ id: '1', workflowId: 'main', status: 'error', mode: 'webhook' },
		...{ startedAt: time, stoppedAt: time, retryOf: null, retrySuccessId: null },
		...changes,
	};
}

/** A failed execution and its retries, the last of which ended some minutes ago. */
const chain = (retries: number, minutes: number) =>
	range(retries + 1).map((index) =>
		failed(index === retries ? minutes : 1000, {
			id: String(index + 1),
			...(index > 0 && { mode: 'retry', retryOf: String(index) }),
		}),
	);

const answers = (executions: readonly Execution[]): Answers => ({
	own: OWN,
	workflow: WORKFLOW,
	executions,
});

const decideOn = (executions: readonly Execution[], run?: Partial<Run>) =>
	decide(answers(executions), { ...RUN, ...run }).map(({ id, action, text }) => [
		id,
		action === 'retry' ? action : text.replace(/^https:\S* /, ''),
	]);

it.each([
	['a failed execution is retried after 10 minutes', chain(0, 10), [['1', 'retry']]],
	['not sooner', chain(0, 9), []],
	['a failed retry is retried after an hour', chain(1, 60), [['2', 'retry']]],
	['not sooner', chain(1, 59), []],
	['a second failed retry is retried after four hours', chain(2, 240), [['3', 'retry']]],
	['not sooner', chain(2, 239), []],
	[
		'a person learns that three retries have failed',
		chain(3, 1),
		[['4', expect.stringMatching(/^failed again/)]],
	],
	['a killed execution is retried', [failed(10, { status: 'crashed' })], [['1', 'retry']]],
	['one that was retried with success is left alone', [failed(20, { retrySuccessId: '2' })], []],
	['one from the editor is left alone', [failed(20, { mode: 'manual' })], []],
	['one of another workflow is left alone', [failed(20, { workflowId: 'other' })], []],
	['one that waits is left alone', [failed(90, { status: 'waiting' })], []],
	['one that succeeded is left alone', [failed(20, { status: 'success' })], []],
	[
		'a person learns of one that was stopped',
		[failed(1, { status: 'canceled' })],
		[['1', expect.stringMatching(/^was stopped/)]],
	],
	[
		'a person learns of one from before publishing',
		[failed(5000)],
		[['1', expect.stringMatching(/^failed before/)]],
	],
	[
		'a person learns of one that n8n does not retry',
		[failed(1500)],
		[['1', expect.stringMatching(/^was to be/)]],
	],
])('%s', (_title, listed, expected) => {
	expect(decideOn(listed)).toEqual(expected);
});

it.each(['running', 'waiting', 'error', 'success'])(
	'an execution with a retry is left alone, if the retry is %s',
	(status) => {
		const retry = failed(1, { id: '2', mode: 'retry', retryOf: '1', status });
		expect(decideOn([retry, failed(20)])).toEqual([]);
	},
);

it('a person learns of an execution that has been running for more than an hour', () => {
	const running = (minutes: number) => [failed(minutes, { status: 'running', stoppedAt: null })];
	expect(decideOn(running(59))).toEqual([]);
	expect(decideOn(running(61))).toEqual([['1', expect.stringMatching(/^has been running/)]]);
});

it('at most 20 retries run at a time, the newest first', () => {
	const listed = range(30).map((index) => failed(20, { id: String(90 - index) }));
	const retries = range(5).map((index) =>
		failed(1, { id: `${index}`, mode: 'retry', retryOf: '-1', status: 'running' }),
	);
	expect(decideOn([...retries, ...listed]).map(([id]) => id)).toEqual(
		range(90, 75, -1).map(String),
	);
});

it('nothing is retried while an earlier run is running', () => {
	const earlier = failed(1, { id: '99', workflowId: 'own', status: 'running' });
	expect(decideOn([earlier, ...chain(0, 10)])).toEqual([]);
	for (const one of [
		{ ...earlier, id: '100' },
		failed(15, { id: '99', workflowId: 'own', status: 'running' }),
	])
		expect(decideOn([one, ...chain(0, 10)])).toEqual([['1', 'retry']]);
});

it('a person learns something only in the first minutes of an hour, or in the editor, where nothing is retried', () => {
	expect(decideOn(chain(3, 1), { now: NOW + 5 * 60_000 })).toEqual([]);
	const run = { now: NOW + 5 * 60_000, isManual: true };
	expect(decideOn(chain(0, 10), run)).toEqual([['1', expect.stringMatching(/^failed before/)]]);
});

it('the email links to the execution', () => {
	const [decision] = decide(answers(chain(3, 1)), RUN);
	expect(decision?.text).toMatch(
		/^https:\/\/n8n\.example\.com\/workflow\/main\/executions\/4 failed/,
	);
});

const ALL = { saveDataSuccessExecution: 'all' };
it.each<[Partial<Record<keyof Answers, unknown>>, RegExp]>([
	[{ workflow: { error: {} } }, /does not answer/],
	[{ own: { error: {} } }, /does not answer/],
	[{ executions: [undefined] }, /does not answer/],
	[{ workflow: { id: 'main', settings: {} } }, /receives applications.*"Save"/],
	[{ own: { ...OWN, settings: ALL } }, /retries.*"Do not save"/],
])('a person learns why nothing can be retried: %j', (changes, expected) => {
	const wrong = { ...answers(chain(0, 10)), ...changes } as Answers;
	expect(decide(wrong, RUN)).toEqual([
		{ id: 'Thu Dec 03 2026', action: 'tell', text: expect.stringMatching(expected) as string },
	]);
	expect(decide(wrong, { ...RUN, now: NOW + 5 * 60_000 })).toEqual([]);
});
