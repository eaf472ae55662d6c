import { findIssues } from '../../../../../nodes/CleverConnect/application/schemaIssues';
import { parseAcceptedTypes } from '../../../../../nodes/CleverConnect/attachments/acceptedTypes';
import { readAttachments } from '../../../../../nodes/CleverConnect/attachments/readAttachments';
import { resumePdf } from '../../../../../tools/samples/exampleApplication.cts';
import { composeTest, FAULTS } from '../../../../../tools/templates/code/testApplication.cts';

const compose = (fault: string) => {
	const entries = { Job: 'B', 'First name': 'Ada', 'Last name': 'X', Email: 'ada@example.com' };
	const content = resumePdf.toString('base64');
	const cv = { fileName: 'cv.pdf', contentType: 'application/pdf', content };
	return composeTest({ ...entries, 'What is wrong with it?': fault }, cv, 1).application;
};

it.each([
	[FAULTS.none, []],
	[FAULTS.email, ['/candidate/email: required']],
	[FAULTS.job, ['/jobId: required']],
	[FAULTS.cv, []],
	[FAULTS.type, ['/attachments/0/content: typeUnverified']],
	[FAULTS.content, ['/attachments/0/content: invalidBase64']],
])('the application has the issues of the selected fault: %s', (fault, expected) => {
	const application = compose(fault) as never;
	const attachments = readAttachments(application, parseAcceptedTypes('pdf'));
	const issues = [...findIssues(application), ...attachments.flatMap((one) => one.issues)];
	expect(issues.map(({ code, path }) => `${path}: ${code}`)).toEqual(expected);
});

it('the application has the entries and the file of the form', () => {
	expect(compose(FAULTS.none)).toMatchObject({
		...{ id: 1, jobId: 'B', candidate: { firstName: 'Ada', email: 'ada@example.com' } },
		attachments: [{ type: 'resume', content: resumePdf.toString('base64') }],
	});
	expect(compose(FAULTS.cv).attachments).toEqual([]);
});
