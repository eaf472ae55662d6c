import { TRIGGER_STEP, type Description } from '../description.cts';
import {
	allFiles,
	isSetUp,
	lineOf,
	listIssues,
	numberOf,
	usableEmail,
	withoutLink,
	type Detail,
} from '../expressions.cts';
import {
	application,
	combine,
	details,
	doNothing,
	mail,
	mailToRecruiter,
	set,
	setUp,
	when,
} from '../steps.cts';

const DOUBTFUL = "$('Something is wrong').first().json";
const NAMES = ['name', 'job', 'phone', 'address', 'source'] as const;
const [FROM, REVIEWER, RECRUITER] = ['applications', 'reviewer', 'recruiter'].map(
	(name) => `${name}@example.com`,
) as [string, string, string];

/** A value of a doubtful application, which could contain a link to a forged page. */
const line = (name: Detail, replacement: string) =>
	`={{ ${withoutLink(lineOf(name, DOUBTFUL), replacement)} }}`;
const detail = (name: string) => `$('Details to review').first().json.${name}`;
/** n8n shows the description of a form as HTML. */
const shown = (name: string) =>
	`{{ (${detail(name)} || 'not given').replace(/[&<>"]/g, (character) => '&#' + character.charCodeAt(0) + ';') }}`;
const given = (name: string) => `{{ ${detail(name)} || 'not given' }}`;

export const description: Description = {
	name: 'CleverConnect: doubtful applications to a person first',
	about: `## Doubtful applications to a person

An application without issues goes to the recruiter. Any other application goes to a reviewer first, with its files and issues. The link in the e-mail opens a page of your n8n, on which the reviewer approves or declines. The sample has no e-mail address.

If the link begins with \`localhost\`, ask your n8n administrator to set \`WEBHOOK_URL\`.`,
	trigger: {
		parameters: { onIssues: 'review' },
		next: ['Nothing is wrong', 'Something is wrong'],
	},
	canvas: [
		['', '', '', 'Set up?', 'Connect your mail server'],
		[
			TRIGGER_STEP,
			'Something is wrong',
			'Details to review',
			'',
			'Mail to the reviewer',
			'Wait for the decision',
		],
		['', 'Nothing is wrong', '', 'Application', 'Details', 'Mail to the recruiter'],
		['', 'Application and decision', 'Approved?', 'Declined'],
	],
	steps: {
		Application: { ...application, next: ['Details'] },
		'Nothing is wrong': { ...doNothing, next: ['Application'] },
		'Something is wrong': application,
		'Details to review': {
			...set({
				title: line('review', 'Please decide about an application'),
				...Object.fromEntries(
					NAMES.map((name) => [name, line(name, '(left out, because it looks like a link)')]),
				),
				email: `={{ ${usableEmail(DOUBTFUL)} }}`,
			}),
			next: [['Set up?', 'Application and decision']],
		},
		...setUp(
			`${isSetUp("$('Mail to the reviewer').params.toEmail", REVIEWER)} && $('Mail to the recruiter').params.toEmail !== '${RECRUITER}'`,
			'Mail to the reviewer',
			'Connect your mail server',
		),
		'Mail to the reviewer': mail(FROM, REVIEWER, {
			subject: `={{ ${detail('title')} }}`,
			text: `=An application needs your decision. Decide here:
{{ $execution.resumeFormUrl }}

Something is wrong:

{{ ${listIssues(DOUBTFUL)} }}

The candidate or CleverConnect wrote these lines:

Name: ${given('name')}
Job: ${given('job')}
E-mail: ${given('email')}
Phone: ${given('phone')}
Address: ${given('address')}
Found through: ${given('source')}

Attached: {{ Object.keys($binary ?? {}).join(', ') || 'nothing' }}

Be careful with files that you did not expect. Open them only if you trust them.`,
			fileAttachments: `={{ ${allFiles(DOUBTFUL)} }}`,
		}),
		'Wait for the decision': {
			type: 'wait',
			typeVersion: 1.1,
			parameters: {
				resume: 'form',
				formTitle: 'What should happen to this application?',
				formDescription: `=Candidate: ${shown('name')}
Job: ${shown('job')}

The e-mail with the link lists the application's issues.`,
				formFields: {
					values: [
						{
							fieldLabel: 'Decision',
							fieldType: 'dropdown',
							fieldOptions: { values: [{ option: 'Approve' }, { option: 'Decline' }] },
							requiredField: true,
						},
						{
							fieldLabel: 'Note',
							fieldType: 'textarea',
							placeholder: 'Your reason, for colleagues who read it later',
						},
					],
				},
				options: {
					appendAttribution: false,
					respondWithOptions: {
						values: {
							respondWith: 'text',
							formSubmittedText: 'Thank you. You can close this page.',
						},
					},
				},
			},
			next: ['Application and decision #2'],
		},
		'Application and decision': combine(),
		'Approved?': when("$json.Decision === 'Approve'", 'Application', 'Declined'),
		Declined: {
			...set(
				{
					applicationId: `={{ ${numberOf(DOUBTFUL)} }}`,
					decision: '={{ $json.Decision }}',
					note: "={{ $json.Note ?? '' }}",
					decidedAt: '={{ $now.toISO() }}',
				},
				{ keep: false },
			),
			next: [],
		},
		Details: details('title', 'name', 'job', 'email', 'phone', 'address', 'source'),
		'Mail to the recruiter': mailToRecruiter(FROM, RECRUITER),
	},
	fillIn: {
		'Mail to the reviewer, Mail to the recruiter': `In both steps, select the **SMTP** credential, and enter the sender as _From Email_ and the recipient as _To Email_.`,
	},
};
