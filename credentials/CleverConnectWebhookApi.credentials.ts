import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

/** Returns a field for a secret of the given schemes. A token and a password have the same name, as no scheme has both. */
function createSecretField(
	schemes: string[],
	field: Pick<INodeProperties, 'displayName' | 'name' | 'description' | 'hint'>,
): INodeProperties {
	return {
		...field,
		type: 'string',
		typeOptions: { password: true },
		default: '',
		displayOptions: { show: { authentication: schemes } },
	};
}

const SECRET = {
	name: 'token',
	description:
		'A secret that only you and CleverConnect know. Create it with a password manager, keep it there, and send it to CleverConnect.',
	hint: 'At least 16 characters, without spaces',
};
const PREVIOUS_SECRET = {
	name: 'previousToken',
	description:
		'The old secret, so that both are accepted until CleverConnect uses the new one. Then clear this field.',
	hint: 'Only while you are changing the secret',
};
const TOKEN_SCHEMES = ['bearer', 'header', 'query'];

export class CleverConnectWebhookApi implements ICredentialType {
	name = 'cleverConnectWebhookApi';

	displayName = 'CleverConnect Webhook API';

	icon: Icon = {
		light: 'file:../nodes/CleverConnect/cleverconnect.svg',
		dark: 'file:../nodes/CleverConnect/cleverconnect.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-cleverconnect/n8n-nodes-cleverconnect#authentication';

	/**
	 * Only the username and the tokens accept expressions, because people might keep these values in an external secret
	 * store. In any other field, an expression that returns nothing could lock the sender out or allow any address.
	 */
	properties: INodeProperties[] = [
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			noDataExpression: true,
			options: [
				{
					name: 'Basic Auth',
					value: 'basic',
					description: 'A username and a password',
				},
				{
					name: 'Bearer Token',
					value: 'bearer',
					description: "The token is in the 'Authorization' header (recommended)",
				},
				{
					name: 'Header',
					value: 'header',
					description: "The token is in another header, such as 'X-Api-Key'",
				},
				{
					name: 'Query Parameter',
					value: 'query',
					description:
						'The token is part of the URL, where others might read it. Choose this only if CleverConnect can store nothing but a URL.',
				},
			],
			default: 'bearer',
			description:
				"How CleverConnect proves that an application comes from them. Keep 'Bearer Token' unless they need another method.",
		},
		{
			displayName: 'Header Name',
			name: 'headerName',
			type: 'string',
			noDataExpression: true,
			default: 'X-Api-Key',
			placeholder: 'e.g. X-Api-Key',
			displayOptions: { show: { authentication: ['header'] } },
			description: 'The name of the header in which CleverConnect sends the token',
		},
		{
			displayName: 'Query Parameter Name',
			name: 'queryParameter',
			type: 'string',
			noDataExpression: true,
			default: 'token',
			placeholder: 'e.g. token',
			displayOptions: { show: { authentication: ['query'] } },
			description:
				"The name before the token in the URL. With 'token', the URL that you send to CleverConnect ends in ?token= and the token. A token of letters and digits needs no encoding.",
		},
		{
			displayName: 'Username',
			name: 'username',
			type: 'string',
			default: '',
			placeholder: 'e.g. cleverconnect',
			displayOptions: { show: { authentication: ['basic'] } },
			description: 'Any name without a colon. Send it to CleverConnect with the password.',
		},
		createSecretField(TOKEN_SCHEMES, { displayName: 'Token', ...SECRET }),
		createSecretField(['basic'], { displayName: 'Password', ...SECRET }),
		{
			displayName: 'Allowed IP Addresses',
			name: 'allowedIps',
			type: 'string',
			noDataExpression: true,
			typeOptions: { rows: 4 },
			default: '',
			placeholder: 'e.g. 203.0.113.7, 203.0.113.0/24  # CleverConnect',
			description:
				'The addresses and ranges from which n8n accepts applications, separated by commas, spaces, or new lines. Text after # is a comment. To accept any address, leave this empty.',
		},
		// Last, because people need these fields only while they are changing a secret.
		createSecretField(TOKEN_SCHEMES, { displayName: 'Previous Token', ...PREVIOUS_SECRET }),
		createSecretField(['basic'], { displayName: 'Previous Password', ...PREVIOUS_SECRET }),
	];
}
