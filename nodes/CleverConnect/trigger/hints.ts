import type { NodeHint } from 'n8n-workflow';

export const hints: NodeHint[] = [
	// Unlike the trigger's panel, this hint is also visible while there is no credential, and while n8n is listening.
	{
		message:
			"Select or create a credential, and copy the Test URL under 'Webhook URLs'. Then click 'Execute step', and open the URL in your browser.",
		location: 'outputPane',
		whenToDisplay: 'beforeExecution',
	},
	{
		message: "In 'Schema', drag values from 'summary' into the next step.",
		location: 'outputPane',
		whenToDisplay: 'afterExecution',
	},
];
