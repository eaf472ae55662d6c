import type { NodeHint } from 'n8n-workflow';

export const hints: NodeHint[] = [
	// Unlike the trigger's panel, this hint is also visible while there is no credential.
	{
		message: "Select or create a credential. Then click 'Execute step'.",
		location: 'outputPane',
		whenToDisplay: 'beforeExecution',
	},
	{
		message: "Drag values from 'summary' into the next step.",
		location: 'outputPane',
		whenToDisplay: 'afterExecution',
	},
];
