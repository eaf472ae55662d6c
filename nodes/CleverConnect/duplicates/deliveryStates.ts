import { createExpiringMap } from '../common/expiringMap';
import type { AcceptedDeliveries } from './savedFingerprints';

/**
 * The states of a delivery. A duplicate is a later delivery of the same bytes, in the same encoding, to the same trigger.
 * "After a crash" means that n8n is killed before the next event, and is then restarted.
 *
 * | n8n has …                       | state        | a duplicate gets | after a crash, the delivery is | and a duplicate is  |
 * | ------------------------------- | ------------ | ---------------- | ------------------------------ | ------------------- |
 * | 1. received the delivery        | `inProgress` | 503              | lost, but not confirmed        | processed           |
 * | 2. stored its execution         | `accepted`   | 200              | kept                           | processed (doubled) |
 * | 3. saved its fingerprint        | `accepted`   | 200              | kept                           | 200                 |
 * | 4. responded with 200           | `accepted`   | 200              | kept                           | 200                 |
 * | or failed to store it           | `new`        | processed        |                                |                     |
 *
 * Each n8n process has states of its own. After a restart, and from other processes, it knows only the latest saved
 * fingerprints. If two processes save at the same time, the later one replaces what the earlier one saved.
 */
export type DeliveryState = 'new' | 'inProgress' | 'accepted';

/** The maximum number of accepted deliveries to a trigger that each n8n process remembers. */
export const MAXIMUM_DELIVERIES = 1000;
/** The time for which an accepted delivery is remembered. */
export const MAXIMUM_AGE_MS = 7 * 24 * 60 * 60 * 1000;
/** The time after which a delivery that was neither stored nor answered no longer counts as in progress. */
const MAXIMUM_PROGRESS_MS = 5 * 60 * 1000;

interface Response {
	readonly writableEnded: boolean;
}

export type DeliveryStates = ReturnType<typeof createDeliveryStates>;

/** Returns the states of the deliveries to one trigger that this process knows about. */
export function createDeliveryStates() {
	let accepted: AcceptedDeliveries = new Map();
	/**
	 * The responses to new deliveries. n8n ends each of them, even if the sender has disconnected. A response that nobody
	 * else holds has ended, and must not be kept, because the request's body would be kept with it.
	 */
	const inProgress = createExpiringMap<WeakRef<Response>>(MAXIMUM_PROGRESS_MS);

	const addAccepted = (deliveries: AcceptedDeliveries) => {
		const now = Date.now();
		const known = [...new Map([...accepted, ...deliveries])]
			// A time is in the future if a clock was set back, or another machine's clock is ahead.
			.map(([fingerprint, time]) => [fingerprint, Math.min(time, now)] as const)
			.filter(([, time]) => now - time < MAXIMUM_AGE_MS)
			.sort(([, first], [, second]) => first - second);
		accepted = new Map(known.slice(-MAXIMUM_DELIVERIES));
	};

	return {
		listAccepted: () => accepted,
		addAccepted,
		find: (fingerprint: string): DeliveryState => {
			if (accepted.has(fingerprint)) return 'accepted';
			return inProgress.get(fingerprint)?.deref()?.writableEnded === false ? 'inProgress' : 'new';
		},
		begin: (fingerprint: string, response: Response) =>
			inProgress.set(fingerprint, new WeakRef(response)),
		accept: (fingerprint: string) => addAccepted(new Map([[fingerprint, Date.now()]])),
	};
}
