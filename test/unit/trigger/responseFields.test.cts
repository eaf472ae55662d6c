import { resolveWebhookDescriptionField, type INode } from 'n8n-workflow';
import { runInNewContext } from 'node:vm';
import { responseFields } from '../../../nodes/CleverConnect/trigger/responseFields';

/** Evaluates the expressions, as the editor does. */
const evaluate = ({ responseMode, responseData }: typeof responseFields, $parameter: object) =>
	[responseMode, responseData].map(
		(template) =>
			runInNewContext(template.slice('={{'.length, -'}}'.length), { $parameter }) as unknown,
	);

const ROWS: ReadonlyArray<[parameters: object, ...values: string[]]> = [
	[{}, 'onReceived', ''],
	[{ responseMode: 'onReceived' }, 'onReceived', ''],
	[{ responseMode: 'lastNode' }, 'lastNode', 'noData'],
];

it.each(ROWS)('with the parameters %j, n8n resolves the fields %s, %j', (parameters, ...values) => {
	const node = { name: 'Trigger', parameters } as unknown as INode;
	const webhook = { name: 'default', httpMethod: 'POST', path: '', ...responseFields } as const;
	const resolve = (field: string) => resolveWebhookDescriptionField(node, webhook, field);
	const expected = values.map((value) => ({ resolved: true, value }));
	expect([resolve('responseMode'), resolve('responseData')]).toEqual(expected);
	expect(evaluate(responseFields, parameters)).toEqual(values);
});

it('in an n8n version that cannot resolve the response fields, they are expressions', async () => {
	await jest.isolateModulesAsync(async () => {
		jest.doMock('n8n-workflow', () => ({}));
		const earlier = await import('../../../nodes/CleverConnect/trigger/responseFields');
		jest.dontMock('n8n-workflow');
		for (const [parameters, ...values] of ROWS) {
			expect(evaluate(earlier.responseFields, parameters)).toEqual(values);
		}
	});
});
