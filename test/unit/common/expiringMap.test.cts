import { createExpiringMap } from '../../../nodes/CleverConnect/common/expiringMap';

beforeEach(() => jest.useFakeTimers({ now: Date.parse('2026-03-01T12:00:00Z') }));
afterEach(() => jest.useRealTimers());

it('an entry is there until its time is over, whatever the clock says', () => {
	const map = createExpiringMap<string>(100);
	map.set('a', 'first');
	jest.setSystemTime(0);
	jest.advanceTimersByTime(50);
	map.set('b', 'second');
	jest.advanceTimersByTime(49);
	expect(map.get('a')).toBe('first');
	jest.setSystemTime(Date.parse('2100-01-01T00:00:00Z'));
	expect(map.get('a')).toBe('first');
	jest.advanceTimersByTime(1);
	expect([map.get('a'), map.get('b')]).toEqual([undefined, 'second']);
	map.set('b', 'third');
	jest.advanceTimersByTime(99);
	expect(map.get('b')).toBe('third');
	map.delete('b');
	expect(map.get('b')).toBeUndefined();
});
