/**
 * Removes the entries that are too old or from the future. An entry from the future shows that the clock was set back.
 */
export function removeExpired(
	entries: Map<string, { readonly startedAt: number }>,
	now: number,
	maximumAge: number,
): void {
	for (const [key, { startedAt }] of entries) {
		const age = now - startedAt;
		if (age < 0 || age >= maximumAge) entries.delete(key);
	}
}
