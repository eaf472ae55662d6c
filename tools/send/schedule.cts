import { setTimeout as sleep } from 'node:timers/promises';
import type { Application } from '../../nodes/CleverConnect/application';
import { findDifference, type Answer } from './answer.cts';
import { inventApplication } from '../samples/inventApplication.cts';
import { FAULTS, type Delivery, type FaultName } from './faults.cts';
import { seedRandom } from '../samples/random.cts';

export interface Plan {
	readonly faults: readonly [FaultName, ...FaultName[]];
	/** The number of applications. The faults alternate among the applications. */
	readonly count: number;
	readonly seed: number;
	/** Applications per second. If absent, each application is sent after the response to the previous one. */
	readonly rate: number | undefined;
	readonly rejects: boolean;
}

export interface SentDelivery {
	readonly application: Application;
	readonly fault: FaultName;
	readonly answer: Answer;
	/** The difference between the response and the fault's expectation. */
	readonly difference: string | undefined;
}

/** Gives different seeds different ids. */
const IDS_PER_SEED = 100_000;

/** Invents applications and sends them. */
export async function sendPlan(
	{ faults, count, seed, rate, rejects }: Plan,
	send: (delivery: Delivery) => Promise<Answer>,
	onAnswer: (sent: SentDelivery) => void,
): Promise<void> {
	const random = seedRandom(seed);
	const start = performance.now();
	const underWay: Array<Promise<void>> = [];
	for (let index = 0; index < count; index++) {
		const fault = faults[index % faults.length] ?? faults[0];
		const invented = inventApplication(random, seed * IDS_PER_SEED + index);
		const sendAll = async () => {
			for (const delivery of FAULTS[fault].applyTo(invented)) {
				const answer = await send(delivery);
				const difference = findDifference(delivery.expected, answer, rejects);
				onAnswer({ application: invented.application, fault, answer, difference });
			}
		};
		if (rate === undefined) {
			await sendAll();
		} else {
			await sleep(Math.max(0, start + (index * 1000) / rate - performance.now()));
			underWay.push(sendAll());
		}
	}
	await Promise.all(underWay);
}
