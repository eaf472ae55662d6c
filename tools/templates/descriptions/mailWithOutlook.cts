import { bundle } from '../bundle.cts';
import type { Description } from '../description.cts';
import { summary, value } from '../expressions.cts';
import * as step from '../steps.cts';

const DRAFT = {
	__rl: true,
	mode: 'id',
	value: "={{ $('Create the draft').first().json.id }}",
};
const FILES = bundle(
	'filesInside.cts',
	`const { summary } = $('Application').first().json;
const read = async (field) => await this.helpers.getBinaryDataBuffer(0, field);
return await putFilesInside(summary.files, $input.first().binary, read);
`,
);

const outlook = (resource: string, operation: string, parameters: object) =>
	step.step('microsoftOutlook', 2, { resource, operation, ...parameters });

const [SUBJECT, TEXT] = step.EMAIL_TEXT_FIELDS;
const FIELDS = { bodyContentType: 'Text', replyTo: `={{ ${summary('email')} || [] }}` };

export const description: Description = {
	name: 'CleverConnect: applications by email with Outlook',
	about: `## Applications by email with Outlook

Each application goes to a recruiter through Outlook ([Microsoft Graph](https://learn.microsoft.com/graph/api/message-post-attachments)), with the candidate's details, all files, and a list of its issues. A reply goes to the candidate if the email address is usable. Each file (up to 150 MB) is attached to a draft. If Microsoft refuses a file, the execution fails, and nothing is sent. This template follows Microsoft's documentation as of November 2026.

To send each application to its job's recruiter, copy _Create the table_, _Row for other jobs_, _Table of the jobs_, and _Recruiter of the job_ from the _route-by-job_ template, and connect them in the same way, above _Email text_. In _Mail without files_ and _Create the draft_, enter \`{{ $('Recruiter of the job').first().json.recruiter }}\` as the recipient.`,
	canvas: `
		                      |             |            |            | Create the draft
		                      |             |            |            | Files              | One by one | Attach the file
		CleverConnect Trigger | Application | Email text | Has files? | Send the draft
		                      |             |            |            | Mail without files`,
	wires: {
		'Has files?': 'Create the draft, Files, Send the draft | Mail without files',
		'One by one': '| Attach the file',
		'Attach the file': 'One by one',
	},
	steps: {
		'Email text': step.emailText,
		'Has files?': step.when([value('files'), 'is not empty']),
		'Create the draft': outlook('draft', 'create', {
			subject: SUBJECT,
			bodyContent: TEXT,
			additionalFields: {
				...FIELDS,
				toRecipients: "={{ $('Mail without files').params.toRecipients }}",
			},
		}),
		Files: step.code(FILES),
		'One by one': step.step('splitInBatches', 3, { options: {} }),
		'Attach the file': outlook('messageAttachment', 'add', {
			messageId: DRAFT,
			binaryPropertyName: 'file',
			options: {},
		}),
		'Send the draft': outlook('draft', 'send', { draftId: DRAFT }),
		'Mail without files': outlook('message', 'send', {
			toRecipients: '',
			subject: SUBJECT,
			bodyContent: TEXT,
			additionalFields: FIELDS,
		}),
	},
	fillIn: {
		'Create the draft, Attach the file, Send the draft, Mail without files': `- In all four steps, select the **Microsoft Outlook** credential.
- In _Mail without files_, enter the recipient as _To_. Separate several addresses with commas. Emails with files have the same recipient.`,
	},
};
