import type { Description } from '../description.cts';
import { value } from '../expressions.cts';
import * as step from '../steps.cts';

const FORM = {
	formTitle: 'What should happen to this application?',
	formDescription: `=Application number {{ $('Application').item.json.summary.number }}. The email with the link says what is wrong with it.`,
	formFields: {
		values: [
			{
				fieldLabel: 'Decision',
				fieldType: 'dropdown',
				requiredField: true,
				fieldOptions: { values: [{ option: 'Approve' }, { option: 'Decline' }] },
			},
			{
				fieldLabel: 'Note',
				fieldType: 'textarea',
				placeholder: 'Your reason, for colleagues who read it later',
			},
		],
	},
};
const THANKS = { respondWith: 'text', formSubmittedText: 'Thank you. You can close this page.' };

export const description: Description = {
	name: 'CleverConnect: questionable applications to a person first',
	about: `## Have a person check questionable applications

An application without problems goes to the recruiter. Any other application first goes to a reviewer, with a link to a page for the decision. It waits until somebody decides. Anyone with the link can decide.

If the link leads to \`localhost\`, ask your n8n administrator to set \`WEBHOOK_URL\`.`,
	canvas: `
		                      |             |                 | Files for the reviewer | Mail to the reviewer | Wait for the decision | Declined? | Declined
		CleverConnect Trigger | Application | Anything wrong? |                        |                      |                       |           | With its files | Mail to the recruiter`,
	wires: {
		'Anything wrong?': 'Files for the reviewer | With its files',
		'Declined?': 'Declined | With its files',
	},
	steps: {
		'Anything wrong?': step.when([value('problems'), 'is not empty']),
		'Files for the reviewer': step.withItsFiles,
		'Mail to the reviewer': step.mail({
			subject: `Please decide: ${value('title')}`,
			text: `An application needs your decision. Decide here:
{{ $execution.resumeFormUrl }}

The candidate or CleverConnect wrote the following lines. Be careful with links and files that you did not expect.

${step.DETAILS}`,
			fileAttachments: value('files'),
		}),
		'Wait for the decision': step.step('wait', 1.1, {
			resume: 'form',
			...FORM,
			options: { appendAttribution: false, respondWithOptions: { values: THANKS } },
		}),
		'Declined?': step.when(['{{ $json.Decision }}', 'is not equal to', 'Approve']),
		Declined: step.nothing,
		'With its files': step.withItsFiles,
		'Mail to the recruiter': step.mailToRecruiter(),
	},
	fillIn: {
		'Mail to the reviewer, Mail to the recruiter': `In both steps, select the **SMTP** credential, and enter the sender as _From Email_ and the recipient as _To Email_.`,
	},
};
