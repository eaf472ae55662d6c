// The Code step of the retry-failed template, which runs again whenever n8n's API has answered. It first asks for lists
// of executions and, at least once a day, for the workflows. Then it reads and retries one execution after another, and
// can compose an email. Unless n8n is too old to redact executions, the template's executions contain no application.
import type { INode } from 'n8n-workflow';

/** An execution in a list of n8n's API. */
export interface Execution {
	readonly id: string;
	readonly workflowId: string;
	readonly status: string;
	readonly mode: string;
	readonly startedAt: string | null;
	readonly stoppedAt: string | null;
	readonly retryOf: string | null;
	readonly retrySuccessId?: string | null;
}

interface List {
	readonly data: readonly Execution[];
	readonly nextCursor?: string | null;
}

interface Task {
	readonly data?: { readonly main?: ReadonlyArray<readonly unknown[] | null> };
	readonly executionStatus?: string;
	readonly redactedError?: unknown;
}

/** An execution that n8n's API has redacted: items are empty, and an error has only a type and a status. */
export interface RedactedExecution {
	readonly dataTooLargeToDisplay?: boolean;
	readonly data?: {
		readonly resultData?: {
			readonly runData?: Readonly<Record<string, readonly Task[]>>;
			readonly lastNodeExecuted?: string;
			readonly redactedError?: { readonly type?: string; readonly httpCode?: string | null };
		};
		readonly executionData?: {
			readonly nodeExecutionStack?: ReadonlyArray<Task & { readonly node: Node }>;
		};
	};
	readonly customData?: { readonly applicationId?: string };
	readonly workflowData: { readonly name: string; readonly nodes: readonly Node[] };
}

type Node = Pick<INode, 'name' | 'type' | 'disabled' | 'parameters'>;

/** What the `Ask n8n` step outputs: the answer of n8n's API, or an error. */
export interface Answer {
	readonly statusCode?: number;
	readonly body?: unknown;
	readonly error?: { readonly message?: string };
}

/** An execution that is due for a retry or, if none is left, for the email. */
export interface Due extends Execution {
	readonly address: string;
	/** Whether no retry is left. */
	readonly isLast: boolean;
	/** Whether n8n has ended several times, perhaps because it read this execution. */
	readonly isSuspect?: boolean;
}

/** What the email says about an execution. */
export interface Entry {
	readonly application: string;
	/** The workflow and, if n8n has read the execution, the step and the kind of error. */
	readonly failure: string;
	/** What the reader has to do, or else the result of the retry. */
	readonly advice?: string | undefined;
	readonly result?: string;
}

/** What n8n keeps from run to run. */
export interface Memory {
	/** For each workflow, the time from which executions are retried. Somebody might have handled earlier ones. */
	since?: Readonly<Record<string, string>>;
	/** The template's last execution that ended a run. */
	lastRun?: string;
	/** When each running execution was first seen running, because one that has waited still has its old start time. */
	running?: Record<string, string>;
	/** The executions that were retried, or that the reader has to handle. */
	handled?: string[];
	/** The day of the last check that the workflows exist. For a deleted one, n8n's list of executions is empty. */
	checkedOn?: string;
	/** What the next email says, and since when there is something to say. */
	unsent?: Entry[];
	unsentSince?: number;
	/** The template's execution that has output an email about these entries, and might have sent it. */
	sentBy?: string;
	/** Why the template can't work, and how many runs have found that out. */
	problem?: { readonly text: string; readonly runs: number };
	run?: Run;
}

interface Run {
	readonly startedAt: number;
	/** The paths of the workflows and lists that n8n is asked for, and the executions in the lists. */
	paths: string[];
	listed: Execution[];
	/** The executions that remain. n8n is asked for the first one. */
	due: Due[];
	/** The execution that is being retried. */
	retried?: Entry | undefined;
	/** Whether more executions will become due soon, or are left to the next run. */
	isMoreExpected: boolean;
}

