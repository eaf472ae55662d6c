import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { CleverConnectWebhookApi } from '../../../credentials/CleverConnectWebhookApi.credentials';
import { authorize, checkCredential } from '../../../nodes/CleverConnect/access';
import { makeRequest } from '../../helpers/requests.cts';

const TOKEN = 'an-invented-secret';

const REQUEST: IHttpRequestOptions = {
	url: 'https://n8n.example.com/webhook/1/applications',
	headers: { 'content-type': 'application/json' },
	qs: { page: '1' },
};

const authenticate = async (credential: ICredentialDataDecryptedObject) =>
	await new CleverConnectWebhookApi().authenticate(credential, REQUEST);

/** Returns the request in the form that the trigger receives, with header names in lower case. */
function arrive({ headers = {}, qs }: IHttpRequestOptions) {
	const entries = Object.entries(headers as Record<string, string>).map(
		([name, value]) => [name.toLowerCase(), value] as const,
	);
	return makeRequest({ headers: Object.fromEntries(entries), query: qs });
}

describe.each<[string, ICredentialDataDecryptedObject, Partial<IHttpRequestOptions>]>([
	['bearer', {}, { headers: { ...REQUEST.headers, Authorization: `Bearer ${TOKEN}` } }],
	[
		'header',
		{ headerName: 'X-Application-Key' },
		{ headers: { ...REQUEST.headers, 'X-Application-Key': TOKEN } },
	],
	[
		'basic',
		{ username: 'cleverconnect' },
		{
			headers: {
				...REQUEST.headers,
				Authorization: `Basic ${Buffer.from(`cleverconnect:${TOKEN}`).toString('base64')}`,
			},
		},
	],
	['query', { queryParameter: 'key' }, { qs: { ...REQUEST.qs, key: TOKEN } }],
])('with %s, the HTTP Request node', (authentication, settings, added) => {
	const credential = {
		authentication,
		username: '',
		headerName: 'X-Api-Key',
		queryParameter: 'token',
		token: TOKEN,
		previousToken: 'the-secret-of-before',
		allowedIps: '',
		...settings,
	};

	it('sends the token and no other secret from the credential', async () => {
		expect(await authenticate(credential)).toEqual({ ...REQUEST, ...added });
	});

	it.each([TOKEN, 'a-token+with/difficult=characters', 'ein-Schlüssel-mit-€-und-ö'])(
		'is authorized with the token %j',
		async (token) => {
			const policy = checkCredential({ ...credential, token });
			if (!policy.ok) throw new Error(policy.error);
			const request = arrive(await authenticate({ ...credential, token }));
			expect(authorize(request, policy.value).ok).toBe(true);
		},
	);
});

it('with none, the HTTP Request node sends no data from the credential', async () => {
	const credential = { authentication: 'none', token: TOKEN, allowedIps: '203.0.113.7' };
	expect(await authenticate(credential)).toEqual(REQUEST);
});
