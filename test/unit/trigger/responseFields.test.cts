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
const { description } = trigger;

describe.each([
	['onReceived', 'flag', 'onReceived', '', ['Application']],
	['lastNode', 'flag', 'lastNode', 'noData', ['Application']],
	['onReceived', 'reject', 'onReceived', '', ['Application']],
	['onReceived', 'review', 'onReceived', '', ['Application', 'Needs Review']],
])(
	'with responseMode %s and onIssues %s,',
	(responseMode, onIssues, expectedMode, expectedData, expectedOutputs) => {
		const node: INode = {
			id: 'node-1',
			name: 'Trigger',
			type: 'trigger',
			typeVersion: 2,
			position: [0, 0],
			parameters: { responseMode, onIssues },
		};
		const nodeTypes: INodeTypes = {
			getByName: () => trigger,
			getByNameAndVersion: () => trigger,
			getKnownTypes: () => ({}),
		};
		const { expression } = new Workflow({
			nodes: [node],
			connections: {},
			active: false,
			nodeTypes,
		});
		const webhook = description.webhooks?.[0] as IWebhookDescription;
		const evaluate = (template: unknown) =>
			expression.getSimpleParameterValue(node, template as string, 'internal', {});

		it("n8n resolves the webhook's response fields without its expression engine", () => {
			const resolve = (field: string) => resolveWebhookDescriptionField(node, webhook, field);
			expect(resolve('responseMode')).toEqual({ resolved: true, value: expectedMode });
			expect(resolve('responseData')).toEqual({ resolved: true, value: expectedData });
		});

		it("the editor's expressions for these fields return the same values", () => {
			expect(evaluate(webhook.responseMode)).toBe(expectedMode);
			expect(evaluate(webhook.responseData)).toBe(expectedData);
		});

		it('the node has the expected outputs', () => {
			const outputs = evaluate(description.outputs) as unknown as Array<{ displayName: string }>;
			expect(outputs.map(({ displayName }) => displayName)).toEqual(expectedOutputs);
		});
	},
);

describe('in an n8n version that cannot resolve the response fields natively', () => {
	it('these fields are expressions', async () => {
		await jest.isolateModulesAsync(async () => {
			jest.doMock('n8n-workflow', () => ({}));
			const { responseFields } = await import(
				'../../../nodes/CleverConnect/trigger/responseFields'
			);
			jest.dontMock('n8n-workflow');
			const evaluate = (template: string, $parameter: object) =>
				runInNewContext(template.slice(3, -2), { $parameter }) as unknown;
			const { responseMode, responseData } = responseFields;
			expect(evaluate(responseMode, {})).toBe('onReceived');
			expect(evaluate(responseMode, { responseMode: 'lastNode' })).toBe('lastNode');
			expect(evaluate(responseData, { responseMode: 'lastNode' })).toBe('noData');
			expect(evaluate(responseData, { responseMode: 'onReceived' })).toBe('');
		});
	});
});
