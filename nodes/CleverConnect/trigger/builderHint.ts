import type { IBuilderHint } from 'n8n-workflow';

/** For n8n's assistant, which builds workflows from a description. Earlier versions of n8n ignore it. */
export const builderHint: IBuilderHint = {
	searchHint:
		'Receives job applications from CleverConnect, Meteojob and the job boards behind them. Use it instead of the Webhook node for these senders. A credential is required. The fields of the application are at the top level of the item, such as $json.candidate.email and $json.jobId, and not under body. The files are binary data, in the fields resume, letter, resume_2 and so on. A person gives CleverConnect the URL of the published workflow; nothing is registered by API.',
	relatedNodes: [
		{ nodeType: 'n8n-nodes-base.extractFromFile', relationHint: 'Reads the text of a CV in PDF' },
		{
			nodeType: 'n8n-nodes-base.removeDuplicates',
			relationHint: 'Processes each application once, by $json.id, even across restarts',
		},
		{
			nodeType: 'n8n-nodes-base.executionData',
			relationHint: 'Makes an execution searchable by the number of the application',
		},
	],
};
