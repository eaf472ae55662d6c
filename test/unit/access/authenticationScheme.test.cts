import { SCHEMES, type Scheme } from '../../../nodes/CleverConnect/access/authenticationScheme';
import type { DeliveryRequest } from '../../../nodes/CleverConnect/request';
import { makeRequest } from '../../helpers/requests.cts';

const SECRET = 'an-invented-secret';
const present = (scheme: Scheme, request: object) =>
	scheme.extract(makeRequest(request as Partial<DeliveryRequest>));
const latin1 = (text: string) => Buffer.from(text).toString('latin1');
const base64 = (text: string) => Buffer.from(text).toString('base64');

const bearer = SCHEMES.bearer({});
const basic = SCHEMES.basic({ username: 'käthe' });
const header = SCHEMES.header({ headerName: 'X-API-Key' });
const query = SCHEMES.query({ queryParameter: 'key' });

const REALM = 'realm="CleverConnect Trigger"';
const authorize = (authorization: string) => ({ headers: { authorization } });
const presentBasic = (secret: string) => authorize(`Basic ${base64(`käthe:${secret}`)}`);

it.each<[Scheme, challenge: string, (secret: string) => object]>([
	[bearer, `Bearer ${REALM}`, (secret) => authorize(`Bearer ${latin1(secret)}`)],
	[basic, `Basic ${REALM}, charset="UTF-8"`, presentBasic],
	[header, `ApiKey ${REALM}`, (secret) => ({ headers: { 'x-api-key': latin1(secret) } })],
	[query, `ApiKey ${REALM}`, (secret) => ({ query: { key: secret } })],
])('a request presents its secret: %# %s', (scheme, challenge, request) => {
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
	expect(present(scheme, authorize(authorization))).toBe(scheme.encode(SECRET));
});

it.each<[object, object]>([
	...[
		...[`Basic ${SECRET}`, `Bearer\t${SECRET}`, `Bearer ${SECRET} x`, `Bearer ${SECRET}\tx`],
		...[`x Bearer ${SECRET}`, `Bearer ${' '.repeat(1e6)}${SECRET} x`],
	].map((authorization): [object, object] => [bearer, authorize(authorization)]),
	[bearer, { headers: { authorization: [`Bearer ${SECRET}`] } }],
	[basic, authorize(`x Basic ${SECRET}`)],
	[header, { headers: { 'x-api-key': [SECRET] } }],
	[SCHEMES.header({ headerName: 'constructor' }), { headers: {} }],
	[query, { query: { key: [SECRET] } }],
	[query, { query: undefined }],
	[query, { query: Object.create({ key: SECRET }) as object }],
])('no secret is found in a request: %#', (scheme, request) => {
	expect(present(scheme as Scheme, request)).toBeUndefined();
});
