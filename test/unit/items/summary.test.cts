import type { CheckedAttachment } from '../../../nodes/CleverConnect/attachments/readAttachments';
import { completeSummary, summarize, toLine } from '../../../nodes/CleverConnect/items/summary';
import { goodApplication } from '../../../tools/samples/exampleApplication.cts';

const summaryOf = (members: object, issues: Parameters<typeof summarize>[1] = []) =>
	summarize({ ...goodApplication(), ...members }, issues);

/** Returns the summary, except the folder, of an application with this value in each field that a summary shows. */
function fillIn(value: unknown) {
	const location = { raw: value, city: value, zipCode: value, country: value };
	const names = { firstName: value, lastName: value };
	const candidate = { ...names, email: value, phoneNumber: value, location };
	const summary = summaryOf({ id: value, jobId: value, candidate, origin: value });
	return Object.entries(summary).filter(([name]) => name !== 'folder');
}

it('the summary, except the folder, has an empty string for each field without a usable value', () => {
	const empty = ['', ' \n\u200b\u200d ', '\u3164\u2800'];
	for (const value of [undefined, null, true, {}, { toString: 1 }, [], ['x'], ...empty]) {
		for (const [name, text] of fillIn(value))
			expect([value, name, text]).toEqual([value, name, '']);
	}
});

it.each(['x', '字', '😀', 'e\u0301'])('values of 10,000 times %s are shortened', (character) => {
	for (const [name, text] of fillIn(character.repeat(10_000))) {
		const limits: Record<string, number> = { title: 160, email: 254 };
		expect([name, [...text].length]).toEqual([name, limits[name] ?? 80]);
	}
});

it.each([
	['a number', 815, '815'],
	['control characters', 'A\r\n\r\nB\u2028C\u0085D\tE\u0000F\u001bG\v', 'A B C D E F G'],
	['bidirectional characters', '\u202eA\u202c \u2066B\u2069', 'A B'],
	['a family of emoji', '👩‍👩‍👧‍👦', '👩‍👩‍👧‍👦'],
	['a name with a joiner', 'علی‌رضا', 'علی‌رضا'],
	['joiners beside a space', '\u200d\u200da\u200d\u200d \u200d \u200c\u200cb\u200c\u200c', 'a b'],
	['a space at the limit', `${'a'.repeat(79)} b`, 'a'.repeat(79)],
	['10,000 spaces', `${' '.repeat(10_000)}a${' '.repeat(10_000)}b`, 'a'],
])('a value becomes one line: %s', (_title, value, expected) => {
	expect(toLine(value)).toBe(expected);
});

const inParis = { city: 'Paris', country: 'France' };
const at = (location: object) => ({ candidate: { location } });
const fault = (path: string) => ({ code: 'format', path }) as const;
const mail = (email: string) => ({ candidate: { email } });

it.each<[object, object, ...issues: Parameters<typeof summarize>[1]]>([
	[
		{ candidate: { firstName: 'Ada' }, jobId: null },
		{ name: 'Ada', title: 'Ada' },
	],
	[{ candidate: {} }, { name: '', title: '0042-BAKER' }],
	[{}, { address: '1 rue de l’Exemple, 75009 Paris', folder: '0042-BAKER' }],
	[at({ zipCode: '75009', ...inParis }), { address: '75009 Paris, France' }],
	[at({ raw: ' ', city: 'Paris' }), { address: 'Paris' }],
	[mail('C@example.com'), { email: 'C@example.com' }, fault('/candidate/phoneNumber')],
	[mail('C@example.com'), { email: '' }, fault('/candidate/email')],
	// n8n's Gmail and Outlook nodes would split the address at the comma.
	[mail('"x, y"@example.com'), { email: '' }],
	[{ jobId: 'Bäcker (m/w/d) № 1.2' }, { folder: 'Bäcker _m_w_d_ _ 1.2' }],
	[{ jobId: '../../etc' }, { folder: '_.._etc' }],
	[{ jobId: '' }, { folder: 'No job' }],
	[{ jobId: 'nul' }, { folder: '_nul' }],
	// Names that SharePoint refuses
	[{ jobId: 'Forms' }, { folder: '_Forms' }],
	[{ jobId: 'desktop.ini' }, { folder: '_desktop.ini' }],
	[{ jobId: 'a_VTI_b' }, { folder: 'a_vti-b' }],
	[{ jobId: '.lock' }, { folder: 'lock' }],
	[{ jobId: '字'.repeat(80) }, { folder: '字'.repeat(50) }],
])('the summary of an application with %j contains %j', (members, expected, ...issues) => {
	expect(summaryOf(members, issues)).toMatchObject(expected);
});

it('the problems are lines, and the files are those of the item', () => {
	const file = (kind: string, fileName: string) => ({ kind, file: { fileName } });
	const [letter, cv] = [file('letter', 'L.pdf'), file('resume', 'CV.pdf')];
	const attachments = [{ kind: 'resume' }, letter, cv, file('resume', 'x')] as CheckedAttachment[];
	const [broken, first] = attachments as [CheckedAttachment, CheckedAttachment];
	const issues = ['One.', 'Two.'].map((message) => ({ code: 'type', path: '', message }) as const);
	const values = summarize({ ...goodApplication() }, []);
	const own = [
		['resume', broken] as const,
		['letter', first] as const,
		['cv', attachments[2]!] as const,
	];
	expect(completeSummary(values, issues, attachments, own)).toEqual({
		...values,
		cv: 'CV.pdf',
		problems: 'One.\nTwo.',
		files: 'letter,cv',
		fileNames: 'L.pdf, CV.pdf',
	});
	expect(completeSummary(values, [], [broken, first], []).cv).toBe('');
});
