import type { Description } from '../description.cts';
import { detail, lineOf, usableEmail, withoutLink } from '../expressions.cts';
import * as step from '../steps.cts';

const FROM = 'jobs@example.com';
const job = (words: string) => `{{ ${detail('job')} ? '${words} ' + ${detail('job')} : '' }}`;

export const description: Description = {
	name: 'CleverConnect: confirm receipt to the candidate',
	about: `## Confirm receipt to the candidate

Each candidate with a usable email address receives one email for each application, but no email if an application changes. n8n remembers only the application numbers.

Before you use this workflow, find out whether CleverConnect or your ATS already confirms receipt.

If n8n can't send an email, click **Retry execution** under **Executions**. Sending the application again doesn't help.`,
	canvas: `
		CleverConnect Trigger | Application | Details | Only once | Has an address? | Set up? | Confirm receipt
		                      |             |         |           |                 |         | Connect your mail server`,
	reminder: ['Connect your mail server', `$('Confirm receipt').params.fromEmail !== '${FROM}'`],
	steps: {
		Details: step.set({
			job: `={{ ${withoutLink(lineOf('job'), '')} }}`,
			name: `={{ ${withoutLink(lineOf('name'), '')} }}`,
			email: `={{ ${usableEmail()} }}`,
		}),
		'Only once': step.onlyOnce,
		'Has an address?': step.when(`${detail('email')} !== ''`),
		'Confirm receipt': step.mail({
			from: FROM,
			to: `={{ ${detail('email')} }}`,
			subject: `=Your application${job(' for')} has arrived`,
			text: `=Dear {{ ${detail('name')} || 'candidate' }},

Thank you for your application${job(' for the job')}. We have received it, and a person will read it.

You don't need to reply. If something in your application changes, reply to this email.

Kind regards`,
		}),
	},
	fillIn: {
		'Confirm receipt': `- Select or create the **SMTP** credential for your mail server.
- _From Email_: enter an address that your mail server accepts as the sender, and whose inbox someone reads.
- _Text_: use your own words, in your candidates' language.

To receive the email for the sample application, enter your own address in _Sample application_.`,
	},
};
