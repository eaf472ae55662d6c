import { resolveWebhookDescriptionField, type INode } from 'n8n-workflow';
import { runInNewContext } from 'node:vm';
import { responseFields } from '../../../nodes/CleverConnect/trigger/responseFields';

it.each<[parameters: object, ...values: string[]]>([
	[{}, 'onReceived', ''],
	[{ responseMode: 'onReceived' }, 'onReceived', ''],
	[{ responseMode: 'lastNode' }, 'lastNode', 'noData'],
])('with the parameters %j, n8n resolves the fields to %s, %j', (parameters, ...values) => {
	const node = { name: 'Trigger', parameters } as unknown as INode;
	const webhook = { name: 'default', httpMethod: 'POST', path: '', ...responseFields } as const;
	const resolve = (field: string) => resolveWebhookDescriptionField(node, webhook, field);
	const expected = values.map((value) => ({ resolved: true, value }));
	expect([resolve('responseMode'), resolve('responseData')]).toEqual(expected);
	// Versions of n8n without resolvers evaluate what is between `={{` and `}}`.
	const { responseMode, responseData } = responseFields;
	const expressions = [responseMode, responseData].map((text) => text.slice(3, -2));
	const context = { $parameter: parameters };
	expect(expressions.map((one) => runInNewContext(one, context) as unknown)).toEqual(values);
});
