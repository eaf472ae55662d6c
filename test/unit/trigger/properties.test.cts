import { NodeHelpers, type INodeProperties, type INodePropertyOptions } from 'n8n-workflow';
import { runInNewContext } from 'node:vm';
import { CleverConnectWebhookApi } from '../../../credentials/CleverConnectWebhookApi.credentials';
import { CleverConnectTrigger } from '../../../nodes/CleverConnect/CleverConnectTrigger.node';

const { description } = new CleverConnectTrigger();
const credential = new CleverConnectWebhookApi();
const parameters = description.properties.slice(0, -1);
const collection = description.properties.at(-1);
const options = collection?.options as INodeProperties[];

const choicesOf = (property: INodeProperties) =>
	property.type === 'options' ? (property.options as INodePropertyOptions[]) : [];
const outline = (property: INodeProperties) => [
	property.name,
	property.displayName,
	property.default,
	...choicesOf(property).map(({ name, value }) => `${value as string}: ${name}`),
	...(property.typeOptions?.password ? ['hidden'] : []),
	...(property.noDataExpression ? [] : ['with expressions']),
];

describe('saved workflows rely on', () => {
	it('the names of the node, the credential, and the webhook', () => {
		expect(description).toMatchObject({
			name: 'cleverConnectTrigger',
			displayName: 'CleverConnect Trigger',
			version: 2,
			inputs: [],
			credentials: [{ name: 'cleverConnectWebhookApi', required: true }],
			webhooks: [{ name: 'default', httpMethod: 'POST', path: 'applications' }],
		});
		expect(description.webhooks?.[0]).not.toHaveProperty('isFullPath');
		expect(credential).toMatchObject({
			name: 'cleverConnectWebhookApi',
			displayName: 'CleverConnect Webhook API',
		});
	});

	it('the parameters, their defaults, and their values', () => {
		expect(collection).toMatchObject({ name: 'options', type: 'collection', default: {} });
		expect([...parameters, ...options].map(outline)).toEqual([
			[
				...['responseMode', 'Respond', 'onReceived'],
				...['onReceived: Immediately', 'lastNode: When Last Node Finishes'],
			],
			[
				...['onIssues', 'When Something Is Wrong', 'flag', 'flag: Deliver and Flag'],
				...['reject: Reject', 'review: Send to Needs Review Output'],
			],
			[
				...['output', 'Output', 'application'],
				...['application: One Item per Application', 'attachment: One Item per Attachment'],
			],
			['acceptedFileTypes', 'Accepted File Types', 'pdf, doc, docx'],
			['keepContent', 'Keep Base64 Content', false],
			['maxFileSize', 'Maximum File Size (MB)', 0],
			['skipRedeliveries', 'Skip Re-Deliveries', true],
		]);
	});

	it("the credential's fields and their defaults", () => {
		const [authentication, ...fields] = credential.properties.map(outline);
		expect(authentication?.slice(0, 3)).toEqual(['authentication', 'Authentication', 'bearer']);
		expect(fields).toEqual([
			['headerName', 'Header Name', 'X-Api-Key'],
			['queryParameter', 'Query Parameter Name', 'token'],
			['username', 'Username', '', 'with expressions'],
			['token', 'Token', '', 'hidden', 'with expressions'],
			['previousToken', 'Previous Token', '', 'hidden', 'with expressions'],
			['token', 'Password', '', 'hidden', 'with expressions'],
			['previousToken', 'Previous Password', '', 'hidden', 'with expressions'],
			['allowedIps', 'Allowed IP Addresses', ''],
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
	const [{ options: schemes = [] } = {}] = shown;
	expect(schemes).toContainEqual(expect.objectContaining({ value: authentication }));
});

it("an option's description fits in the editor and contains no HTML", () => {
	const choices = [...parameters, ...credential.properties].flatMap(choicesOf);
	for (const choice of choices) expect(choice.description).not.toMatch(/[<>]/);
	// The drop-down list in a node is narrow and shows only two lines of a description.
	for (const choice of parameters.flatMap(choicesOf)) {
		expect(choice.description?.length).toBeLessThanOrEqual(100);
	}
});

it('the subtitle on the canvas is the name of the selected option', () => {
	const expression = String(description.subtitle).slice('={{'.length, -'}}'.length);
	for (const { name, value: onIssues } of choicesOf(parameters[1] as INodeProperties)) {
		expect(runInNewContext(`(${expression})`, { $parameter: { onIssues } })).toBe(name);
	}
});
