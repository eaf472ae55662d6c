import type { Description } from '../description.cts';
import { value } from '../expressions.cts';
import * as step from '../steps.cts';

function mail(sendTo: string, subject: string, message: string, attachments: object) {
	const options = { appendAttribution: false, replyTo: `=${value('email')}`, ...attachments };
	return step.step('gmail', 2.1, { sendTo, subject, emailType: 'text', message, options });
}

/** The same field as in the step for emails with files, so that there is only one place to change it. */
const same = (field: string) => `={{ $('Mail with files').params.${field} }}`;

export const description: Description = {
	name: 'CleverConnect: applications by email with Gmail',
	about: `## Applications by email with Gmail

Each application goes to a recruiter through [Gmail](https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/send), with the candidate's details, all files, and a list of the application's issues. A reply to the email goes to the candidate. According to Gmail's documentation (as of November 2026), Gmail accepts emails of up to 35 MB, which corresponds to about 25 MB of files. If Gmail refuses a larger email, the execution fails.

To send each application to its job's recruiter, copy _Create the table_, _Row for other jobs_, and _Recruiter of the job_ from the _route-by-job_ template, and connect them as there. As _To_, enter \`{{ $('Recruiter of the job').first().json.recruiter }}\`.`,
	canvas: `
		CleverConnect Trigger | Application | Has files? | Mail with files
		                      |             |            | Mail without files`,
	wires: { 'Has files?': 'Mail with files | Mail without files' },
	steps: {
		'Has files?': step.when([value('files'), 'is not empty']),
		'Mail with files': mail('', `=${step.SUBJECT}`, `=${step.TEXT}`, {
			attachmentsUi: { attachmentsBinary: [{ property: `=${value('files')}` }] },
		}),
		'Mail without files': mail(same('sendTo'), same('subject'), same('message'), {}),
	},
	fillIn: {
		'Mail with files, Mail without files': `- In both steps, select the **Gmail** credential.
- In _Mail with files_, enter the recipient as _To_. Separate several addresses with commas. _Mail without files_ has the same recipient, subject, and text.`,
	},
};
