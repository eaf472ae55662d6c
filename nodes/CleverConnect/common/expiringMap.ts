/**
 * Returns a map that forgets each entry after a given time. Unlike `Date`, `performance.now()` never goes back or jumps
 * when the clock is set (https://www.w3.org/TR/hr-time/#dfn-monotonic-clock).
 */
export function createExpiringMap<Value>(maximumAgeMs: number) {
	const entries = new Map<string, { readonly value: Value; readonly setAt: number }>();
	const deleteExpired = () => {
		const latest = performance.now() - maximumAgeMs;
		for (const [key, { setAt }] of entries) if (setAt <= latest) entries.delete(key);
	};
	return {
		get: (key: string) => {
			deleteExpired();
			return entries.get(key)?.value;
		},
		set: (key: string, value: Value) => void entries.set(key, { value, setAt: performance.now() }),
		delete: (key: string) => void entries.delete(key),
	};
}
