import { findIssues } from '../../../nodes/CleverConnect/application/schemaIssues';
import { goodApplication } from '../../../tools/samples/exampleApplication.cts';

it('each fault is found, with the path of its field', () => {
	const { candidate, attachments: [file] = [] } = goodApplication();
	const application = {
		id: 1,
		jobId: null,
		candidate: { ...candidate, email: 'secret' },
		attachments: [...Array<unknown>(10).fill(file), 'secret'],
	};
	expect(findIssues(application)).toEqual([
		{ code: 'required', path: '/jobId' },
		{ code: 'format', path: '/candidate/email' },
		{ code: 'type', path: '/attachments/10' },
	]);
});