export type Detail = 'workflows' | 'pauses' | 'crashedMinutes' | 'stuckMinutes';
type Value = string | number | null | undefined;

export interface Context {
	/** The values in the `Details` step. */
	readonly details: Readonly<Record<Detail, Value>>;
	readonly memory: Memory;
	/** How many times n8n has answered in this run, and what it has answered the last time. */
	readonly runIndex: number;
	readonly answers: readonly Answer[];
	readonly workflowId: string;
	readonly executionId: string;
	/** Whether somebody runs the workflow in the editor, where it remembers nothing. */
	readonly isManual: boolean;
	readonly now: number;
}

/** What the workflow does next. */
export type Output =
	| { readonly method: 'GET' | 'POST'; readonly path: string }
	| { readonly subject: string; readonly text: string }
	| { readonly problem: string };

type Settings = ReturnType<typeof readSettings>;

const MINUTE = 60_000;
/** After this time, a run outside the editor leaves the rest to the next, so little is forgotten if n8n is killed. */
const RUN_MINUTES = 4;
/** A run that has been running for longer counts as ended. */
const DEAD_MINUTES = 15;
/** Except in the editor, the email waits for executions that are left or that become due within this time. */
const SOON_MINUTES = 15;
/** The longest time that the email waits. */
const HOLD_MINUTES = 60;
const WORKFLOW = '/workflows/';
const STATUSES = ['new', 'running', 'waiting', 'error', 'crashed', 'canceled'];
const OWN_STATUSES = ['running', 'error', 'crashed'];
const TRIGGER = 'n8n-nodes-cleverconnect.cleverConnectTrigger';
const SEND_AGAIN =
	'have it sent again: https://github.com/n8n-nodes-cleverconnect/n8n-nodes-cleverconnect/blob/main/docs/confirmation.md#have-an-application-sent-again';
const BY_HAND = 'Process the application by hand';
const CRASHES = 'n8n ended while it was retrying executions';
const CLICK = 'click "Retry execution" beside the execution';

/** Why the template can't work, in words for the person who set it up. */
class Problem extends Error {}

/** Returns what the workflow does next, and remembers the rest. An empty list ends the run. */
export function decideNext(context: Context): Output[] {
	const { memory } = context;
	try {
		return advance(context, readSettings(context.details, context.workflowId));
	} catch (error) {
		if (!(error instanceof Problem)) throw error;
		const { message: problem } = error;
		const runs = memory.problem?.text === problem ? memory.problem.runs + 1 : 1;
		memory.problem = { text: problem, runs };
		end(context);
		// A single failure might be due to a restart.
		const email = { subject: 'Failed applications are not retried', text: problem };
		return runs === 2 ? [email, { problem }] : [{ problem }];
	}
}

function advance(context: Context, settings: Settings): Output[] {
	const { memory, runIndex, answers, now, workflowId } = context;
	if (runIndex <= 1 || !memory.run) {
		const ids = [...settings.addresses.keys()];
		const lists = ids.flatMap((id) => STATUSES.map((status) => listPath(id, status)));
		lists.push(...OWN_STATUSES.map((status) => listPath(workflowId, status)));
		const checks = ids.map((id) => `${WORKFLOW}${id}?excludePinnedData=true`);
		if (runIndex === 0) {
			return [...lists, ...(memory.checkedOn === dayOf(now) ? [] : checks)].map(get);
		}
		// If an earlier run is active, this one ends, because its changes would overwrite what the earlier one saves.
		if (isEarlierRunActive(context)) return [];
		const first = new Date(now - 10 * MINUTE).toISOString();
		memory.since = Object.fromEntries(ids.map((id) => [id, memory.since?.[id] ?? first]));
		const paths = [...lists, ...checks].slice(0, answers.length);
		memory.run = { startedAt: now, paths, listed: [], due: [], isMoreExpected: false };
	}
	const { run } = memory;
	const [answer = {}] = answers;
	if (run.retried) {
		const outcome = readOutcome(answer);
		if (outcome) remember(memory, { ...run.retried, ...outcome }, now);
		// n8n couldn't be reached, so the next run tries again.
		else memory.handled?.pop();
		delete run.retried;
		return goOn(context, run);
	}
	if (run.due.length > 0) return judgeNext(context, run, answer);
	run.paths = run.paths.flatMap((path, index) => {
		const answer = answers[index] ?? {};
		if (path.startsWith(WORKFLOW)) {
			checkWorkflow(answer, path, settings);
			return [];
		}
		const { data, nextCursor } = readList(answer);
		run.listed.push(...data);
		const isOwn = path.includes(`=${workflowId}&`);
		return nextCursor && !isOwn
			? [`${path.replace(/&cursor=.*/, '')}&cursor=${encodeURIComponent(nextCursor)}`]
			: [];
	});
	if (run.paths.length > 0) return run.paths.map(get);
	delete memory.problem;
	memory.checkedOn = dayOf(now);
	findDue(context, run, settings);
	return goOn(context, run);
}

