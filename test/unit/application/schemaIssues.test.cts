import { findIssues } from '../../../nodes/CleverConnect/application/schemaIssues';
import { goodApplication } from '../../../tools/samples/exampleApplication.cts';

const good = goodApplication();
const [file] = good.attachments ?? [];
const attachments = [...Array<unknown>(10).fill(file), 'secret'];

const candidate = { ...good.candidate, email: 'secret' };
const FILE = '"attachments/10" must be an object that contains one file.';

it.each<[application: object, ...issues: Array<[code: string, path: string, message: string]>]>([
	[
		{ ...good, jobId: null, candidate },
		['required', '/jobId', '"jobId" is missing.'],
		['format', '/candidate/email', '"email" must be an email address.'],
	],
	[{ ...good, attachments }, ['type', '/attachments/10', FILE]],
])('an issue is raised for each fault, without the value: %#', (application, ...issues) => {
	const expected = issues.map(([code, path, message]) => ({ code, path, message }));
	expect(findIssues({ ...application })).toEqual(expected);
});
