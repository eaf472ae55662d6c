import { createExpiringMap } from '../common/expiringMap';
import { MAXIMUM_AGE_MS, MAXIMUM_DELIVERIES, MAXIMUM_PROGRESS_MS } from './historyLimits';
import type { AcceptedDelivery } from './savedFingerprints';

/**
 * A delivery with its state when it arrived: `new` if it is processed, `inProgress` if this process hasn't yet responded
 * to an earlier delivery of the same bytes, and `accepted` if the history says that n8n has accepted that delivery.
 *
 * A duplicate is a later delivery of the same bytes, in the same encoding, to the same trigger. A _new_ delivery is
 * processed, even if it's a duplicate. In the tables, "after a crash" means that n8n, in regular mode, is killed between
 * one event and the next, and is then restarted.
 *
 * | n8n has …                               | a duplicate is | after a crash, the delivery is | and a duplicate is |
 * | --------------------------------------- | -------------- | ------------------------------ | ------------------ |
 * | 1. received the delivery                | `inProgress`   | lost                           | `new`              |
 * | 2. stored its execution                 | `inProgress`   | kept                           | `new`              |
 * | 3. saved its fingerprint                | `inProgress`   | kept                           | `accepted`         |
 * | 4. responded with 2xx                   | `accepted`     | kept                           | `accepted`         |
 * | 5. run all steps, or failed in one      | `accepted`     | done, or kept                  | `accepted`         |
 *
 * - "Lost" means that the sender got no response and has to repeat the delivery. "Kept" means that, after the restart,
 *   n8n runs the execution if it hadn't begun to run or was in a long wait. Otherwise, the workflow's owner has to retry
 *   it. If a duplicate is `new` although the delivery isn't lost, the steps can run for both.
 * - A duplicate is also `new` if the delivery was refused, or couldn't be stored. If n8n has neither responded within five minutes nor saved the fingerprint, a duplicate is `new`
 *   although the delivery's steps might still be running.
 * - Each n8n process has a history of its own. After a restart, and from other processes, it knows only the latest saved
 *   fingerprints. If two processes save at the same time, the later one replaces what the earlier one saved.
 */
export type TrackedDelivery = { state: 'inProgress' } | { state: 'accepted' } | NewDelivery;

/** A delivery that is processed, with the events that determine the state of its duplicates. */
export interface NewDelivery {
	readonly state: 'new';
	/** Call this method after n8n has stored the execution. */
	markStored(): void;
	/** Call this method after n8n or the trigger has responded to the delivery. */
	markResponded(status: number): void;
}

export type History = ReturnType<typeof createHistory>;

/** Returns a history, which contains the deliveries to one trigger that this n8n process knows about. */
export function createHistory() {
	/** The time at which each delivery was stored or accepted, with the oldest delivery first. */
	const accepted = new Map<string, number>();
	const inProgress = createExpiringMap<object>(MAXIMUM_PROGRESS_MS);

	const isFresh = (acceptedAt = -Infinity) => Date.now() - acceptedAt < MAXIMUM_AGE_MS;

	const add = (fingerprint: string, acceptedAt: number) => {
		accepted.delete(fingerprint);
		accepted.set(fingerprint, acceptedAt);
		if (accepted.size > MAXIMUM_DELIVERIES) accepted.delete(accepted.keys().next().value as string);
	};

	const accept = (fingerprint: string) => {
		if (!isFresh(accepted.get(fingerprint))) add(fingerprint, Date.now());
	};

	const findState = (fingerprint: string): TrackedDelivery['state'] => {
		if (inProgress.get(fingerprint)) return 'inProgress';
		return isFresh(accepted.get(fingerprint)) ? 'accepted' : 'new';
	};

	return {
		/** Adds accepted deliveries that another process saved. */
		learn: (deliveries: readonly AcceptedDelivery[]) => {
			// A time is in the future if a clock was set back, or another machine's clock is ahead.
			const known = [...accepted, ...deliveries]
				.map(([fingerprint, time]) => [fingerprint, Math.min(time, Date.now())] as const)
				.sort(([, first], [, second]) => first - second);
			accepted.clear();
			for (const [fingerprint, acceptedAt] of known) add(fingerprint, acceptedAt);
		},
		/** Returns a delivery. If it's new, marks it as in progress. */
		track: (fingerprint: string): TrackedDelivery => {
			const state = findState(fingerprint);
			if (state !== 'new') return { state };
			const attempt = {};
			inProgress.set(fingerprint, attempt);
			return {
				state,
				markStored: () => accept(fingerprint),
				markResponded: (status) => {
					if (status >= 200 && status < 300) {
						inProgress.delete(fingerprint);
						accept(fingerprint);
					} else if (inProgress.get(fingerprint) === attempt) {
						// After the time limit, the failure of an old attempt doesn't affect a later duplicate.
						inProgress.delete(fingerprint);
						accepted.delete(fingerprint);
					}
				},
			};
		},
		/** Returns the latest accepted deliveries that haven't expired, with the oldest delivery first. */
		listLatest: (count: number): AcceptedDelivery[] =>
			[...accepted].slice(-count).filter(([, acceptedAt]) => isFresh(acceptedAt)),
	};
}