function isEarlierRunActive({ answers, workflowId, executionId, now }: Context): boolean {
	const listed = answers.flatMap(({ body }) => (body as Partial<List> | undefined)?.data ?? []);
	return listed.some(
		(execution) =>
			execution.workflowId === workflowId &&
			isEarlier(execution, executionId) &&
			isRunning(execution) &&
			now - Date.parse(execution.startedAt ?? '') < DEAD_MINUTES * MINUTE,
	);
}

const isRunning = ({ status }: Execution) => status === 'running';

const isEarlier = ({ id }: Execution, executionId: string) => Number(id) < Number(executionId);

/** Asks for the next execution, or ends the run. */
function goOn(context: Context, run: Run): Output[] {
	const { memory, now, isManual, executionId } = context;
	const [next] = run.due;
	if (next?.isSuspect) return judgeNext(context, run, {}, CRASHES);
	if (next && (isManual || now - run.startedAt < RUN_MINUTES * MINUTE)) {
		return [get(`/executions/${next.id}?includeData=true&redactExecutionData=true`)];
	}
	const { unsent = [], unsentSince = now } = memory;
	const isMoreExpected = run.isMoreExpected || next !== undefined;
	const isHeld = isMoreExpected && now - unsentSince < HOLD_MINUTES * MINUTE && !isManual;
	end(context);
	if (unsent.length === 0 || isHeld) return [];
	memory.sentBy = executionId;
	return [composeEmail(unsent)];
}

/** Retries the first execution that is due or, unless n8n has deleted it, remembers why it isn't retried. */
function judgeNext(context: Context, run: Run, answer: Answer, problem?: string): Output[] {
	const { memory, now } = context;
	const due = run.due.shift();
	const entry = due && judge(answer, due, problem);
	if (entry) memory.handled?.push(due.id);
	if (entry?.advice) remember(memory, entry, now);
	if (!entry || entry.advice) return goOn(context, run);
	run.retried = entry;
	return [{ method: 'POST', path: `/executions/${due.id}/retry` }];
}

function remember(memory: Memory, entry: Entry, now: number): void {
	if (!memory.unsent?.length) Object.assign(memory, { unsent: [], unsentSince: now });
	memory.unsent?.push(entry);
}

function end({ memory, executionId }: Context): void {
	memory.lastRun = executionId;
	delete memory.run;
}

const dayOf = (time: number) => new Date(time).toISOString().slice(0, 'YYYY-MM-DD'.length);

const get = (path: string): Output => ({ method: 'GET', path });

const listPath = (workflowId: string, status: string) =>
	`/executions?workflowId=${workflowId}&status=${status}&limit=250`;

