import { findExcess } from '../../../nodes/CleverConnect/application/limits';
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

it('20 attachments are accepted, but 21 are refused', () => {
	const contents = Array.from({ length: 21 }, () => base64Of(1));
	expect(passes(withContents(...contents.slice(1)))).toBe(true);
	expectUnprocessable(
		withContents(...contents),
		'maxItems',
		'/attachments',
		'There are 21 attachments; at most 20 are accepted.',
	);
	expect(passes({ ...goodApplication(), attachments: Array(21).fill(null) })).toBe(false);
});

it('32 nesting levels are accepted, but 33 are refused', () => {
	const nest = (levels: number): unknown =>
		levels === 0 ? 'text' : levels % 2 ? [nest(levels - 1)] : { a: nest(levels - 1) };
	expect(passes({ ...goodApplication(), extra: nest(31) })).toBe(true);
	expectUnprocessable(
		{ ...goodApplication(), extra: nest(32) },
		'maxDepth',
		'',
		'The JSON is nested deeper than 32 levels.',
	);
});

describe('the limit of 100,000 values', () => {
	const members = (count: number, value: unknown = 0) =>
		Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, value]));
	const message = 'The JSON has too many values.';

	// The body itself also counts as a value.
	it.each<[string, object, object]>([
		['members', members(99_999), members(100_000)],
		['elements', { list: Array(99_998).fill(0) }, { list: Array(99_999).fill(0) }],
		['nulls', members(99_999, null), members(100_000, null)],
		['lists', { list: Array(49_999).fill([0]) }, { list: Array(50_000).fill([0]) }],
		['empty objects', { a: { list: Array(99_997).fill({}) } }, { list: Array(99_999).fill({}) }],
	])('applies to %s', (_name, enough, tooMany) => {
		expect(passes(enough)).toBe(true);
		expectUnprocessable(tooMany, 'maxValues', '', message);
	});

	it.each<[string, (count: number) => object]>([
		['members', (count) => members(count)],
		['nested members', (count) => ({ a: members(count - 1) })],
	])('counts %s once for each item', (_name, make) => {
		const attachments = Array(20).fill(0) as unknown[];
		// Counts the body, and in each item its `attachments` member and the attachments themselves.
		const own = 1 + 20 * 21;
		const enough = Math.floor((100_000 - own) / 20);
		const split = (count: number) => ({ ...make(count), attachments });
		expect(passes(split(enough), Infinity, 'attachment')).toBe(true);
		expect(refused(split(enough + 1), Infinity, 'attachment').detail).toBe(message);
		expect(passes(split(enough + 1))).toBe(true);
		expect(passes(members(99_999), Infinity, 'attachment')).toBe(true);
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
		expectUnprocessable(counting(members(150_000)), 'maxValues', '', message);
		expectUnprocessable({ list: counting(Array(150_000).fill(0)) }, 'maxValues', '', message);
		expect(reads).toBeGreaterThan(199_990);
		expect(reads).toBeLessThan(200_010);
	});
});

describe('the limit of 32 MB of text', () => {
	const MEGABYTE = 1024 * 1024;
	const message = 'The text outside the files is too long.';
	const withText = (megabytes: number, attachments: unknown = []) => ({
		...goodApplication(),
		attachments,
		extra: ['a'.repeat(megabytes * MEGABYTE)],
	});

	it('applies to texts and names', () => {
		expect(passes(withText(31))).toBe(true);
		expectUnprocessable(withText(32), 'maxLength', '', message);
		const name = 'a'.repeat(32 * MEGABYTE);
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
		expect(passes(withName(31))).toBe(true);
		expect(refused(withName(33)).detail).toBe(message);
	});

	it('counts the text once for each item', () => {
		const attachments = Array(20).fill({ type: 'resume', content: 'QQ==' });
		expect(passes(withText(1, attachments), Infinity, 'attachment')).toBe(true);
		expect(refused(withText(2, attachments), Infinity, 'attachment').detail).toBe(message);
		expect(passes(withText(2, attachments))).toBe(true);
	});

	it('does not apply to files', () => {
		const file = { type: 'resume', content: 'a'.repeat(8 * MEGABYTE) };
		expect(passes(withText(1, Array(20).fill(file)), Infinity, 'attachment')).toBe(true);
		expect(passes(withText(1, { content: 'a'.repeat(64 * MEGABYTE) }))).toBe(true);
	});
});
