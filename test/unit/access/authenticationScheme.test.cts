import {
	createScheme,
	type Scheme,
} from '../../../nodes/CleverConnect/access/authenticationScheme';
import type { DeliveryRequest } from '../../../nodes/CleverConnect/request';
import { makeRequest } from '../../helpers/requests.cts';

const SECRET = 'an-invented-secret';
const present = (scheme: Scheme, request: object) =>
	scheme.extract(makeRequest(request as Partial<DeliveryRequest>));
const latin1 = (text: string) => Buffer.from(text).toString('latin1');
const base64 = (text: string) => Buffer.from(text).toString('base64');

const bearer = createScheme('bearer', {});
const basic = createScheme('basic', { username: 'käthe' });
const header = createScheme('header', { headerName: 'X-API-Key' });
const query = createScheme('query', { queryParameter: 'key' });

it.each<[string, Scheme, challenge: string, (secret: string) => object]>([
	[
		'bearer',
		bearer,
		'Bearer realm="CleverConnect Trigger"',
		(secret) => ({ headers: { authorization: `Bearer ${latin1(secret)}` } }),
	],
	[
		'basic',
		basic,
		'Basic realm="CleverConnect Trigger", charset="UTF-8"',
		(secret) => ({ headers: { authorization: `Basic ${base64(`käthe:${secret}`)}` } }),
	],
	[
		'header',
		header,
		'ApiKey realm="CleverConnect Trigger"',
		(secret) => ({ headers: { 'x-api-key': latin1(secret) } }),
	],
	[
		'query',
		query,
		'ApiKey realm="CleverConnect Trigger"',
		(secret) => ({ query: { key: secret } }),
	],
])('with %s, a request presents its secret', (_name, scheme, challenge, request) => {
	for (const secret of [SECRET, 'a:secret+with/other=characters', 'ein-Schlüssel-mit-€-und-ö']) {
		expect(present(scheme, request(secret))).toBe(scheme.encode(secret));
	}
	expect(present(scheme, {})).toBeUndefined();
	expect(scheme.challenge).toBe(challenge);
});

it.each([
	[bearer, `bEARER   ${SECRET}`],
	[basic, `BASIC  ${basic.encode(SECRET)}`],
])('a scheme can have any letter case, and several spaces: %# %s', (scheme, authorization) => {
	expect(present(scheme, { headers: { authorization } })).toBe(scheme.encode(SECRET));
});

it.each<[object, object]>([
	...[
		...[`Basic ${SECRET}`, `Bearer\t${SECRET}`, `Bearer ${SECRET} x`, `Bearer ${SECRET}\tx`],
		...[`x Bearer ${SECRET}`, [`Bearer ${SECRET}`], `Bearer ${' '.repeat(1e6)}${SECRET} x`],
	].map((authorization): [object, object] => [bearer, { headers: { authorization } }]),
	[basic, { headers: { authorization: `x Basic ${SECRET}` } }],
	[header, { headers: { 'x-api-key': [SECRET] } }],
	[createScheme('header', { headerName: 'constructor' }), { headers: {} }],
	[query, { query: { key: [SECRET] } }],
	[query, { query: undefined }],
	[query, { query: Object.create({ key: SECRET }) as object }],
])('%j finds no secret in the request %j', (scheme, request) => {
	expect(present(scheme as Scheme, request)).toBeUndefined();
});
