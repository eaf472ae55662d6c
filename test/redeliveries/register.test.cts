import { createRegister } from '../../nodes/CleverConnect/redeliveries/register';
import {
	formatEntries,
	readForeignEntries,
} from '../../nodes/CleverConnect/redeliveries/storedEntries';

const WEEK = 7 * 24 * 60 * 60;

describe('a register', () => {
	it('gives a delivery to the first who claims it, and knows it once it is accepted', () => {
		const register = createRegister();
		expect(register.claim('a', 0)).toBe('new');
		expect(register.claim('a', 1)).toBe('inProgress');
		expect(register.claim('b', 1)).toBe('new');
		register.settle('a', true, 2);
		expect(register.claim('a', 3)).toBe('accepted');
		expect(register.claim('b', 3)).toBe('inProgress');
	});

	it('gives a delivery that failed to the next who claims it', () => {
		const register = createRegister();
		register.claim('a', 0);
		register.settle('a', false, 1);
		expect(register.claim('a', 2)).toBe('new');
		expect(register.takeLatest(10)).toEqual([]);
	});

	it('keeps a delivery that is about to be accepted, unless that fails', () => {
		const register = createRegister();
		register.claim('a', 0);
		register.anticipate('a', 1);
		expect(register.takeLatest(10)).toEqual([['a', 1]]);
		expect(register.claim('a', 2)).toBe('inProgress');
		register.settle('a', false, 3);
		expect(register.takeLatest(10)).toEqual([]);
		expect(register.claim('a', 4)).toBe('new');
		register.anticipate('a', 5);
		register.settle('a', true, 6);
		expect(register.takeLatest(10)).toEqual([['a', 6]]);
	});

	it('gives a delivery that is never decided to another after five minutes', () => {
		const register = createRegister();
		register.claim('a', 0);
		expect(register.claim('a', 5 * 60 - 1)).toBe('inProgress');
		expect(register.claim('a', 5 * 60)).toBe('new');
		expect(register.claim('a', 5 * 60 + 1)).toBe('inProgress');
	});

	it('forgets after a week', () => {
		const register = createRegister();
		register.claim('a', 0);
		register.settle('a', true, 0);
		expect(register.claim('a', WEEK - 1)).toBe('accepted');
		expect(register.claim('a', WEEK)).toBe('new');
		register.learn([['b', 0]], WEEK);
		expect(register.claim('b', WEEK)).toBe('new');
		register.settle('a', true, WEEK);
		expect(register.takeLatest(10)).toEqual([['a', WEEK]]);
	});

	it('keeps the latest thousand', () => {
		const register = createRegister();
		for (let index = 0; index <= 1000; index++) {
			register.claim(`${index}`, 0);
			register.settle(`${index}`, true, 0);
		}
		expect(register.claim('1', 0)).toBe('accepted');
		expect(register.claim('1000', 0)).toBe('accepted');
		expect(register.claim('0', 0)).toBe('new');
		expect(register.takeLatest(2)).toEqual([
			['999', 0],
			['1000', 0],
		]);
	});

	it('leaves the writing to deliveries that are under way, and the last of them does it', () => {
		const register = createRegister();
		expect(register.isWriteDue(1)).toBe(false);
		for (const fingerprint of ['a', 'b', 'c', 'd']) register.claim(fingerprint, 0);
		register.anticipate('a', 1);
		expect(register.isWriteDue(1)).toBe(false);
		register.settle('b', false, 1);
		expect(register.isWriteDue(1)).toBe(false);
		register.anticipate('c', 1);
		expect(register.isWriteDue(1)).toBe(false);
		register.settle('d', false, 1);
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
		register.claim('a', 1);
		register.anticipate('a', 1);
		expect(register.isWriteDue(5 * 60 - 1)).toBe(false);
		expect(register.isWriteDue(5 * 60)).toBe(true);
	});

	it('does not leave the writing to others for more than fifteen deliveries', () => {
		const register = createRegister();
		register.claim('slow', 0);
		for (let round = 0; round < 2; round++) {
			for (let index = 0; index < 15; index++) {
				register.claim(`${round}-${index}`, 0);
				register.anticipate(`${round}-${index}`, 0);
				expect(register.isWriteDue(1)).toBe(false);
			}
			register.claim(`${round}-15`, 0);
			register.anticipate(`${round}-15`, 0);
			expect(register.isWriteDue(1)).toBe(true);
			register.takeLatest(1);
		}
	});

	it('learns what others kept, without forgetting what it knows better', () => {
		const register = createRegister();
		register.claim('a', 5);
		register.settle('a', true, 5);
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
		expect(register.claim('b', 6)).toBe('accepted');
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
