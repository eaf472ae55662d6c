import { NodeHelpers } from 'n8n-workflow';
import { CleverConnectWebhookApi } from '../../../credentials/CleverConnectWebhookApi.credentials';

const type = new CleverConnectWebhookApi();

it('saved workflows rely on the names and defaults of the credential and its fields', () => {
	const { name, displayName } = type;
	expect([name, displayName]).toEqual(['cleverConnectWebhookApi', 'CleverConnect Webhook API']);
	const fields = type.properties.map((field) => [
		...[field.name, field.displayName, field.default],
		...(field.typeOptions?.password ? ['hidden'] : []),
		...(field.noDataExpression ? [] : ['with expressions']),
	]);
	expect(fields).toEqual([
		['authentication', 'Authentication', 'bearer'],
		['headerName', 'Header Name', 'X-Api-Key'],
		['queryParameter', 'Query Parameter Name', 'token'],
		['username', 'Username', '', 'with expressions'],
		['token', 'Token', '', 'hidden', 'with expressions'],
		['token', 'Password', '', 'hidden', 'with expressions'],
		['allowedIps', 'Allowed IP Addresses', ''],
		['previousToken', 'Previous Token', '', 'hidden', 'with expressions'],
		['previousToken', 'Previous Password', '', 'hidden', 'with expressions'],
	]);
});

it.each([
	['bearer', ['Authentication', 'Token']],
	['header', ['Authentication', 'Header Name', 'Token']],
	['basic', ['Authentication', 'Username', 'Password']],
	['query', ['Authentication', 'Query Parameter Name', 'Token']],
])('with %s, the credential shows %j, and the fields of all schemes', (authentication, labels) => {
	const shown = type.properties.filter((property) =>
		NodeHelpers.displayParameter({ authentication }, property, null, null),
	);
	expect(shown.map(({ displayName }) => displayName)).toEqual([
		...labels,
		'Allowed IP Addresses',
		`Previous ${labels.at(-1)}`,
	]);
});
