import { setTimeout as sleep } from 'node:timers/promises';
import { deliver } from '../../tools/n8n/workflow.cts';
import { waitUntil } from '../../tools/waitUntil.cts';
import type { SentApplication } from './sentApplications.cts';

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

	/** Waits until the given number of applications is acknowledged. */
	async waitForAcknowledged(count: number): Promise<void> {
		const isEnough = () => this.acknowledged.size >= count;
		await waitUntil(`${count} acknowledgements`, isEnough, { everyMs: 20 });
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
