import type { Description } from '../description.cts';
import { allFiles, usableEmail } from '../expressions.cts';
import * as step from '../steps.cts';

const TO = 'recruiter@example.com';

function mail(attachments: object, files: string) {
	const options = {
		appendAttribution: false,
		...attachments,
		replyTo: `={{ ${usableEmail()} }}`,
	};
	return step.step('gmail', 2.1, {
		sendTo: `={{ $('Recipient').first().json.to }}`,
		subject: step.subjectFor(' (please check)'),
		emailType: 'text',
		message: step.textFor(files),
		options,
	});
}

export const description: Description = {
	name: 'CleverConnect: applications by email with Gmail',
	about: `## Applications by email with Gmail

Each application goes to a recruiter through [Gmail](https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/send), with the candidate's details, all files, and a list of the application's issues. A reply to the email goes to the candidate. According to Gmail's documentation (as of November 2026), Gmail accepts emails of up to 35 MB, which corresponds to about 25 MB of files. If Gmail refuses a larger email, the execution fails.

To send each application to its job's recruiter, copy the steps _Addresses_ through _Who gets it?_, except _Set up?_, from the _route-by-job_ template, and insert them before _Recipient_. In _Recipient_, enter \`{{ $('Who gets it?').first().json.to }}\` as _to_.`,
	canvas: `
		CleverConnect Trigger | Application | Details | Recipient | Set up? | Has files?    | Mail with files
		                      |             |         |           |         | Connect Gmail | Mail without files`,
	wires: { 'Has files?': 'Mail with files | Mail without files' },
	reminder: ['Connect Gmail', `$('Recipient').first().json.to !== '${TO}'`],
	steps: {
		Details: step.details('title', 'name', 'job', 'email', 'phone', 'address', 'source'),
		Recipient: step.set({ to: TO }),
		'Has files?': step.when(`${allFiles()} !== ''`),
		'Mail with files': mail(
			{ attachmentsUi: { attachmentsBinary: [{ property: `={{ ${allFiles()} }}` }] } },
			"Object.keys($binary ?? {}).join(', ')",
		),
		'Mail without files': mail({}, "''"),
	},
	fillIn: {
		Recipient: `_to_: enter the recipient of the applications. Separate several addresses with commas.`,
		'Mail with files, Mail without files': `In both steps, select the **Gmail** credential.`,
	},
};
