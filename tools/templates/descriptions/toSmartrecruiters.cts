import type { Description } from '../description.cts';
import { detail, fileAsText, filesAsText, pathPart } from '../expressions.cts';
import * as step from '../steps.cts';

const COMPANY = 'YourCompany';
const API = 'https://api.smartrecruiters.com';
const FILE = '{ fileName, mimeType, fileContent: content }';
const POSTING = `$('Postings').all().flatMap(({ json }) => json.content ?? []).find(({ refNumber }) => refNumber === ${detail('job')})?.uuid ?? ${detail('job')}`;

export const description: Description = {
	name: 'CleverConnect: applications to SmartRecruiters',
	about: `## Applications to SmartRecruiters

Each application goes to [SmartRecruiters](https://developers.smartrecruiters.com/docs/partners-post-an-application) with the first CV as the résumé and all other files as attachments. SmartRecruiters accepts files of up to 2 MB. If a required screening question has no answer, SmartRecruiters refuses the application.

The SmartRecruiters documentation (as of November 28, 2026) doesn't say what happens if the candidate has already applied. **The workflow doesn't give consent on behalf of a candidate.**`,
	canvas: `
		CleverConnect Trigger | Application | Details | Set up? | Postings | One item per file | File as text
		                      |             |         |         | Connect SmartRecruiters | Send the application`,
	wires: { 'File as text': 'Send the application' },
	reminder: ['Connect SmartRecruiters', `${detail('company')} !== '${COMPANY}'`],
	steps: {
		Details: step.set({
			company: COMPANY,
			...step.lines('job', 'firstName', 'lastName', 'email', 'phone'),
		}),
		Postings: step.getPages(
			`=${API}/v1/companies/{{ ${pathPart(detail('company'))} }}/postings?limit=100`,
			{ name: 'offset', value: '={{ $pageCount * 100 }}' },
			'!($response.body.content?.length >= 100)',
		),
		'One item per file': step.oneItemPerFileOrNone,
		'File as text': step.fileAsText,
		'Send the application': step.sendObject(
			`=${API}/postings/{{ ${pathPart(`(${POSTING})`)} }}/candidates`,
			'httpHeaderAuth',
			{
				firstName: detail('firstName'),
				lastName: detail('lastName'),
				email: detail('email'),
				phoneNumber: detail('phone'),
				resume: fileAsText('resume', FILE),
				attachments: filesAsText("field && field !== 'resume'", FILE),
			},
		),
	},
	fillIn: {
		'Details, Send the application': `- \`company\`: the last part of your career page's address, \`https://careers.smartrecruiters.com/\`**\`YourCompany\`**
- \`job\` (taken from \`jobId\`): the job's reference number, such as \`REF12345\`, or its posting UUID
- _Send the application_: select or create the **Header Auth** credential. For _Name_, enter \`X-SmartToken\`. For _Value_, enter your API key.

To try the workflow, enter the reference number of one of your published jobs as \`jobId\` in _Sample application_.`,
	},
};
