import { TRIGGER_STEP, type Description } from '../description.cts';
import { isSetUp } from '../expressions.cts';
import { details, mailToRecruiter, setUp } from '../steps.cts';

const TO = 'recruiter@example.com';

export const description: Description = {
	name: 'CleverConnect: applications by e-mail',
	about: `## Applications by e-mail

Each application goes to a recruiter by e-mail, with the candidate's details, all files, and a list of the application's issues. A reply to the e-mail goes to the candidate.`,
	canvas: [
		[TRIGGER_STEP, 'Application', 'Details', 'Set up?', 'Mail to the recruiter'],
		['', '', '', '', 'Connect your mail server'],
	],
	steps: {
		Details: details('title', 'name', 'job', 'email', 'phone', 'address', 'source'),
		...setUp(
			isSetUp("$('Mail to the recruiter').params.toEmail", TO),
			'Mail to the recruiter',
			'Connect your mail server',
		),
		'Mail to the recruiter': mailToRecruiter('applications@example.com', TO, ' (please check)'),
	},
	fillIn: {
		'Mail to the recruiter': `- Select or create the **SMTP** credential for your mail server.
- _From Email_: enter an address that your mail server accepts as the sender.
- _To Email_: enter the recipient of the applications. Separate several addresses with commas.`,
	},
};
