/**
 * Returns a map that forgets each entry after a given time. Unlike `Date`, `performance.now()` never goes back or jumps
 * when the clock is set (https://www.w3.org/TR/hr-time/#dfn-monotonic-clock).
 */
export function createExpiringMap<Value>(maximumAgeMs: number) {
	const entries = new Map<string, { readonly value: Value; readonly setAt: number }>();
	return {
		get: (key: string) => {
			const now = performance.now();
			for (const [name, { setAt }] of entries) {
				if (now - setAt >= maximumAgeMs) entries.delete(name);
			}
			return entries.get(key)?.value;
		},
		set: (key: string, value: Value) => void entries.set(key, { value, setAt: performance.now() }),
		delete: (key: string) => void entries.delete(key),
	};
}
