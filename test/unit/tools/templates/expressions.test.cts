import { readFileSync } from 'node:fs';
import { goodApplication } from '../../../../tools/samples/exampleApplication.cts';
import {
	cellOf,
	harmless,
	lineOf,
	numberOf,
	withoutLink,
} from '../../../../tools/templates/expressions.cts';
import { FILE_NAME } from '../../../../tools/templates/fileName.cts';
import { evaluate as evaluateInNode } from '../../../helpers/nodeContext.cts';

/** Evaluates an expression of a template in n8n's engine, in a step after `Application`. */
function evaluate(expression: string, application: object): unknown {
	const file = { fileName: 'cv.pdf', mimeType: 'application/pdf', data: '' };
	const value = expression.replace(/\$\('Application'\)\.(?:first\(\)|item)\.json/g, '$json');
	return evaluateInNode(`{{ ${value} }}`, { json: application as never, binary: { file } });
}

/** Returns an application that has a value in each field that the sender fills. */
function fillFields(value: unknown, id: unknown = 4711) {
	const candidate = { firstName: value, lastName: value, location: { raw: value, city: value } };
	const attachments = [null, { type: value, binaryField: 'file' }];
	return { ...goodApplication(), id, jobId: value, origin: value, candidate, attachments };
}

/** Evaluates the text of a field for an application with this name. */
const textOf = (field: string, name: string) =>
	evaluateInNode(field.replaceAll("$('Application').item.json", '$json'), {
		json: { summary: { name } } as never,
	});

it.each([
	['Log in at HTTPS://EVIL', 'Log in at HTTPS //EVIL'],
	['www. evil', 'www  evil'],
	['evil.example/login', 'evil example/login'],
	['evil。example', 'evil example'],
	['evil．example', 'evil example'],
	['evil｡example', 'evil example'],
	['192.0.2.1/login', '192 0 2 1/login'],
	['mail me@evil', 'mail me evil'],
	['<!channel> <b>&amp;', ' !channel   b  amp;'],
	['Anne-Marie O’Neil, ශ්‍රී', 'Anne-Marie O’Neil, ශ්‍රී'],
	['', 'nobody'],
])('%j becomes no link, mention, or HTML', (name, expected) => {
	expect(textOf(harmless('name', 'nobody'), name)).toBe(expected);
});

it.each([
	['line breaks', 'A\r\n\r\nB\u2028C\u0085D\tE\u0000F\u001bG\v\f', 'A B C D E F G'],
	['an expression', '={{ $execution.id }} ${1}', '={{ $execution.id }} ${1}'],
	['many emojis', '😀'.repeat(300), '😀'.repeat(80)],
	['a lone surrogate', 'a\ud800b', 'a b'],
	['white space', ' \n ', ''],
	['an object that has no text', { toString: 1, valueOf: 1 }, ''],
	['a number', 815, '815'],
	['null', null, ''],
	['nothing', undefined, ''],
])('a value becomes one line of at most 80 characters: %s', (_title, value, expected) => {
	for (const name of ['job', 'firstName', 'city', 'address', 'source'] as const) {
		expect([name, evaluate(lineOf(name), fillFields(value))]).toEqual([name, expected]);
	}
	expect(evaluate(lineOf('title'), fillFields(value))).toMatch(/^\P{C}{1,80}$/u);
});

const IDS = [4711, '4711', 'constructor', '__proto__', 'a/b', 'a:b', 'a"b', '字'.repeat(64)];

it.each([
	['number', numberOf()],
	['file name', FILE_NAME],
])('the %s distinguishes applications', (_name, expression) => {
	const keys = IDS.map((id) => String(evaluate(expression, fillFields('usual', id))).toLowerCase());
	expect(new Set(keys).size).toBe(IDS.length);
	for (const key of keys) expect(Object.hasOwn(Object.prototype, key)).toBe(false);
});

it('the file name distinguishes the files of an application', () => {
	const types = ['../photo', 'a/b', 'a_b', 'A_B', 'a_b 2', 'a_b.pdf', 'attachment', undefined];
	const names = types.map((_type, index) => {
		const attachments: object[] = types.map((type) => ({ type }));
		attachments[index] = { type: types[index], binaryField: 'file' };
		return String(evaluate(FILE_NAME, { ...fillFields('usual'), attachments })).toLowerCase();
	});
	expect(new Set(names).size).toBe(types.length);
});

it.each(['postgresql', 'sqlite'])('exactly-once in %s distinguishes numbers from texts', (name) => {
	const text = readFileSync(`deploy/exactly-once/${name}.workflow.json`, 'utf8');
	expect(text).toMatch(/\bJSON\.stringify\([^"]+json\.id\)/);
});

it('the name of a file shows the job, the candidate, the number, and the kind', () => {
	const nameOf = (id: unknown) => evaluate(FILE_NAME, fillFields('usual', id));
	expect(nameOf(4711)).toBe('usual - usual usual - 4711 - usual.pdf');
	expect(nameOf('A 12')).toMatch(/^usual - usual usual - A 12 [\da-f]{16} - usual\.pdf$/);
});

it.each(['字', '😀', 'é', '😀é', 'x', '\u0301', '/'])(
	'the name of a file is safe and long for many %s',
	(text) => {
		const name = String(evaluate(FILE_NAME, fillFields(text.repeat(300), '字'.repeat(64))));
		expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
		expect(Buffer.byteLength(name)).toBeGreaterThan(180);
		expect(name).toMatch(/^[^\\/:*?"<>|\p{Cc}\p{Cs}]+\.pdf$/u);
	},
);

it.each(['=1+1', '+1', '-1', '@A1'])('a cell of a spreadsheet is no formula: %s', (formula) => {
	expect(evaluate(cellOf(lineOf('job')), fillFields(formula))).toBe(`'${formula}`);
});

it.each([
	...['Log in at HTTPS://EVIL', 'www. evil', 'evil.example/login', 'evil。example'],
	...['evil．example', 'evil.\u200dexample', '192.0.2.1/login', 'mail me@evil'],
])('a line that looks like a link is replaced: %j', (link) => {
	expect(evaluate(withoutLink(lineOf('job'), 'left out'), fillFields(link))).toBe('left out');
});

it.each([
	...['J.R.R. Tolkien Jr.', 'Anne-Marie St. John', 'J.-P. Müller', 'ශ්‍රී ලංකා'],
	...['+33.1.23.45.67', '12/3 Rue A. B. 4.5'],
])('a line that does not look like a link is kept: %s', (line) => {
	expect(evaluate(withoutLink(lineOf('job'), 'left out'), fillFields(line))).toBe(line);
});
