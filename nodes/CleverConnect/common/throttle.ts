/** The maximum number of keys, so that those of deleted workflows don't stay forever. */
const MAXIMUM_KEYS = 1000;

interface Interval {
	startedAt: number;
	/** The events of the interval that passed. */
	passed: number;
	/** The events after the last one that passed, and its time. */
	heldBack: number;
	lastPassedAt: Date;
}

/**
 * Returns a function that lets an event pass at most `most` times in each interval, for each key. It returns how many
 * events there have been since the last one that passed, including this one, and since when. If the event doesn't pass,
 * it returns `undefined`.
 */
export function createThrottle(intervalMs: number, most = 1) {
	const intervals = new Map<string, Interval>();
	return (key: string): { readonly count: number; readonly since: Date } | undefined => {
		const now = performance.now();
		const known = intervals.get(key);
		const interval = known ?? { startedAt: now, passed: 0, heldBack: 0, lastPassedAt: new Date() };
		intervals.delete(key);
		intervals.set(key, interval);
		if (intervals.size > MAXIMUM_KEYS) intervals.delete(intervals.keys().next().value as string);

		if (now - interval.startedAt >= intervalMs) {
			interval.startedAt = now;
			interval.passed = 0;
		}
		if (interval.passed === most) {
			interval.heldBack++;
			return undefined;
		}
		const passing = { count: interval.heldBack + 1, since: interval.lastPassedAt };
		interval.passed++;
		interval.heldBack = 0;
		interval.lastPassedAt = new Date();
		return passing;
	};
}
