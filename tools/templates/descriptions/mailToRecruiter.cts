import type { Description } from '../description.cts';
import * as step from '../steps.cts';

export const description: Description = {
	name: 'CleverConnect: applications by email',
	about: `## Applications by email

Each application goes to a recruiter by email, with the candidate's details, all files, and a list of its issues. A reply goes to the candidate if the email address is usable.`,
	canvas: `
		CleverConnect Trigger | Application | All files there? | Mail to the recruiter
		                      |             |                  | Files are missing`,
	wires: { 'All files there?': 'Mail to the recruiter | Files are missing' },
	steps: {
		'All files there?': step.allFilesThere,
		'Files are missing': step.filesMissing,
		'Mail to the recruiter': step.mailToRecruiter(),
	},
	fillIn: {
		'Mail to the recruiter': `- Select or create the **SMTP** credential for your mail server.
- _From Email_: enter an address that your mail server accepts as the sender.
- _To Email_: enter the recipient of the applications. Separate several addresses with commas.`,
	},
};
