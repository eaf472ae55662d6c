import { setTimeout as sleep } from 'node:timers/promises';
import {
	isOpen,
	type BinaryEntry,
	type Execution,
	type ExecutionSummary,
	type Item,
	type N8nSession,
} from '../../tools/n8n/session.cts';
import { TRIGGER } from '../../tools/n8n/workflow.cts';
import { say } from '../../tools/progress.cts';
import { waitUntil } from '../../tools/waitUntil.cts';
import type { FileHashes, SentApplication } from './sentApplications.cts';
import type { Ats } from './ats.cts';
import { LAST_NODE } from './documentedWorkflow.cts';
import type { Sender } from './repeatingSender.cts';

const RETRIES = 5;
const RETRY_AFTER_MS = 8000;
/** Far longer than any execution here takes, and than n8n needs to see that a worker is dead. */
const LEFT_BEHIND_AFTER_MS = 90_000;

/** What became of the applications that were sent. */
export interface Account {
	readonly sent: number;
	/** How often the sender had to post them. */
	readonly attempts: number;
	readonly acknowledged: number;
	/** Acknowledged, and in an execution with files that are those that were sent. */
	readonly stored: number;
	/** Handed over with those files, by a workflow that ran to its end. */
	readonly processed: number;
	/** Executions that broke off and succeeded when they were retried. */
	readonly retried: number;
	/** Hand-overs that came again, since the first had not been marked as done. */
	readonly repeated: number;
	/** The `id` of those that were acknowledged and are not both stored and processed. */
	readonly lost: readonly number[];
	/** The `id` of those that were handed over and marked as done more than once. */
	readonly doubled: readonly number[];
}

/** What is expected of so many applications, whatever dies. */
export function expectUnharmed(account: Account, count: number): void {
	expect(account).toMatchObject({
		sent: count,
		acknowledged: count,
		stored: count,
		processed: count,
		lost: [],
		doubled: [],
	});
}

interface Round {
	readonly session: N8nSession;
	readonly workflowId: string;
	readonly applications: readonly SentApplication[];
	readonly sender: Sender;
	readonly ats: Ats;
	/** Shows all that n8n keeps of an execution, where n8n itself may not. */
	readonly readExecution?: (id: string) => Promise<Execution>;
	/** SHA-256 of a file that n8n keeps for an execution. */
	hashFile(entry: BinaryEntry, executionId: string): Promise<string>;
}

interface Entry {
	readonly execution: Execution;
	readonly item: Item;
}

/** Waits until nothing runs any more, retries what broke off, and counts. */
export async function drawUpAccount(round: Round): Promise<Account> {
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
	const handedOver = applications.filter(
		({ id, hashes }) =>
			ats.received.get(id)?.every((received) => isSame(received, hashes)) === true,
	);
	const processed = new Set(handedOver.map(({ id }) => id).filter((id) => successful.has(id)));

	const timesDone = new Map<number, number>();
	for (const entry of entries) {
		const id = idOf(entry);
		if (!isMarkedAsDone(entry.execution)) continue;
		timesDone.set(id, (timesDone.get(id) ?? 0) + 1);
	}
	const acknowledged = [...sender.acknowledged];
	const handOvers = applications.map(({ id }) => ats.received.get(id)?.length ?? 0);
	const repeated = handOvers.reduce((sum, times) => sum + Math.max(0, times - 1), 0);
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

/** One line for people to read. */
export function printAccount(name: string, { lost, doubled, ...account }: Account): void {
	const counts = Object.entries({ ...account, lost: lost.length, doubled: doubled.length });
	say(`${name}: ${counts.map(([what, count]) => `${what} ${count}`).join(', ')}`);
}

/**
 * Waits until nothing runs any more, and reads the executions with what came in.
 *
 * @param leftBehind what is known to be shown as running for good, and is not waited for again
 */
export async function readEntries(
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

/** The item that the trigger gave out, or was about to. */
export function findReceivedItem(execution: Execution): Item | undefined {
	const inputs = [...execution.pendingInputsOf(TRIGGER), ...execution.outputsOf(TRIGGER)];
	return inputs.flat().find((item) => !isSubstitute(item));
}

/** Whether an execution of a documented workflow has handed its application over. */
export function isMarkedAsDone(execution: Execution): boolean {
	const items = execution.outputsOf(LAST_NODE).flat();
	return items.length > 0 && !items.some(isSubstitute);
}

/** What n8n puts in the place of what a node gave out, where it knows of that from its log only. */
function isSubstitute({ json }: Item): boolean {
	return json.isArtificialRecoveredEventItem === true;
}

/** As somebody does who looks at the list of executions, and tries again later if it does not work. */
async function isRetriedWithSuccess(session: N8nSession, executionId: string): Promise<boolean> {
	for (let tries = 0; tries < RETRIES; tries++) {
		if (tries > 0) await sleep(RETRY_AFTER_MS);
		const outcome = await session
			.retryExecution(executionId)
			.catch((error: Error) => error.message);
		// 409: it was running all the time, and has succeeded meanwhile.
		if (outcome === 'success' || outcome.includes(': 409 ')) return true;
	}
	return false;
}

/**
 * What n8n was just beginning when it was killed may be shown as running for good; the editor offers
 * to retry it once n8n was started twice more.
 */
async function waitUntilIdle(
	session: N8nSession,
	workflowId: string,
	leftBehind: ReadonlySet<string>,
): Promise<ExecutionSummary[]> {
	let open = '';
	let openSince = Date.now();
	const look = async () => {
		const summaries = await session.summarizeExecutions(workflowId);
		const openNow = summaries.filter(({ id, status }) => isOpen(status) && !leftBehind.has(id));
		const ids = openNow.map(({ id }) => id).join();
		if (ids !== open) [open, openSince] = [ids, Date.now()];
		return (ids === '' || Date.now() - openSince > LEFT_BEHIND_AFTER_MS) && summaries;
	};
	return await waitUntil('all executions to end', look, { seconds: 240, everyMs: 1000 });
}

export function idOf({ item }: Entry): number {
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
