import { DEFAULT_LIMITS, findExcess } from '../../../nodes/CleverConnect/application/limits';
import type { JsonObject } from '../../../nodes/CleverConnect/common/jsonObject';
import { goodApplication } from '../../../tools/samples/exampleApplication.cts';

const withContents = (...contents: unknown[]) => ({
	...goodApplication(),
	attachments: contents.map((content) => ({ type: 'resume', content })),
});

const base64Of = (bytes: number) => Buffer.alloc(bytes).toString('base64');

type Output = 'application' | 'attachment';

function refused(body: object, maxFileMegabytes = Infinity, output: Output = 'application') {
	const excess = findExcess(body as JsonObject, { maxFileMegabytes, output });
	if (!excess) throw new Error('the application was accepted');
	return excess;
}

/** Returns whether a body is within the limits. */
const passes = (body: object, maxFileMegabytes = Infinity, output: Output = 'application') =>
	findExcess(body as JsonObject, { maxFileMegabytes, output }) === undefined;

describe('a file', () => {
	/** In megabytes. Equals 3,072 bytes. */
	const limit = 3 / 1024;

	it('may be exactly as large as the limit', () => {
		const content = base64Of(3072);
		expect(passes(withContents(content), limit)).toBe(true);
		expect(passes(withContents(content.replace(/(.{76})/g, '$1\r\n')), limit)).toBe(true);
		expect(passes(withContents(`data:application/pdf;base64,${content}`), limit)).toBe(true);
	});

	it.each([3073, 3074, 3075])('of %d bytes is refused if the limit is 3,072 bytes', (bytes) => {
		expect(refused(withContents(base64Of(10), base64Of(bytes)), limit)).toMatchObject({
			kind: 'fileTooLarge',
		});
	});

	it('that is too large is refused even if it is not in a list', () => {
		const attachments = { content: base64Of(3073) };
		expect(refused({ ...goodApplication(), attachments }, limit).kind).toBe('fileTooLarge');
	});

	it('that is too large is refused with the limit in the message', () => {
		const { detail } = refused(withContents(base64Of(2_000_000)), 1.5);
		expect(detail).toBe('A file is larger than the limit of 1.5 MB.');
	});

	it('is not measured if its content is not text or its attachment is not an object', () => {
		expect(passes(withContents(42, null, undefined), 1)).toBe(true);
		expect(passes({ ...goodApplication(), attachments: ['text', null] }, 1)).toBe(true);
		expect(passes({ ...goodApplication(), attachments: 'text' }, 1)).toBe(true);
	});
});

const expectUnprocessable = (body: object, code: string, path: string, message: string) => {
	expect(refused(body)).toEqual({
		kind: 'unprocessable',
		detail: message,
		issues: [{ code, path, message }],
	});
};

const LIMITS = DEFAULT_LIMITS;

it('the most attachments are accepted, but one more is refused', () => {
	const contents = Array.from({ length: LIMITS.attachments + 1 }, () => base64Of(1));
	expect(passes(withContents(...contents.slice(1)))).toBe(true);
	expectUnprocessable(
		withContents(...contents),
		'maxItems',
		'/attachments',
		`There are ${LIMITS.attachments + 1} attachments; at most ${LIMITS.attachments} are accepted.`,
	);
	const attachments = Array(LIMITS.attachments + 1).fill(null);
	expect(passes({ ...goodApplication(), attachments })).toBe(false);
});

it('the most nesting levels are accepted, but one more is refused', () => {
	const nest = (levels: number): unknown =>
		levels === 0 ? 'text' : levels % 2 ? [nest(levels - 1)] : { a: nest(levels - 1) };
	expect(passes({ ...goodApplication(), extra: nest(LIMITS.depth - 1) })).toBe(true);
	expectUnprocessable(
		{ ...goodApplication(), extra: nest(LIMITS.depth) },
		'maxDepth',
		'',
		`The JSON is nested deeper than ${LIMITS.depth} levels.`,
	);
});

