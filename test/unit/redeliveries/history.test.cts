import {
	createHistory,
	type DeliveryState,
	type History,
} from '../../../nodes/CleverConnect/redeliveries/history';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const FIVE_MINUTES = 5 * 60 * 1000;
const WEEK = 7 * 24 * 60 * 60 * 1000;

let history: History;
beforeEach(() => {
	jest.useFakeTimers({ now: NOW });
	history = createHistory();
});
afterEach(() => jest.useRealTimers());

const stateOf = (fingerprint: string) => history.track(fingerprint).state;
const later = (milliseconds: number) => jest.setSystemTime(Date.now() + milliseconds);

it.each<[string, (first: ReturnType<History['track']>) => void, number, DeliveryState, number]>([
	['without a response', () => {}, FIVE_MINUTES - 1, 'inProgress', 0],
	['without a response for five minutes', () => {}, FIVE_MINUTES, 'new', 0],
	['that is stored', (first) => first.list(), FIVE_MINUTES - 1, 'inProgress', 1],
	['that is stored, without a response', (first) => first.list(), FIVE_MINUTES, 'accepted', 1],
	['with a 2xx response', (first) => first.keep(), WEEK - 1, 'accepted', 1],
	['with a 2xx response a week ago', (first) => first.keep(), WEEK, 'new', 0],
	['with another response', (first) => first.forget(), 0, 'new', 0],
])('a copy of a delivery %s: %#', (_title, answer, wait, state, listed) => {
	const first = history.track('a');
	expect(first.state).toBe('new');
	answer(first);
	later(wait);
	expect(history.listLatest(10)).toHaveLength(listed);
	expect(stateOf('a')).toBe(state);
	expect(stateOf('a')).toBe(state === 'new' ? 'inProgress' : state);
	expect(stateOf('another')).toBe('new');
});

it('a delivery that is answered after five minutes does not make a copy new', () => {
	const first = history.track('a');
	later(FIVE_MINUTES);
	const second = history.track('a');
	first.forget();
	expect(stateOf('a')).toBe('inProgress');
	first.keep();
	second.forget();
	expect(stateOf('a')).toBe('accepted');
});

it('the history keeps the latest 1,000 deliveries', () => {
	for (let index = 0; index <= 1000; index++) history.track(`${index}`).keep();
	history.track('1000').keep();
	expect(stateOf('0')).toBe('new');
	expect(stateOf('1')).toBe('accepted');
	expect(history.listLatest(2).map(([fingerprint]) => fingerprint)).toEqual(['999', '1000']);
});

it('saved entries are added by time, unless a later entry for the same delivery is known', () => {
	for (const fingerprint of ['a', 'b']) {
		later(10);
		history.track(fingerprint).keep();
	}
	const entry = (fingerprint: string, time: number) => [fingerprint, NOW + time] as const;
	history.learn([entry('c', 17), entry('a', 18), entry('b', 2)]);
	const all = [entry('c', 17), entry('a', 18), entry('b', 20)];
	expect(history.listLatest(10)).toEqual(all);
});
