import type { Entry } from './storedEntries';

/** `new` is the caller's to process; `inProgress` is not decided yet; `accepted` needs nothing more. */
export type Standing = 'new' | 'inProgress' | 'accepted';

/** What one process knows of the deliveries to one trigger. Times are in epoch seconds. */
export interface Register {
	/** Takes over what was kept, by this process or by another. */
	learn(entries: readonly Entry[], now: number): void;
	/** Says where a delivery stands. Whoever is told `new` has to settle the claim. */
	claim(fingerprint: string, now: number): RegisteredClaim;
	/**
	 * Whether accepted deliveries are to be written now, or may be left to one that is under way. n8n
	 * writes to its database before it answers: of deliveries that come together, one does it for all.
	 */
	isWriteDue(now: number): boolean;
	/** The latest accepted deliveries, the oldest first. They count as written from now on. */
	takeLatest(count: number): Entry[];
}

export interface RegisteredClaim {
	readonly standing: Standing;
	/** Counts the delivery among the accepted ones that are kept, before it is settled. */
	anticipate(now: number): void;
	settle(isAccepted: boolean, now: number): void;
}

interface OpenClaim {
	readonly claimedAt: number;
	isAnticipated: boolean;
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
	/** What is in progress. */
	const open = new Map<string, OpenClaim>();
	let unwritten = 0;

	const isFresh = (acceptedAt: number, now: number) => now - acceptedAt < MAXIMUM_AGE_SECONDS;

	const add = (fingerprint: string, acceptedAt: number) => {
		accepted.delete(fingerprint);
		accepted.set(fingerprint, acceptedAt);
		for (const oldest of accepted.keys()) {
			if (accepted.size <= MAXIMUM_ENTRIES) return;
			accepted.delete(oldest);
		}
	};

	const forgetUndecided = (now: number) => {
		for (const [fingerprint, { claimedAt }] of open) {
			if (now - claimedAt >= MAXIMUM_PROGRESS_SECONDS) open.delete(fingerprint);
		}
	};

	const findStanding = (fingerprint: string, now: number): Standing => {
		if (open.has(fingerprint)) return 'inProgress';
		return isFresh(accepted.get(fingerprint) ?? -Infinity, now) ? 'accepted' : 'new';
	};

	return {
		learn: (entries, now) => {
			for (const [fingerprint, acceptedAt] of entries) {
				if (!accepted.has(fingerprint) && isFresh(acceptedAt, now)) add(fingerprint, acceptedAt);
			}
		},
		claim: (fingerprint, now) => {
			forgetUndecided(now);
			const standing = findStanding(fingerprint, now);
			const claim: OpenClaim = { claimedAt: now, isAnticipated: false };
			if (standing === 'new') open.set(fingerprint, claim);
			return {
				standing,
				anticipate: (at) => {
					if (claim.isAnticipated) return;
					claim.isAnticipated = true;
					add(fingerprint, at);
					unwritten += 1;
				},
				settle: (isAccepted, at) => {
					// A failure says nothing of a copy that was let through since.
					if (!isAccepted && open.get(fingerprint) !== claim) return;
					open.delete(fingerprint);
					if (isAccepted) add(fingerprint, at);
					else accepted.delete(fingerprint);
				},
			};
		},
		isWriteDue: (now) => {
			forgetUndecided(now);
			const isLeftToOthers = [...open.values()].some(({ isAnticipated }) => !isAnticipated);
			return unwritten >= (isLeftToOthers ? MAXIMUM_UNWRITTEN : 1);
		},
		takeLatest: (count) => {
			unwritten = 0;
			return [...accepted].slice(-count);
		},
	};
}
