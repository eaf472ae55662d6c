import type { IBuilderHint } from 'n8n-workflow';

/** A hint for n8n's assistant, which builds workflows from descriptions. Versions of n8n without it ignore the hint. */
export const builderHint: IBuilderHint = {
	searchHint:
		'Receives job applications from CleverConnect, Meteojob, and the job boards behind them. For these senders, use this node instead of the Webhook node. A credential is required. For subjects, texts, forms, and rows, use the members of $json.summary, such as title, name, email, job, and problems. Each is always present and, except folder, empty if there is nothing usable. Each is one line of text, except problems, which has a line for each issue. The fields that were sent, such as $json.candidate.email and $json.jobId, are at the top level of the item, not under body. By default, the files are in the binary fields resume, letter, resume_2, and so on, and $json.summary.files lists the names of these fields for the Attachments field of a mail node. A person sends CleverConnect the URL of the published workflow, because the node does not register the URL through an API.',
	relatedNodes: [
		{ nodeType: 'n8n-nodes-base.extractFromFile', relationHint: 'Reads the text of a PDF CV' },
		{
			nodeType: 'n8n-nodes-base.removeDuplicates',
			relationHint:
				'Processes each application, identified by $json.id, only once, even across restarts',
		},
		{
			nodeType: 'n8n-nodes-base.executionData',
			relationHint: 'Makes an execution searchable by the application number',
		},
	],
};
