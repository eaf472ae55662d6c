import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPayload } from '../../tools/bench/largeBody.cts';
import {
	isOpen,
	type Execution,
	type ExecutionSummary,
	type N8nSession,
} from '../../tools/n8n/client/session.cts';
import {
	publishReceiver,
	RESPONSE_MODES,
	TOKEN,
	waitingNode,
	type Receiver,
} from '../../tools/n8n/client/workflow.cts';
import { say } from '../../tools/common/progress.cts';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import { findReceivedItem } from './deliveryReport.cts';
import { ROUNDS } from './rounds.cts';

/** nginx holds applications for up to five minutes, and then sends the waiting applications in turn. */
const ANSWERED_WITHIN_SECONDS = 420;
const READ_AT_A_TIME = 10;
/** The share of applications that may be doubled. On a busy machine with two cores, at most 2 of 300 were. */
const MOST_DOUBLED_OF_ALL = 0.02;
const UNCHANGED_FOR_MS = 20_000;
/** On a busy machine, n8n may take minutes to start. */
const MOST_APPLICATIONS = 1000;

/** Unique across the applications of all senders. */
let lastId = 1_000_000;

interface Sent {
	/** The status, or the reason why there is no response. Absent until one of them is known. */
	answer?: number | string;
	milliseconds?: number;
}

/** A sender that sends at a constant rate and never repeats an application. */
class NeverRepeatingSender {
	readonly sent = new Map<number, Sent>();
	private isSending = true;
	private readonly makeBody: (id: number) => Buffer;

	/**
	 * @param perSecond the number of applications per second
	 * @param bytes the size of an application
	 * @param timeoutMs the time after which the sender hangs up
	 */
	constructor(
		private readonly url: string,
		private readonly perSecond: number,
		bytes: number,
		private readonly timeoutMs?: number,
	) {
		this.makeBody = createPayload(bytes);
	}

	/** Sends applications until `stop` or the maximum number. Returns once no response is pending. */
	async send(): Promise<void> {
		const start = Date.now();
		const answers: Array<Promise<void>> = [];
		for (let count = 1; this.isSending && count <= MOST_APPLICATIONS; count++) {
			answers.push(this.sendOne(lastId++));
			await sleep(start + (1000 * count) / this.perSecond - Date.now());
		}
		await Promise.all(answers);
	}

	stop(): void {
		this.isSending = false;
	}

	private async sendOne(id: number): Promise<void> {
		const start = Date.now();
		const sent: Sent = {};
		this.sent.set(id, sent);
		sent.answer = await new Promise((resolve) => {
			const request = http.request(this.url, {
				method: 'POST',
				agent: false,
				headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
				signal: AbortSignal.timeout(this.timeoutMs ?? ANSWERED_WITHIN_SECONDS * 1000),
			});
			request.on('response', (response) => {
				response.resume().on('end', () => resolve(response.statusCode ?? 0));
			});
			request.on('error', ({ message }) => resolve(message)).end(this.makeBody(id));
		});
		sent.milliseconds = Date.now() - start;
	}
}

/** The results of applications that were sent once. */
interface Outcome {
	readonly sent: number;
	/** The number of 200 responses. */
	readonly answered: number;
	/** The number of other responses and of missing responses, by kind. */
	readonly refused: Readonly<Record<string, number>>;
	readonly executions: number;
	/** The number of executions that didn't finish, because n8n was killed. */
	readonly brokenOff: number;
	/** The `id` of applications without an execution or, with `lastNode`, without a finished execution. */
	readonly lost: readonly number[];
	/** The `id` of applications that were processed more than once. */
	readonly doubled: readonly number[];
	readonly slowestSeconds: number;
}

export const LIGHT_LOAD = { load: '10 a second of 3 KB', perSecond: 10, bytes: 3 * 1024 };
const HEAVY_LOAD = { load: '5 a second of 2 MB', perSecond: 5, bytes: 2 * 1024 ** 2 };

/** The heavy load takes a long time, so it's only sent in runs with several rounds: `SCALE_ROUNDS=3`. */
export const LOADS = ROUNDS.length > 1 ? [LIGHT_LOAD, HEAVY_LOAD] : [LIGHT_LOAD];

const BEFORE_AND_AFTER_MS = 3000;

interface Trial {
	/** The name in the printed line. */
	readonly name: string;
	readonly n8n: {
		readonly url: string;
		readonly session: N8nSession;
		/** These functions return complete data. Needed if n8n's API may hide part of the executions. */
		readonly summarizeExecutions?: (workflowId: string) => Promise<ExecutionSummary[]>;
		readonly readExecution?: (id: string) => Promise<Execution>;
	};
	/** nginx's URL, which begins with http://. */
	readonly proxyUrl: string;
	readonly load: Pick<typeof LIGHT_LOAD, 'perSecond' | 'bytes'>;
	readonly timeoutMs?: number;
	/** Publishes the workflow. By default, a workflow with two nodes is published. */
	readonly publish?: (responseMode: string) => Promise<Receiver>;
	/** Whether an execution has processed its application. */
	readonly isDone?: (execution: Execution) => boolean;
	/** Causes a fault, and returns once n8n is running again. */
	readonly cause: () => Promise<void>;
}

