import { createHistory } from '../../../nodes/CleverConnect/duplicates/deliveryStates';

const WEEK = 7 * 24 * 60 * 60 * 1000;

let history = createHistory();
beforeEach(() => {
	jest.useFakeTimers();
	history = createHistory();
});
afterEach(() => jest.useRealTimers());

const stateOf = (fingerprint: string) => history.track(fingerprint).state;
const accept = (fingerprint: string) => {
	const delivery = history.track(fingerprint);
	if (delivery.state === 'new') delivery.markResponded(200);
};
const listFingerprints = () => history.listLatest(2).map(([fingerprint]) => fingerprint);

it('an accepted delivery is remembered for a week', () => {
	accept('a');
	jest.advanceTimersByTime(WEEK - 1);
	expect([listFingerprints(), stateOf('a')]).toEqual([['a'], 'accepted']);
	jest.advanceTimersByTime(1);
	expect([listFingerprints(), stateOf('a')]).toEqual([[], 'new']);
});

it('the latest 1,000 deliveries are remembered', () => {
	for (let index = 0; index <= 1000; index++) accept(`${index}`);
	expect([stateOf('0'), stateOf('1')]).toEqual(['new', 'accepted']);
	expect(listFingerprints()).toEqual(['999', '1000']);
});
