import { setTimeout as sleep } from 'node:timers/promises';
import { deliver, RESPONSE_MODES, type Receiver } from '../../tools/n8n/client/workflow.cts';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import { createReport, printReport, type DeliveryReport, type Round } from './deliveryReport.cts';
import { makeNewApplications, type SentApplication } from './sentApplications.cts';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 4000;
const ANSWERED_WITHIN_MS = 30_000;
/** If PostgreSQL is killed when an execution ends, n8n never responds, and copies wait five minutes. */
const ACKNOWLEDGED_WITHIN_MS = 8 * 60_000;

/** A sender that repeats each application, with increasing pauses, until a 2xx response acknowledges it. */
export class RepeatingSender {
	readonly acknowledged = new Set<number>();
	/** The number of requests. */
	attempts = 0;

	constructor(
		private readonly url: string,
		private readonly concurrency: number,
	) {}

	/** Sends each application until it is acknowledged. */
	async send(applications: readonly SentApplication[]): Promise<void> {
		const queue = applications.values();
		const work = async () => {
			for (const application of queue) await this.sendUntilAcknowledged(application);
		};
		await Promise.all(Array.from({ length: this.concurrency }, work));
	}

	private async sendUntilAcknowledged({ id, body }: SentApplication): Promise<void> {
		let pause = FIRST_PAUSE_MS;
		const deadline = Date.now() + ACKNOWLEDGED_WITHIN_MS;
		while (!(await this.isAcknowledged(body))) {
			if (Date.now() > deadline) throw new Error(`application ${id} was not acknowledged in time`);
			await sleep(pause);
			pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
		}
		this.acknowledged.add(id);
	}

	private async isAcknowledged(body: string): Promise<boolean> {
		this.attempts += 1;
		try {
			const response = await deliver(this.url, body, {}, AbortSignal.timeout(ANSWERED_WITHIN_MS));
			await response.arrayBuffer();
			return response.ok;
		} catch {
			// No response arrived in time.
			return false;
		}
	}
}

/** The number of applications for each response mode. */
const APPLICATIONS = 20;
/** The number of applications for each response mode that are sent at the same time. */
const CONCURRENCY = 4;
/** The number of acknowledgements before the fault. */
const FAULT_AFTER = 10;

interface Trial extends Omit<Round, 'workflowId' | 'applications' | 'sender' | 'hashFile'> {
	/** The name in the printed lines. */
	readonly name: string;
	/** Publishes the workflow. */
	readonly publish: (responseMode: string) => Promise<Receiver>;
	/** Causes a fault, and returns once n8n is running again. */
	readonly cause: () => Promise<void>;
	/** Called once all applications are acknowledged. Returns the function that hashes a file. */
	readonly hashFiles: () => Promise<Round['hashFile']>;
}

/** Sends to a workflow for each response mode during a fault, and prints and returns the reports. */
export async function sendRepeatedlyWhile({
	name,
	publish,
	cause,
	hashFiles,
	...rest
}: Trial): Promise<DeliveryReport[]> {
	const rounds = await Promise.all(
		RESPONSE_MODES.map(async (responseMode) => {
			const { productionUrl, workflowId } = await publish(responseMode);
			const sender = new RepeatingSender(productionUrl, CONCURRENCY);
			return { responseMode, workflowId, sender, applications: makeNewApplications(APPLICATIONS) };
		}),
	);
	const sending = Promise.all(
		rounds.map(async ({ sender, applications }) => await sender.send(applications)),
	);
	const countAcknowledged = () =>
		rounds.reduce((sum, { sender }) => sum + sender.acknowledged.size, 0);
	await waitUntil(`${FAULT_AFTER} acknowledgements`, () => countAcknowledged() >= FAULT_AFTER, {
		everyMs: 20,
	});
	await cause();
	await sending;

	const hashFile = await hashFiles();
	const reports: DeliveryReport[] = [];
	for (const { responseMode, ...round } of rounds) {
		const report = await createReport({ ...rest, ...round, hashFile });
		printReport(`${name}, ${responseMode}`, report);
		reports.push(report);
	}
	return reports;
}
