import type { DeliveryRequest } from '../../../nodes/CleverConnect/request';
import { decide, refusalOf } from '../../helpers/accessDecision.cts';

const SECRET = 'an-invented-secret';
const PREVIOUS = 'the-secret-of-before';

const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`;
/** Returns a string in UTF-8, in the form in which Node.js passes it in a header. */
const asHeader = (text: string) => Buffer.from(text).toString('latin1');

describe.each<[string, Record<string, unknown>, (secret: string) => Partial<DeliveryRequest>]>([
	[
		'bearer',
		{ authentication: 'bearer' },
		(secret) => ({ headers: { authorization: `Bearer ${secret}` } }),
	],
	[
		'header',
		{ authentication: 'header', headerName: 'X-Api-Key' },
		(secret) => ({ headers: { 'x-api-key': secret } }),
	],
	[
		'basic',
		{ authentication: 'basic', username: 'cleverconnect' },
		(secret) => ({ headers: { authorization: basic(`cleverconnect:${secret}`) } }),
	],
	[
		'query',
		{ authentication: 'query', queryParameter: 'token' },
		(secret) => ({ query: { token: secret } }),
	],
])('%s authentication', (_name, settings, present) => {
	const credential = { ...settings, token: SECRET, previousToken: PREVIOUS };

	it('accepts the token and the previous token', () => {
		expect(decide(credential, present(SECRET))).toBe('authorized');
		expect(decide(credential, present(PREVIOUS))).toBe('authorized');
	});

	it('rejects the previous token once it is removed', () => {
		expect(decide({ ...credential, previousToken: '' }, present(PREVIOUS))).toBe(
			'notAuthenticated',
		);
		expect(decide({ ...credential, previousToken: '' }, present(SECRET))).toBe('authorized');
	});

	it.each(['', ' ', SECRET.slice(1), `${SECRET}x`, SECRET.toUpperCase(), `${SECRET},${SECRET}`])(
		'rejects the token %j',
		(secret) => {
			expect(decide(credential, present(secret))).toBe('notAuthenticated');
		},
	);

	it('rejects a request without a token', () => {
		expect(decide(credential, { headers: {}, query: {} })).toBe('notAuthenticated');
	});

	it('accepts a token that equals the previous token', () => {
		expect(decide({ ...credential, previousToken: SECRET }, present(SECRET))).toBe('authorized');
	});
});

describe('bearer authentication', () => {
	const credential = { authentication: 'bearer', token: SECRET };

	it.each(['bearer', 'BEARER', 'Bearer  '])('accepts the scheme %j', (scheme) => {
		expect(decide(credential, { headers: { authorization: `${scheme} ${SECRET}` } })).toBe(
			'authorized',
		);
	});

	it.each([
		SECRET,
		`Basic ${SECRET}`,
		`Bearer${SECRET}`,
		`Bearer\t${SECRET}`,
		`Bearer ${SECRET} x`,
		`Bearer ${SECRET}\tx`,
		`Bearer x ${SECRET}`,
		`x Bearer ${SECRET}`,
		'Bearer',
		`Bearer Bearer ${SECRET}`,
		`Bearer "${SECRET}"`,
		`Bearer token=${SECRET}`,
		`Bearer x, Bearer ${SECRET}`,
		`Bearer ${SECRET}\0`,
		`Bearer ${SECRET}\u00a0`,
		`Bearer ${Buffer.from(SECRET).toString('base64')}`,
		'Bearer .*',
		'Bearer {{ $credentials.token }}',
		[`Bearer ${SECRET}`],
	])('rejects the header %j', (authorization) => {
		expect(decide(credential, { headers: { authorization } })).toBe('notAuthenticated');
	});

	it.each([
		['the token', 'x'.repeat(1e6)],
		['spaces', `${' '.repeat(1e6)}${SECRET} x`],
	])('rejects a megabyte of %s in linear time', (_name, text) => {
		const headers = { authorization: `Bearer ${text}` };
		expect(decide(credential, { headers })).toBe('notAuthenticated');
	});

	it('accepts a token in UTF-8', () => {
		const token = 'ein-überlanges-geheimnis-à';
		const authorization = asHeader(`Bearer ${token}`);
		expect(decide({ ...credential, token }, { headers: { authorization } })).toBe('authorized');
	});
});

describe('header authentication', () => {
	it('accepts the header in any letter case', () => {
		const credential = { authentication: 'header', headerName: 'X-SECRET', token: SECRET };
		expect(decide(credential, { headers: { 'x-secret': SECRET } })).toBe('authorized');
	});

	it('rejects a header that Node.js passes as a list', () => {
		const credential = { authentication: 'header', headerName: 'X-Api-Key', token: SECRET };
		expect(decide(credential, { headers: { 'x-api-key': [SECRET] } })).toBe('notAuthenticated');
	});

	it('ignores inherited properties', () => {
		const credential = { authentication: 'header', headerName: 'constructor', token: SECRET };
		expect(decide(credential, { headers: {} })).toBe('notAuthenticated');
	});
});

describe('basic authentication', () => {
	const credential = { authentication: 'basic', username: 'käthe', token: SECRET };

	it('decodes the username and the password as UTF-8', () => {
		expect(decide(credential, { headers: { authorization: basic(`käthe:${SECRET}`) } })).toBe(
			'authorized',
		);
	});

	it('accepts the scheme in any letter case, followed by any number of spaces', () => {
		const encoded = Buffer.from(`käthe:${SECRET}`).toString('base64');
		for (const scheme of ['basic', 'BASIC', 'Basic  ']) {
			expect(decide(credential, { headers: { authorization: `${scheme} ${encoded}` } })).toBe(
				'authorized',
			);
		}
	});

	it('rejects a header that is not exactly the scheme and one word', () => {
		const good = basic(`käthe:${SECRET}`);
		const wrong = [`x ${good}`, `x${good}`, `${good} x`, `${good}\tx`, 'Basic ***', 'Basic ='];
		for (const authorization of [...wrong, basic(good)]) {
			expect(decide(credential, { headers: { authorization } })).toBe('notAuthenticated');
		}
	});

	it('accepts a password with colons', () => {
		const token = 'a:secret:with:colons';
		const authorization = basic(`käthe:${token}`);
		expect(decide({ ...credential, token }, { headers: { authorization } })).toBe('authorized');
	});

	it.each([
		...[`kathe:${SECRET}`, `:${SECRET}`, SECRET, `${SECRET}:käthe`],
		...['käthe:', `käthe::${SECRET}`, `käthe\0:${SECRET}`, `käthe${SECRET}`],
	])('rejects the credentials %j', (credentials) => {
		expect(decide(credential, { headers: { authorization: basic(credentials) } })).toBe(
			'notAuthenticated',
		);
	});
});

describe('query authentication', () => {
	const credential = { authentication: 'query', queryParameter: 'key', token: SECRET };

	it.each([
		...[{ key: [SECRET] }, { key: [SECRET, SECRET] }, { key: { a: SECRET } }, { KEY: SECRET }],
		...[{ key: new String(SECRET) }, { key: 1 }, { key: true }, { key: null }, undefined, 'key'],
	])('rejects the query %j', (query) => {
		expect(decide(credential, { query })).toBe('notAuthenticated');
	});

	it('ignores inherited properties', () => {
		const inherited = Object.create({ key: SECRET }) as object;
		expect(decide(credential, { query: inherited })).toBe('notAuthenticated');
	});
});

const challengeOf = (credential: Record<string, unknown>) =>
	refusalOf({ token: SECRET, ...credential })?.challenge;

it('each scheme has its own challenge for a refused request', () => {
	expect(challengeOf({ authentication: 'bearer' })).toBe('Bearer realm="CleverConnect Trigger"');
	expect(challengeOf({ authentication: 'basic', username: 'u' })).toBe(
		'Basic realm="CleverConnect Trigger", charset="UTF-8"',
	);
	expect(challengeOf({ authentication: 'header', headerName: 'X-Api-Key' })).toBe(
		'ApiKey realm="CleverConnect Trigger"',
	);
	expect(challengeOf({ authentication: 'query', queryParameter: 'token' })).toBe(
		'ApiKey realm="CleverConnect Trigger"',
	);
});
