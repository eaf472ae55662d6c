import {
	createDeliveryStates,
	MAXIMUM_DELIVERIES,
} from '../../../nodes/CleverConnect/duplicates/deliveryStates';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const FIVE_MINUTES = 5 * 60 * 1000;
const WEEK = 7 * 24 * 60 * 60 * 1000;

let states = createDeliveryStates();
beforeEach(() => {
	jest.useFakeTimers({ now: NOW });
	states = createDeliveryStates();
});
afterEach(() => jest.useRealTimers());

const later = (milliseconds: number) => jest.advanceTimersByTime(milliseconds);
const listAccepted = () => [...states.listAccepted()];

it.each<[string, Array<'accept' | 'answer'>, wait: number, state: string]>([
	['begun', [], FIVE_MINUTES - 1, 'inProgress'],
	['neither stored nor answered for five minutes', [], FIVE_MINUTES, 'new'],
	['stored', ['accept'], 0, 'accepted'],
	['stored and answered', ['accept', 'answer'], 0, 'accepted'],
	['stored a week ago', ['accept'], WEEK - 1, 'accepted'],
	['answered, but not stored', ['answer'], 0, 'new'],
])('a delivery that was %s has the state %3$s', (_name, events, wait, state) => {
	const response = { writableEnded: false };
	states.begin('a', response);
	if (events.includes('accept')) states.accept('a');
	response.writableEnded = events.includes('answer');
	later(wait);
	expect([states.find('a'), states.find('another')]).toEqual([state, 'new']);
});

it('deliveries from other processes are added by time, unless a later time is known', () => {
	for (const fingerprint of ['a', 'b']) {
		later(10);
		states.accept(fingerprint);
	}
	states.addAccepted(new Map([['c', NOW + 15]]));
	expect(listAccepted()).toEqual([
		['a', NOW + 10],
		['c', NOW + 15],
		['b', NOW + 20],
	]);
});

it('deliveries are forgotten after a week', () => {
	states.addAccepted(new Map([['a', NOW - WEEK + 1]]));
	expect(states.find('a')).toBe('accepted');
	later(1);
	states.addAccepted(new Map());
	expect(states.find('a')).toBe('new');
});

it('the latest deliveries are remembered, each once', () => {
	const many = Array.from(
		{ length: MAXIMUM_DELIVERIES },
		(_, index) => [`${index}`, index] as const,
	);
	const times = new Map(many.map(([fingerprint, index]) => [fingerprint, NOW - 10_000 + index]));
	states.addAccepted(times);
	states.addAccepted(times);
	expect([states.find('0'), listAccepted().length]).toEqual(['accepted', MAXIMUM_DELIVERIES]);
	states.accept('a');
	expect([states.find('0'), states.find('1'), states.find('a')]).toEqual([
		...['new', 'accepted', 'accepted'],
	]);
});

it('a delivery is in progress for the same time even if the clock is changed', () => {
	states.begin('a', { writableEnded: false });
	for (const time of [NOW + WEEK, NOW - WEEK]) {
		jest.setSystemTime(time);
		expect(states.find('a')).toBe('inProgress');
	}
	later(FIVE_MINUTES);
	expect(states.find('a')).toBe('new');
});

it('if the clock is set back, earlier deliveries are not kept longer than later ones', () => {
	states.accept('a');
	jest.setSystemTime(NOW - WEEK);
	states.addAccepted(new Map([['b', NOW + WEEK]]));
	states.accept('c');
	expect(listAccepted()).toEqual(['a', 'b', 'c'].map((fingerprint) => [fingerprint, NOW - WEEK]));
});
