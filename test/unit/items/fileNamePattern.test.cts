import fc from 'fast-check';
import { parseAcceptedTypes } from '../../../nodes/CleverConnect/attachments/acceptedTypes';
import { readAttachments } from '../../../nodes/CleverConnect/attachments/readAttachments';
import {
	parseFileNamePattern,
	PLACEHOLDERS,
	renameFiles,
} from '../../../nodes/CleverConnect/items/fileNamePattern';
import { summarize } from '../../../nodes/CleverConnect/items/summary';
import { goodApplication } from '../../../tools/samples/exampleApplication.cts';

const EXAMPLE = '{job} - {lastName} {firstName} - {number} - {type}';
const FILE = { type: 'resume', contentType: 'pdf', content: 'JVBERi0xLjQK' };

/** Returns the names of an application's files. */
function namesOf(pattern: string, { candidate = {}, ...members }: Record<string, unknown> = {}) {
	const good = goodApplication();
	const body = { ...good, ...members, candidate: { ...good.candidate, ...(candidate as object) } };
	const attachments = readAttachments(body, parseAcceptedTypes('pdf, docx'));
	const receivedAt = '2026-03-01T23:59:59.999Z';
	const application = { id: body.id, summary: summarize(body, []), receivedAt };
	return renameFiles(attachments, parseFileNamePattern(pattern), application).map(
		({ file }) => file?.fileName,
	);
}

it('the names contain the type of each file, and its extension, or stay as sent without a pattern', () => {
	expect(namesOf(EXAMPLE)).toEqual([
		'0042-BAKER - Example Camille - 4711 - CV.pdf',
		'0042-BAKER - Example Camille - 4711 - letter.docx',
	]);
	expect(namesOf('')).toEqual(['Camille Example CV.pdf', 'Lettre de motivation.docx']);
});

it.each<[pattern: string, members: object, expected: string]>([
	['{date} {name}', {}, '2026-03-01 Camille Example - 4711.pdf'],
	['{phone} {city}', {}, '_33 1 23 45 67 89 Paris - 4711.pdf'],
	['{email} {source}', {}, 'camille.example_example.com meteojob - 4711.pdf'],
	['{title} {number}', {}, '0042-BAKER_ Camille Example 4711.pdf'],
	['{type} {number}', { attachments: [{ ...FILE, type: 'photo' }] }, 'photo 4711.pdf'],
	['CV', {}, 'CV - 4711.pdf'],
	['{job}  {number}', {}, '0042-BAKER 4711.pdf'],
	// Missing values
	[EXAMPLE, { jobId: null }, 'No job - Example Camille - 4711 - CV.pdf'],
	[EXAMPLE, { candidate: { firstName: '' } }, '0042-BAKER - Example - 4711 - CV.pdf'],
	['{number}_{lastName} {job}', { candidate: { lastName: '' } }, '4711_0042-BAKER.pdf'],
	[EXAMPLE, { candidate: { firstName: '', lastName: '' } }, '0042-BAKER - 4711 - CV.pdf'],
	['{number} - {source}', { origin: '' }, '4711.pdf'],
	['{source}_{number}', { origin: '' }, '4711.pdf'],
	['{type} - {source}_{number}', { origin: '' }, 'CV - 4711 x0a1b2c3d.pdf'],
	// Unsafe characters
	['../{job}:{number}', { jobId: 'a/b' }, '_a_b_4711.pdf'],
	// Names that don't show the number unmistakably
	['{type} {number}', { id: 'A' }, 'CV A x0a1b2c3d.pdf'],
	['{job} - {number}', { jobId: '字'.repeat(80) }, `${'字'.repeat(45)} x0a1b2c3d.pdf`],
	['{job} - {number} - {type}', { jobId: '1 - 2' }, '1 - 2 - 4711 - CV x0a1b2c3d.pdf'],
	['{number} {job}', { jobId: 'X1234abcd' }, '4711 X1234abcd x0a1b2c3d.pdf'],
	['{number} {job}', { jobId: 'x1234abcd 12' }, '4711 x1234abcd 12 x0a1b2c3d.pdf'],
	['{job} no {number} {source}', { jobId: 'A NO 5 B' }, 'A NO 5 B no 4711 meteojob x0a1b2c3d.pdf'],
	// Names that show the number unmistakably
	['{source} - {job} - {number} - {type}', { jobId: '12' }, 'meteojob - 12 - 4711 - CV.pdf'],
	['{lastName} {number}', { candidate: { lastName: 'van der 3' } }, 'van der 3 4711.pdf'],
	['{job}{number}{type}', { jobId: 'BAKER' }, 'BAKER4711CV.pdf'],
	['{job}.{number} {type}', { jobId: '1 2.3' }, '1 2.3.4711 CV.pdf'],
	['{number} {job}', { jobId: 'x1234abcd.b xa' }, '4711 x1234abcd.b xa.pdf'],
])('the pattern %s with %j gives %s', (pattern, members, expected) => {
	const [name] = namesOf(pattern, { attachments: [FILE], ...members });
	expect(name?.replace(/(?<= x)[\da-f]{8}(?=\.pdf$)/, '0a1b2c3d')).toBe(expected);
});

