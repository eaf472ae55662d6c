import { candidate, ifThere, sendForm } from '../ats.cts';
import type { Description } from '../description.cts';
import * as step from '../steps.cts';

const TABLE = 'Applications sent to the ATS';
const LOG = {
	applicationId: step.cell('number'),
	jobId: step.cell('job'),
	candidate: step.cell('name'),
	atsId: '={{ $json.id }}',
	sentAt: '={{ $now.toISO() }}',
};

export const description: Description = {
	name: 'CleverConnect: applications to your ATS',
	about: `## Applications to your ATS

Each application goes to your applicant tracking system (ATS), with the candidate's details as form fields and the CV as a file. An application without a CV is sent without a file.

The _${TABLE}_ data table logs the candidate's name and the ID that the ATS returns. **The table contains personal data.** See [Personal data](https://github.com/n8n-nodes-cleverconnect/n8n-nodes-cleverconnect/blob/main/docs/gdpr.md).`,
	canvas: `
		                      |             | Make the log
		CleverConnect Trigger | Application | Send the application | Write to the log`,
	wires: { Application: 'Make the log, Send the application' },
	steps: {
		'Make the log': step.createTable(TABLE, Object.keys(LOG)),
		'Send the application': sendForm(
			{
				authentication: 'httpHeaderAuth',
				fields: candidate({
					...{ applicationId: 'number', jobId: 'job' },
					...{ firstName: 'firstName', lastName: 'lastName', email: 'email', phone: 'phone' },
					...{ city: 'city', source: 'source' },
				}),
			},
			{ resume: ifThere('resume') },
		),
		'Write to the log': step.rows('insert', 'Make the log', [], step.columns(LOG)),
	},
	fillIn: {
		'Send the application': `- _URL_: enter the URL at which your ATS accepts new candidates. Look it up in your ATS's API documentation, or ask its provider.
- Select or create the **Header Auth** credential with your ATS's key.
- Change each _Name_ to the field's name in your ATS.`,
		'Write to the log': `In _atsId_, \`$json.id\` is the ID in the ATS's response. If your ATS uses a different name, change \`id\`.`,
	},
};
