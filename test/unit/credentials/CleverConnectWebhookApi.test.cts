import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { CleverConnectWebhookApi } from '../../../credentials/CleverConnectWebhookApi.credentials';
import { decide } from '../../helpers/accessDecision.cts';

const TOKEN = 'an-invented-secret';

const REQUEST = {
	url: 'https://n8n.example.com/webhook/1/applications',
	headers: { 'content-type': 'application/json' },
	qs: { page: '1' },
};

/** Returns the request that the HTTP Request node sends. */
const authenticate = async (credential: ICredentialDataDecryptedObject) =>
	await new CleverConnectWebhookApi().authenticate(credential, REQUEST);

/** Returns the request as the trigger receives it, with header names in lower case. */
const arrive = ({ headers = {}, qs }: IHttpRequestOptions) => ({
	headers: Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value as string]),
	),
	query: qs,
});

const basic = Buffer.from(`cleverconnect:${TOKEN}`).toString('base64');

it.each<[string, ICredentialDataDecryptedObject, { headers?: object; qs?: object }]>([
	['bearer', {}, { headers: { Authorization: `Bearer ${TOKEN}` } }],
	['header', { headerName: 'X-Application-Key' }, { headers: { 'X-Application-Key': TOKEN } }],
	['basic', { username: 'cleverconnect' }, { headers: { Authorization: `Basic ${basic}` } }],
	['query', { queryParameter: 'key' }, { qs: { key: TOKEN } }],
])('with %s, the HTTP Request node sends the token, and is authorized', async (...row) => {
	const [authentication, settings, added] = row;
	const previousToken = 'the-secret-of-before';
	const credential = { authentication, token: TOKEN, previousToken, allowedIps: '', ...settings };
	expect(await authenticate(credential)).toEqual({
		...REQUEST,
		headers: { ...REQUEST.headers, ...added.headers },
		qs: { ...REQUEST.qs, ...added.qs },
	});
	for (const token of ['a-token+with/difficult=characters', 'ein-Schlüssel-mit-€-und-ö']) {
		const other = { ...credential, token };
		expect(decide(other, arrive(await authenticate(other)))).toBe('authorized');
	}
});

it('with none, the HTTP Request node sends no data from the credential', async () => {
	const credential = { authentication: 'none', token: TOKEN, allowedIps: '203.0.113.7' };
	expect(await authenticate(credential)).toEqual(REQUEST);
});
