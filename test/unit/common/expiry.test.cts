import { removeExpired } from '../../../nodes/CleverConnect/common/expiry';

it('entries are removed at the maximum age, or if the clock was set back', () => {
	const ages = [-1, 0, 9, 10];
	const entries = new Map(ages.map((age) => [`${age}`, { startedAt: 1000 - age }]));
	removeExpired(entries, 1000, 10);
	expect([...entries.keys()]).toEqual(['0', '9']);
});
