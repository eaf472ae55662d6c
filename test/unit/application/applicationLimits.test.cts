import {
	APPLICATION_LIMITS,
	findExcess,
} from '../../../nodes/CleverConnect/application/applicationLimits';
import type { JsonObject } from '../../../nodes/CleverConnect/common/jsonObject';
import { goodApplication } from '../../../tools/samples/exampleApplication.cts';

const LIMITS = APPLICATION_LIMITS;
const MEGABYTE = 1024 * 1024;

/** Returns the refusal of a body, which has an item for each attachment if `isSplit`. */
const excessOf = (body: object, { isSplit = false, maxFileMegabytes = Infinity } = {}) =>
	findExcess(body as JsonObject, {
		maxFileMegabytes,
		output: isSplit ? 'attachment' : 'application',
	});

const withAttachments = (attachments: unknown, extra?: unknown) => ({
	...goodApplication(),
	attachments,
	extra,
});

function expectUnprocessable(body: object, code: string, path: string, message: string) {
	const issues = [{ code, path, message }];
	expect(excessOf(body)).toEqual({ kind: 'overLimit', detail: message, issues });
}

describe('a file', () => {
	const base64Of = (bytes: number) => Buffer.alloc(bytes).toString('base64');
	/** 3,072 bytes */
	const limit = { maxFileMegabytes: 3 / 1024 };

	it.each<[string, unknown]>([
		['has as many bytes as the limit', [{ content: base64Of(3072) }]],
		['is in lines', [{ content: base64Of(3072).replace(/(.{76})/g, '$1\r\n') }]],
		['is not text', [{ content: 42 }, { content: null }, 'text', null]],
	])('is accepted if it %s', (_name, attachments) => {
		expect(excessOf(withAttachments(attachments), limit)).toBeUndefined();
	});

	it.each<[string, unknown]>([
		['a byte too large', [{ content: base64Of(10) }, { content: base64Of(3073) }]],
		['not in a list', { content: base64Of(3075) }],
	])('is refused if it is %s', (_name, attachments) => {
		expect(excessOf(withAttachments(attachments), limit)).toEqual({
			kind: 'fileTooLarge',
			detail: 'A file is larger than the limit of 0.0029296875 MB.',
		});
	});
});

it('the most attachments are accepted, but one more is refused', () => {
	const attachments = Array<unknown>(LIMITS.attachments).fill(null);
	expect(excessOf(withAttachments(attachments))).toBeUndefined();
	expectUnprocessable(
		withAttachments([...attachments, {}]),
		'maxItems',
		'/attachments',
		`There are ${LIMITS.attachments + 1} attachments; at most ${LIMITS.attachments} are accepted.`,
	);
});

it('the most nesting levels are accepted, but one more is refused', () => {
	const nest = (levels: number): unknown =>
		levels === 0 ? 'text' : levels % 2 ? [nest(levels - 1)] : { a: nest(levels - 1) };
	const message = `The JSON is nested deeper than ${LIMITS.depth} levels.`;
	expect(excessOf({ extra: nest(LIMITS.depth - 1) })).toBeUndefined();
	expectUnprocessable({ extra: nest(LIMITS.depth) }, 'maxDepth', '', message);
});

describe('the limit on values', () => {
	const most = LIMITS.values;
	const members = (count: number) =>
		Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, 0]));
	const message = 'The JSON has too many values.';

	// The body itself also counts as a value.
	it('applies to elements at any depth', () => {
		expect(excessOf({ list: Array(most / 2 - 1).fill([0]) })).toBeUndefined();
		expectUnprocessable({ list: Array(most / 2).fill([0]) }, 'maxValues', '', message);
	});

	it('counts members once for each item', () => {
		const items = LIMITS.attachments;
		const attachments = Array(items).fill(0);
		// Counts the body, and in each item its `attachments` member and the attachments themselves.
		const enough = Math.floor((most - 1 - items * (items + 1)) / items);
		const split = (count: number) => ({ ...members(count), attachments });
		expect(excessOf(split(enough), { isSplit: true })).toBeUndefined();
		expect(excessOf(split(enough + 1), { isSplit: true })?.detail).toBe(message);
		expect(excessOf(split(enough + 1))).toBeUndefined();
		expect(excessOf(members(most - 1), { isSplit: true })).toBeUndefined();
	});

	it('once exceeded, stops a list or object from being read further', () => {
		let reads = 0;
		const counting = <T extends object>(target: T): T =>
			new Proxy(target, {
				get: (object, name, receiver) => {
					reads += 1;
					return Reflect.get(object, name, receiver) as unknown;
				},
			});
		expectUnprocessable(counting(members(1.5 * most)), 'maxValues', '', message);
		expect(reads).toBeGreaterThan(most - 10);
		expect(reads).toBeLessThan(most + 10);
		expectUnprocessable({ list: counting(Array(1.5 * most).fill(0)) }, 'maxValues', '', message);
		// Reading an element also reads the length.
		expect(reads).toBeLessThan(3 * most + 10);
	});
});

describe('the limit on text', () => {
	const most = LIMITS.textMegabytes;
	const message = 'The text outside the files is too long.';
	const textOf = (megabytes: number) => ['a'.repeat(megabytes * MEGABYTE)];
	const nameOf = (megabytes: number, letter: string, bytes: number) => ({
		[letter.repeat((megabytes * MEGABYTE) / bytes)]: 0,
	});

	it.each<[string, (megabytes: number) => unknown]>([
		['texts', textOf],
		['names in JSON, with control characters', (megabytes) => nameOf(megabytes, '\u0001', 6)],
		['names in JSON, with Chinese letters', (megabytes) => nameOf(megabytes, '中', 3)],
	])('applies to %s', (_name, make) => {
		expect(excessOf(withAttachments([], make(most - 1)))).toBeUndefined();
		expectUnprocessable(withAttachments([], make(most)), 'maxLength', '', message);
	});

	it('counts the text once for each item, but not the files', () => {
		const file = { type: 'resume', content: 'a'.repeat(8 * MEGABYTE) };
		const attachments = Array(LIMITS.attachments).fill(file);
		expect(excessOf(withAttachments(attachments, textOf(1)), { isSplit: true })).toBeUndefined();
		expect(excessOf(withAttachments(attachments, textOf(2)), { isSplit: true })?.detail).toBe(
			message,
		);
		expect(excessOf(withAttachments(attachments, textOf(2)))).toBeUndefined();
		expect(excessOf(withAttachments({ content: textOf(64)[0] }, textOf(1)))).toBeUndefined();
	});
});
