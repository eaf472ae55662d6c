import { summarize, toLine } from '../../../nodes/CleverConnect/items/summary';
import { goodApplication } from '../../../tools/samples/exampleApplication.cts';

type Json = Record<string, unknown>;

const summaryOf = (members: object, issues: Parameters<typeof summarize>[1] = []) =>
	summarize({ ...(goodApplication() as unknown as Json), ...members }, issues);

/** Returns the summary of an application that has a value in each field that the sender fills. */
function fillIn(value: unknown) {
	const location = { raw: value, city: value, zipCode: value, country: value };
	const names = { firstName: value, lastName: value };
	const candidate = { ...names, email: value, phoneNumber: value, location };
	const summary = summaryOf({ id: value, jobId: value, candidate, origin: value });
	return Object.entries(summary).filter(([name]) => name !== 'folder');
}

it('contains the values of a complete application', () => {
	expect(summaryOf({})).toEqual({
		number: '4711',
		job: '0042-BAKER',
		firstName: 'Camille',
		lastName: 'Example',
		name: 'Camille Example',
		email: 'camille.example@example.com',
		phone: '+33 1 23 45 67 89',
		city: 'Paris',
		address: '1 rue de l’Exemple, 75009 Paris',
		source: 'meteojob',
		title: '0042-BAKER: Camille Example',
		problems: '',
		folder: '0042-BAKER',
	});
});

it.each<unknown>([
	undefined,
	null,
	true,
	{},
	{ toString: 1 },
	[],
	['x'],
	'',
	' \n\u200b\u200d ',
	'\u3164\u2800',
])('has an empty text for each field that is %j', (value) => {
	for (const [name, text] of fillIn(value)) expect([name, text]).toEqual([name, '']);
});

it.each(['x', '字', '😀', 'e\u0301'])('limits each value of 10,000 times %s', (character) => {
	for (const [name, text] of fillIn(character.repeat(10_000))) {
		const limits: Record<string, number> = { title: 160, email: 254, problems: 0 };
		expect([name, [...text].length]).toEqual([name, limits[name] ?? 80]);
	}
});

it.each([
	['a number', 815, '815'],
	[
		'line breaks and control characters',
		'A\r\n\r\nB\u2028C\u0085D\tE\u0000F\u001bG\v',
		'A B C D E F G',
	],
	['bidirectional characters', '\u202eA\u202c \u2066B\u2069', 'A B'],
	['a lone surrogate', 'a\ud800b', 'a b'],
	['a family of emoji', '👩‍👩‍👧‍👦', '👩‍👩‍👧‍👦'],
	['a name with a joiner', 'علی‌رضا', 'علی‌رضا'],
	['joiners beside a space', '\u200da\u200d \u200cb\u200c', 'a b'],
	['a name that is read from right to left', 'משה כהן', 'משה כהן'],
	['a formula', '=1+1', '=1+1'],
	['an expression', '={{ $execution.id }}', '={{ $execution.id }}'],
	['a space at the limit', `${'a'.repeat(79)} b`, 'a'.repeat(79)],
])('a value becomes one line: %s', (_title, value, expected) => {
	expect(toLine(value)).toBe(expected);
});

it.each([
	[{ firstName: 'Ada' }, 'Ada'],
	[{ lastName: 'Example' }, 'Example'],
	[{}, ''],
])('the name and the title contain what is there: %j', (candidate, name) => {
	expect(summaryOf({ candidate })).toMatchObject({
		name,
		title: `0042-BAKER${name && `: ${name}`}`,
	});
	expect(summaryOf({ candidate, jobId: null })).toMatchObject({ name, title: name });
});

it.each([
	[{ zipCode: '75009', city: 'Paris', country: 'France' }, '75009 Paris, France'],
	[{ raw: ' ', city: 'Paris' }, 'Paris'],
	[{ raw: [], country: 'France' }, 'France'],
])('the address of %j is composed', (location, address) => {
	expect(summaryOf({ candidate: { location } })).toMatchObject({ address });
});

it.each([
	['Camille@example.com', '/candidate/phoneNumber', 'Camille@example.com'],
	['Camille@example.com', '/candidate/email', ''],
	// n8n's mail nodes would split the address at the comma.
	['"x, y"@example.com', '/candidate/phoneNumber', ''],
])('the email address %s with an issue at %s becomes "%s"', (email, path, expected) => {
	const issue = { code: 'format', path, message: 'Wrong.' } as const;
	expect(summaryOf({ candidate: { email } }, [issue])).toMatchObject({ email: expected });
});

it('lists one problem on each line', () => {
	const issues = ['One.', 'Two.'].map((message) => ({ code: 'type', path: '', message }) as const);
	expect(summaryOf({}, issues).problems).toBe('One.\nTwo.');
});

it.each([
	['0042-BAKER', '0042-BAKER'],
	['Bäcker (m/w/d) № 1.2', 'Bäcker _m_w_d_ _ 1.2'],
	['../../etc', '_.._etc'],
	['.hidden', 'hidden'],
	['...', 'No job'],
	['', 'No job'],
	['nul', '_nul'],
	['COM1.2026', '_COM1.2026'],
	['a\u202eb', 'a b'],
	['字'.repeat(80), '字'.repeat(50)],
])('the folder of the job %j is %j', (jobId, folder) => {
	expect(summaryOf({ jobId }).folder).toBe(folder);
});
