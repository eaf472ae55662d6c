import type { Description } from '../description.cts';
import * as step from '../steps.cts';

export const description: Description = {
	name: 'CleverConnect: applications by email',
	about: `## Applications by email

Each application goes to a recruiter by email, with the candidate's details, all files, and what is wrong with them. A reply goes to the candidate if the email address is usable.

If you add steps in between, add them before _With its files_. This step brings back the files, which many steps drop.`,
	canvas: `
		CleverConnect Trigger | Application | With its files | Mail to the recruiter`,
	steps: {
		'With its files': step.withItsFiles,
		'Mail to the recruiter': step.mailToRecruiter(),
	},
	fillIn: {
		'Mail to the recruiter': `- Select or create the **SMTP** credential for your mail server. For Gmail, the host is \`smtp.gmail.com\`, and the password is an app password.
- _From Email_: enter an address that your mail server accepts as the sender.
- _To Email_: enter the recipient. Separate several addresses with commas.`,
	},
};
