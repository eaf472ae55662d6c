import type { Description } from '../description.cts';
import { detail, hasFile, pathPart } from '../expressions.cts';
import * as step from '../steps.cts';

const SITE = 'yourcompany';
const URL = `=https://{{ ${detail('api')} }}/v0/postings/{{ ${pathPart(detail('site'))} }}/{{ ${pathPart(detail('job'))} }}`;
const FIELDS = {
	name: detail('name'),
	email: detail('email'),
	phone: detail('phone'),
	source: detail('source'),
};

const send = (files: Record<string, string>) =>
	step.repeated(step.sendForm(URL, 'httpQueryAuth', FIELDS, files));

export const description: Description = {
	name: 'CleverConnect: applications to Lever',
	about: `## Applications to Lever

Each application goes to [Lever](https://github.com/lever/postings-api#apply-to-a-job-posting) through its Postings API, with the first CV, as if the candidate had applied on your job site. Lever sends the candidate an email. Letters and other CVs aren't sent, because Lever accepts only one file.

According to Lever's documentation (as of November 28, 2026), Lever merges candidates who have the same email address. **The workflow doesn't give consent on behalf of a candidate.**`,
	canvas: `
		CleverConnect Trigger | Application | Details | Set up? | Has a CV? | Send with CV
		                      |             |         |         | Connect Lever | Send without CV`,
	wires: { 'Has a CV?': 'Send with CV | Send without CV' },
	reminder: ['Connect Lever', `${detail('site')} !== '${SITE}'`],
	steps: {
		Details: step.set({
			api: 'api.lever.co',
			site: SITE,
			...step.lines('job', 'name', 'email', 'phone', 'source'),
		}),
		'Has a CV?': step.when(hasFile('resume')),
		'Send with CV': send({ resume: 'resume' }),
		'Send without CV': send({}),
	},
	fillIn: {
		Details: `- \`api\`: if your Lever account is in Europe, change the value to \`api.eu.lever.co\`
- \`site\` and \`job\`: the two parts of a posting's address, \`https://jobs.lever.co/\`**\`yourcompany/5ac21346-…\`**. \`job\` is taken from \`jobId\`. If CleverConnect sends a different reference, look up the ID as the _route-by-job_ template does.

To try the workflow, enter the ID of one of your postings as \`jobId\` in _Sample application_.`,
		'Send with CV, Send without CV': `In both steps, select or create the **Query Auth** credential. For _Name_, enter \`key\`. For _Value_, enter the Postings API key from Lever's settings, under _Integrations and API_.`,
	},
};
