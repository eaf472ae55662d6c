import { findIssues } from '../../../nodes/CleverConnect/application/schemaIssues';
import { goodApplication } from '../../../tools/samples/exampleApplication.cts';

const good = goodApplication();
const [file] = good.attachments ?? [];
const attachments = [...Array<unknown>(10).fill(file), 'secret'];

it.each<[what: string, application: object, ...issues: Array<[string, string, string]>]>([
	['a valid application', good],
	[
		'a value of null',
		{ ...good, origin: null, unknown: null, attachments: [{ ...file, type: null }] },
	],
	[
		'two faults',
		{ ...good, jobId: null, candidate: { ...good.candidate, email: 'secret' } },
		['required', '/jobId', '"jobId" is missing.'],
		['format', '/candidate/email', '"email" must be an email address.'],
	],
	[
		'text in a list of objects',
		{ ...good, attachments },
		['type', '/attachments/10', '"attachments/10" must be an object that contains one file.'],
	],
])('%s raises an issue for each fault, without the value', (_what, application, ...issues) => {
	const expected = issues.map(([code, path, message]) => ({ code, path, message }));
	expect(findIssues({ ...application })).toEqual(expected);
});
