import { createHistory } from '../../../nodes/CleverConnect/duplicates/deliveryStates';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const FIVE_MINUTES = 5 * 60 * 1000;
const WEEK = 7 * 24 * 60 * 60 * 1000;

let history = createHistory();
beforeEach(() => {
	jest.useFakeTimers({ now: NOW });
	history = createHistory();
});
afterEach(() => jest.useRealTimers());

const stateOf = (fingerprint: string) => history.track(fingerprint).state;
const begin = (fingerprint: string) => {
	const delivery = history.track(fingerprint);
	if (delivery.state !== 'new') throw new Error(delivery.state);
	return delivery;
};
const later = (milliseconds: number) => jest.advanceTimersByTime(milliseconds);

it.each<[string, events: Array<'stored' | number>, wait: number, string, acceptedAt?: number]>([
	['without a response', [], FIVE_MINUTES - 1, 'inProgress'],
	['without a response for five minutes', [], FIVE_MINUTES, 'new'],
	['that is stored', ['stored'], FIVE_MINUTES - 1, 'inProgress', NOW],
	['that is stored, without a response', ['stored'], FIVE_MINUTES, 'accepted', NOW],
	['that is stored before a 2xx response', ['stored', 200], 0, 'accepted', NOW],
	['that is stored, but could not run', ['stored', 500], 0, 'new'],
	['with a 2xx response', [299], 0, 'accepted', NOW],
	['with a 1xx response', [199], 0, 'new'],
	['with a 3xx response', [300], 0, 'new'],
])('a duplicate of a delivery %s (%j, %d ms) is %s', (_, events, wait, state, acceptedAt = 0) => {
	const first = begin('a');
	events.forEach((event, index) => {
		later(index * 10);
		if (event === 'stored') first.markStored();
		else first.markResponded(event);
	});
	later(wait);
	expect(history.listLatest(10)).toEqual(acceptedAt ? [['a', acceptedAt]] : []);
	expect(stateOf('a')).toBe(state);
	expect(stateOf('a')).toBe(state === 'new' ? 'inProgress' : state);
	expect(stateOf('another')).toBe('new');
});

it('a response after five minutes does not make a duplicate new', () => {
	const first = begin('a');
	later(FIVE_MINUTES);
	const second = begin('a');
	first.markResponded(500);
	expect(stateOf('a')).toBe('inProgress');
	first.markResponded(200);
	second.markResponded(500);
	expect(stateOf('a')).toBe('accepted');
});

it('saved deliveries are added by time, unless a later time is known', () => {
	for (const fingerprint of ['a', 'b']) {
		later(10);
		begin(fingerprint).markResponded(200);
	}
	const saved = (fingerprint: string, time: number) => [fingerprint, NOW + time] as const;
	const [older, known] = [saved('c', 17), saved('a', 18)];
	history.learn([older, known, saved('b', 2)]);
	expect(history.listLatest(10)).toEqual([older, known, saved('b', 20)]);
});

it('a delivery is in progress for the same time even if the clock is changed', () => {
	begin('a');
	for (const time of [NOW + WEEK, NOW - WEEK]) {
		jest.setSystemTime(time);
		expect(stateOf('a')).toBe('inProgress');
	}
	later(FIVE_MINUTES);
	expect(stateOf('a')).toBe('new');
});

it('if the clock is set back, earlier deliveries are not kept longer than later ones', () => {
	begin('a').markResponded(200);
	jest.setSystemTime(NOW - WEEK);
	history.learn([['b', NOW + WEEK]]);
	begin('c').markResponded(200);
	later(1);
	history.learn([]);
	const times = history.listLatest(10);
	expect(times).toEqual(['a', 'b', 'c'].map((fingerprint) => [fingerprint, NOW - WEEK]));
});
