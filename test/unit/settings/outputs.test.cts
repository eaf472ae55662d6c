import { Workflow, type INode, type INodeTypes, type IWebhookFunctions } from 'n8n-workflow';
import { CleverConnectTrigger } from '../../../nodes/CleverConnect/CleverConnectTrigger.node';
import { arrangeOutputs, reportsRefusals } from '../../../nodes/CleverConnect/settings/outputs';

const trigger = new CleverConnectTrigger();
const nodeTypes = { getByNameAndVersion: () => trigger } as unknown as INodeTypes;
const ITEMS = [{ json: {} }];

it.each<[parameters: Record<string, unknown>, outputs: string[]]>([
	[{}, ['Application']],
	[{ onIssues: 'review' }, ['Application', 'Needs Review']],
	[{ onIssues: 'flag', options: { reportRefusals: true } }, ['Application', 'Refused']],
	[
		{ onIssues: 'review', options: { reportRefusals: true } },
		['Application', 'Needs Review', 'Refused'],
	],
	[{ options: { reportRefusals: false } }, ['Application']],
])('with %j, the trigger has the outputs %j', (parameters, names) => {
	const node = { name: 'Trigger', type: 'trigger', typeVersion: 2, parameters } as unknown as INode;
	const { expression } = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const template = trigger.description.outputs as string;
	const shown = expression.getSimpleParameterValue(node, template, 'internal', {});
	expect(shown).toEqual(names.map((displayName) => ({ type: 'main', displayName })));

	const context = {
		getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
	} as unknown as IWebhookFunctions;
	const outputs = {
		application: 'Application',
		review: 'Needs Review',
		refused: 'Refused',
	} as const;
	for (const [output, name] of Object.entries(outputs)) {
		const data = arrangeOutputs(context, output as keyof typeof outputs, ITEMS);
		expect(data).toEqual(names.map((other) => (other === name ? ITEMS : [])));
	}
	expect(reportsRefusals(context)).toBe(names.includes('Refused'));
});
