import type { Entry } from './staticData';

/**
 * A `new` delivery has to be processed, an `inProgress` one has no response yet, and an `accepted` one
 * got a 2xx response.
 */
export type DeliveryState = 'new' | 'inProgress' | 'accepted';

/** The deliveries to one trigger that are known to this process. Times are in epoch seconds. */
export interface History {
	/** Adds accepted deliveries that this process or another process saved. */
	learn(entries: readonly Entry[], now: number): void;
	/** Returns the state of a delivery. If the delivery is new, this call marks it as in progress. */
	track(fingerprint: string, now: number): HistoryRecord;
	/** Returns the latest accepted deliveries that haven't expired, oldest first. */
	listLatest(count: number, now: number): Entry[];
}

/** The state of a delivery. The functions apply only to a new delivery. */
export interface HistoryRecord {
	readonly state: DeliveryState;
	/** Lists the delivery as accepted, although it stays in progress. */
	list(now: number): void;
	/** Lists the delivery as accepted, and ends its progress. */
	keep(now: number): void;
	/** Forgets the delivery, so that a copy is new. */
	forget(): void;
}

const MAXIMUM_ENTRIES = 1000;
const MAXIMUM_AGE_SECONDS = 7 * 24 * 60 * 60;
/**
 * If n8n neither stores the execution nor responds, for example because its database fails, a copy is new
 * again after this time.
 */
const MAXIMUM_PROGRESS_SECONDS = 5 * 60;

/** Returns an empty history. */
export function createHistory(): History {
	/** The time at which each delivery was stored or accepted, oldest first. */
	const accepted = new Map<string, number>();
	const inProgress = new Map<string, { readonly startedAt: number }>();

	const isFresh = (acceptedAt: number, now: number) => now - acceptedAt < MAXIMUM_AGE_SECONDS;

	const add = (fingerprint: string, acceptedAt: number) => {
		accepted.delete(fingerprint);
		accepted.set(fingerprint, acceptedAt);
		for (const oldest of accepted.keys()) {
			if (accepted.size <= MAXIMUM_ENTRIES) return;
			accepted.delete(oldest);
		}
	};

	const dropUnanswered = (now: number) => {
		for (const [fingerprint, { startedAt }] of inProgress) {
			const age = now - startedAt;
			// Negative if the clock was set back.
			if (age < 0 || age >= MAXIMUM_PROGRESS_SECONDS) inProgress.delete(fingerprint);
		}
	};

	const findState = (fingerprint: string, now: number): DeliveryState => {
		if (inProgress.has(fingerprint)) return 'inProgress';
		return isFresh(accepted.get(fingerprint) ?? -Infinity, now) ? 'accepted' : 'new';
	};

	return {
		learn: (entries, now) => {
			const isNews = ([fingerprint, acceptedAt]: Entry) =>
				isFresh(acceptedAt, now) && acceptedAt > (accepted.get(fingerprint) ?? -Infinity);
			const news = entries.filter(isNews);
			if (news.length === 0) return;
			const known = [...accepted, ...news].sort(([, first], [, second]) => first - second);
			accepted.clear();
			for (const [fingerprint, acceptedAt] of known) add(fingerprint, acceptedAt);
		},
		track: (fingerprint, now) => {
			dropUnanswered(now);
			const state = findState(fingerprint, now);
			const attempt = { startedAt: now };
			if (state === 'new') inProgress.set(fingerprint, attempt);
			return {
				state,
				list: (at) => add(fingerprint, at),
				keep: (at) => {
					inProgress.delete(fingerprint);
					add(fingerprint, at);
				},
				forget: () => {
					// After the time limit, the result of an old attempt doesn't affect a later copy.
					if (inProgress.get(fingerprint) !== attempt) return;
					inProgress.delete(fingerprint);
					accepted.delete(fingerprint);
				},
			};
		},
		listLatest: (count, now) =>
			[...accepted].slice(-count).filter(([, acceptedAt]) => isFresh(acceptedAt, now)),
	};
}
