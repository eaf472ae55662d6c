import { createThrottle } from '../../../nodes/CleverConnect/common/throttle';

const NOW = Date.parse('2026-03-01T12:00:00Z');

beforeEach(() => jest.useFakeTimers({ now: NOW }));
afterEach(() => jest.useRealTimers());

it('one event in an interval passes for each key, and says how many were held since the last one', () => {
	const admit = createThrottle(1000);
	expect(admit('a')).toEqual({ count: 1, since: new Date(NOW) });
	jest.advanceTimersByTime(999);
	expect([admit('a'), admit('a')]).toEqual([undefined, undefined]);
	expect(admit('b')).toEqual({ count: 1, since: new Date(NOW + 999) });
	jest.advanceTimersByTime(1);
	expect(admit('a')).toEqual({ count: 3, since: new Date(NOW) });
	expect(admit('a')).toBeUndefined();
	jest.advanceTimersByTime(1000);
	expect(admit('a')).toEqual({ count: 2, since: new Date(NOW + 1000) });
});

it('several events in an interval can pass', () => {
	const admit = createThrottle(1000, 2);
	const admitThree = () => ['', '', ''].map((key) => admit(key)?.count);
	expect(admitThree()).toEqual([1, 1, undefined]);
	jest.advanceTimersByTime(1000);
	expect(admitThree()).toEqual([2, 1, undefined]);
});

it('an interval lasts the same time even if the clock is changed', () => {
	const admit = createThrottle(1000);
	admit('a');
	for (const time of [NOW + 1e9, NOW - 1e9]) {
		jest.setSystemTime(time);
		expect(admit('a')).toBeUndefined();
	}
});

it('the keys that were used last are remembered, at most 1,000', () => {
	const admit = createThrottle(1000);
	for (let key = 0; key < 1000; key++) admit(String(key));
	expect(admit('0')).toBeUndefined();
	admit('another');
	expect(admit('0')).toBeUndefined();
	expect(admit('1')).toBeDefined();
});
