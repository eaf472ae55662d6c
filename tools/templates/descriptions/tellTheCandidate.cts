import type { Description } from '../description.cts';
import { harmless, value } from '../expressions.cts';
import * as step from '../steps.cts';

export const description: Description = {
	name: 'CleverConnect: confirm receipt to the candidate',
	about: `## Confirm receipt to the candidate

Each candidate with a usable email address receives one email for each application, but none if the application changes later. n8n remembers only the application numbers.

First find out whether CleverConnect or your ATS already confirms receipt.

If n8n can't send an email, click **Retry execution** under **Executions**. Sending the application again doesn't help.`,
	canvas: `
		CleverConnect Trigger | Application | Only once | Has an address? | Without links | Confirm receipt`,
	steps: {
		'Only once': step.onlyOnce,
		'Has an address?': step.filter([value('email'), 'is not empty']),
		// Anyone can apply under any name, with anyone's email address.
		'Without links': step.set({
			name: harmless('name', 'candidate'),
			job: harmless('job', 'not given'),
		}),
		'Confirm receipt': step.mail({
			to: value('email'),
			subject: 'Your application has arrived',
			text: `Dear {{ $('Without links').item.json.name }},

Thank you for your application. We have received it, and a person will read it.

Job: {{ $('Without links').item.json.job }}

You don't need to reply. If something in your application changes, reply to this email.

Kind regards`,
		}),
	},
	fillIn: {
		'Confirm receipt': `- Select or create the **SMTP** credential for your mail server.
- _From Email_: enter an address that your mail server accepts as the sender, and whose inbox someone reads.
- _Text_: use your own words, in your candidates' language.`,
	},
};
