import type { Description } from '../description.cts';
import { detail, hasFile } from '../expressions.cts';
import * as step from '../steps.cts';

const FIELDS = [
	`{ path: '_systemfield_name', value: ${detail('name')} }`,
	`{ path: '_systemfield_email', value: ${detail('email')} }`,
];
/** Ashby answers 200 even if it refuses an application. */
const ACCEPTED =
	'$response.body.success === true && $response.body.results?.formMessages?.blocked !== true';
const CV = "{ path: '_systemfield_resume', value: 'cv' }";

const send = (fields: readonly string[], files: Record<string, string>) =>
	step.failUnless(
		ACCEPTED,
		step.sendForm(
			'https://api.ashbyhq.com/applicationForm.submit',
			'httpBasicAuth',
			{
				jobPostingId: detail('job'),
				applicationForm: `JSON.stringify({ fieldSubmissions: [\n  ${fields.join(',\n  ')}\n] })`,
			},
			files,
		),
	);

export const description: Description = {
	name: 'CleverConnect: applications to Ashby',
	about: `## Applications to Ashby

Each application goes to [Ashby](https://developers.ashbyhq.com/reference/applicationformsubmit) with the first CV, as if the candidate had filled in the job posting's form. The phone number, letters, and other CVs aren't sent, because each form has its own fields for them.

Ashby's documentation (as of November 28, 2026) doesn't say what happens if the candidate has already applied. If Ashby refuses an application or blocks it because of your application limits, the execution fails. **The workflow doesn't give consent on behalf of a candidate.**`,
	canvas: `
		CleverConnect Trigger | Application | Details | Set up? | Has a CV? | Send with CV
		                      |             |         |         | Connect Ashby | Send without CV`,
	wires: { 'Has a CV?': 'Send with CV | Send without CV' },
	reminder: ['Connect Ashby', `${detail('connected')} === 'yes'`],
	steps: {
		Details: step.set({ connected: 'no', ...step.lines('job', 'name', 'email') }),
		'Has a CV?': step.when(hasFile('resume')),
		'Send with CV': send([...FIELDS, CV], { cv: 'resume' }),
		'Send without CV': send(FIELDS, {}),
	},
	fillIn: {
		Details: `- \`job\` (taken from \`jobId\`): the ID in the job posting's address, \`https://jobs.ashbyhq.com/yourcompany/\`**\`2c6991c5-…\`**. If CleverConnect sends a different reference, look up the ID as the _route-by-job_ template does.
- \`connected\`: after you have selected the credential in the two steps on the right, enter \`yes\`.

To try the workflow, enter the ID of one of your job postings as \`jobId\` in _Sample application_.`,
		'Send with CV, Send without CV': `In both steps, select or create the **Basic Auth** credential. For _User_, enter an API key with the _candidatesWrite_ permission. Leave _Password_ empty. If your form requires more fields, add them to _applicationForm_.`,
	},
};
