import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { createScheme, isSchemeName } from '../nodes/CleverConnect/access/scheme';

const SECRET_HINT = 'At least 16 characters, without spaces. Let a password manager make one.';

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
	 * Expressions are for the username and the tokens only, which people keep in an external secret store.
	 * In the other fields, an expression that returns nothing would lock the sender out or let anyone in.
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
					description: 'CleverConnect sends a username and a password',
				},
				{
					name: 'Bearer Token',
					value: 'bearer',
					description: 'Recommended. CleverConnect sends the token as "Authorization: Bearer …".',
				},
				{
					name: 'Header',
					value: 'header',
					description:
						'CleverConnect sends the token in a header of your choice, such as X-Api-Key',
				},
				{
					name: 'None (IP Addresses Only)',
					value: 'none',
					description: 'No secret. Only the IP addresses that you allow below may deliver.',
				},
				{
					name: 'Query Parameter',
					value: 'query',
					description:
						'The token is part of the URL. Choose this only if CleverConnect can be given nothing but a URL: URLs end up in logs, where others can read them.',
				},
			],
			default: 'bearer',
			description: 'How CleverConnect proves, with each application, that it is CleverConnect',
		},
		{
			displayName: 'Header Name',
			name: 'headerName',
			type: 'string',
			noDataExpression: true,
			default: 'X-Api-Key',
			displayOptions: { show: { authentication: ['header'] } },
			description: 'The name of the header that carries the token',
		},
		{
			displayName: 'Query Parameter',
			name: 'queryParameter',
			type: 'string',
			noDataExpression: true,
			default: 'token',
			displayOptions: { show: { authentication: ['query'] } },
			description:
				'The name in the URL that carries the token: with "token", the URL ends in ?token= and the token. The token must be percent-encoded there: %2B for +, %26 for &, %23 for #, %25 for %. A token of letters and digits stays as it is.',
		},
		{
			displayName: 'Username',
			name: 'username',
			type: 'string',
			default: '',
			displayOptions: { show: { authentication: ['basic'] } },
			description: 'The username that CleverConnect sends with each application',
		},
		{
			displayName: 'Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: { show: { authentication: ['bearer', 'header', 'query'] } },
			description:
				'The secret that CleverConnect sends with each application. Give CleverConnect the same one.',
			hint: SECRET_HINT,
		},
		{
			displayName: 'Password',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: { show: { authentication: ['basic'] } },
			description:
				'The secret that CleverConnect sends with each application. Give CleverConnect the same one.',
			hint: SECRET_HINT,
		},
		{
			displayName: 'Previous Token',
			name: 'previousToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: { show: { authentication: ['bearer', 'header', 'query'] } },
			description:
				'Still accepted while you change the token: enter the old one here and the new one above, tell CleverConnect, and empty this field once they confirm. n8n does not show the old one: take it from your password manager.',
			hint: 'Only while you change the token. Leave empty otherwise.',
		},
		{
			displayName: 'Previous Password',
			name: 'previousToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: { show: { authentication: ['basic'] } },
			description:
				'Still accepted while you change the password: enter the old one here and the new one above, tell CleverConnect, and empty this field once they confirm. n8n does not show the old one: take it from your password manager.',
			hint: 'Only while you change the password. Leave empty otherwise.',
		},
		{
			displayName: 'Allowed IP Addresses',
			name: 'allowedIps',
			type: 'string',
			noDataExpression: true,
			typeOptions: { rows: 4 },
			default: '',
			placeholder: 'e.g. 203.0.113.7, 203.0.113.0/24  # CleverConnect',
			description:
				'The IP addresses and ranges that may deliver, separated by commas, spaces or new lines; what follows a # is a comment. Ask CleverConnect for theirs. Leave empty to allow any address.',
			hint: 'Optional, except with Authentication "None"',
		},
	];

	/**
	 * Lets the HTTP Request node play the sender, so that a workflow can be tried without CleverConnect.
	 * A function, because n8n's declarative form would add an empty header or parameter for the schemes
	 * that do not need it.
	 */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		if (!isSchemeName(credentials.authentication)) return requestOptions;
		const { headers, qs } = createScheme(credentials.authentication, {
			username: String(credentials.username),
			headerName: String(credentials.headerName),
			queryParameter: String(credentials.queryParameter),
		}).attach(String(credentials.token));
		return {
			...requestOptions,
			...(headers && { headers: { ...requestOptions.headers, ...headers } }),
			...(qs && { qs: { ...requestOptions.qs, ...qs } }),
		};
	}
}