it('each further file with the same name gets a number', () => {
	const docx = { ...FILE, fileName: 'cv.docx', contentType: 'docx', content: 'QUJD' };
	const attachments = [FILE, { content: '***' }, FILE, docx, { ...FILE, type: 'cv' }];
	expect(namesOf('{lastName} {number} {type}', { attachments })).toEqual([
		'Example 4711 CV.pdf',
		undefined,
		'Example 4711 CV 2.pdf',
		'Example 4711 CV.docx',
		'Example 4711 cv 3.pdf',
	]);
	expect(namesOf('{number}', { attachments: [FILE, FILE] })).toEqual(['4711.pdf', '4711 2.pdf']);
});

it.each([
	['CV', []],
	['{Job}', ['{Job}']],
	['{{job}}', ['{', '}']],
	['{} job}', ['{}', '}']],
])('the pattern %s has the faults %j', (pattern, faults) => {
	expect(parseFileNamePattern(pattern).faults).toEqual(faults);
});

const literals = fc.constantFrom('', ' ', ' - ', '_', '1', 'x', '.', '(', 'CON', '字', '12 ', ' 2');
const patterns = fc
	.array(fc.tuple(literals, fc.constantFrom(...PLACEHOLDERS)), { minLength: 1, maxLength: 4 })
	.map((parts) => parts.map(([text, name]) => `${text}{${name}}`).join(''));
const numbers = [1, 12, 2, 47, 471, 4711, 11, -1];
const texts = ['1', '2', '12', '1 2', ' 2', '1 - 2', '2 - 1', 'a', 'A', 'a_b', 'a/b', 'a:b'];
const values = fc.constantFrom<unknown>(null, '', ...texts, '字'.repeat(80));
const types = fc.constantFrom('resume', 'letter', 'a', 'A', '1', '2');
const applications = fc.record({
	id: fc.constantFrom<unknown>(...numbers, ...texts, '字'.repeat(64)),
	jobId: values,
	origin: values,
	candidate: fc.record({ firstName: values, lastName: values }),
	attachments: fc.array(
		types.map((type) => ({ ...FILE, type })),
		{ maxLength: 4 },
	),
});

it('whatever the pattern is, two applications and two files never share a name', () => {
	fc.assert(
		fc.property(patterns, fc.array(applications, { maxLength: 5 }), (pattern, sent) => {
			const distinct = [...new Map(sent.map((one) => [JSON.stringify(one.id), one])).values()];
			const names = distinct.flatMap((one) => namesOf(pattern, one));
			expect(new Set(names.map((name) => name?.toLowerCase())).size).toBe(names.length);
			for (const name of names) {
				expect(name).toMatch(/^[\p{L}\p{M}\p{Nd}_][\p{L}\p{M}\p{Nd} ._-]*\.pdf$/u);
				expect(Buffer.byteLength(String(name))).toBeLessThanOrEqual(150);
			}
		}),
		{ numRuns: 1000 },
	);
});
