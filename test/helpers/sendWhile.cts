import { setTimeout as sleep } from 'node:timers/promises';
import { countBy, partition, uniqBy } from 'lodash';
import type { INodeExecutionData } from 'n8n-workflow';
import { isOpen, type Execution, type N8nSession } from '../../tools/n8n/client/session.cts';
import {
	publishReceiver,
	TRIGGER,
	waitingNode,
	type N8n,
} from '../../tools/n8n/client/workflow.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { makeDocx, makePdf } from '../../tools/samples/files.cts';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import { send } from './http.cts';

/** A limit, because n8n might take minutes to start on a busy machine. */
const MOST_APPLICATIONS = 800;
const BEFORE_AND_AFTER_MS = 3000;
/** A proxy holds an application for up to five minutes. Once n8n is ready, sending the waiting ones also takes time. */
const ANSWERED_WITHIN_MS = 420_000;
/** Longer than n8n takes to detect a dead worker with the settings in queueMode.test.cts. */
const UNCHANGED_FOR_MS = 45_000;
/** How many executions may be interrupted, so that a person has to retry them. */
const MOST_FAILED = 60;
/** How many applications may be processed twice, because n8n ended after it had stored them, and before it answered. */
const MOST_DOUBLED = 10;

let nextId = 1_000_000;

/** Returns the body of an application with its own CV and letter. */
export function makeApplication(id: number) {
	const resume = makePdf([`Candidate ${id}`]);
	const letter = makeDocx([`Dear Sir or Madam, I am number ${id}.`]);
	const attachments = [
		{ type: 'resume', contentType: 'pdf', content: resume.toString('base64') },
		{ type: 'letter', contentType: 'docx', content: letter.toString('base64') },
	] as const;
	return JSON.stringify(goodApplication({ id, attachments: [...attachments] }));
}

interface Trial {
	readonly n8n: N8n;
	/** The URL of the proxy in front of n8n. It begins with http://. */
	readonly proxyUrl: string;
	readonly perSecond?: number;
	/** Stops or disturbs n8n, and returns once n8n is running again. */
	readonly cause: () => Promise<void>;
}

/** Sends an application once. Returns the status or the error message. */
async function sendOne(url: URL, id: number): Promise<number | string> {
	const body = makeApplication(id);
	const signal = AbortSignal.timeout(ANSWERED_WITHIN_MS);
	return await send(Number(url.port), url.pathname, { body, signal }).then(
		({ status }) => status,
		({ message }: Error) => message,
	);
}

type Outcome = Awaited<ReturnType<typeof countOutcome>>;

/** Sends applications at a constant rate, up to a limit, until after `cause`. */
export async function sendWhile(trial: Trial): Promise<Outcome> {
	const { n8n, proxyUrl, perSecond = 10, cause } = trial;
	const { productionUrl, workflowId } = await publishReceiver(n8n, { next: [waitingNode(1)] });
	const url = new URL(new URL(productionUrl).pathname, proxyUrl);
	let isSending = true;
	const fault = sleep(BEFORE_AND_AFTER_MS)
		.then(cause)
		.then(async () => await sleep(BEFORE_AND_AFTER_MS))
		.finally(() => (isSending = false));
	const sendUntilAfter = async () => {
		const sent: Array<Promise<readonly [id: number, answer: number | string]>> = [];
		while (isSending && sent.length < MOST_APPLICATIONS) {
			const id = nextId++;
			sent.push(sendOne(url, id).then((answer) => [id, answer]));
			await sleep(1000 / perSecond);
		}
		return new Map(await Promise.all(sent));
	};
	const [answers] = await Promise.all([sendUntilAfter(), fault]);
	return await countOutcome(trial, workflowId, answers);
}

/** Expects that no application was refused or lost, and that few were doubled or left to a person. */
export function expectNoneLost(outcome: Outcome): void {
	process.stderr.write(`${JSON.stringify(outcome)}\n`);
	const { refused, lost, doubled, failed } = outcome;
	expect({ refused, lost }).toEqual({ refused: {}, lost: [] });
	expect(doubled.length).toBeLessThanOrEqual(MOST_DOUBLED);
	expect(failed).toBeLessThanOrEqual(MOST_FAILED);
}

async function countOutcome(
	{ n8n: { session } }: Trial,
	workflowId: string,
	sent: ReadonlyMap<number, number | string>,
) {
	const entries = await readEntries(session, workflowId, sent.size);
	const [successes, failures] = partition(entries, ['status', 'success']);
	const succeeded = countBy(successes, 'id');
	const stored = countBy(entries, 'id');
	return {
		sent: sent.size,
		/** The number of responses other than 200, and of missing responses, by kind. */
		refused: countBy([...sent.values()].filter((answer) => answer !== 200)),
		/** The number of executions that didn't succeed, and that a person has to retry. */
		failed: failures.length,
		lost: [...sent].filter(([id, answer]) => answer === 200 && !(id in stored)).map(([id]) => id),
		doubled: [...sent.keys()].filter((id) => Number(succeeded[id]) > 1),
	};
}

/**
 * Waits until all applications are processed, or until nothing has changed for a while, because an execution that n8n
 * was starting when it was killed might be listed as running indefinitely. Returns the executions whose application is
 * known, with its `id`.
 */
async function readEntries(session: N8nSession, workflowId: string, count: number) {
	let [last, lastChange] = ['', Date.now()];
	const findSummaries = async () => {
		// n8n sorts executions by their start, but pages by their ids, so it might list an execution twice.
		const all = uniqBy(await session.summarizeExecutions(workflowId), 'id');
		const now = all.map(({ id, status }) => `${id} ${status}`).join();
		if (now !== last) [last, lastChange] = [now, Date.now()];
		const isIdle = !all.some(({ status }) => isOpen(status)) && all.length >= count;
		return (isIdle || Date.now() - lastChange > UNCHANGED_FOR_MS) && all;
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

/** Returns the trigger's item if the execution has it, even if the trigger didn't finish. */
function findReceivedItem(execution: Execution): INodeExecutionData | undefined {
	const inputs = [...execution.pendingInputsOf(TRIGGER), ...execution.outputsOf(TRIGGER)];
	// When n8n restores an execution from its event log, it puts an artificial item in place of lost output.
	return inputs.flat().find(({ json }) => !json.isArtificialRecoveredEventItem);
}
