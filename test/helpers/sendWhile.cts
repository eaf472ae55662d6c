import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { countBy, filter, isEqual, map, partition, uniqBy, uniqWith } from 'lodash';
import { isOpen, type N8nSession } from '../../tools/n8n/client/session.cts';
import {
	publishReceiver,
	waitingNode,
	type N8n,
	type Receiver,
} from '../../tools/n8n/client/workflow.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { makeDocx, makePdf } from '../../tools/samples/files.cts';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import { findReceivedItem, type Ats } from './documentedWorkflow.cts';
import { send } from './http.cts';

/** Limits, because n8n might take minutes to start on a busy machine. */
const MOST_APPLICATIONS = 1000;
const MOST_REPEATED_APPLICATIONS = 40;
const BEFORE_AND_AFTER_MS = 3000;
/** A proxy holds an application for up to five minutes. Once n8n is ready, sending the waiting ones also takes time. */
const ANSWERED_WITHIN_MS = 420_000;
const REPEATED_WITHIN_MS = 480_000;
const UNCHANGED_FOR_MS = 20_000;
/** Longer than n8n takes to detect a dead worker with the settings in queueMode.test.cts. */
const UNCHANGED_BEFORE_RETRIES_MS = 90_000;
/** The share of applications that may be doubled if n8n stops without notice. */
const MOST_DOUBLED_OF_ALL = 0.02;

let nextId = 1_000_000;

/** Returns an application with its own CV and letter, and the SHA-256 hashes of these files. */
export function makeApplication(id: number) {
	const resume = makePdf([`Candidate ${id}`]);
	const letter = makeDocx([`Dear Sir or Madam, I am number ${id}.`]);
	const attachments = [
		{ type: 'resume', contentType: 'pdf', content: resume.toString('base64') },
		{ type: 'letter', contentType: 'docx', content: letter.toString('base64') },
	] as const;
	const body = JSON.stringify(goodApplication({ id, attachments: [...attachments] }));
	return { body, hashes: [resume, letter].map((file) => hash('sha256', file)) };
}

interface Trial {
	readonly n8n: N8n;
	/** The URL of the proxy in front of n8n. It begins with http://. */
	readonly proxyUrl: string;
	readonly perSecond?: number;
	/** Whether the sender repeats each application until it is confirmed or `REPEATED_WITHIN_MS` has passed. */
	readonly repeats?: boolean;
	/** Publishes the workflow. The default one runs for a second. */
	readonly publish?: () => Promise<Receiver>;
	/** The ATS of a documented workflow. If it is set, applications without a successful execution are retried. */
	readonly ats?: Ats;
	/** Stops or disturbs n8n, and returns once n8n is running again. */
	readonly cause: () => Promise<void>;
}

/** Sends an application once, or until it is confirmed or time is up. Returns the last status or error message. */
async function sendOne(url: URL, id: number, repeats: boolean): Promise<number | string> {
	const { body } = makeApplication(id);
	for (const deadline = Date.now() + REPEATED_WITHIN_MS; ; await sleep(1000)) {
		const signal = AbortSignal.timeout(ANSWERED_WITHIN_MS);
		const answer = await send(Number(url.port), url.pathname, { body, signal }).then(
			({ status }) => status,
			({ message }: Error) => message,
		);
		if (!repeats || answer === 200 || Date.now() > deadline) return answer;
	}
}

type Outcome = Awaited<ReturnType<typeof countOutcome>>;

/** Sends applications at a constant rate, up to a limit, until after `cause`. */
export async function sendWhile(trial: Trial): Promise<Outcome> {
	const { n8n, proxyUrl, perSecond = 10, repeats = false, cause } = trial;
	const publishWaiting = async () => await publishReceiver(n8n, { next: [waitingNode(1)] });
	const { publish = publishWaiting } = trial;
	const { productionUrl, workflowId } = await publish();
	const url = new URL(new URL(productionUrl).pathname, proxyUrl);
	let isSending = true;
	const fault = sleep(BEFORE_AND_AFTER_MS)
		.then(cause)
		.then(async () => await sleep(BEFORE_AND_AFTER_MS))
		.finally(() => (isSending = false));
	const sendUntilAfter = async () => {
		const sent: Array<Promise<readonly [id: number, answer: number | string]>> = [];
		while (isSending && sent.length < (repeats ? MOST_REPEATED_APPLICATIONS : MOST_APPLICATIONS)) {
			const id = nextId++;
			sent.push(sendOne(url, id, repeats).then((answer) => [id, answer]));
			await sleep(1000 / perSecond);
		}
		return new Map(await Promise.all(sent));
	};
	const [answers] = await Promise.all([sendUntilAfter(), fault]);
	return await countOutcome(trial, workflowId, answers);
}

