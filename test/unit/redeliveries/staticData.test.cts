import {
	formatHistories,
	parseForeignHistories,
} from '../../../nodes/CleverConnect/redeliveries/staticData';

const writer = { workflow: 'w', process: 'me' };
const reader = { workflow: 'w', process: 'you' };
const histories = new Map([
	[
		'node-1',
		[
			['a', 1],
			['b-_', 2],
		] as const,
	],
	['__proto__', [['c', 3]] as const],
]);

it('each history is saved as a single string', () => {
	const { triggers } = formatHistories(writer, histories);
	expect(Object.entries(triggers as object)).toEqual([
		['node-1', 'a:1 b-_:2'],
		['__proto__', 'c:3'],
	]);
});

it("another process reads its workflow's histories", () => {
	const saved = JSON.parse(JSON.stringify(formatHistories(writer, histories))) as unknown;
	expect(parseForeignHistories(saved, reader)).toEqual(histories);
	expect(parseForeignHistories(saved, { ...reader, workflow: 'x' })).toEqual(new Map());
});

it('the process that saved the histories ignores them', () => {
	expect(parseForeignHistories(formatHistories(writer, histories), writer)).toEqual(new Map());
});

it.each([
	...[undefined, null, 'text', [], { workflow: 'w' }],
	...['', 'text', ['text'], 7, null].map((triggers) => ({ ...writer, triggers })),
])('static data of %j contains no history', (saved) => {
	const entries = [...parseForeignHistories(saved, reader).values()].flat();
	expect(entries).toEqual([]);
});

it('invalid entries are ignored', () => {
	const text = 'a a: :1 a:x a:1.5 a:-1 a:1:1 a/b:1  b:2 c:99999999999999999999';
	const saved = { ...writer, triggers: { 'node-1': text, 'node-2': 7 } };
	expect(parseForeignHistories(saved, reader)).toEqual(
		new Map([
			['node-1', [['b', 2]]],
			['node-2', []],
		]),
	);
});
