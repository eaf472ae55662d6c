import { setTimeout as sleep } from 'node:timers/promises';
import {
	isOpen,
	type BinaryEntry,
	type Execution,
	type ExecutionSummary,
	type Item,
	type N8nSession,
} from '../../tools/n8n/client/session.cts';
import { TRIGGER } from '../../tools/n8n/client/workflow.cts';
import { say } from '../../tools/common/progress.cts';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import type { FileHashes, SentApplication } from './sentApplications.cts';
import type { Ats } from './ats.cts';
import { LAST_NODE } from './documentedWorkflow.cts';
import type { RepeatingSender } from './repeatingSender.cts';

const RETRIES = 5;
const RETRY_AFTER_MS = 8000;
/** Longer than any execution in these tests takes, and longer than n8n takes to detect a dead worker. */
const LEFT_BEHIND_AFTER_MS = 90_000;

/** The results of the applications that were sent. */
export interface DeliveryReport {
	readonly sent: number;
	/** The number of requests. */
	readonly attempts: number;
	readonly acknowledged: number;
	/** The number of acknowledged applications that an execution contains, complete with the files sent. */
	readonly stored: number;
	/** The number of applications that a finished workflow sent to the ATS with these files. */
	readonly processed: number;
	/** The number of interrupted executions that succeeded when they were retried. */
	readonly retried: number;
	/** The number of requests to the ATS that were repeated, because the first wasn't marked as done. */
	readonly repeated: number;
	/** The `id` of applications that were acknowledged but not both stored and processed. */
	readonly lost: readonly number[];
	/** The `id` of applications that were sent to the ATS and marked as done more than once. */
	readonly doubled: readonly number[];
}

/** Expects that all applications are acknowledged, stored, and processed exactly once. */
export function expectExactlyOnce(reports: readonly DeliveryReport[]): void {
	for (const report of reports) {
		const { sent } = report;
		expect(report).toMatchObject({
			acknowledged: sent,
			stored: sent,
			processed: sent,
			lost: [],
			doubled: [],
		});
	}
}

export interface Round {
	readonly session: N8nSession;
	readonly workflowId: string;
	readonly applications: readonly SentApplication[];
	readonly sender: RepeatingSender;
	readonly ats: Ats;
	/** Returns an execution. Needed if n8n's API may hide part of the execution. */
	readonly readExecution?: (id: string) => Promise<Execution>;
	/** Returns the SHA-256 hash of a file from an execution. */
	hashFile(entry: BinaryEntry, executionId: string): Promise<string>;
}

interface Entry {
	readonly execution: Execution;
	readonly item: Item;
}

/** Waits until no execution is running, retries interrupted executions, and returns the report. */
export async function createReport(round: Round): Promise<DeliveryReport> {
	const { applications, sender, ats, session } = round;
	const before = await readEntries(round);
	const leftBehind = before.filter(({ execution }) => isOpen(execution.status));
	const successful = new Set(
		before.filter(({ execution }) => execution.status === 'success').map(idOf),
	);
	let retried = 0;
	for (const entry of before) {
		const id = idOf(entry);
		if (successful.has(id) || !sender.acknowledged.has(id)) continue;
		if (!(await isRetriedWithSuccess(session, entry.execution.id))) continue;
		successful.add(id);
		retried += 1;
	}

	const entries = await readEntries(round, leftBehind);
	const stored = new Set<number>();
	const hashesById = new Map(applications.map(({ id, hashes }) => [id, hashes]));
	for (const entry of entries) {
		const id = idOf(entry);
		if (stored.has(id)) continue;
		const hashes = await hashFiles(round, entry);
		if (isSame(hashes, hashesById.get(id))) stored.add(id);
	}
	const inAts = applications.filter(
		({ id, hashes }) =>
			ats.received.get(id)?.every((received) => isSame(received, hashes)) === true,
	);
	const processed = new Set(inAts.map(({ id }) => id).filter((id) => successful.has(id)));

	const timesDone = new Map<number, number>();
	for (const entry of entries) {
		const id = idOf(entry);
		if (!isMarkedAsDone(entry.execution)) continue;
		timesDone.set(id, (timesDone.get(id) ?? 0) + 1);
	}
	const acknowledged = [...sender.acknowledged];
	const timesReceived = applications.map(({ id }) => ats.received.get(id)?.length ?? 0);
	const repeated = timesReceived.reduce((sum, times) => sum + Math.max(0, times - 1), 0);
	const doubled = [...timesDone].filter(([, times]) => times > 1).map(([id]) => id);
	return {
		sent: applications.length,
		attempts: sender.attempts,
		acknowledged: acknowledged.length,
		stored: acknowledged.filter((id) => stored.has(id)).length,
		processed: processed.size,
		retried,
		repeated: repeated - doubled.length,
		lost: acknowledged.filter((id) => !stored.has(id) || !processed.has(id)),
		doubled,
	};
}

