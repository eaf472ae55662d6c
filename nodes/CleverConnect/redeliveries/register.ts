import type { Entry } from './storedEntries';

/** `new` is the caller's to process; `inProgress` is not decided yet; `accepted` needs nothing more. */
export type Standing = 'new' | 'inProgress' | 'accepted';

/** What one process knows of the deliveries to one trigger. Times are in epoch seconds. */
export interface Register {
	/** Takes over what was kept, by this process or by another. */
	learn(entries: readonly Entry[], now: number): void;
	/** Where a delivery stands. Whoever is told `new` has to `settle` it. */
	claim(fingerprint: string, now: number): Standing;
	/** Counts a delivery among the accepted ones that are kept, before it is settled. */
	anticipate(fingerprint: string, now: number): void;
	settle(fingerprint: string, isAccepted: boolean, now: number): void;
	/**
	 * Whether accepted deliveries are to be written now, or may be left to one that is under way. n8n
	 * writes to its database before it answers: of deliveries that come together, one does it for all.
	 */
	isWriteDue(now: number): boolean;
	/** The latest accepted deliveries, the oldest first. They count as written from now on. */
	takeLatest(count: number): Entry[];
}

const MAXIMUM_ENTRIES = 1000;
const MAXIMUM_AGE_SECONDS = 7 * 24 * 60 * 60;
/** A delivery that n8n has not answered by then, because its database died for example, may come again. */
const MAXIMUM_PROGRESS_SECONDS = 5 * 60;
/** A process that is killed in the middle of a burst forgets fewer than these. */
const MAXIMUM_UNWRITTEN = 16;

export function createRegister(): Register {
	/** In the order of their acceptance, as far as it is known. */
	const accepted = new Map<string, number>();
	/** When they were claimed. */
	const inProgress = new Map<string, number>();
	/** When those in progress that may still be anticipated were claimed. */
	const underWay = new Map<string, number>();
	let unwritten = 0;

	const isFresh = (acceptedAt: number, now: number) => now - acceptedAt < MAXIMUM_AGE_SECONDS;
	const isUndecided = (claimedAt: number, now: number) =>
		now - claimedAt < MAXIMUM_PROGRESS_SECONDS;

	const add = (fingerprint: string, acceptedAt: number) => {
		accepted.delete(fingerprint);
		accepted.set(fingerprint, acceptedAt);
		for (const oldest of accepted.keys()) {
			if (accepted.size <= MAXIMUM_ENTRIES) return;
			accepted.delete(oldest);
		}
	};

	return {
		learn: (entries, now) => {
			for (const [fingerprint, acceptedAt] of entries) {
				if (!accepted.has(fingerprint) && isFresh(acceptedAt, now)) add(fingerprint, acceptedAt);
			}
		},
		claim: (fingerprint, now) => {
			const claimedAt = inProgress.get(fingerprint) ?? -Infinity;
			if (isUndecided(claimedAt, now)) return 'inProgress';
			const acceptedAt = accepted.get(fingerprint) ?? -Infinity;
			if (isFresh(acceptedAt, now)) return 'accepted';
			inProgress.set(fingerprint, now);
			underWay.set(fingerprint, now);
			return 'new';
		},
		anticipate: (fingerprint, now) => {
			underWay.delete(fingerprint);
			add(fingerprint, now);
			unwritten += 1;
		},
		settle: (fingerprint, isAccepted, now) => {
			inProgress.delete(fingerprint);
			underWay.delete(fingerprint);
			if (isAccepted) add(fingerprint, now);
			else accepted.delete(fingerprint);
		},
		isWriteDue: (now) => {
			const isLeftToOthers = [...underWay.values()].some((claimedAt) =>
				isUndecided(claimedAt, now),
			);
			return unwritten >= (isLeftToOthers ? MAXIMUM_UNWRITTEN : 1);
		},
		takeLatest: (count) => {
			unwritten = 0;
			return [...accepted].slice(-count);
		},
	};
}
