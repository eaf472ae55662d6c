/** Returns the date of a time in a time zone as `YYYY-MM-DD`, or in UTC if the time zone is unknown. */
export function formatDate(time: string, timeZone: string): string {
	try {
		// Canada's format in English is ISO 8601.
		return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(
			new Date(time),
		);
	} catch {
		return time.slice(0, 'YYYY-MM-DD'.length);
	}
}
