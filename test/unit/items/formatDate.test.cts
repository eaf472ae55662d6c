import { formatDate } from '../../../nodes/CleverConnect/items/formatDate';

test.each([
	['UTC', '2026-03-01'],
	['Europe/Paris', '2026-03-02'],
	['America/New_York', '2026-03-01'],
	['Nowhere', '2026-03-01'],
])('the date in %s is %s', (timeZone, date) => {
	expect(formatDate('2026-03-01T23:59:59.999Z', timeZone)).toBe(date);
});
