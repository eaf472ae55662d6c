import type { Description } from '../description.cts';
import { detail, pathPart } from '../expressions.cts';
import * as step from '../steps.cts';

const API = 'https://api.taleez.com/0';
const CANDIDATE = "$('Send the application').first().json.candidateId";

export const description: Description = {
	name: 'CleverConnect: applications to Taleez',
	about: `## Applications to Taleez

Each application goes to [Taleez](https://api.taleez.com/swagger-ui/index.html), followed by all its files. The first CV is sent as the CV. Taleez finds a candidate who has applied before by email address. It accepts only PDF files: it refuses others, and the execution fails.

Taleez's documentation (version 0.4.0, as of November 28, 2026) doesn't say what happens if the candidate has already applied for the job. The answers to required questions are left out (\`bypassRequiredQuestions\`). **The workflow doesn't give consent on behalf of a candidate.**`,
	canvas: `
		CleverConnect Trigger | Application | Details | Set up? | Send the application | One item per file | Upload the file
		                      |             |         |         | Connect Taleez`,
	reminder: ['Connect Taleez', `${detail('connected')} === 'yes'`],
	steps: {
		Details: step.set({
			connected: 'no',
			...step.lines('job', 'firstName', 'lastName', 'email', 'phone', 'source'),
		}),
		'Send the application': step.sendObject(
			`=${API}/jobs/{{ ${pathPart(detail('job'))} }}/applications`,
			'httpHeaderAuth',
			{
				firstName: detail('firstName'),
				lastName: detail('lastName'),
				email: detail('email'),
				phone: detail('phone'),
				initialReferrer: detail('source'),
				bypassRequiredQuestions: 'true',
			},
		),
		'One item per file': step.oneItemPerFile,
		'Upload the file': step.repeated(
			step.sendForm(
				`=${API}/documents?candidateId={{ ${CANDIDATE} }}&cv={{ $json.field === 'resume' }}`,
				'httpHeaderAuth',
				{},
				{ file: 'file' },
			),
		),
	},
	fillIn: {
		Details: `- \`job\`: the job's ID in Taleez, a number, taken from \`jobId\`. If CleverConnect sends different references, look up the ID as the _route-by-job_ template does.
- \`connected\`: enter \`yes\` when you have selected the credential in the two steps on the right.

To try the workflow, enter the ID of one of your jobs as \`jobId\` in _Sample application_.`,
		'Send the application, Upload the file': `In both steps, select or create the **Header Auth** credential. As _Name_, enter \`X-taleez-api-secret\`. As _Value_, enter the secret key from your Taleez settings, under _API & Webhooks_.`,
	},
};
