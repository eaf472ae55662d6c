import { requireIdAndCandidate } from '../../../nodes/CleverConnect/application/requireIdAndCandidate';

const ID = '"id" must be a whole number, or text of at most 64 characters.';
const DIGITS = '"id" has too many digits for a number. Send it as text, in quotation marks.';
const CANDIDATE = '"candidate" must be an object with the candidate\'s details.';

test.each([0, -1, Number.MAX_SAFE_INTEGER, '00042', 'é'.repeat(64), ' ', '\0', '\ud800'])(
	'an application may have the id %j',
	(id) => {
		const body = { id, candidate: {} };
		expect(requireIdAndCandidate(body)).toEqual({ ok: true, value: { id, body } });
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
	[{ id: Number.MAX_SAFE_INTEGER + 1, candidate: {} }, ['type', '/id', DIGITS]],
	[{ id: 1, candidate: null }, ['required', '/candidate', CANDIDATE]],
	[{ id: 1, candidate: [] }, ['type', '/candidate', CANDIDATE]],
])('%j is not an application', (body, ...issues) => {
	const error = issues.map(([code, path, message]) => ({ code, path, message }));
	expect(requireIdAndCandidate(body)).toEqual({ ok: false, error });
});
