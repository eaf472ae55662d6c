import { removeExpired } from '../common/expiry';

/** One failed execution a minute is enough to alert the owner. Strangers must not be able to fill the database. */
const INTERVAL_MS = 60_000;

/** Limits how often each trigger fails. This process remembers the triggers that failed in the last minute. */
export interface FailedExecutionLimit {
	/** Whether a trigger can fail now. If so, it can't fail again for a minute. */
	take(trigger: string, now: Date): boolean;
}

export function createFailedExecutionLimit(): FailedExecutionLimit {
	const failures = new Map<string, { readonly startedAt: number }>();
	return {
		take: (trigger, now) => {
			removeExpired(failures, now.getTime(), INTERVAL_MS);
			if (failures.has(trigger)) return false;
			failures.set(trigger, { startedAt: now.getTime() });
			return true;
		},
	};
}