/** Sends to a workflow for each response mode during a fault, and prints and returns the results. */
export async function sendWhile(trial: Trial): Promise<Outcome[]> {
	const { n8n, proxyUrl, load, timeoutMs, cause } = trial;
	const publishOfTwoNodes = async (responseMode: string) =>
		await publishReceiver(n8n, {
			parameters: { responseMode },
			// Keeps executions running at the time of the fault.
			next: [waitingNode(1)],
		});
	const publish = trial.publish ?? publishOfTwoNodes;
	const rounds = await Promise.all(
		RESPONSE_MODES.map(async (responseMode) => {
			const { productionUrl, workflowId } = await publish(responseMode);
			const url = productionUrl.replace(n8n.url, proxyUrl);
			const perSecond = load.perSecond / RESPONSE_MODES.length;
			const sender = new NeverRepeatingSender(url, perSecond, load.bytes, timeoutMs);
			return { responseMode, workflowId, sender };
		}),
	);
	const sending = rounds.map(async ({ sender }) => await sender.send());
	try {
		await sleep(BEFORE_AND_AFTER_MS);
		await cause();
		await sleep(BEFORE_AND_AFTER_MS);
	} finally {
		for (const { sender } of rounds) sender.stop();
	}
	await Promise.all(sending);

	const outcomes: Outcome[] = [];
	for (const { responseMode, workflowId, sender } of rounds) {
		const outcome = await countOutcome(trial, workflowId, responseMode, sender);
		printOutcome(`${trial.name}, ${responseMode}`, outcome);
		outcomes.push(outcome);
	}
	return outcomes;
}

/** Waits until no execution is running, and returns the results. */
async function countOutcome(
	{ n8n, isDone = ({ status }) => status === 'success' }: Trial,
	workflowId: string,
	responseMode: string,
	sender: NeverRepeatingSender,
): Promise<Outcome> {
	const {
		session,
		summarizeExecutions = async (id) => await session.summarizeExecutions(id),
		readExecution = async (id) => await session.readExecution(id),
	} = n8n;
	const summaries = await waitUntilIdle(
		async () => await summarizeExecutions(workflowId),
		sender.sent.size,
	);
	const executions = await readInTurn(summaries, async ({ id, status }) => {
		const execution = await readExecution(id);
		const item = findReceivedItem(execution);
		return { status, id: Number(item?.json.id), isDone: isDone(execution) };
	});
	const kept = new Set(executions.map(({ id }) => id));
	const timesDone = new Map<number, number>();
	for (const { id, isDone: isThisDone } of executions) {
		if (isThisDone) timesDone.set(id, (timesDone.get(id) ?? 0) + 1);
	}
	const isFound = (id: number) => (responseMode === 'lastNode' ? timesDone : kept).has(id);
	const answers = [...sender.sent.values()];
	const refused: Record<string, number> = {};
	for (const { answer } of answers) {
		if (answer !== 200) refused[String(answer)] = (refused[String(answer)] ?? 0) + 1;
	}
	return {
		sent: answers.length,
		answered: answers.filter(({ answer }) => answer === 200).length,
		refused,
		executions: executions.length,
		brokenOff: executions.filter(({ status }) => status !== 'success').length,
		lost: [...sender.sent.keys()].filter((id) => !isFound(id)),
		doubled: [...timesDone].filter(([, times]) => times > 1).map(([id]) => id),
		slowestSeconds: Math.max(...answers.map(({ milliseconds = 0 }) => milliseconds)) / 1000,
	};
}

/**
 * Expects that no application is lost, and that no application is doubled unless n8n stopped without notice.
 *
 * @param isSudden whether n8n may stop after it has stored an application but before it answers. After its
 *   start, n8n itself runs what it has stored but not run.
 */
export function expectNoneLost(outcomes: readonly Outcome[], isSudden = false): void {
	for (const { sent, refused, lost, doubled } of outcomes) {
		expect({ refused, lost }).toEqual({ refused: {}, lost: [] });
		expect(doubled.length).toBeLessThanOrEqual(isSudden ? MOST_DOUBLED_OF_ALL * sent : 0);
	}
}

/** Expects that no execution was interrupted. */
export function expectNoneInterrupted(outcomes: readonly Outcome[]): void {
	for (const { brokenOff } of outcomes) expect(brokenOff).toBe(0);
}

/** Prints the results on one line. */
function printOutcome(name: string, outcome: Outcome): void {
	const { sent, answered, refused, executions, brokenOff, lost, doubled, slowestSeconds } = outcome;
	const kinds = Object.entries(refused).map(([answer, count]) => ` (${answer}: ${count})`);
	say(
		`${name}: sent ${sent}, answered 200 ${answered}, refused ${sent - answered}${kinds.join('')}, executions ${executions}, of which broken off ${brokenOff}, lost ${lost.length}, doubled ${doubled.length}, slowest answer ${slowestSeconds.toFixed(1)} s`,
	);
}

/**
 * Waits until all applications are processed, or until nothing changes anymore. If n8n is killed while it
 * starts an execution, it may list the execution as running indefinitely.
 */
async function waitUntilIdle(
	summarizeExecutions: () => Promise<ExecutionSummary[]>,
	count: number,
): Promise<ExecutionSummary[]> {
	let [last, lastChange] = ['', Date.now()];
	const check = async () => {
		// An execution that ends while the pages are being read may be on two pages or on none.
		const pages = await summarizeExecutions();
		const summaries = [...new Map(pages.map((summary) => [summary.id, summary])).values()];
		const now = summaries.map(({ id, status }) => `${id} ${status}`).join();
		if (now !== last) [last, lastChange] = [now, Date.now()];
		const isIdle = !summaries.some(({ status }) => isOpen(status)) && summaries.length >= count;
		return (isIdle || Date.now() - lastChange > UNCHANGED_FOR_MS) && summaries;
	};
	return await waitUntil('all executions to end', check, { seconds: 300, everyMs: 1000 });
}

async function readInTurn<T, R>(all: readonly T[], read: (one: T) => Promise<R>): Promise<R[]> {
	const results: R[] = [];
	const queue = all.values();
	const work = async () => {
		for (const one of queue) results.push(await read(one));
	};
	await Promise.all(Array.from({ length: READ_AT_A_TIME }, work));
	return results;
}
