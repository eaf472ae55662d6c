import { resolveWebhookDescriptionField, type INode } from 'n8n-workflow';
import { runInNewContext } from 'node:vm';
import { responseFields } from '../../../nodes/CleverConnect/trigger/responseFields';

/** Evaluates the expressions, which the editor and n8n versions without resolvers use. */
const evaluate = ({ responseMode, responseData }: typeof responseFields, $parameter: object) =>
	[responseMode, responseData].map(
		(template) =>
			runInNewContext(template.slice('={{'.length, -'}}'.length), { $parameter }) as unknown,
	);

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
	expect(evaluate(responseFields, parameters)).toEqual(values);
});
