import type { Description } from '../description.cts';
import { detail, fileAsText, pathPart } from '../expressions.cts';
import * as step from '../steps.cts';

const COMPANY = 'your-company';
const CAREERS = 'https://careers.flatchr.io';

export const description: Description = {
	name: 'CleverConnect: applications to Flatchr',
	about: `## Applications to Flatchr

Each application goes to [Flatchr](https://developers.flatchr.io/docs/QuickStart/Candidats/Creer_un_candidat) with the first CV. Flatchr requires a CV and refuses an application without one. Letters and other CVs aren't sent, because Flatchr accepts only one file.

Flatchr's documentation (as of November 28, 2026) doesn't say what happens if the candidate has already applied. **The workflow doesn't give consent on behalf of a candidate.**`,
	canvas: `
		CleverConnect Trigger | Application | Details | Set up? | Job ads | One item per file | File as text
		                      |             |         |         | Connect Flatchr | Send the application`,
	wires: { 'File as text': 'Send the application' },
	reminder: ['Connect Flatchr', `${detail('company')} !== '${COMPANY}'`],
	steps: {
		Details: step.set({
			company: COMPANY,
			...step.lines('job', 'firstName', 'lastName', 'email', 'phone'),
		}),
		'Job ads': step.get(
			`=${CAREERS}/company/{{ ${pathPart(detail('company'))} }}.json`,
			'httpBearerAuth',
		),
		'One item per file': step.oneItemPerFileOrNone,
		'File as text': step.fileAsText,
		'Send the application': step.sendObject(`${CAREERS}/vacancy/candidate/json`, 'httpCustomAuth', {
			vacancy: `$('Job ads').first().json.items?.map(({ vacancy }) => vacancy).find(({ reference }) => reference === ${detail('job')})?.slug ?? ${detail('job')}`,
			firstname: detail('firstName'),
			lastname: detail('lastName'),
			email: detail('email'),
			phone: detail('phone'),
			type: "'document'",
			resume: fileAsText('resume', '{ data: content, fileName, contentType: mimeType }'),
		}),
	},
	fillIn: {
		Details: `- \`company\`: your company's name in the address of your career site, \`https://\`**\`your-company\`**\`.flatchr.io\`
- \`job\`: the reference of the job ad, or its name in the ad's address, taken from \`jobId\`

To try the workflow, enter the reference of one of your job ads as \`jobId\` in _Sample application_.`,
		'Job ads, Send the application': `Select or create the credentials with the key from Flatchr's _Configuration > Clés_ page:

- _Job ads_: **Bearer Auth**, with the key as _Bearer Token_
- _Send the application_: **Custom Auth**, with the key twice in _JSON_: \`{"headers": {"Authorization": "Bearer KEY"}, "body": {"token": "KEY"}}\``,
	},
};
