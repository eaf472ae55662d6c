import { TRIGGER_STEP, type Description } from '../description.cts';
import { detail, hasFile, isSetUp } from '../expressions.cts';
import { details, sendForm, set, setUp, when } from '../steps.cts';

const SITE = 'https://yourcompany.recruitee.com';
const PAGE = "$('Your careers site').first().json";

const form = {
	url: String.raw`={{ ${PAGE}.site.replace(/\/+$/, '') }}/api/offers/{{ encodeURIComponent(${PAGE}.offer) }}/candidates`,
	fields: {
		'candidate[name]': detail('name'),
		'candidate[email]': detail('email'),
		'candidate[phone]': detail('phone'),
	},
};

export const description: Description = {
	name: 'CleverConnect: applications to Recruitee',
	about: `## Applications to Recruitee

Each application goes to [Recruitee](https://docs.recruitee.com/reference/offersoffer_idcandidates) through its Careers Site API, with the CV, as if the candidate had applied on your careers site. A letter that is a file isn't sent, because Recruitee accepts only text.

**The workflow doesn't give consent on behalf of a candidate**, and it doesn't answer screening questions. If Recruitee requires an answer, a phone number, or a CV, it refuses the application, and the execution fails with the reason.`,
	canvas: [
		[
			TRIGGER_STEP,
			'Application',
			'Details',
			'Your careers site',
			'Set up?',
			'Has a CV?',
			'Send with CV',
		],
		['', '', '', '', '', 'Connect your careers site', 'Send without CV'],
	],
	steps: {
		Details: details('job', 'name', 'email', 'phone'),
		'Your careers site': set({ site: SITE, offer: `={{ ${detail('job')} }}` }),
		...setUp(isSetUp(`${PAGE}.site`, SITE), 'Has a CV?', 'Connect your careers site'),
		'Has a CV?': when(hasFile('resume'), 'Send with CV', 'Send without CV'),
		'Send with CV': { ...sendForm({ ...form, files: { 'candidate[cv]': 'resume' } }), next: [] },
		'Send without CV': sendForm(form),
	},
	fillIn: {
		'Your careers site': `- \`site\`: the address of your careers site
- \`offer\`: the short name in the address of the job's page, \`…/o/\`**\`baker\`**, taken from \`jobId\`. If CleverConnect sends different references, look up the short name as the template _route-by-job_ does.

To try the workflow, enter the short name of one of your jobs as \`jobId\` in _Sample application_.`,
	},
};