export function readSettings(
	{ workflows, pauses, crashedMinutes, stuckMinutes }: Context['details'],
	ownId: string,
) {
	/** The addresses of the workflows, by their IDs. */
	const addresses = new Map<string, string>();
	const texts = split(workflows);
	for (const text of texts.length > 0 ? texts : ['']) {
		const [, address, id] = /^\W*(\S*\/workflow\/([\w-]+))/.exec(text) ?? [];
		if (address === undefined || id === undefined || id === 'new' || id === ownId) {
			throw new Problem(
				`In the Details step, "workflows" must contain the URL of each workflow that receives applications, not "${text}". Save the workflow, and copy the URL from your browser's address bar.`,
			);
		}
		addresses.set(id, address);
	}
	const minutes = (name: string, value: Value, most = 1) => {
		const parts = split(value);
		const numbers = parts.map(Number).filter((number) => number >= 0);
		const isValid = numbers.length === parts.length && numbers.length <= most;
		if (isValid && numbers.length > 0) return numbers;
		const example = most > 1 ? 'minutes, such as 10, 60, 240' : 'a number of minutes';
		throw new Problem(`In the Details step, "${name}" is "${parts.join(' ')}". Enter ${example}.`);
	};
	return {
		addresses,
		pauses: minutes('pauses', pauses, Infinity),
		crashedMinutes: Number(minutes('crashedMinutes', crashedMinutes)),
		stuckMinutes: Number(minutes('stuckMinutes', stuckMinutes)),
	};
}

const split = (value: Value) =>
	String(value ?? '')
		.split(/[\s,;]+/)
		.filter(Boolean);

function checkWorkflow(answer: Answer, path: string, { addresses }: Settings): void {
	if (answer.statusCode === 200) return;
	if (answer.statusCode !== 404) throw describeAnswer(answer);
	const [id = ''] = path.slice(WORKFLOW.length).split('?');
	throw new Problem(
		`In the Details step, "workflows" contains ${addresses.get(id)}, but there is no such workflow, or the API key's account can't open it. Enter the workflow's current URL.`,
	);
}

function readList(answer: Answer) {
	const { data, nextCursor } = (answer.body ?? {}) as Partial<List>;
	if (Array.isArray(data)) return { data: data as List['data'], nextCursor };
	throw describeAnswer(answer);
}

function describeAnswer({ statusCode, error }: Answer): Problem {
	const advice =
		statusCode === 401 || statusCode === 403
			? 'In an account that can open the workflows, create a new API key with the scopes that the note names, and enter it in the credential of the "Ask n8n" step.'
			: 'Check the URL in the "Ask n8n" step.';
	const answer = statusCode ?? error?.message ?? 'no answer';
	return new Problem(`n8n's API doesn't answer as expected (${answer}). ${advice}`);
}

