import { createFailedExecutionLimit } from '../../../nodes/CleverConnect/access';

const at = (seconds: number) => new Date(1_700_000_000_000 + seconds * 1000);

it('a trigger may start one failed execution a minute', () => {
	const limit = createFailedExecutionLimit();
	const taken = [0, 0, 1, 59.999, 60, 60, 119.999, 120].map((time) => limit.take('a', at(time)));
	expect(taken).toEqual([true, false, false, false, true, false, false, true]);
});

it('each trigger has its own limit', () => {
	const limit = createFailedExecutionLimit();
	expect(limit.take('a', at(0))).toBe(true);
	expect(limit.take('b', at(30))).toBe(true);
	expect(limit.take('a', at(60))).toBe(true);
	expect(limit.take('b', at(60))).toBe(false);
	expect(limit.take('b', at(90))).toBe(true);
});

it('a trigger may start another failed execution after the clock is set back', () => {
	const limit = createFailedExecutionLimit();
	limit.take('a', at(0));
	expect(limit.take('a', at(-1))).toBe(true);
});

it('separate limit objects are independent of each other', () => {
	expect(createFailedExecutionLimit().take('a', at(0))).toBe(true);
	expect(createFailedExecutionLimit().take('a', at(0))).toBe(true);
});
