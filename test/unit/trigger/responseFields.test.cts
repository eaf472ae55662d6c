import {
	resolveWebhookDescriptionField,
	Workflow,
	type INode,
	type INodeTypes,
	type IWebhookDescription,
} from 'n8n-workflow';
import { runInNewContext } from 'node:vm';
import { CleverConnectTrigger } from '../../../nodes/CleverConnect/CleverConnectTrigger.node';

const trigger = new CleverConnectTrigger();
const nodeTypes: INodeTypes = {
	getByName: () => trigger,
	getByNameAndVersion: () => trigger,
	getKnownTypes: () => ({}),
};

it.each([
	['onReceived', 'flag', '', ['Application']],
	['lastNode', 'reject', 'noData', ['Application']],
	['onReceived', 'review', '', ['Application', 'Needs Review']],
])('with responseMode %s and onIssues %s, n8n resolves the fields and outputs', (...row) => {
	const [responseMode, onIssues, responseData, outputs] = row;
	const parameters = { responseMode, onIssues };
	const node = { name: 'Trigger', type: 'trigger', typeVersion: 2, parameters } as unknown as INode;
	const { expression } = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const evaluate = (template: unknown) =>
		expression.getSimpleParameterValue(node, template as string, 'internal', {});

	const webhook = trigger.description.webhooks?.[0] as IWebhookDescription;
	for (const [field, value] of Object.entries({ responseMode, responseData })) {
		// n8n resolves the field without its expression engine, and the editor evaluates its expression.
		const resolved = { resolved: true, value };
		expect(resolveWebhookDescriptionField(node, webhook, field)).toEqual(resolved);
		expect(evaluate(webhook[field as 'responseMode'])).toBe(value);
	}
	const shown = evaluate(trigger.description.outputs) as unknown as Array<{ displayName: string }>;
	expect(shown.map(({ displayName }) => displayName)).toEqual(outputs);
});

it('in an n8n version that cannot resolve the response fields, they are expressions', async () => {
	await jest.isolateModulesAsync(async () => {
		jest.doMock('n8n-workflow', () => ({}));
		const { responseFields } = await import('../../../nodes/CleverConnect/trigger/responseFields');
		jest.dontMock('n8n-workflow');
		const evaluate = ($parameter: object) =>
			[responseFields.responseMode, responseFields.responseData].map(
				(template) => runInNewContext(template.slice(3, -2), { $parameter }) as unknown,
			);
		expect(evaluate({})).toEqual(['onReceived', '']);
		expect(evaluate({ responseMode: 'lastNode' })).toEqual(['lastNode', 'noData']);
	});
});
