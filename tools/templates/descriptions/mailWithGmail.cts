import type { Description } from '../description.cts';
import { value } from '../expressions.cts';
import * as step from '../steps.cts';

function mail(attachments: object) {
	const options = { appendAttribution: false, replyTo: `=${value('email')}`, ...attachments };
	const [subject, message] = step.EMAIL_TEXT_FIELDS;
	return step.step('gmail', 2.1, { sendTo: '', subject, emailType: 'text', message, options });
}

export const description: Description = {
	name: 'CleverConnect: applications by email with Gmail',
	about: `## Applications by email with Gmail

Each application goes to a recruiter through [Gmail](https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/send), with the candidate's details, all files, and a list of its issues. A reply goes to the candidate if the email address is usable. According to its documentation (as of November 2026), Gmail accepts emails of up to 35 MB, or about 25 MB of files. If Gmail refuses an email, the execution fails.

To send each application to its job's recruiter, copy _Create the table_, _Row for other jobs_, _Table of the jobs_, and _Recruiter of the job_ from the _route-by-job_ template, and connect them in the same way, above _Email text_. In both mail steps, enter \`{{ $('Recruiter of the job').first().json.recruiter }}\` as _To_.`,
	canvas: `
		CleverConnect Trigger | Application | Email text | Has files? | Mail with files
		                      |             |            |            | Mail without files`,
	wires: { 'Has files?': 'Mail with files | Mail without files' },
	steps: {
		'Email text': step.emailText,
		'Has files?': step.when([value('files'), 'is not empty']),
		'Mail with files': mail({
			attachmentsUi: { attachmentsBinary: [{ property: `=${value('files')}` }] },
		}),
		'Mail without files': mail({}),
	},
	fillIn: {
		'Mail with files, Mail without files': `In both steps, select the **Gmail** credential, and enter the recipient as _To_. Separate several addresses with commas.`,
	},
};