describe('the limit on values', () => {
	const most = LIMITS.values;
	const members = (count: number, value: unknown = 0) =>
		Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, value]));
	const message = 'The JSON has too many values.';

	// The body itself also counts as a value.
	it.each<[string, object, object]>([
		['members', members(most - 1), members(most)],
		['elements', { list: Array(most - 2).fill(0) }, { list: Array(most - 1).fill(0) }],
		['nulls', members(most - 1, null), members(most, null)],
		['lists', { list: Array(most / 2 - 1).fill([0]) }, { list: Array(most / 2).fill([0]) }],
		[
			'empty objects',
			{ a: { list: Array(most - 3).fill({}) } },
			{ list: Array(most - 1).fill({}) },
		],
	])('applies to %s', (_name, enough, tooMany) => {
		expect(passes(enough)).toBe(true);
		expectUnprocessable(tooMany, 'maxValues', '', message);
	});

	it.each<[string, (count: number) => object]>([
		['members', (count) => members(count)],
		['nested members', (count) => ({ a: members(count - 1) })],
	])('counts %s once for each item', (_name, make) => {
		const items = LIMITS.attachments;
		const attachments = Array(items).fill(0) as unknown[];
		// Counts the body, and in each item its `attachments` member and the attachments themselves.
		const own = 1 + items * (items + 1);
		const enough = Math.floor((most - own) / items);
		const split = (count: number) => ({ ...make(count), attachments });
		expect(passes(split(enough), Infinity, 'attachment')).toBe(true);
		expect(refused(split(enough + 1), Infinity, 'attachment').detail).toBe(message);
		expect(passes(split(enough + 1))).toBe(true);
		expect(passes(members(most - 1), Infinity, 'attachment')).toBe(true);
	});

	it('once exceeded, stops a list or object from being read further', () => {
		let reads = 0;
		const counting = <T extends object>(target: T): T =>
			new Proxy(target, {
				get: (object, name, receiver) => {
					if (name !== 'length') reads += 1;
					return Reflect.get(object, name, receiver) as unknown;
				},
			});
		expectUnprocessable(counting(members(1.5 * most)), 'maxValues', '', message);
		expectUnprocessable({ list: counting(Array(1.5 * most).fill(0)) }, 'maxValues', '', message);
		expect(reads).toBeGreaterThan(2 * most - 10);
		expect(reads).toBeLessThan(2 * most + 10);
	});
});

describe('the limit on text', () => {
	const most = LIMITS.textMegabytes;
	const MEGABYTE = 1024 * 1024;
	const message = 'The text outside the files is too long.';
	const withText = (megabytes: number, attachments: unknown = []) => ({
		...goodApplication(),
		attachments,
		extra: ['a'.repeat(megabytes * MEGABYTE)],
	});

	it('applies to texts and names', () => {
		expect(passes(withText(most - 1))).toBe(true);
		expectUnprocessable(withText(most), 'maxLength', '', message);
		const name = 'a'.repeat(most * MEGABYTE);
		expectUnprocessable({ ...goodApplication(), extra: { [name]: 0 } }, 'maxLength', '', message);
	});

	it.each([
		['a control character', '\u0001', 6],
		['a Chinese letter', '中', 3],
	])('counts a name as it is in JSON, in which %s takes %d bytes', (_name, letter, bytes) => {
		const withName = (size: number) => ({
			...goodApplication(),
			extra: { [letter.repeat((size * MEGABYTE) / bytes)]: 0 },
		});
		expect(passes(withName(most - 1))).toBe(true);
		expect(refused(withName(most + 1)).detail).toBe(message);
	});

	it('counts the text once for each item', () => {
		const attachments = Array(LIMITS.attachments).fill({ type: 'resume', content: 'QQ==' });
		expect(passes(withText(1, attachments), Infinity, 'attachment')).toBe(true);
		expect(refused(withText(2, attachments), Infinity, 'attachment').detail).toBe(message);
		expect(passes(withText(2, attachments))).toBe(true);
	});

	it('does not apply to files', () => {
		const file = { type: 'resume', content: 'a'.repeat(8 * MEGABYTE) };
		expect(passes(withText(1, Array(LIMITS.attachments).fill(file)), Infinity, 'attachment')).toBe(
			true,
		);
		expect(passes(withText(1, { content: 'a'.repeat(64 * MEGABYTE) }))).toBe(true);
	});
});