function findDue(context: Context, run: Run, settings: Settings): void {
	const { memory, workflowId, executionId, now } = context;
	const { since = {}, lastRun = '0', handled = [] } = memory;
	const hasPassed = (minutes: number, time: string | null | undefined) =>
		now - Date.parse(time ?? '1970-01-01') >= minutes * MINUTE;
	// For some statuses, earlier versions of n8n list executions with any status.
	const own = run.listed.filter(
		(execution) => execution.workflowId === workflowId && OWN_STATUSES.includes(execution.status),
	);
	// An earlier run that seems to be running has ended, too.
	const deadRuns = own.filter(
		(one) =>
			one.status !== 'error' && isEarlier(one, executionId) && Number(one.id) > Number(lastRun),
	).length;
	// If the run that composed the last email has failed, the next email must say the same.
	if (memory.sentBy && !own.some(({ id }) => id === memory.sentBy)) delete memory.unsent;
	delete memory.sentBy;

	const all = run.listed.filter((execution) => execution.workflowId !== workflowId);
	run.listed = [];
	const executions = new Map(all.map((execution) => [String(execution.id), execution]));
	const retried = new Set(all.map(({ retryOf }) => String(retryOf)));
	memory.handled = handled.filter((id) => executions.has(id));
	const seenRunning = memory.running ?? {};
	memory.running = Object.fromEntries(
		all.filter(isRunning).map(({ id }) => [id, seenRunning[id] ?? new Date(now).toISOString()]),
	);

	const found: Due[] = [];
	for (const [id, execution] of executions) {
		const { status, mode, startedAt, stoppedAt, retryOf, retrySuccessId } = execution;
		const isStuck = isRunning(execution) && hasPassed(settings.stuckMinutes, memory.running[id]);
		if (!isStuck && !['error', 'crashed', 'canceled'].includes(status)) continue;
		// n8n might have been killed before it set the start time.
		const from = since[execution.workflowId] ?? '';
		if (!['webhook', 'retry'].includes(mode) || (startedAt ?? stoppedAt ?? from) < from) continue;
		if (retrySuccessId || retried.has(id) || memory.handled.includes(id)) continue;
		let retries = 0;
		let replaced = executions.get(String(retryOf));
		for (; replaced; replaced = executions.get(String(replaced.retryOf))) {
			if (replaced.status === status) retries += 1;
		}
		const afterCrash = status === 'canceled' ? [] : Array<number>(3).fill(settings.crashedMinutes);
		const pause = (status === 'error' ? settings.pauses : afterCrash)[retries];
		const failedAt = stoppedAt ?? startedAt;
		if (pause === undefined || hasPassed(pause, failedAt)) {
			const address = `${settings.addresses.get(execution.workflowId)}/executions/${id}`;
			found.push({ ...execution, id, address, isLast: pause === undefined });
		} else if (hasPassed(pause - SOON_MINUTES, failedAt)) {
			run.isMoreExpected = true;
		}
	}
	found.sort((a, b) => Number(a.id) - Number(b.id));
	// If runs ended early, perhaps because of the first executions, this run retries only the others, if there are any.
	const others = found.slice(deadRuns);
	run.due = others.length > 0 ? others : found;
	run.isMoreExpected ||= run.due.length < found.length;
	const [first] = found;
	if (first && others.length === 0 && deadRuns >= 3) run.due[0] = { ...first, isSuspect: true };
}

/** Returns an entry, with advice if the execution isn't retried, or nothing if n8n has deleted the execution. */
export function judge(
	{ statusCode, body }: Answer,
	due: Due,
	problem = `the answer was ${statusCode ?? 'an error'}`,
): Entry | undefined {
	if (statusCode === 404) return undefined;
	const { address, status, startedAt, stoppedAt, isLast } = due;
	const { data, customData, workflowData, dataTooLargeToDisplay } = (body ??
		{}) as Partial<RedactedExecution>;
	const time = (startedAt ?? stoppedAt)?.slice(0, 16).replace('T', ' ') ?? 'an unknown time';
	const number = customData?.applicationId ?? `received at ${time} UTC`;
	const application = `Application ${oneLine(number)}: ${address}`;
	const unread = dataTooLargeToDisplay ? 'the execution is too large' : !workflowData && problem;
	const { nodes, name } = workflowData ?? { nodes: [], name: 'Unknown workflow' };
	const { runData = {}, lastNodeExecuted, redactedError } = data?.resultData ?? {};
	const stack = data?.executionData?.nodeExecutionStack ?? [];
	const hasItems = (task: Task) => (task.data?.main ?? []).some((items) => items?.length);
	const hasStarted = (node: Node) =>
		(runData[node.name] ?? []).some((task) => !task.redactedError && hasItems(task));
	const willStart = (node: Node) =>
		!runData[node.name]?.[0]?.redactedError &&
		stack.some((entry) => entry.node.name === node.name && hasItems(entry));
	const triggers = nodes.filter(({ type }) => type === TRIGGER);
	const trigger = triggers.find((node) => hasStarted(node) || willStart(node));
	const step = lastNodeExecuted ?? (trigger ?? triggers[0])?.name;
	const reason = [redactedError?.type, redactedError?.httpCode].filter(Boolean).join(' ') || status;
	const startsAgain = status !== 'error' || !lastNodeExecuted;
	const active = nodes.filter(({ disabled }) => !disabled);
	const crashed = active.filter((node) =>
		runData[node.name]?.some((task) => task.executionStatus === 'crashed'),
	);
	const suspects = crashed.length > 0 ? crashed : active;

	const advise = () => {
		if (unread) {
			return `n8n hasn't read the execution, because ${unread}, so there was no retry. ${BY_HAND}, or ${SEND_AGAIN}`;
		}
		if (!trigger) {
			return `The execution contains no application, so a retry has no effect. If CleverConnect has received a confirmation, the application is lost, so ${SEND_AGAIN}`;
		}
		if (status === 'canceled') {
			return `Someone stopped the execution, or it took too long. n8n offers no retry. ${BY_HAND}, or ${SEND_AGAIN}`;
		}
		if (trigger.parameters.responseMode === 'lastNode') {
			return `Unless the workflow had begun to wait, CleverConnect has received no confirmation. If CleverConnect or your proxy sends the application again, do nothing. Otherwise, fix the cause, and ${CLICK}.`;
		}
		if (status !== 'error' && stack.length === 0) {
			return `A retry would skip the remaining steps. ${BY_HAND}.`;
		}
		// A file can be designed to make n8n run out of memory when n8n reads it.
		if (status !== 'error' && suspects.some(readsFiles)) {
			return `n8n might have crashed because of a file in the application, so a retry might crash n8n again. ${BY_HAND}.`;
		}
		if (startsAgain && active.some(({ type }) => type === 'n8n-nodes-base.removeDuplicates')) {
			return `A retry might drop the application, because the workflow might already know its number. ${BY_HAND}.`;
		}
		if (isLast) {
			return `Retries have failed too. Fix the cause, and ${CLICK}. If you have changed the workflow, select "with currently saved workflow". Otherwise, select "with original workflow". A retry might not read a data table again. After a change there, don't retry the application, but ${SEND_AGAIN}`;
		}
		return undefined;
	};
	return {
		application,
		failure: oneLine(unread ? name : `"${name}", failed at "${step}": ${reason}`),
		advice: advise(),
	};
}

