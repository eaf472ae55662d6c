import type { IBuilderHint } from 'n8n-workflow';

/** A hint for n8n's assistant, which builds workflows from descriptions. Versions of n8n without it ignore the hint. */
export const builderHint: IBuilderHint = {
	searchHint:
		'Receives job applications from CleverConnect and Meteojob. Use it instead of the Webhook node for them. It requires a credential. For texts and fields, use the members of $json.summary, such as title, name, email, job, and problems, which are always text. What was sent, such as $json.candidate.email, is at the top level of the item. The files are in the binary fields resume, letter, resume_2, and so on, which $json.summary.files lists for the Attachments field of a mail node.',
	relatedNodes: [
		{ nodeType: 'n8n-nodes-base.extractFromFile', relationHint: 'Reads the text of a PDF CV' },
		{
			nodeType: 'n8n-nodes-base.executionData',
			relationHint: 'Makes an execution searchable by the application number',
		},
	],
};
