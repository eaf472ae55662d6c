import { mapKeys } from 'lodash';
import { SCHEMES, type Scheme } from '../../../nodes/CleverConnect/access/authenticationSchemes';
import { makeRequest } from '../../helpers/requests.cts';

const SECRET = 'an-invented-secret';
const present = (scheme: Scheme, { headers, qs }: { headers?: object; qs?: unknown }) =>
	scheme.extract(
		makeRequest({ headers: mapKeys(headers, (_value, name) => name.toLowerCase()), query: qs }),
	);
const latin1 = (text: string) => Buffer.from(text).toString('latin1');
const base64 = (text: string) => Buffer.from(text).toString('base64');

const bearer = SCHEMES.bearer({});
const basic = SCHEMES.basic({ username: 'käthe' });
const header = SCHEMES.header({ headerName: 'X-API-Key' });
const query = SCHEMES.query({ queryParameter: 'key' });

const REALM = 'realm="CleverConnect Trigger"';
const authorize = (value: string) => ({ headers: { Authorization: value } });
const authorizeBasic = (secret: string) => authorize(`Basic ${base64(`käthe:${secret}`)}`);

it.each<[Scheme, challenge: string, (secret: string) => object]>([
	[bearer, `Bearer ${REALM}`, (secret) => authorize(`Bearer ${latin1(secret)}`)],
	[basic, `Basic ${REALM}, charset="UTF-8"`, authorizeBasic],
	[header, `ApiKey ${REALM}`, (secret) => ({ headers: { 'X-API-Key': latin1(secret) } })],
	[query, `ApiKey ${REALM}`, (secret) => ({ qs: { key: secret } })],
])('a request carries its secret: %#', (scheme, challenge, compose) => {
	for (const secret of [SECRET, 'a:secret+with/other=characters', 'ein-Schlüssel-mit-€-und-ö']) {
		expect(present(scheme, compose(secret))).toBe(scheme.encode(secret));
	}
	expect(present(scheme, {})).toBeUndefined();
	expect(scheme.challenge).toBe(challenge);
});

it.each([
	[bearer, `bEARER   ${SECRET}`],
	[basic, `BASIC  ${basic.encode(SECRET)}`],
])('a scheme can have any case, and several spaces after it: %#', (scheme, authorization) => {
	expect(present(scheme, authorize(authorization))).toBe(scheme.encode(SECRET));
});

it.each<[Scheme, object]>([
	...[
		...[`Basic ${SECRET}`, `Bearer\t${SECRET}`, `Bearer ${SECRET} x`, `Bearer ${SECRET}\tx`],
		...[`x Bearer ${SECRET}`, `Bearer ${' '.repeat(1e6)}${SECRET} x`],
	].map((authorization): [Scheme, object] => [bearer, authorize(authorization)]),
	[bearer, { headers: { authorization: [`Bearer ${SECRET}`] } }],
	[basic, authorize(`x Basic ${SECRET}`)],
	[header, { headers: { 'x-api-key': [SECRET] } }],
	[SCHEMES.header({ headerName: 'constructor' }), { headers: {} }],
	[query, { qs: { key: [SECRET] } }],
	[query, { qs: undefined }],
	[query, { qs: Object.create({ key: SECRET }) as object }],
])('no secret is found in a request: %#', (scheme, request) => {
	expect(present(scheme, request)).toBeUndefined();
});
