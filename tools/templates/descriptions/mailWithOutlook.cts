import { bundle } from '../bundle.cts';
import type { Description } from '../description.cts';
import { summary, value } from '../expressions.cts';
import * as step from '../steps.cts';

const DRAFT = {
	__rl: true,
	mode: 'id',
	value: "={{ $('Create the draft').item.json.id }}",
};
const FILES = bundle(
	'mailWithOutlookCode.cts',
	`const { summary } = $('Application').first().json;
const read = async (field) => await this.helpers.getBinaryDataBuffer(0, field);
return await putFilesInside(summary.files, $input.first().binary, read);
`,
);

const outlook = (resource: string, operation: string, parameters: object) =>
	step.step('microsoftOutlook', 2, { resource, operation, ...parameters });

export const description: Description = {
	name: 'CleverConnect: applications by email with Outlook',
	about: `## Applications by email with Outlook

Each application goes to a recruiter through Outlook, with the candidate's details, all files, and what is wrong with them. A reply goes to the candidate if the email address is usable.

The upper steps attach each file (up to 150 MB) to a draft, and then the lower one sends it. If a file is refused, the execution fails, and nothing is sent. A retry can attach a file twice.

**Nobody has tried this template with a real account.** It follows [Microsoft's documentation](https://learn.microsoft.com/graph/api/message-post-attachments) as of November 2026.`,
	canvas: `
		                      |             |                  | With its files | Files | Attach the file
		CleverConnect Trigger | Application | Create the draft | Send the draft`,
	wires: { 'Create the draft': 'With its files, Send the draft' },
	steps: {
		'Create the draft': outlook('draft', 'create', {
			subject: step.text(value('title')),
			bodyContent: step.text(step.DETAILS),
			additionalFields: {
				bodyContentType: 'Text',
				toRecipients: '',
				replyTo: `={{ ${summary('email')} || [] }}`,
			},
		}),
		'With its files': step.withItsFiles,
		Files: step.code(FILES),
		'Attach the file': outlook('messageAttachment', 'add', {
			messageId: DRAFT,
			binaryPropertyName: 'file',
			options: {},
		}),
		'Send the draft': outlook('draft', 'send', { draftId: DRAFT }),
	},
	fillIn: {
		'Create the draft, Attach the file, Send the draft': `- In all three steps, select the **Microsoft Outlook** credential.
- In _Create the draft_, enter the recipient as _To_. Separate several addresses with commas.`,
	},
};
