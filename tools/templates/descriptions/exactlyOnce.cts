import { TRIGGER_STEP, type Description } from '../description.cts';
import { APPLICATION, detail, isSetUp } from '../expressions.cts';
import { details, onlyOnce, setUp } from '../steps.cts';

const PLACEHOLDER = 'https://ats.example.com/candidates';
const NAMES = ['job', 'firstName', 'lastName', 'email', 'phone', 'city', 'source'] as const;

export const description: Description = {
	name: 'CleverConnect: each application exactly once',
	about: `## Each application exactly once

The trigger recognizes exact copies. This workflow also remembers the **numbers** of up to 100,000 applications, and drops an application whose number it knows, even if the application has changed. [Process each application once](https://github.com/n8n-nodes-cleverconnect/n8n-nodes-cleverconnect/blob/main/docs/exactly-once.md) explains what to use in queue mode.

**If a step fails**, correct the cause and click **Retry** under **Executions**. Sending the application again doesn't help. If n8n interrupted the execution (_Crashed_), enter that application by hand.`,
	trigger: {
		note: 'Keep _Respond_ at _Immediately_. Otherwise, an application whose workflow failed is dropped if CleverConnect sends it again.',
	},
	canvas: [
		[TRIGGER_STEP, 'Application', 'Details', 'Only once', 'Set up?', 'Your next step'],
		['', '', '', '', '', 'Connect your system'],
	],
	steps: {
		Details: details(...NAMES),
		'Only once': onlyOnce,
		...setUp(
			isSetUp("$('Your next step').params.url", PLACEHOLDER),
			'Your next step',
			'Connect your system',
		),
		'Your next step': {
			type: 'httpRequest',
			typeVersion: 4.2,
			parameters: {
				method: 'POST',
				url: PLACEHOLDER,
				sendBody: true,
				bodyParameters: {
					parameters: [
						{ name: 'applicationId', value: `={{ ${APPLICATION}.id }}` },
						...NAMES.map((name) => ({
							name: name === 'job' ? 'jobId' : name,
							value: `={{ ${detail(name)} }}`,
						})),
					],
				},
				options: {},
			},
		},
	},
	fillIn: {
		'Your next step': `This example sends the application to another system. Enter the address of that system as _URL_, or use your own steps instead.`,
	},
};
