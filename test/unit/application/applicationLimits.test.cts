import {
	APPLICATION_LIMITS as LIMITS,
	findExcess,
} from '../../../nodes/CleverConnect/application/applicationLimits';
import type { JsonObject } from '../../../nodes/CleverConnect/common/jsonObject';

const MEGABYTE = 1024 * 1024;
const TOO_LONG = 'The text outside the files is too long.';
const TOO_DEEP = `The JSON is nested deeper than ${LIMITS.depth} levels.`;
const TOO_MANY_FILES = `There are ${LIMITS.attachments + 1} attachments; at most ${LIMITS.attachments} are accepted.`;
const TOO_MANY = 'The JSON has too many values.';

/** Returns the refusal of a body. With `isSplit`, each attachment has an item of its own. */
const excessOf = (body: object, { isSplit = false } = {}) =>
	findExcess(body as JsonObject, {
		output: isSplit ? 'attachment' : 'application',
	});

const nest = (levels: number): unknown =>
	levels === 0 ? 'text' : levels % 2 ? [nest(levels - 1)] : { a: nest(levels - 1) };
const list = (count: number, entry: unknown) => ({ attachments: Array(count).fill(entry) });
const repeat = (text: string, megabytes: number) =>
	text.repeat((megabytes * MEGABYTE) / Buffer.byteLength(text));

it.each<[code: string, message: string, most: number, make: (amount: number) => object, string?]>([
	['maxItems', TOO_MANY_FILES, LIMITS.attachments, (count) => list(count, null), '/attachments'],
	// The body itself is the first level, and also counts as a value.
	['maxDepth', TOO_DEEP, LIMITS.depth - 1, (levels) => ({ extra: nest(levels) })],
	['maxValues', TOO_MANY, LIMITS.values / 2 - 1, (half) => ({ list: Array(half).fill([0]) })],
	['maxLength', TOO_LONG, LIMITS.textMegabytes, (size) => ({ '': [repeat('a', size)] })],
	// Names count by their bytes in JSON.
	['maxLength', TOO_LONG, LIMITS.textMegabytes / 6, (size) => ({ [repeat('\u0001', size)]: 0 })],
	['maxLength', TOO_LONG, LIMITS.textMegabytes, (size) => ({ [repeat('中', size)]: 0 })],
])('an application over a limit is refused with %s: %s', (code, detail, most, make, path = '') => {
	expect(excessOf(make(most))).toBeUndefined();
	const issues = [{ code, path, message: detail }];
	expect(excessOf(make(most + 1))).toEqual({ kind: 'overLimit', issues });
});

const members = (count: number) =>
	Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, 0]));

it('values and text count once for each item, and the text of files does not count', () => {
	const items = LIMITS.attachments;
	const split = (content: string, others: object) => ({ ...list(items, { content }), others });
	// These values count too: the body and, in each item, `others`, `attachments`, its entries, and their contents.
	const rest = Math.floor((LIMITS.values - 1) / items) - 2 - 2 * items;
	const text = (megabytes: number) => ({ a: repeat('a', megabytes) });
	const most = Math.floor(LIMITS.textMegabytes / items);
	for (const [fewEnough, tooMany, message] of [
		[split('', members(rest)), split('', members(rest + 1)), TOO_MANY],
		[split(repeat('a', 8), text(most)), split(repeat('a', 8), text(most + 1)), TOO_LONG],
	] as const) {
		expect(excessOf(fewEnough, { isSplit: true })).toBeUndefined();
		expect(excessOf(tooMany, { isSplit: true })).toMatchObject({ issues: [{ message }] });
		expect(excessOf(tooMany)).toBeUndefined();
	}
	expect(excessOf(members(LIMITS.values - 1), { isSplit: true })).toBeUndefined();
	expect(excessOf({ attachments: { content: repeat('a', 64) } })).toBeUndefined();
});

it('a list or object with too many values is not read further', () => {
	const most = LIMITS.values;
	const get = jest.fn();
	const unreadable = { get, enumerable: true };
	const list = Object.defineProperty(Array(1.5 * most).fill(0), most + 10, unreadable);
	const object = Object.defineProperty(members(1.5 * most), `m${most + 10}`, unreadable);
	expect(excessOf({ list })).toMatchObject({ issues: [{ message: TOO_MANY }] });
	expect(excessOf(object)).toMatchObject({ issues: [{ message: TOO_MANY }] });
	expect(get).not.toHaveBeenCalled();
});
