import { Workflow, type INode, type INodePropertyOptions, type INodeTypes } from 'n8n-workflow';
import { CleverConnectTrigger } from '../../nodes/CleverConnect/CleverConnectTrigger.node';
import { parameters } from '../../nodes/CleverConnect/settings/properties';

const trigger = new CleverConnectTrigger();
const { description } = trigger;
const nodeTypes = { getByNameAndVersion: () => trigger } as unknown as INodeTypes;
const [onIssues] = parameters;
const choices = onIssues?.options as INodePropertyOptions[];

it('saved workflows rely on the names and the version of the node, and on its webhook', () => {
	expect(description).toMatchObject({
		name: 'cleverConnectTrigger',
		displayName: 'CleverConnect Trigger',
		version: 2,
		inputs: [],
		credentials: [{ name: 'cleverConnectWebhookApi', required: true }],
		webhooks: [
			{ name: 'default', httpMethod: 'POST', path: 'applications' },
			{ name: 'setup', httpMethod: 'GET', path: 'applications', ndvHideUrl: true },
		],
	});
	for (const webhook of description.webhooks ?? [])
		expect(webhook).not.toHaveProperty('isFullPath');
});

it.each(choices)('"$name" is shown as the subtitle', ({ name, value }) => {
	const node = {
		...{ name: 'Trigger', type: 'trigger', typeVersion: 2 },
		parameters: { onIssues: value },
	} as unknown as INode;
	const { expression } = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const template = description.subtitle as string;
	expect(expression.getSimpleParameterValue(node, template, 'internal', {})).toBe(name);
});
