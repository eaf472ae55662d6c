import type { Description } from '../description.cts';
import { detail, hasFile, pathPart } from '../expressions.cts';
import * as step from '../steps.cts';

const SITE = 'https://yourcompany.recruitee.com';
const PAGE = "$('Your careers site').first().json";
const URL = String.raw`={{ ${PAGE}.site.replace(/\/+$/, '') }}/api/offers/{{ ${pathPart(`${PAGE}.offer`)} }}/candidates`;
const FIELDS = {
	'candidate[name]': detail('name'),
	'candidate[email]': detail('email'),
	'candidate[phone]': detail('phone'),
};

export const description: Description = {
	name: 'CleverConnect: applications to Recruitee',
	about: `## Applications to Recruitee

Each application goes to [Recruitee](https://docs.recruitee.com/reference/offersoffer_idcandidates) through its Careers Site API, with the CV, as if the candidate had applied on your careers site. Letter files aren't sent, because Recruitee accepts letters only as text.

**The workflow doesn't give consent on behalf of a candidate**, and it doesn't answer screening questions. If a required answer, phone number, or CV is missing, Recruitee refuses the application, and the execution fails with the reason.`,
	canvas: `
		CleverConnect Trigger | Application | Details | Your careers site | Set up? | Has a CV? | Send with CV
		                      |             |         |                   |         | Connect your careers site | Send without CV`,
	wires: { 'Has a CV?': 'Send with CV | Send without CV' },
	reminder: ['Connect your careers site', `${PAGE}.site !== '${SITE}'`],
	steps: {
		Details: step.details('job', 'name', 'email', 'phone'),
		'Your careers site': step.set({ site: SITE, offer: `={{ ${detail('job')} }}` }),
		'Has a CV?': step.when(hasFile('resume')),
		'Send with CV': step.sendForm(URL, 'httpHeaderAuth', FIELDS, { 'candidate[cv]': 'resume' }),
		'Send without CV': step.sendForm(URL, 'httpHeaderAuth', FIELDS),
	},
	fillIn: {
		'Your careers site': `- \`site\`: the address of your careers site
- \`offer\` (taken from \`jobId\`): the short name in the address of the job's page, \`…/o/\`**\`baker\`**. If CleverConnect sends a different reference, look up the short name as the _route-by-job_ template does.

To try the workflow, enter the short name of one of your jobs as \`jobId\` in _Sample application_.`,
		'Send with CV, Send without CV': `In both steps, select or create the **Header Auth** credential. For _Name_, enter \`X-Careers-Sites-Token\`. For _Value_, enter a [Careers API token](https://docs.recruitee.com/reference/authentication-1), which Recruitee requires from February 10, 2027.`,
	},
};
