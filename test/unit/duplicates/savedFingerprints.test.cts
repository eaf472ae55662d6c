import {
	formatHistories,
	parseForeignHistories,
	type Histories,
} from '../../../nodes/CleverConnect/duplicates/savedFingerprints';

const writer = { workflow: 'w', process: 'me' };
const reader = { workflow: 'w', process: 'you' };
const histories: Histories = [
	['node-1', [['a', 1]]],
	['__proto__', [['b-_', 2]]],
];

it("another process reads its workflow's histories, each of which is saved as a string", () => {
	const saved = formatHistories(writer, histories);
	expect(Object.values(saved.triggers as object)).toEqual(['a:1', 'b-_:2']);
	expect(parseForeignHistories(saved, reader)).toEqual(histories);
	expect(parseForeignHistories(saved, { ...reader, workflow: 'x' })).toEqual([]);
	expect(parseForeignHistories(saved, writer)).toEqual([]);
});

it.each([
	...[undefined, null, 'text', [], { workflow: 'w' }],
	...['', 'text', ['text'], 7, null, { 'node-1': 7 }].map((triggers) => ({ ...writer, triggers })),
])('static data of %j contains no entry', (saved) => {
	expect(parseForeignHistories(saved, reader).flatMap(([, deliveries]) => deliveries)).toEqual([]);
});

it('invalid deliveries are ignored', () => {
	const text = 'a a: :1 a:x a:1.5 a:-1 a:1:1 a/b:1  b:2 c:99999999999999999999 d:3';
	const [[, deliveries] = []] = parseForeignHistories(
		{ ...writer, triggers: { 'node-1': text } },
		reader,
	);
	expect(Object.fromEntries(deliveries ?? [])).toEqual({ b: 2, d: 3 });
});
