import type { IDataObject, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';

type Output = 'application' | 'review' | 'refused';

/** The trigger's outputs, as an expression that n8n and its editor evaluate. `listOutputs` returns the same outputs. */
export const outputs = `={{ [
	{ type: 'main', displayName: 'Application' },
	...($parameter.onIssues === 'review' ? [{ type: 'main', displayName: 'Needs Review' }] : []),
	...($parameter.options?.reportRefusals === true ? [{ type: 'main', displayName: 'Refused' }] : []),
] }}`;

function listOutputs(context: IWebhookFunctions): Output[] {
	const { reportRefusals } = context.getNodeParameter('options', {}) as IDataObject;
	return [
		'application',
		...(context.getNodeParameter('onIssues', '') === 'review' ? (['review'] as const) : []),
		...(reportRefusals === true ? (['refused'] as const) : []),
	];
}

export function reportsRefusals(context: IWebhookFunctions): boolean {
	return listOutputs(context).includes('refused');
}

/** Returns items as the data of all outputs, the others of which are empty. */
export function arrangeOutputs(
	context: IWebhookFunctions,
	output: Output,
	items: INodeExecutionData[],
): INodeExecutionData[][] {
	return listOutputs(context).map((other) => (other === output ? items : []));
}
