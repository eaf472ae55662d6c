import type { Description } from '../description.cts';
import { detail, fileAsText, pathPart } from '../expressions.cts';
import * as step from '../steps.cts';

const SUBDOMAIN = 'yourcompany';
const URL = `=https://{{ ${detail('subdomain')} }}.workable.com/spi/v3/jobs/{{ ${pathPart(detail('job'))} }}/candidates`;

export const description: Description = {
	name: 'CleverConnect: applications to Workable',
	about: `## Applications to Workable

Each application goes to [Workable](https://workable.readme.io/reference/job-candidates-create) with the first CV, as if the candidate had applied on Workable. Workable thanks the candidate by email. Letters and other CVs aren't sent, because Workable accepts only one file.

Workable's documentation (as of November 28, 2026) doesn't say what happens if the candidate has already applied. **The workflow doesn't give consent on behalf of a candidate.**`,
	canvas: `
		CleverConnect Trigger | Application | Details | Set up? | One item per file | File as text | Send the application
		                      |             |         |         | Connect Workable`,
	reminder: ['Connect Workable', `${detail('subdomain')} !== '${SUBDOMAIN}'`],
	steps: {
		Details: step.set({
			subdomain: SUBDOMAIN,
			...step.lines('job', 'firstName', 'lastName', 'email', 'phone', 'address', 'source'),
		}),
		'One item per file': step.oneItemPerFileOrNone,
		'File as text': step.fileAsText,
		'Send the application': step.sendObject(URL, 'httpBearerAuth', {
			sourced: 'false',
			candidate: {
				firstname: detail('firstName'),
				lastname: detail('lastName'),
				email: detail('email'),
				phone: detail('phone'),
				address: detail('address'),
				domain: detail('source'),
				resume: fileAsText('resume', '{ name: fileName, data: content }'),
			},
		}),
	},
	fillIn: {
		Details: `- \`subdomain\`: your company's name in Workable's address, \`https://\`**\`yourcompany\`**\`.workable.com\`
- \`job\` (taken from \`jobId\`): the job's shortcode, such as \`1A2B3C4D5E\`. If CleverConnect sends a different reference, look up the shortcode as the _route-by-job_ template does.

To try the workflow, enter the shortcode of one of your jobs as \`jobId\` in _Sample application_.`,
		'Send the application': `Select or create the **Bearer Auth** credential. For _Bearer Token_, enter an API access token with the \`w_candidates\` scope.`,
	},
};