function readsFiles({ type, parameters }: Node): boolean {
	if (type === 'n8n-nodes-base.extractFromFile') return parameters.operation !== 'binaryToPropery';
	return /^n8n-nodes-base\.(?:compression|readPDF|spreadsheetFile)$/.test(type);
}

const oneLine = (text: string) =>
	text
		.replace(/[\p{C}\p{Z}]+/gu, ' ')
		.slice(0, 160)
		.trim();

/** Returns the result of a retry, or nothing if n8n couldn't be reached. */
function readOutcome({ error }: Answer): Pick<Entry, 'advice' | 'result'> | undefined {
	const text = JSON.stringify(error ?? '');
	const [, code = '', status = ''] = /RETRIED (\d+) (\w+)/.exec(text) ?? [];
	if (code >= '400') {
		return { advice: `n8n's answer to the retry was ${code}. If there is no new retry, ${CLICK}.` };
	}
	if (status === 'success') return { result: 'succeeded' };
	if (/error|crashed/.test(status)) return { result: 'failed' };
	const isRunning = code !== '' || /timeout of|connection was aborted/.test(text);
	return isRunning ? { result: 'not finished' } : undefined;
}

/** Composes the email. Entries that differ only in the application stand below one heading. */
export function composeEmail(entries: readonly Entry[]): { subject: string; text: string } {
	const toCheck = entries.filter(({ advice }) => advice);
	const retried = entries.filter(({ advice }) => !advice);
	const texts = [...listEntries('PLEASE CHECK', toCheck), ...listEntries('RETRIED', retried)];
	return {
		subject: `Applications: ${toCheck.length} to check, ${retried.length} retried`,
		text: texts.join('\n\n'),
	};
}

function listEntries(title: string, entries: readonly Entry[]): string[] {
	const texts = new Map<string, string>();
	for (const { failure, advice, result, application } of entries) {
		const heading = `${failure}\n${advice ?? `The retry: ${result}.`}`;
		texts.set(heading, `${texts.get(heading) ?? heading}\n${application}`);
	}
	return entries.length > 0 ? [title, ...texts.values()] : [];
}
