import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { isSchemeName, SCHEMES } from '../nodes/CleverConnect/access/authenticationSchemes';

/** Returns the fields for the current and the previous secret of the given schemes. */
function createSecretFields(label: string, schemes: string[]): INodeProperties[] {
	const word = label.toLowerCase();
	const common: Omit<INodeProperties, 'displayName' | 'name'> = {
		type: 'string',
		typeOptions: { password: true },
		default: '',
		displayOptions: { show: { authentication: schemes } },
	};
	return [
		{
			...common,
			displayName: label,
			name: 'token',
			description: `A secret that only you and CleverConnect know. Create and store it in your password manager, enter it here, and send it to CleverConnect. n8n accepts only applications that are sent with it, or with the one in 'Previous ${label}'.`,
			hint: 'At least 16 characters without spaces, such as 32 random letters and digits from a password manager',
		},
		{
			...common,
			displayName: `Previous ${label}`,
			name: 'previousToken',
			description: `The old ${word}, while you are replacing it. Enter it here and the new one in '${label}'. n8n then accepts both, so no application is lost. Meanwhile, don't change the fields above '${label}'. Once CleverConnect uses the new ${word}, clear this field. n8n never shows a stored ${word}, so copy the old one from your password manager.`,
			hint: `Leave empty unless you're changing the ${word}`,
		},
	];
}

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
					description: 'CleverConnect sends a username and a password with each application',
				},
				{
					name: 'Bearer Token',
					value: 'bearer',
					description:
						"Recommended. With each application, CleverConnect sends a secret value (the token) in the 'Authorization' header.",
				},
				{
					name: 'Header',
					value: 'header',
					description:
						"CleverConnect sends the token in a header of your choice, such as 'X-Api-Key'. A header is a line that is sent with each application.",
				},
				{
					name: 'Query Parameter',
					value: 'query',
					description:
						'The token is part of the URL, so others might read it in logs. Choose this only if CleverConnect can store nothing but a URL.',
				},
			],
			default: 'bearer',
			description:
				"How CleverConnect proves that an application comes from them and not from a stranger. Keep 'Bearer Token' unless CleverConnect asks for a different method.",
		},
		{
			displayName: 'Header Name',
			name: 'headerName',
			type: 'string',
			noDataExpression: true,
			default: 'X-Api-Key',
			placeholder: 'e.g. X-Api-Key',
			displayOptions: { show: { authentication: ['header'] } },
			description:
				"The name of the header in which CleverConnect sends the token. Ask CleverConnect for it, or keep 'X-Api-Key' and tell them to use that.",
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
				"The name before the token in the URL. With 'token', the URL that you send to CleverConnect ends in ?token= followed by the token. There, the token must be percent-encoded: write %2B for +, %26 for &, %23 for #, and %25 for %. A token that contains only letters and digits stays unchanged.",
		},
		{
			displayName: 'Username',
			name: 'username',
			type: 'string',
			default: '',
			placeholder: 'e.g. cleverconnect',
			displayOptions: { show: { authentication: ['basic'] } },
			description:
				"The username that CleverConnect sends with each application. Choose any name without a colon, such as 'cleverconnect', and send it to CleverConnect.",
		},
		...createSecretFields('Token', ['bearer', 'header', 'query']),
		...createSecretFields('Password', ['basic']),
		{
			displayName: 'Allowed IP Addresses',
			name: 'allowedIps',
			type: 'string',
			noDataExpression: true,
			typeOptions: { rows: 4 },
			default: '',
			placeholder: 'e.g. 203.0.113.7, 203.0.113.0/24  # CleverConnect',
			description:
				'The only addresses from which n8n accepts applications, such as 203.0.113.7 for one computer or 203.0.113.0/24 for a range. Ask CleverConnect for theirs. Separate addresses with commas, spaces, or new lines. Text after # is a comment. To accept applications from any address, leave this field empty.',
		},
	];

	/**
	 * Returns the HTTP Request node's request with any secret attached, so that people can try a workflow with that
	 * node in CleverConnect's place.
	 *
	 * n8n's declarative form of `authenticate` would add an empty header or query parameter for any scheme that doesn't
	 * use one.
	 */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		if (!isSchemeName(credentials.authentication)) return requestOptions;
		const scheme = SCHEMES[credentials.authentication](credentials);
		const { headers, qs } = scheme.attach(String(credentials.token));
		return {
			...requestOptions,
			...(headers && { headers: { ...requestOptions.headers, ...headers } }),
			...(qs && { qs: { ...requestOptions.qs, ...qs } }),
		};
	}
}
