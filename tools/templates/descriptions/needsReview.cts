import type { Description } from '../description.cts';
import * as expression from '../expressions.cts';
import * as step from '../steps.cts';

const DOUBTFUL = "$('Something is wrong').first().json";
const FROM = 'applications@example.com';
const REVIEWER = 'reviewer@example.com';
const RECRUITER = 'recruiter@example.com';

/** A value from a questionable application. Such a value could contain a link to a forged page. */
const line = (name: expression.Detail, replacement = '(left out, because it looks like a link)') =>
	`={{ ${expression.withoutLink(expression.lineOf(name, DOUBTFUL), replacement)} }}`;
const detail = (name: string) => `$('Details to review').first().json.${name}`;
const given = (name: string) => `{{ ${detail(name)} || 'not given' }}`;
/** n8n shows the description of a form as HTML. */
const shown = (name: string) =>
	`{{ (${detail(name)} || 'not given').replace(/[&<>"]/g, (character) => '&#' + character.charCodeAt(0) + ';') }}`;

const FORM = {
	formTitle: 'What should happen to this application?',
	formDescription: `=Candidate: ${shown('name')}
Job: ${shown('job')}

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

An application without issues goes to the recruiter. Any other application is first emailed to a reviewer. The email links to a page on which the reviewer decides. The sample application has no email address, so it goes to the reviewer.

If the link in the email begins with \`localhost\`, ask your n8n administrator to set \`WEBHOOK_URL\`.`,
	trigger: { parameters: { onIssues: 'review' } },
	canvas: `
		                      |                          |                   | Set up?     | Connect your mail server
		CleverConnect Trigger | Something is wrong       | Details to review |             | Mail to the reviewer | Wait for the decision
		                      | Nothing is wrong         |                   | Application | Details              | Mail to the recruiter
		                      | Application and decision | Approved?         | Declined`,
	wires: {
		'CleverConnect Trigger': 'Nothing is wrong | Something is wrong',
		'Nothing is wrong': 'Application',
		'Details to review': 'Set up?, Application and decision',
		'Set up?': 'Mail to the reviewer | Connect your mail server',
		'Wait for the decision': 'Application and decision #2',
		'Approved?': 'Application | Declined',
	},
	reminder: [
		'Connect your mail server',
		`$('Mail to the reviewer').params.toEmail !== '${REVIEWER}' && $('Mail to the recruiter').params.toEmail !== '${RECRUITER}'`,
	],
	steps: {
		'Nothing is wrong': step.nothing,
		'Something is wrong': step.application,
		'Details to review': step.set({
			title: line('review', 'Please decide about an application'),
			name: line('name'),
			job: line('job'),
			email: `={{ ${expression.usableEmail(DOUBTFUL)} }}`,
			phone: line('phone'),
			address: line('address'),
			source: line('source'),
		}),
		'Mail to the reviewer': step.mail({
			from: FROM,
			to: REVIEWER,
			subject: `={{ ${detail('title')} }}`,
			text: `=An application needs your decision. Decide here:
{{ $execution.resumeFormUrl }}

Something is wrong:

{{ ${expression.listIssues(DOUBTFUL)} }}

The candidate or CleverConnect wrote these lines:

Name: ${given('name')}
Job: ${given('job')}
Email: ${given('email')}
Phone: ${given('phone')}
Address: ${given('address')}
Found through: ${given('source')}

Attached: {{ Object.keys($binary ?? {}).join(', ') || 'nothing' }}

Be careful with files that you did not expect. Open them only if you trust them.`,
			fileAttachments: `={{ ${expression.allFiles(DOUBTFUL)} }}`,
		}),
		'Wait for the decision': step.step('wait', 1.1, {
			resume: 'form',
			...FORM,
			options: { appendAttribution: false, respondWithOptions: { values: THANKS } },
		}),
		'Application and decision': step.combine,
		'Approved?': step.when("$json.Decision === 'Approve'"),
		Declined: step.set(
			{
				applicationId: `={{ ${expression.numberOf(DOUBTFUL)} }}`,
				decision: '={{ $json.Decision }}',
				note: "={{ $json.Note ?? '' }}",
				decidedAt: '={{ $now.toISO() }}',
			},
			{ keep: false },
		),
		Details: step.details('title', 'name', 'job', 'email', 'phone', 'address', 'source'),
		'Mail to the recruiter': step.mailToRecruiter(FROM, RECRUITER),
	},
	fillIn: {
		'Mail to the reviewer, Mail to the recruiter': `In both steps, select the **SMTP** credential, and enter the sender as _From Email_ and the recipient as _To Email_.`,
	},
};