/** Prints a report on one line. */
export function printReport(name: string, { lost, doubled, ...report }: DeliveryReport): void {
	const counts = Object.entries({ ...report, lost: lost.length, doubled: doubled.length });
	say(`${name}: ${counts.map(([title, count]) => `${title} ${count}`).join(', ')}`);
}

/**
 * Waits until no execution is running, and returns the executions with the items of the trigger.
 *
 * @param leftBehind the executions to ignore, because n8n lists them as running indefinitely
 */
async function readEntries(
	{
		session,
		workflowId,
		readExecution = async (id) => await session.readExecution(id),
	}: Pick<Round, 'session' | 'workflowId' | 'readExecution'>,
	leftBehind: readonly Entry[] = [],
): Promise<Entry[]> {
	const leftIds = new Set(leftBehind.map(({ execution }) => execution.id));
	const summaries = await waitUntilIdle(session, workflowId, leftIds);
	const entries = new Map<string, Entry>();
	for (const { id, retryOf } of summaries) {
		const execution = await readExecution(id);
		const item = findReceivedItem(execution) ?? entries.get(retryOf ?? '')?.item;
		if (item) entries.set(id, { execution, item });
	}
	return [...entries.values()];
}

/** Returns the trigger's item, even if the trigger didn't finish. */
export function findReceivedItem(execution: Execution): Item | undefined {
	const inputs = [...execution.pendingInputsOf(TRIGGER), ...execution.outputsOf(TRIGGER)];
	return inputs.flat().find((item) => !isSubstitute(item));
}

/** Whether an execution of a documented workflow has reached the workflow's last node. */
export function isMarkedAsDone(execution: Execution): boolean {
	const items = execution.outputsOf(LAST_NODE).flat();
	return items.length > 0 && !items.some(isSubstitute);
}

/** Whether an item replaces output that was lost when n8n restored the execution from its event log. */
function isSubstitute({ json }: Item): boolean {
	return json.isArtificialRecoveredEventItem === true;
}

/** Retries an execution several times, as a user would. */
async function isRetriedWithSuccess(session: N8nSession, executionId: string): Promise<boolean> {
	for (let tries = 0; tries < RETRIES; tries++) {
		if (tries > 0) await sleep(RETRY_AFTER_MS);
		const outcome = await session
			.retryExecution(executionId)
			.catch((error: Error) => error.message);
		// 409: the execution was still running and has succeeded in the meantime.
		if (outcome === 'success' || outcome.includes(': 409 ')) return true;
	}
	return false;
}

/**
 * If n8n is killed while it starts an execution, it may list the execution as running indefinitely. After two more restarts, the editor offers to retry the execution.
 */
async function waitUntilIdle(
	session: N8nSession,
	workflowId: string,
	leftBehind: ReadonlySet<string>,
): Promise<ExecutionSummary[]> {
	let open = '';
	let openSince = Date.now();
	const check = async () => {
		const summaries = await session.summarizeExecutions(workflowId);
		const openNow = summaries.filter(({ id, status }) => isOpen(status) && !leftBehind.has(id));
		const ids = openNow.map(({ id }) => id).join();
		if (ids !== open) [open, openSince] = [ids, Date.now()];
		return (ids === '' || Date.now() - openSince > LEFT_BEHIND_AFTER_MS) && summaries;
	};
	return await waitUntil('all executions to end', check, { seconds: 240, everyMs: 1000 });
}

function idOf({ item }: Entry): number {
	return Number(item.json.id);
}

async function hashFiles(round: Round, { item, execution }: Entry): Promise<FileHashes> {
	const hash = async (field: string) => {
		const entry = item.binary?.[field];
		return entry ? await round.hashFile(entry, execution.id) : 'none';
	};
	return { resume: await hash('resume'), letter: await hash('letter') };
}

function isSame(hashes: FileHashes, expected: FileHashes | undefined): boolean {
	return hashes.resume === expected?.resume && hashes.letter === expected.letter;
}
