import { removeExpired } from '../common/expiry';
import type { Entry } from './historyStorage';

/** A delivery is `new` before it is processed, `inProgress` until n8n responds, and `accepted` after a 2xx response. */
export type DeliveryState = 'new' | 'inProgress' | 'accepted';

/** The deliveries to one trigger that this n8n process knows. */
export type History = ReturnType<typeof createHistory>;

const MAXIMUM_ENTRIES = 1000;
const MAXIMUM_AGE_MS = 7 * 24 * 60 * 60 * 1000;
/**
 * If n8n neither stores the execution nor responds (for example, because its database fails), a copy of the delivery
 * is `new` after this time.
 */
const MAXIMUM_PROGRESS_MS = 5 * 60 * 1000;

/** Returns an empty history. */
export function createHistory() {
	/** The time at which each delivery was stored or accepted, with the oldest delivery first. */
	const accepted = new Map<string, number>();
	const inProgress = new Map<string, { readonly startedAt: number }>();

	const isFresh = (acceptedAt: number) => Date.now() - acceptedAt < MAXIMUM_AGE_MS;

	const add = (fingerprint: string, acceptedAt = Date.now()) => {
		accepted.delete(fingerprint);
		accepted.set(fingerprint, acceptedAt);
		if (accepted.size > MAXIMUM_ENTRIES) accepted.delete(accepted.keys().next().value as string);
	};

	const findState = (fingerprint: string): DeliveryState => {
		if (inProgress.has(fingerprint)) return 'inProgress';
		return isFresh(accepted.get(fingerprint) ?? -Infinity) ? 'accepted' : 'new';
	};

	return {
		/** Adds accepted deliveries that another process saved. */
		learn: (entries: readonly Entry[]) => {
			const known = [...accepted, ...entries].sort(([, first], [, second]) => first - second);
			accepted.clear();
			for (const [fingerprint, acceptedAt] of known) add(fingerprint, acceptedAt);
		},
		/**
		 * Returns the state of a delivery. If the delivery is new, marks it as in progress. Call the returned functions only
		 * for a new delivery.
		 */
		track: (fingerprint: string) => {
			removeExpired(inProgress, Date.now(), MAXIMUM_PROGRESS_MS);
			const state = findState(fingerprint);
			const attempt = { startedAt: Date.now() };
			if (state === 'new') inProgress.set(fingerprint, attempt);
			return {
				state,
				/** Lists the delivery as accepted but leaves it in progress. */
				list: () => add(fingerprint),
				/** Lists the delivery as accepted and no longer in progress. */
				keep: () => {
					inProgress.delete(fingerprint);
					add(fingerprint);
				},
				/** Forgets the delivery so that a later copy counts as `new`. */
				forget: () => {
					// After the time limit, the result of an old attempt doesn't affect a later copy.
					if (inProgress.get(fingerprint) !== attempt) return;
					inProgress.delete(fingerprint);
					accepted.delete(fingerprint);
				},
			};
		},
		/** Returns the latest accepted deliveries that haven't expired, with the oldest delivery first. */
		listLatest: (count: number) =>
			[...accepted].slice(-count).filter(([, acceptedAt]) => isFresh(acceptedAt)),
	};
}
