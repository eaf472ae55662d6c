import type { Description } from '../description.cts';
import { APPLICATION, cellOf, detail, hasFile, numberOf, oneLine } from '../expressions.cts';
import * as step from '../steps.cts';

const TABLE = 'Applications sent to the ATS';
const PLACEHOLDER = 'https://ats.example.com/candidates';
const URL = detail('atsUrl');

const send = (files: Record<string, string>) =>
	step.sendForm(`={{ ${URL} }}`, 'httpHeaderAuth', FIELDS, files);
const FIELDS = {
	applicationId: oneLine(`${APPLICATION}.id`),
	jobId: detail('job'),
	firstName: detail('firstName'),
	lastName: detail('lastName'),
	email: detail('email'),
	phone: detail('phone'),
	city: detail('city'),
	source: detail('source'),
};
const LOG = {
	applicationId: `={{ ${numberOf()} }}`,
	jobId: `={{ ${cellOf(detail('job'))} }}`,
	candidate: `={{ ${cellOf(detail('name'))} }}`,
	atsId: '={{ $json.id }}',
	sentAt: '={{ $now.toISO() }}',
};

export const description: Description = {
	name: 'CleverConnect: applications to your ATS',
	about: `## Applications to your ATS

Each application goes to your applicant tracking system (ATS), with the candidate's details as form fields and the CV as a file. An application without a CV is sent without a file.

The _${TABLE}_ data table logs the candidate's name and the number that the ATS returns. **The table contains personal data.** See [Personal data](https://github.com/n8n-nodes-cleverconnect/n8n-nodes-cleverconnect/blob/main/docs/gdpr.md).`,
	canvas: `
		                      |                  | Make the log
		CleverConnect Trigger | Application      | Details | Set up? | Has a CV?        | Send with CV
		                      | Write to the log |         |         | Connect your ATS | Send without CV`,
	wires: {
		Application: 'Make the log, Details',
		'Has a CV?': 'Send with CV | Send without CV',
		'Send with CV': 'Write to the log',
		'Send without CV': 'Write to the log',
	},
	reminder: ['Connect your ATS', `${URL} !== '${PLACEHOLDER}'`],
	steps: {
		'Make the log': step.createTable(TABLE, Object.keys(LOG)),
		Details: step.set({
			atsUrl: PLACEHOLDER,
			...step.lines('job', 'name', 'firstName', 'lastName', 'email', 'phone', 'city', 'source'),
		}),
		'Has a CV?': step.when(hasFile('resume')),
		'Send with CV': send({ resume: 'resume' }),
		'Send without CV': send({}),
		'Write to the log': step.rows('insert', TABLE, [], step.columns(LOG)),
	},
	fillIn: {
		Details: `As \`atsUrl\`, enter the URL at which your ATS accepts new candidates. Look up the URL in your ATS's API documentation, or ask your ATS provider.`,
		'Send with CV, Send without CV': `In both steps, select the **Header Auth** credential with your ATS's key, and change each _Name_ to the field's name in your ATS.`,
		'Write to the log': `In _atsId_, \`$json.id\` is the number in the ATS's response. If your ATS uses a different name, change \`id\`.`,
	},
};
