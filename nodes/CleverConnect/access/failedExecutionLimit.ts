import { removeExpired } from '../common/expiry';

/** One failed execution a minute alerts the owner. More failed executions would let strangers fill the database. */
const INTERVAL_MS = 60_000;

/** Limits each trigger to one failed execution a minute in this process. */
export interface FailedExecutionLimit {
	/** Whether a trigger can fail now. If the trigger can fail, it can't fail again for a minute. */
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
