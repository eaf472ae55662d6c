import type { Description } from '../description.cts';
import { harmless, value, type SummaryMember } from '../expressions.cts';
import * as step from '../steps.cts';

const DOUBTFUL = 'Something is wrong';
const ANSWER = "$('Wait for the decision').first().json";

/** A value from a questionable application, which could contain a link to a forged page. */
const line = (name: SummaryMember) => harmless(name, 'not given', DOUBTFUL);

const FORM = {
	formTitle: 'What should happen to this application?',
	formDescription: `=Candidate: ${line('name')}
Job: ${line('job')}

The email with the link lists the application's issues.`,
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

An application without issues goes to the recruiter. Any other application is first emailed to a reviewer, with a link to a page for the decision. The sample application has no email address, so it goes to the reviewer.

If the link in the email leads to \`localhost\`, ask your n8n administrator to set \`WEBHOOK_URL\`.`,
	trigger: { parameters: { onIssues: 'review' } },
	canvas: `
		                      |                    | Mail to the reviewer | Wait for the decision
		                      | Something is wrong | Approved?            | Declined
		CleverConnect Trigger |                    |                      | Application           | All files there? | Mail to the recruiter
		                      |                    |                      |                       |                  | Files are missing`,
	wires: {
		'CleverConnect Trigger': 'Application | Something is wrong',
		'Something is wrong': 'Mail to the reviewer, Approved?',
		'Wait for the decision': '',
		'Approved?': 'Application | Declined',
		'All files there?': 'Mail to the recruiter | Files are missing',
	},
	steps: {
		[DOUBTFUL]: step.application,
		'Mail to the reviewer': step.mail({
			subject: `${line('job')}: please decide about ${line('name')}`,
			text: `An application needs your decision. Decide here:
{{ $execution.resumeFormUrl }}

Something is wrong:

${value('problems', '', DOUBTFUL)}

The candidate or CleverConnect wrote these lines:

Name: ${line('name')}
Job: ${line('job')}
Email: ${value('email', 'no usable address', DOUBTFUL)}
Phone: ${line('phone')}
Address: ${line('address')}
Found through: ${line('source')}

${step.files(DOUBTFUL)}

Be careful with files that you did not expect. Open them only if you trust them.`,
			fileAttachments: value('files', '', DOUBTFUL),
		}),
		'Wait for the decision': step.step('wait', 1.1, {
			resume: 'form',
			...FORM,
			options: { appendAttribution: false, respondWithOptions: { values: THANKS } },
		}),
		'Approved?': step.when([`{{ ${ANSWER}.Decision }}`, 'is equal to', 'Approve']),
		Declined: step.set(
			{
				applicationId: `=${value('number', '', DOUBTFUL)}`,
				decision: `={{ ${ANSWER}.Decision }}`,
				note: `={{ ${ANSWER}.Note }}`,
				decidedAt: '={{ $now.toISO() }}',
			},
			{ keep: false },
		),
		'All files there?': step.allFilesThere,
		'Files are missing': step.filesMissing,
		'Mail to the recruiter': step.mailToRecruiter(),
	},
	fillIn: {
		'Mail to the recruiter, Mail to the reviewer': `In both steps, select the **SMTP** credential, and enter the sender as _From Email_ and the recipient as _To Email_.`,
	},
};
