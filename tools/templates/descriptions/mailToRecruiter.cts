import type { Description } from '../description.cts';
import * as step from '../steps.cts';

const TO = 'recruiter@example.com';

export const description: Description = {
	name: 'CleverConnect: applications by email',
	about: `## Applications by email

Each application goes to a recruiter by email, with the candidate's details, all files, and a list of the application's issues. A reply to the email goes to the candidate.`,
	canvas: `
		CleverConnect Trigger | Application | Details | Set up? | Mail to the recruiter
		                      |             |         |         | Connect your mail server`,
	reminder: ['Connect your mail server', `$('Mail to the recruiter').params.toEmail !== '${TO}'`],
	steps: {
		Details: step.details('title', 'name', 'job', 'email', 'phone', 'address', 'source'),
		'Mail to the recruiter': step.mailToRecruiter(
			'applications@example.com',
			TO,
			' (please check)',
		),
	},
	fillIn: {
		'Mail to the recruiter': `- Select or create the **SMTP** credential for your mail server.
- _From Email_: enter an address that your mail server accepts as the sender.
- _To Email_: enter the recipient of the applications. Separate several addresses with commas.`,
	},
};
