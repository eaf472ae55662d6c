import { candidate, describeAts, idIn, ifThere, SEND, sendForm } from '../ats.cts';
import * as step from '../steps.cts';

const VENDOR = 'Lever';

export const description = describeAts({
	vendor: VENDOR,
	about: `Each application goes to [Lever](https://github.com/lever/postings-api#apply-to-a-job-posting) through its Postings API, with the first CV, as if the candidate had applied on your job site. Lever sends the candidate an email. Letters and other CVs aren't sent, because Lever accepts only one file. Lever merges candidates who have the same email address.`,
	id: "the ID in the posting's address, `https://jobs.lever.co/yourcompany/`**`5ac21346-…`**",
	steps: {
		[SEND]: step.repeated(
			sendForm(
				{
					authentication: 'httpQueryAuth',
					fields: candidate({ name: 'name', email: 'email', phone: 'phone', source: 'source' }),
				},
				{ resume: ifThere('resume') },
			),
		),
	},
	fillIn: {
		[SEND]: `- _URL_: paste this line, and replace \`yourcompany\` with the name in your postings' addresses. If your Lever account is in Europe, replace \`api.lever.co\` with \`api.eu.lever.co\`.

\`https://api.lever.co/v0/postings/yourcompany/{{ ${idIn(VENDOR)} }}\`

- Select or create the **Query Auth** credential. For _Name_, enter \`key\`. For _Value_, enter the Postings API key from Lever's settings, under _Integrations and API_.`,
	},
});
