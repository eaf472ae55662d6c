import {
	APPLICATION_LIMITS as LIMITS,
	requireApplication,
} from '../../../nodes/CleverConnect/application/requireApplication';

const ID = '"id" must be a whole number up to 9007199254740991, or text of at most 64 characters.';
const CANDIDATE = '"candidate" must be an object with the candidate\'s details.';

test.each([0, -1, Number.MAX_SAFE_INTEGER, '00042', 'é'.repeat(64), ' ', '\0', '\ud800'])(
	'an application may have the id %j',
	(id) => {
		const body = { id, candidate: {} };
		expect(requireApplication(body, 'application')).toEqual({ ok: true, value: { id, body } });
	},
);

test.each<[body: unknown, ...issues: Array<[code: string, path: string, message: string]>]>([
	...[null, [{}], 'text', 42].map((body): [unknown, [string, string, string]] => [
		body,
		['type', '', 'The body must be a JSON object.'],
	]),
	[{}, ['required', '/id', ID], ['required', '/candidate', CANDIDATE]],
	[{ id: null, candidate: {} }, ['required', '/id', ID]],
	[{ id: '', candidate: {} }, ['type', '/id', ID]],
	[{ id: 'x'.repeat(65), candidate: {} }, ['type', '/id', ID]],
	[{ id: 1.5, candidate: {} }, ['type', '/id', ID]],
	[{ id: Number.MAX_SAFE_INTEGER + 1, candidate: {} }, ['type', '/id', ID]],
	[{ id: 1, candidate: null }, ['required', '/candidate', CANDIDATE]],
	[{ id: 1, candidate: [] }, ['type', '/candidate', CANDIDATE]],
])('%j is not an application', (body, ...rows) => {
	const issues = rows.map(([code, path, message]) => ({ code, path, message }));
	expect(requireApplication(body, 'application')).toEqual({
		ok: false,
		error: { kind: 'notAnApplication', issues },
	});
});

const requireWithin = (body: object, output: 'application' | 'attachment') =>
	requireApplication({ id: 1, candidate: {}, ...body }, output);
const list = (count: number, entry: unknown) => ({ attachments: Array(count).fill(entry) });
const fields = (count: number) =>
	Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, 0]));
const { attachments, copiedFields } = LIMITS;
const inside = (count: number) => ({ attachments: fields(count) });
const copied = (count: number) => list(attachments, fields(count));
// The members `id`, `candidate`, and `attachments` count too.
const each = Math.floor((copiedFields / attachments - 3) / attachments);

it.each<[code: string, output: 'application' | 'attachment', enough: object, tooMany: object]>([
	['maxItems', 'application', list(attachments, null), list(attachments + 1, null)],
	['maxProperties', 'application', fields(copiedFields - 2), fields(copiedFields - 1)],
	['maxProperties', 'application', inside(copiedFields - 3), inside(copiedFields - 2)],
	// Each item has a copy of everything.
	['maxProperties', 'attachment', copied(each), copied(each + 1)],
	['maxProperties', 'attachment', fields(copiedFields - 2), fields(copiedFields - 1)],
])('an application above a limit has the issue %s: %#', (code, output, enough, tooMany) => {
	expect(requireWithin(enough, output).ok).toBe(true);
	expect(requireWithin(tooMany, output)).toMatchObject({
		error: { kind: 'overLimit', issues: [{ code }] },
	});
});

it('what a field contains is not counted', () => {
	const nested = { more: [fields(copiedFields - 2), fields(copiedFields - 2)] };
	expect(requireWithin(nested, 'attachment').ok).toBe(true);
});
