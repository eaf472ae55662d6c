// The Code step of the retry-failed template. It remembers nothing, because n8n's list shows what has been retried.

export interface Execution {
	readonly id: string;
	readonly workflowId: string;
	readonly status: string;
	readonly mode: string;
	readonly startedAt: string | null;
	readonly stoppedAt: string | null;
	readonly retryOf: string | null;
	readonly retrySuccessId: string | null;
}

interface Workflow {
	readonly id: string;
	readonly settings: { readonly saveDataSuccessExecution?: string };
	readonly activeVersion: { readonly createdAt: string } | null;
}

/** The answers of n8n's API. A failed request has only an error. */
export interface Answers {
	readonly own: Partial<Workflow>;
	readonly workflow: Partial<Workflow>;
	/** Those that are running in any workflow, and the others of the workflow that receives applications. */
	readonly executions: ReadonlyArray<Execution | undefined>;
}

export interface Run {
	readonly executionId: string;
	/** Whether somebody runs the workflow in the editor, where it retries nothing. */
	readonly isManual: boolean;
	readonly now: number;
	/** The address of n8n's editor. */
	readonly editor: string;
}

export interface Decision {
	/** The execution or, if something is wrong with the setup, the date. */
	readonly id: string;
	readonly action: 'retry' | 'tell';
	/** What the email says. For a retry, it is sent only if the execution can't run again. */
	readonly text: string;
}

const MINUTE = 60_000;
const PAUSES = [10, 60, 240];

/** Returns the executions to retry now and, once an hour, what a person has to do. */
export function decide(answers: Answers, { now, executionId, isManual, editor }: Run): Decision[] {
	const isTimeToTell = isManual || new Date(now).getMinutes() < 5;
	const problem = findProblem(answers);
	if (problem) return isTimeToTell ? [{ id: new Date(now).toDateString(), ...tell(problem) }] : [];
	const { own, workflow } = answers;
	const all = answers.executions as readonly Execution[];
	const ageOf = ({ startedAt }: Execution) => (now - Date.parse(String(startedAt))) / MINUTE;
	// An earlier run might be about to retry the same executions.
	const isEarlierRun = (one: Execution) =>
		one.workflowId === own.id && String(one.id) !== executionId && ageOf(one) < 15;
	if (all.some(isEarlierRun)) return [];
	const ofWorkflow = all.filter(({ workflowId }) => workflowId === workflow.id);
	const byId = new Map(ofWorkflow.map((one) => [String(one.id), one]));
	const retried = new Set(ofWorkflow.map(({ retryOf }) => String(retryOf)));
	const countAttempts = (last?: Execution): number =>
		last ? 1 + countAttempts(byId.get(String(last.retryOf))) : 0;
	const since = isManual ? '9999' : String(own.activeVersion?.createdAt);
	const [due, told]: [Decision[], Decision[]] = [[], []];
	for (const [id, execution] of byId) {
		const isOpen = !execution.retrySuccessId && !retried.has(id);
		if (!isOpen || !['webhook', 'retry'].includes(execution.mode)) continue;
		const judgment = judge(execution, countAttempts(execution), since, now);
		if (!judgment) continue;
		const text = `${editor}/workflow/${workflow.id}/executions/${id} ${judgment.text}`;
		(judgment.action === 'retry' ? due : told).push({ ...judgment, id, text });
	}
	// n8n lists the newest first, so executions that it never retries don't keep others waiting.
	const room = 20 - all.filter((one) => one.mode === 'retry' && one.status === 'running').length;
	return [...due.slice(0, Math.max(0, room)), ...told.slice(0, isTimeToTell ? 100 : 0)];
}

function findProblem({ own, workflow, executions }: Answers): string | undefined {
	if (!own.id || !workflow.id || executions.includes(undefined))
		return 'Nothing is retried, because n8n does not answer as expected. Check the API key, the selected workflow, and the address in "Executions".';
	if (workflow.settings?.saveDataSuccessExecution !== 'all')
		return 'Nothing is retried. In the settings of the workflow that receives applications, set "Save successful production executions" to "Save".';
	return own.settings?.saveDataSuccessExecution === 'none'
		? undefined
		: 'Nothing is retried. In the settings of the workflow that retries, set "Save successful production executions" to "Do not save".';
}

function judge(
	{ status, startedAt, stoppedAt }: Execution,
	attempts: number,
	since: string,
	now: number,
): Omit<Decision, 'id'> | undefined {
	const endedAt = stoppedAt ?? startedAt ?? '';
	const minutes = (now - Date.parse(endedAt)) / MINUTE;
	if (status === 'canceled') return tell('was stopped, so n8n cannot retry it.');
	if (status === 'running')
		return minutes > 60 ? tell('has been running for more than an hour.') : undefined;
	if (status !== 'error' && status !== 'crashed') return undefined;
	if (endedAt < since) return tell('failed before retries were published, so it was not retried.');
	const pause = PAUSES[attempts - 1];
	if (pause === undefined) return tell('failed again at each of three retries.');
	if (minutes > pause + 24 * 60) return tell('was to be retried, but n8n has not started a retry.');
	return minutes < pause
		? undefined
		: {
				action: 'retry',
				text: 'cannot be retried, because it contains no application, or n8n would skip its remaining steps.',
			};
}

const tell = (text: string) => ({ action: 'tell', text }) as const;
