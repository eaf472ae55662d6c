import fc from 'fast-check';
import { parseAcceptedTypes } from '../../../nodes/CleverConnect/attachments/acceptedTypes';
import { readAttachments } from '../../../nodes/CleverConnect/attachments/readAttachments';
import {
	parseFileNamePattern,
	PLACEHOLDERS,
} from '../../../nodes/CleverConnect/fileNames/fileNamePattern';
import { renameFiles } from '../../../nodes/CleverConnect/items/renameFiles';
import { summarize } from '../../../nodes/CleverConnect/items/summary';
import { goodApplication } from '../../../tools/samples/exampleApplication.cts';

const EXAMPLE = '{job} - {lastName} {firstName} - {type}';
const FILE = { type: 'resume', contentType: 'pdf', content: 'JVBERi0xLjQK' };

/** Returns the names of an application's files. */
function namesOf(pattern: string, { candidate = {}, ...members }: Record<string, unknown> = {}) {
	const good = goodApplication();
	const body = { ...good, ...members, candidate: { ...good.candidate, ...(candidate as object) } };
	const attachments = readAttachments(body, parseAcceptedTypes('pdf, docx'));
	const application = { id: body.id, summary: summarize(body, []), date: '2026-03-02' };
	return renameFiles(attachments, parseFileNamePattern(pattern), application).map(
		({ file }) => file?.fileName,
	);
}

it('the names contain the type of each file, the number, and the extension, or stay as sent', () => {
	expect(namesOf(EXAMPLE)).toEqual([
		'0042-BAKER - Example Camille - CV - 4711.pdf',
		'0042-BAKER - Example Camille - letter - 4711.docx',
	]);
	for (const pattern of ['', ' - . ']) {
		expect(namesOf(pattern)).toEqual(['Camille Example CV.pdf', 'Lettre de motivation.docx']);
	}
});

it('two files whose names differ only in letters with the same uppercase letter get different names', () => {
	const attachments = ['σ', 'ς'].map((type) => ({ ...FILE, type }));
	expect(namesOf('{type}', { attachments })).toEqual(['σ - 4711.pdf', 'ς - 4711 2.pdf']);
});

const long = '字'.repeat(80);

it.each<[pattern: string, members: object, expected: string]>([
	['{date} {name}', {}, '2026-03-02 Camille Example - 4711.pdf'],
	['{phone} {city}', {}, '_33 1 23 45 67 89 Paris - 4711.pdf'],
	['{email} {source}', {}, 'camille.example_example.com meteojob - 4711.pdf'],
	['{title}', {}, '0042-BAKER_ Camille Example - 4711.pdf'],
	['{type}', { attachments: [{ ...FILE, type: 'photo' }] }, 'photo - 4711.pdf'],
	['CV - ', {}, 'CV - 4711.pdf'],
	['CV  {job}', {}, 'CV 0042-BAKER - 4711.pdf'],
	// Missing values
	[EXAMPLE, { jobId: null }, 'No job - Example Camille - CV - 4711.pdf'],
	[EXAMPLE, { candidate: { firstName: '' } }, '0042-BAKER - Example - CV - 4711.pdf'],
	[EXAMPLE, { candidate: { firstName: '', lastName: '' } }, '0042-BAKER - CV - 4711.pdf'],
	['{lastName}_{job}', { candidate: { lastName: '' } }, '0042-BAKER - 4711.pdf'],
	['{city}_{lastName}-{job}', { candidate: { lastName: '' } }, 'Paris_0042-BAKER - 4711.pdf'],
	['{job} - {source}', { origin: '' }, '0042-BAKER - 4711.pdf'],
	['{source}', { origin: '' }, 'resume - 4711.pdf'],
	// Unsafe characters and names
	['../{job}:', { jobId: 'a/b' }, '_a_b_ - 4711.pdf'],
	['a_vti_b', {}, 'a_vti-b - 4711.pdf'],
	['{job}', { jobId: 'a\u200db' }, 'ab - 4711.pdf'],
	['{city}{job}', { candidate: { location: { city: 'e' } }, jobId: '\u0301' }, '\u00e9 - 4711.pdf'],
	// Other IDs
	[EXAMPLE, { id: -1, jobId: long }, `${'字'.repeat(47)} - -1.pdf`],
	['{type}', { id: 'A-12' }, 'CV - A-12 x0a1b2c3d.pdf'],
	['{type}', { id: '4711' }, 'CV - 4711 x0a1b2c3d.pdf'],
	['{type}', { id: '/. ' }, 'CV - _ x0a1b2c3d.pdf'],
	['{type}', { id: '..' }, 'CV - x0a1b2c3d.pdf'],
	[
		'{job}',
		{ id: long.slice(0, 64), jobId: long },
		`${'字'.repeat(24)} - ${'字'.repeat(20)} x0a1b2c3d.pdf`,
	],
])('the pattern %s with %j gives %s', (pattern, members, expected) => {
	const [name] = namesOf(pattern, { attachments: [FILE], ...members });
	expect(name?.replace(/(?<= x)[\da-f]{8}(?=\.pdf$)/, '0a1b2c3d')).toBe(expected);
});

it('each further file with the same name gets a number', () => {
	const docx = { ...FILE, fileName: 'cv.docx', contentType: 'docx', content: 'QUJD' };
	const attachments = [FILE, { content: '***' }, FILE, docx, { ...FILE, type: 'cv' }];
	expect(namesOf('{lastName} {type}', { attachments })).toEqual([
		'Example CV - 4711.pdf',
		undefined,
		'Example CV - 4711 2.pdf',
		'Example CV - 4711.docx',
		'Example cv - 4711 3.pdf',
	]);
});

const literals = fc.constantFrom('', ' - ', '_', '1', 'x', '.', 'CON', '字', ' 2', '_vti');
const patterns = fc
	.array(fc.tuple(literals, fc.constantFrom(...PLACEHOLDERS)), { minLength: 1, maxLength: 4 })
	.map((parts) => parts.map(([text, name]) => `${text}{${name}}`).join(''));
const numbers = [1, 12, 2, 47, 471, 4711, 11, -1];
const texts = ['1', '12', '1 2', ' 2', '1 - 2', '2 - 1', 'x0f3c9a1b', 'a', 'A', 'a_b', 'a/b'];
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
				expect(name).not.toMatch(/_vti_/i);
				expect(Buffer.byteLength(String(name))).toBeLessThanOrEqual(150);
			}
		}),
		{ numRuns: 2000 },
	);
});
