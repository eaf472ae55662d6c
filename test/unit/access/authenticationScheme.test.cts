import type { DeliveryRequest } from '../../../nodes/CleverConnect/request';
import { decide, refusalOf } from '../../helpers/accessDecision.cts';

const SECRET = 'an-invented-secret';
const PREVIOUS = 'the-secret-of-before';

const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`;
const send = (authorization: unknown) =>
	({ headers: { authorization } }) as unknown as Partial<DeliveryRequest>;

describe.each<
	[string, Record<string, unknown>, string, (secret: string) => Partial<DeliveryRequest>]
>([
	['bearer', {}, 'Bearer realm="CleverConnect Trigger"', (secret) => send(`Bearer ${secret}`)],
	[
		'header',
		{ headerName: 'X-API-Key' },
		'ApiKey realm="CleverConnect Trigger"',
		(secret) => ({ headers: { 'x-api-key': secret } }),
	],
	[
		'basic',
		{ username: 'käthe' },
		'Basic realm="CleverConnect Trigger", charset="UTF-8"',
		(secret) => send(basic(`käthe:${secret}`)),
	],
	[
		'query',
		{ queryParameter: 'key' },
		'ApiKey realm="CleverConnect Trigger"',
		(secret) => ({ query: { key: secret } }),
	],
])('%s authentication', (authentication, settings, challenge, present) => {
	const credential = { authentication, ...settings, token: SECRET, previousToken: PREVIOUS };

	it('accepts the token, and the previous token until it is removed', () => {
		const rotated = { ...credential, previousToken: '' };
		expect(decide(credential, present(SECRET))).toBe('authorized');
		expect(decide(credential, present(PREVIOUS))).toBe('authorized');
		expect(decide(rotated, present(SECRET))).toBe('authorized');
		expect(decide(rotated, present(PREVIOUS))).toBe('notAuthenticated');
		expect(decide({ ...credential, previousToken: SECRET }, present(SECRET))).toBe('authorized');
	});

	it.each(['', ' ', SECRET.slice(1), `${SECRET}x`, SECRET.toUpperCase(), `${SECRET},${SECRET}`])(
		'rejects the token %j',
		(secret) => {
			expect(decide(credential, present(secret))).toBe('notAuthenticated');
		},
	);

	it('rejects a request without a token, with its own challenge', () => {
		const refusal = refusalOf(credential, { headers: {}, query: {} });
		expect(refusal).toMatchObject({ kind: 'notAuthenticated', challenge });
	});
});

const BEARER = { authentication: 'bearer', token: SECRET };
const BASIC = { authentication: 'basic', username: 'käthe', token: SECRET };
const GOOD = basic(`käthe:${SECRET}`);

it.each<[credential: Record<string, unknown>, authorization: string]>([
	[BEARER, `bearer ${SECRET}`],
	[BEARER, `BEARER   ${SECRET}`],
	[BASIC, GOOD.replace('Basic', 'BASIC  ')],
	[{ ...BASIC, token: 'a:secret:with:colons' }, basic('käthe:a:secret:with:colons')],
	// Node.js passes the bytes of a header as Latin-1.
	[
		{ ...BEARER, token: 'ein-überlanges-geheimnis' },
		Buffer.from('Bearer ein-überlanges-geheimnis').toString('latin1'),
	],
])('%j is authorized with the header %j', (credential, authorization) => {
	expect(decide(credential, send(authorization))).toBe('authorized');
});

it.each([
	...[`Basic ${SECRET}`, `Bearer\t${SECRET}`, `Bearer ${SECRET} x`, `Bearer ${SECRET}\tx`],
	...[`x Bearer ${SECRET}`, [`Bearer ${SECRET}`], `Bearer ${' '.repeat(1e6)}${SECRET} x`],
])('bearer authentication rejects the header %j', (authorization) => {
	expect(decide(BEARER, send(authorization))).toBe('notAuthenticated');
});

it.each([...[`x ${GOOD}`, `${GOOD} x`, 'Basic ***', basic(`kathe:${SECRET}`), basic(SECRET)]])(
	'basic authentication rejects the header %j',
	(authorization) => {
		expect(decide(BASIC, send(authorization))).toBe('notAuthenticated');
	},
);

it.each<[object, Partial<DeliveryRequest>]>([
	[{ headerName: 'X-Api-Key' }, { headers: { 'x-api-key': [SECRET] } }],
	[{ headerName: 'constructor' }, { headers: {} }],
	[{ queryParameter: 'key' }, { query: { key: [SECRET] } }],
	[{ queryParameter: 'key' }, { query: undefined }],
	[{ queryParameter: 'key' }, { query: Object.create({ key: SECRET }) as object }],
])('with %j, the request %j is rejected', (settings, request) => {
	const authentication = 'headerName' in settings ? 'header' : 'query';
	expect(decide({ authentication, token: SECRET, ...settings }, request)).toBe('notAuthenticated');
});
