import { createFailedExecutionLimit } from '../../../nodes/CleverConnect/access';

it('each trigger may start one failed execution a minute', () => {
	const limit = createFailedExecutionLimit();
	const take = (trigger: string, seconds: number) =>
		limit.take(trigger, new Date(1_700_000_000_000 + seconds * 1000));
	const taken = [0, 0, 59.999, 60, 60, 119.999, 120].map((seconds) => take('a', seconds));
	expect(taken).toEqual([true, false, false, true, false, false, true]);
	expect([150, 179, 210].map((seconds) => take('b', seconds))).toEqual([true, false, true]);
	expect(createFailedExecutionLimit().take('b', new Date(0))).toBe(true);
});
