/** One failed execution a minute is enough to alert the owner. Strangers must not be able to fill the database. */
const INTERVAL_MS = 60_000;

/** Limits how often each trigger fails. This process remembers the triggers that failed in the last minute. */
export interface FailedExecutionLimit {
	/** Whether a trigger may fail now; if so, it may not fail again for a minute. */
	take(trigger: string, now: Date): boolean;
}

export function createFailedExecutionLimit(): FailedExecutionLimit {
	const failedAt = new Map<string, number>();

	const forgetOldFailures = (now: number) => {
		for (const [trigger, time] of failedAt) {
			const age = now - time;
			// Negative if the clock was set back.
			if (age < 0 || age >= INTERVAL_MS) failedAt.delete(trigger);
		}
	};

	return {
		take: (trigger, now) => {
			forgetOldFailures(now.getTime());
			if (failedAt.has(trigger)) return false;
			failedAt.set(trigger, now.getTime());
			return true;
		},
	};
}
