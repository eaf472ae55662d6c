import type { Description } from '../description.cts';
import { value, type SummaryMember } from '../expressions.cts';
import * as step from '../steps.cts';

const NAMES = ['firstName', 'lastName', 'email', 'phone', 'city', 'source'] as const;
const field = (name: string, member: SummaryMember) => ({ name, value: `=${value(member)}` });
const parameters = [
	field('applicationId', 'number'),
	field('jobId', 'job'),
	...NAMES.map((name) => field(name, name)),
];

export const description: Description = {
	name: 'CleverConnect: each application exactly once',
	about: `## Each application exactly once

The trigger recognizes most exact duplicates. This workflow also remembers the **numbers** of up to 100,000 applications. It drops an application with a known number, even if the application has changed. [Process each application once](https://github.com/n8n-nodes-cleverconnect/n8n-nodes-cleverconnect/blob/main/docs/exactly-once.md) explains what to use in queue mode.

**If a step fails**, fix the cause, and click **Retry execution** under **Executions**. Sending the application again doesn't help. If n8n was killed during an execution, check which steps have finished, and do the rest by hand.`,
	trigger: {
		note: 'Keep _Respond_ set to _Immediately_. With the other setting, the workflow drops an application that CleverConnect sends again after a failure.',
	},
	canvas: `
		CleverConnect Trigger | Application | Only once | Your next step`,
	steps: {
		'Only once': step.onlyOnce,
		'Your next step': step.step('httpRequest', 4.2, {
			method: 'POST',
			url: '',
			sendBody: true,
			bodyParameters: { parameters },
			options: {},
		}),
	},
	fillIn: {
		'Your next step': `This step sends the candidate's details, but no files, to another system. In _URL_, enter the other system's URL, or use your own steps instead.`,
	},
};
