import { createRegister } from '../../../nodes/CleverConnect/redeliveries/register';
import {
	formatEntries,
	readForeignEntries,
} from '../../../nodes/CleverConnect/redeliveries/storedEntries';

const WEEK = 7 * 24 * 60 * 60;

describe('a register', () => {
	it('gives a delivery to the first who claims it, and knows it once it is accepted', () => {
		const register = createRegister();
		const claim = register.claim('a', 0);
		expect(claim.standing).toBe('new');
		expect(register.claim('a', 1).standing).toBe('inProgress');
		expect(register.claim('b', 1).standing).toBe('new');
		claim.settle(true, 2);
		expect(register.claim('a', 3).standing).toBe('accepted');
		expect(register.claim('b', 3).standing).toBe('inProgress');
	});

	it('gives a delivery that failed to the next who claims it', () => {
		const register = createRegister();
		register.claim('a', 0).settle(false, 1);
		expect(register.claim('a', 2).standing).toBe('new');
		expect(register.takeLatest(10)).toEqual([]);
	});

	it('keeps a delivery that is about to be accepted, unless that fails', () => {
		const register = createRegister();
		const failing = register.claim('a', 0);
		failing.anticipate(1);
		expect(register.takeLatest(10)).toEqual([['a', 1]]);
		expect(register.claim('a', 2).standing).toBe('inProgress');
		failing.settle(false, 3);
		expect(register.takeLatest(10)).toEqual([]);

		const succeeding = register.claim('a', 4);
		expect(succeeding.standing).toBe('new');
		succeeding.anticipate(5);
		succeeding.settle(true, 6);
		expect(register.takeLatest(10)).toEqual([['a', 6]]);
	});

	it('gives a delivery that is never decided to another after five minutes', () => {
		const register = createRegister();
		register.claim('a', 0);
		expect(register.claim('a', 5 * 60 - 1).standing).toBe('inProgress');
		expect(register.claim('a', 5 * 60).standing).toBe('new');
		expect(register.claim('a', 5 * 60 + 1).standing).toBe('inProgress');
	});

	it('keeps to what became of the other, though the first fails in the end', () => {
		const register = createRegister();
		const first = register.claim('a', 0);
		const second = register.claim('a', 5 * 60);
		first.settle(false, 5 * 60 + 1);
		expect(register.claim('a', 5 * 60 + 2).standing).toBe('inProgress');
		second.settle(true, 5 * 60 + 3);
		first.settle(false, 5 * 60 + 4);
		expect(register.claim('a', 5 * 60 + 5).standing).toBe('accepted');
	});

	it('knows a delivery whose first was accepted in the end, though the other fails', () => {
		const register = createRegister();
		const first = register.claim('a', 0);
		const second = register.claim('a', 5 * 60);
		first.settle(true, 5 * 60 + 1);
		second.settle(false, 5 * 60 + 2);
		expect(register.claim('a', 5 * 60 + 3).standing).toBe('accepted');
	});

	it('forgets after a week', () => {
		const register = createRegister();
		register.claim('a', 0).settle(true, 0);
		expect(register.claim('a', WEEK - 1).standing).toBe('accepted');
		const claim = register.claim('a', WEEK);
		expect(claim.standing).toBe('new');
		register.learn([['b', 0]], WEEK);
		expect(register.claim('b', WEEK).standing).toBe('new');
		claim.settle(true, WEEK);
		expect(register.takeLatest(10)).toEqual([['a', WEEK]]);
	});

	it('keeps the latest thousand', () => {
		const register = createRegister();
		for (let index = 0; index <= 1000; index++) {
			register.claim(`${index}`, 0).settle(true, 0);
		}
		expect(register.claim('1', 0).standing).toBe('accepted');
		expect(register.claim('1000', 0).standing).toBe('accepted');
		expect(register.claim('0', 0).standing).toBe('new');
		expect(register.takeLatest(2)).toEqual([
			['999', 0],
			['1000', 0],
		]);
	});

	it('leaves the writing to deliveries that are under way, and the last of them does it', () => {
		const register = createRegister();
		expect(register.isWriteDue(1)).toBe(false);
		const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => register.claim(name, 0));
		a?.anticipate(1);
		expect(register.isWriteDue(1)).toBe(false);
		b?.settle(false, 1);
		expect(register.isWriteDue(1)).toBe(false);
		c?.anticipate(1);
		expect(register.isWriteDue(1)).toBe(false);
		d?.settle(false, 1);
		expect(register.isWriteDue(1)).toBe(true);
		expect(register.takeLatest(10)).toEqual([
			['a', 1],
			['c', 1],
		]);
		expect(register.isWriteDue(1)).toBe(false);
	});

	it('leaves nothing to a delivery that is never decided', () => {
		const register = createRegister();
		register.claim('stuck', 0);
		register.claim('a', 1).anticipate(1);
		expect(register.isWriteDue(5 * 60 - 1)).toBe(false);
		expect(register.isWriteDue(5 * 60)).toBe(true);
	});

	it('does not leave the writing to others for more than fifteen deliveries', () => {
		const register = createRegister();
		register.claim('slow', 0);
		for (let round = 0; round < 2; round++) {
			for (let index = 0; index < 15; index++) {
				const claim = register.claim(`${round}-${index}`, 0);
				claim.anticipate(0);
				// n8n may ask for the answer, and so for this, more than once.
				claim.anticipate(0);
				expect(register.isWriteDue(1)).toBe(false);
			}
			register.claim(`${round}-15`, 0).anticipate(0);
			expect(register.isWriteDue(1)).toBe(true);
			register.takeLatest(1);
		}
	});

	it('learns what others kept, without forgetting what it knows better', () => {
		const register = createRegister();
		register.claim('a', 5).settle(true, 5);
		register.learn(
			[
				['a', 1],
				['b', 2],
			],
			6,
		);
		expect(register.takeLatest(10)).toEqual([
			['a', 5],
			['b', 2],
		]);
		expect(register.claim('b', 6).standing).toBe('accepted');
	});
});

describe('what is stored', () => {
	const stored = { scope: 's', writer: 'me', entries: 'a:1 b-_:2' };
	const entries = [
		['a', 1],
		['b-_', 2],
	] as const;

	it('is one text', () => {
		expect(formatEntries(entries)).toBe(stored.entries);
		expect(formatEntries([])).toBe('');
	});

	it('is read by another process, in its own scope', () => {
		expect(readForeignEntries(stored, 's', 'you')).toEqual(entries);
		expect(readForeignEntries(stored, 't', 'you')).toEqual([]);
	});

	it('is not read by the process that wrote it', () => {
		expect(readForeignEntries(stored, 's', 'me')).toEqual([]);
	});

	it.each([
		...[undefined, null, 'text', [], { scope: 's' }],
		...['', 'text', ['text'], 7, { a: 1 }].map((odd) => ({ ...stored, entries: odd })),
	])('may be %j, and is then nothing', (odd) => {
		expect(readForeignEntries(odd, 's', 'you')).toEqual([]);
	});

	it('is read without what is no entry', () => {
		const mixed = 'a a: :1 a:x a:1.5 a:-1 a:1:1 a/b:1  b:2 c:99999999999999999999';
		expect(readForeignEntries({ ...stored, entries: mixed }, 's', 'you')).toEqual([['b', 2]]);
	});
});
