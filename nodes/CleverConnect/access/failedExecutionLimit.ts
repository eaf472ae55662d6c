import { removeExpired } from '../common/expiry';

/**
 * One failed execution a minute is enough to alert the workflow's owner. With more, strangers could fill the database.
 */
const INTERVAL_MS = 60_000;

/** Limits each trigger to one failed execution a minute in this process. */
export interface FailedExecutionLimit {
	/** Whether a trigger is allowed to fail now. If it is, it isn't allowed to fail again for a minute. */
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
