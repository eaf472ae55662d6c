import { findIssues } from '../../../nodes/CleverConnect/application/schemaIssues';
import { goodApplication } from '../../../tools/samples/exampleApplication.cts';

it('an issue is raised for each fault, without the value', () => {
	const { candidate, attachments: [file] = [] } = goodApplication();
	const application = {
		id: 1,
		jobId: null,
		candidate: { ...candidate, email: 'secret' },
		attachments: [...Array<unknown>(10).fill(file), 'secret'],
	};
	const where = '"attachments/10" must be an object that contains one file.';
	expect(findIssues(application)).toEqual([
		{ code: 'required', path: '/jobId', message: '"jobId" is missing.' },
		{ code: 'format', path: '/candidate/email', message: '"email" must be an email address.' },
		{ code: 'type', path: '/attachments/10', message: where },
	]);
});