/**
 * Expects that no application was refused, lost, or doubled. If n8n stopped without notice (`isSudden`), a few may be
 * doubled, because nginx hands over again what n8n has stored but not answered.
 */
export function expectNoneLost({ sent, refused, lost, doubled }: Outcome, isSudden = false): void {
	expect({ refused, lost }).toEqual({ refused: {}, lost: [] });
	expect(doubled.length).toBeLessThanOrEqual(isSudden ? MOST_DOUBLED_OF_ALL * sent : 0);
}

/** Expects that no application was refused, lost, or doubled, and that no execution was interrupted. */
export function expectNoneInterrupted(outcome: Outcome): void {
	expectNoneLost(outcome);
	expect(outcome.failed).toBe(0);
}

async function countOutcome(
	{ n8n: { session }, ats }: Trial,
	workflowId: string,
	sent: ReadonlyMap<number, number | string>,
) {
	const read = async (unchangedForMs: number) =>
		await readEntries(session, workflowId, sent.size, unchangedForMs);
	let entries = await read(ats ? UNCHANGED_BEFORE_RETRIES_MS : UNCHANGED_FOR_MS);
	if (ats) {
		const done = new Set(map(filter(entries, ['status', 'success']), 'id'));
		for (const { id, executionId } of entries) {
			if (!done.has(id) && (await retry(session, executionId))) done.add(id);
		}
		entries = await read(UNCHANGED_FOR_MS);
	}
	const [successes, failures] = partition(entries, ['status', 'success']);
	const succeeded = countBy(successes, 'id');
	const failed = countBy(failures, 'id');
	/**
	 * Whether an application has an execution. With `ats`, whether it has
	 * a successful execution, and the ATS got exactly its files.
	 */
	const isFound = (id: number) => {
		if (!ats) return id in succeeded || id in failed;
		const received = uniqWith(ats.received.get(id), isEqual);
		return id in succeeded && isEqual(received, [makeApplication(id).hashes]);
	};
	/** With `ats`, an execution that failed might have handed the application over before marking it as done. */
	const isDoubled = (id: number) => {
		if (!ats) return Number(succeeded[id]) > 1;
		return Number(ats.received.get(id)?.length) > 1 + (failed[id] ?? 0);
	};
	return {
		sent: sent.size,
		/** The number of responses other than 200, and of missing responses, by kind. */
		refused: countBy([...sent.values()].filter((answer) => answer !== 200)),
		/** The number of executions that didn't succeed. */
		failed: failures.length,
		lost: [...sent.keys()].filter((id) => !isFound(id)),
		doubled: [...sent.keys()].filter(isDoubled),
	};
}

/** Retries an execution, as a user does, until it has succeeded. Gives up after several retries, and returns false. */
export async function retry(session: N8nSession, executionId: string): Promise<boolean> {
	const succeeds = async () => {
		const outcome = await session
			.retryExecution(executionId)
			.catch(({ message }: Error) => message);
		// n8n answers with 409 if the execution has succeeded in the meantime.
		return outcome === 'success' || outcome.includes(': 409 ');
	};
	// All retries together take longer than another execution's claim stays valid.
	return await waitUntil('success', succeeds, { seconds: 24, everyMs: 6000 }).catch(() => false);
}

/**
 * Waits until all applications are processed, or until nothing has changed for a while, because an execution that n8n
 * was starting when it was killed might be listed as running indefinitely. Returns the executions whose application is
 * known, with its `id`.
 */
async function readEntries(
	session: N8nSession,
	workflowId: string,
	count: number,
	unchangedForMs: number,
) {
	let [last, lastChange] = ['', Date.now()];
	const findSummaries = async () => {
		// n8n sorts executions by their start, but pages by their ids, so it might list an execution twice.
		const all = uniqBy(await session.summarizeExecutions(workflowId), 'id');
		const now = all.map(({ id, status }) => `${id} ${status}`).join();
		if (now !== last) [last, lastChange] = [now, Date.now()];
		const isIdle = !all.some(({ status }) => isOpen(status)) && all.length >= count;
		return (isIdle || Date.now() - lastChange > unchangedForMs) && all;
	};
	const limit = { seconds: 300, everyMs: 1000 };
	const ids = new Map<string, number>();
	const entries = [];
	for (const summary of await waitUntil('all executions to end', findSummaries, limit)) {
		const { id: executionId, status, retryOf } = summary;
		// A retry doesn't always contain what the trigger received.
		const item = findReceivedItem(await session.readExecution(executionId));
		const id = item ? Number(item.json.id) : ids.get(retryOf ?? '');
		if (id === undefined) continue;
		ids.set(executionId, id);
		entries.push({ executionId, status, id });
	}
	return entries;
}
