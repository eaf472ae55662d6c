import { NodeHelpers, type INodeProperties, type INodePropertyOptions } from 'n8n-workflow';
import { runInNewContext } from 'node:vm';
import { CleverConnectWebhookApi } from '../../../credentials/CleverConnectWebhookApi.credentials';
import { CleverConnectTrigger } from '../../../nodes/CleverConnect/CleverConnectTrigger.node';

const { description } = new CleverConnectTrigger();
const credential = new CleverConnectWebhookApi();

const outline = ({ name, displayName, type, default: value }: INodeProperties) => [
	name,
	displayName,
	type,
	value,
];
const valuesOf = (properties: INodeProperties[], name: string) =>
	properties
		.find((property) => property.name === name)
		?.options?.map((option) => ('value' in option ? [option.value, option.name] : []));

describe('saved workflows rely on', () => {
	it('the names of the node and the credential, and the node version', () => {
		expect(description).toMatchObject({
			name: 'cleverConnectTrigger',
			displayName: 'CleverConnect Trigger',
			version: 2,
			inputs: [],
			credentials: [{ name: 'cleverConnectWebhookApi', required: true }],
		});
		expect(credential).toMatchObject({
			name: 'cleverConnectWebhookApi',
			displayName: 'CleverConnect Webhook API',
		});
	});

	it("the webhook's name, method, and path", () => {
		expect(description.webhooks).toMatchObject([
			{ name: 'default', httpMethod: 'POST', path: 'applications' },
		]);
		expect(description.webhooks?.[0]?.isFullPath).toBeUndefined();
	});

	it('the parameters and their defaults', () => {
		expect(description.properties.map(outline)).toEqual([
			['responseMode', 'Respond', 'options', 'onReceived'],
			['onIssues', 'When Something Is Wrong', 'options', 'flag'],
			['output', 'Output', 'options', 'application'],
			['options', 'Options', 'collection', {}],
		]);
		const options = description.properties.at(-1)?.options as INodeProperties[];
		expect(options.map(outline)).toEqual([
			['acceptedFileTypes', 'Accepted File Types', 'string', 'pdf, doc, docx'],
			['keepContent', 'Keep Base64 Content', 'boolean', false],
			['maxFileSize', 'Maximum File Size (MB)', 'number', 0],
			['skipRedeliveries', 'Skip Re-Deliveries', 'boolean', true],
		]);
	});

	it('the values of each parameter', () => {
		expect(valuesOf(description.properties, 'responseMode')).toEqual([
			['onReceived', 'Immediately'],
			['lastNode', 'When Last Node Finishes'],
		]);
		expect(valuesOf(description.properties, 'onIssues')).toEqual([
			['flag', 'Deliver and Flag'],
			['reject', 'Reject'],
			['review', 'Send to Needs Review Output'],
		]);
		expect(valuesOf(description.properties, 'output')).toEqual([
			['application', 'One Item per Application'],
			['attachment', 'One Item per Attachment'],
		]);
	});

	it("the credential's fields and their defaults", () => {
		expect(credential.properties.map(outline)).toEqual([
			['authentication', 'Authentication', 'options', 'bearer'],
			['headerName', 'Header Name', 'string', 'X-Api-Key'],
			['queryParameter', 'Query Parameter Name', 'string', 'token'],
			['username', 'Username', 'string', ''],
			['token', 'Token', 'string', ''],
			['token', 'Password', 'string', ''],
			['previousToken', 'Previous Token', 'string', ''],
			['previousToken', 'Previous Password', 'string', ''],
			['allowedIps', 'Allowed IP Addresses', 'string', ''],
		]);
		expect(valuesOf(credential.properties, 'authentication')?.map(([value]) => value)).toEqual([
			'basic',
			'bearer',
			'header',
			'none',
			'query',
		]);
	});
});

it.each([
	['bearer', ['Token', 'Previous Token']],
	['header', ['Header Name', 'Token', 'Previous Token']],
	['basic', ['Username', 'Password', 'Previous Password']],
	['query', ['Query Parameter Name', 'Token', 'Previous Token']],
	['none', []],
])('the credential shows only the fields of the scheme %s', (authentication, labels) => {
	const shown = credential.properties.filter((property) =>
		NodeHelpers.displayParameter({ authentication }, property, null, null),
	);
	const common = ['Authentication', 'Allowed IP Addresses'];
	expect(shown.map(({ displayName }) => displayName)).toEqual(common.toSpliced(1, 0, ...labels));
});

it("an option's description fits in the editor and contains no HTML", () => {
	const properties = [...description.properties.slice(0, -1), ...credential.properties];
	const choices = properties.flatMap(({ options = [] }) => options as INodePropertyOptions[]);
	expect(choices).toHaveLength(12);
	for (const choice of choices) expect(choice.description).not.toMatch(/[<>]/);

	// The drop-down list in a node is narrow and shows only two lines of a description.
	const ofTheNode = choices.slice(0, 7);
	for (const choice of ofTheNode) expect(choice.description?.length).toBeLessThanOrEqual(100);
});

it('the subtitle on the canvas is the name of the selected option', () => {
	const options = valuesOf(description.properties, 'onIssues') as Array<[string, string]>;
	for (const [onIssues, name] of options) {
		const expression = String(description.subtitle).slice('={{'.length, -'}}'.length);
		expect(runInNewContext(`(${expression})`, { $parameter: { onIssues } })).toBe(name);
	}
});

it('secrets are hidden in the editor', () => {
	const secrets = credential.properties.filter(({ name }) => /token$/i.test(name));
	expect(secrets).toHaveLength(4);
	for (const { typeOptions } of secrets) expect(typeOptions?.password).toBe(true);
});

it('no parameter accepts expressions, because access must not depend on a request', () => {
	const collection = description.properties.at(-1)?.options as INodeProperties[];
	for (const property of [...description.properties.slice(0, -1), ...collection]) {
		expect([property.name, property.noDataExpression]).toEqual([property.name, true]);
	}
});

it('the credential accepts expressions only for the username and the tokens', () => {
	const names = credential.properties
		.filter(({ noDataExpression }) => !noDataExpression)
		.map(({ name }) => name);
	expect(new Set(names)).toEqual(new Set(['username', 'token', 'previousToken']));
});
