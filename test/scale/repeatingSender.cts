import { setTimeout as sleep } from 'node:timers/promises';
import { deliver } from '../../tools/n8n/workflow.cts';
import { waitUntil } from '../../tools/waitUntil.cts';
import type { SentApplication } from './sentApplications.cts';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 4000;
const ANSWERED_WITHIN_MS = 30_000;
/** When PostgreSQL dies just as an execution ends, n8n never answers, and the trigger waits five minutes. */
const ACKNOWLEDGED_WITHIN_MS = 8 * 60_000;

/** A sender as CleverConnect is one: what is not acknowledged by a 2xx is sent again, less and less often. */
export class Sender {
	readonly acknowledged = new Set<number>();
	/** How often anything was sent. */
	attempts = 0;

	constructor(
		private readonly url: string,
		private readonly concurrency: number,
	) {}

	/** Sends all, until each is acknowledged. */
	async send(applications: readonly SentApplication[]): Promise<void> {
		const queue = applications.values();
		const lane = async () => {
			for (const application of queue) await this.sendUntilAcknowledged(application);
		};
		await Promise.all(Array.from({ length: this.concurrency }, lane));
	}

	/** Waits, while it sends, until so many are acknowledged. */
	async waitForAcknowledged(count: number): Promise<void> {
		const isEnough = () => this.acknowledged.size >= count;
		await waitUntil(`${count} acknowledgements`, isEnough, { everyMs: 20 });
	}

	private async sendUntilAcknowledged({ id, body }: SentApplication): Promise<void> {
		let pause = FIRST_PAUSE_MS;
		const deadline = Date.now() + ACKNOWLEDGED_WITHIN_MS;
		while (!(await this.isAcknowledged(body))) {
			if (Date.now() > deadline) throw new Error(`application ${id} is not acknowledged`);
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
			// Nobody answered, or not in time.
			return false;
		}
	}
}
