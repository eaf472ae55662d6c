import { createHistory } from '../../../nodes/CleverConnect/redeliveries/history';

const WEEK = 7 * 24 * 60 * 60;
const FIVE_MINUTES = 5 * 60;

it('a delivery is first new, then in progress, and then accepted after a 2xx response', () => {
	const history = createHistory();
	const delivery = history.track('a', 0);
	expect(delivery.state).toBe('new');
	expect(history.track('a', 1).state).toBe('inProgress');
	expect(history.track('b', 1).state).toBe('new');
	delivery.keep(2);
	expect(history.track('a', 3).state).toBe('accepted');
	expect(history.track('b', 3).state).toBe('inProgress');
	expect(history.listLatest(10, 3)).toEqual([['a', 2]]);
});

it('a delivery is new again after a refusal', () => {
	const history = createHistory();
	history.track('a', 0).forget();
	expect(history.track('a', 1).state).toBe('new');
	expect(history.listLatest(10, 1)).toEqual([]);
});

it('a delivery whose execution is stored is listed for saving, and is in progress until its response is sent', () => {
	const history = createHistory();
	const delivery = history.track('a', 0);
	delivery.list(1);
	expect(history.listLatest(10, 1)).toEqual([['a', 1]]);
	expect(history.track('a', 2).state).toBe('inProgress');
	delivery.keep(3);
	expect(history.track('a', 4).state).toBe('accepted');
	expect(history.listLatest(10, 4)).toEqual([['a', 3]]);
});

it('a delivery whose execution is stored is new again if n8n fails to send a 2xx response', () => {
	const history = createHistory();
	const delivery = history.track('a', 0);
	delivery.list(1);
	delivery.forget();
	expect(history.listLatest(10, 1)).toEqual([]);
	expect(history.track('a', 2).state).toBe('new');
});

describe('a delivery without a response', () => {
	it('is new again after five minutes', () => {
		const history = createHistory();
		history.track('a', 0);
		expect(history.track('a', FIVE_MINUTES - 1).state).toBe('inProgress');
		expect(history.track('a', FIVE_MINUTES).state).toBe('new');
		expect(history.track('a', FIVE_MINUTES + 1).state).toBe('inProgress');
	});

	it('is accepted after five minutes if its execution is stored', () => {
		const history = createHistory();
		history.track('a', 0).list(1);
		expect(history.track('a', FIVE_MINUTES).state).toBe('accepted');
	});

	it('does not affect a later copy if it is finally refused', () => {
		const history = createHistory();
		const first = history.track('a', 0);
		const second = history.track('a', FIVE_MINUTES);
		first.forget();
		expect(history.track('a', FIVE_MINUTES + 1).state).toBe('inProgress');
		second.keep(FIVE_MINUTES + 2);
		first.forget();
		expect(history.track('a', FIVE_MINUTES + 3).state).toBe('accepted');
	});

	it('is accepted if it finally gets a 2xx response, even if a later copy is refused', () => {
		const history = createHistory();
		const first = history.track('a', 0);
		const second = history.track('a', FIVE_MINUTES);
		first.keep(FIVE_MINUTES + 1);
		second.forget();
		expect(history.track('a', FIVE_MINUTES + 2).state).toBe('accepted');
	});
});

it('a delivery is new again after a week', () => {
	const history = createHistory();
	history.track('a', 0).keep(0);
	expect(history.track('a', WEEK - 1).state).toBe('accepted');
	expect(history.listLatest(10, WEEK - 1)).toEqual([['a', 0]]);
	expect(history.listLatest(10, WEEK)).toEqual([]);
	expect(history.track('a', WEEK).state).toBe('new');
});

it('the history keeps the latest 1,000 deliveries', () => {
	const history = createHistory();
	for (let index = 0; index <= 1000; index++) history.track(`${index}`, 0).keep(0);
	expect(history.track('0', 0).state).toBe('new');
	expect(history.track('1', 0).state).toBe('accepted');
	expect(history.track('1000', 0).state).toBe('accepted');
	expect(history.listLatest(2, 0)).toEqual([
		['999', 0],
		['1000', 0],
	]);
});

it('a saved entry replaces an earlier entry for the same delivery, and all entries stay sorted by time', () => {
	const history = createHistory();
	history.track('a', 5).keep(5);
	history.track('b', 9).keep(9);
	history.learn(
		[
			['c', 7],
			['a', 8],
		],
		10,
	);
	expect(history.listLatest(10, 10)).toEqual([
		['c', 7],
		['a', 8],
		['b', 9],
	]);
	expect(history.listLatest(1, 10)).toEqual([['b', 9]]);
});

it('a known entry is not added again', () => {
	const history = createHistory();
	history.learn([['a', 1]], 2);
	history.learn([['a', 1]], 3);
	expect(history.listLatest(10, 3)).toEqual([['a', 1]]);
});

it('a delivery that began in the future is new, because the clock must have been set back', () => {
	const history = createHistory();
	history.track('a', 100);
	expect(history.track('a', 99).state).toBe('new');
});

it('a saved entry is added unless a later entry is known or the saved entry has expired', () => {
	const history = createHistory();
	history.track('a', WEEK).keep(WEEK);
	history.learn(
		[
			['a', 2],
			['b', 2],
			['old', 1],
		],
		WEEK + 1,
	);
	expect(history.track('b', WEEK + 1).state).toBe('accepted');
	expect(history.track('old', WEEK + 1).state).toBe('new');
	expect(history.listLatest(10, WEEK + 1)).toEqual([
		['b', 2],
		['a', WEEK],
	]);
});
