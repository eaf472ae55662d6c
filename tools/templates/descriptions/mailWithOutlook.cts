import type { Description } from '../description.cts';
import { usableEmail } from '../expressions.cts';
import { EACH_FILE } from '../fileName.cts';
import * as step from '../steps.cts';

const TO = 'recruiter@example.com';
const DRAFT = {
	__rl: true,
	mode: 'id',
	value: "={{ $('Create the draft').first().json.id }}",
};
const FILES = `// The step "Attach the file" needs the contents of small files in the items.
const files = [];
const isWanted = $('Application').all().map(({ json }) => json.attachment?.binaryField);
for (const [index, { binary }] of $input.all().entries()) {
  if (!isWanted[index]) continue;
  if (!binary?.file) {
    throw new Error('FILES MISSING: a step before this one dropped the files of this application');
  }
  const data = (await this.helpers.getBinaryDataBuffer(index, 'file')).toString('base64');
  files.push({ json: {}, binary: { file: { ...binary.file, id: undefined, data } } });
}
return files;
`;

const outlook = (resource: string, operation: string, parameters: object) =>
	step.step('microsoftOutlook', 2, { resource, operation, ...parameters });

export const description: Description = {
	name: 'CleverConnect: applications by email with Outlook',
	about: `## Applications by email with Outlook

Each application goes to a recruiter through Outlook ([Microsoft Graph](https://learn.microsoft.com/graph/api/message-post-attachments)), with the candidate's details, all files, and a list of the application's issues. A reply to the email goes to the candidate. Each file (up to 150 MB) is attached to a draft. If Microsoft refuses a file, the execution fails, and nothing is sent. This template follows Microsoft's documentation as of November 2026.`,
	trigger: EACH_FILE,
	canvas: `
		                      |             |         |         | Create the draft
		CleverConnect Trigger | Application | Details | Set up? | Files | One by one | Attach the file
		                      |             |         |         | Send the draft
		                      |             |         |         | Connect Outlook`,
	wires: {
		'Set up?': 'Create the draft, Files, Send the draft | Connect Outlook',
		'One by one': '| Attach the file',
		'Attach the file': 'One by one',
	},
	reminder: [
		'Connect Outlook',
		`$('Create the draft').params.additionalFields.toRecipients !== '${TO}'`,
	],
	steps: {
		Details: step.details('title', 'name', 'job', 'email', 'phone', 'address', 'source'),
		'Create the draft': {
			...outlook('draft', 'create', {
				subject: step.subjectFor(' (please check)'),
				bodyContent: step.textFor(
					"$('Application').all().map(({ binary }) => binary?.file?.fileName).filter((name) => name).join(', ')",
				),
				additionalFields: {
					bodyContentType: 'Text',
					toRecipients: TO,
					replyTo: `={{ ${usableEmail()} || [] }}`,
				},
			}),
			executeOnce: true,
		},
		Files: step.code(FILES),
		'One by one': step.step('splitInBatches', 3, { options: {} }),
		'Attach the file': outlook('messageAttachment', 'add', {
			messageId: DRAFT,
			binaryPropertyName: 'file',
			options: {},
		}),
		'Send the draft': {
			...outlook('draft', 'send', { draftId: DRAFT }),
			executeOnce: true,
		},
	},
	fillIn: {
		'Create the draft': `_To Recipients_: enter the recipient of the applications. Separate several addresses with commas.

To send each application to its job's recruiter, copy the steps _Addresses_ through _Who gets it?_ from the _route-by-job_ template, and insert them before _Set up?_. As _To Recipients_, enter \`{{ $('Who gets it?').first().json.to }}\`.`,
		'Attach the file, Create the draft, Send the draft': `In all three steps, select the **Microsoft Outlook** credential.`,
	},
};
