import { authorize, checkCredential } from '../../../nodes/CleverConnect/access';
import type { DeliveryRequest } from '../../../nodes/CleverConnect/request';
import { makeRequest } from '../../fixtures/requests.cts';

const SECRET = 'an-invented-secret';
const PREVIOUS = 'the-secret-of-before';

const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`;
/** Header bytes as Node.js hands them over. */
const asHeader = (text: string) => Buffer.from(text).toString('latin1');

function refusalOf(credential: Record<string, unknown>, request: Partial<DeliveryRequest> = {}) {
	const policy = checkCredential({ allowedIps: '', previousToken: '', ...credential });
	if (!policy.ok) throw new Error(policy.error);
	const access = authorize(makeRequest(request), policy.value);
	return access.ok ? undefined : access.error;
}

function ask(credential: Record<string, unknown>, request: Partial<DeliveryRequest>) {
	return refusalOf(credential, request)?.kind ?? 'admitted';
}

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
])('%s', (_name, settings, present) => {
	const credential = { ...settings, token: SECRET, previousToken: PREVIOUS };

	it('admits the token and the previous token', () => {
		expect(ask(credential, present(SECRET))).toBe('admitted');
		expect(ask(credential, present(PREVIOUS))).toBe('admitted');
	});

	it('forgets the previous token once it is taken away', () => {
		expect(ask({ ...credential, previousToken: '' }, present(PREVIOUS))).toBe('notAuthenticated');
		expect(ask({ ...credential, previousToken: '' }, present(SECRET))).toBe('admitted');
	});

	it.each(['', ' ', SECRET.slice(1), `${SECRET}x`, SECRET.toUpperCase(), `${SECRET},${SECRET}`])(
		'turns away %j',
		(secret) => {
			expect(ask(credential, present(secret))).toBe('notAuthenticated');
		},
	);

	it('turns away a request without a token', () => {
		expect(ask(credential, { headers: {}, query: {} })).toBe('notAuthenticated');
	});

	it('takes the same token twice as one', () => {
		expect(ask({ ...credential, previousToken: SECRET }, present(SECRET))).toBe('admitted');
	});
});

describe('bearer', () => {
	const credential = { authentication: 'bearer', token: SECRET };

	it.each(['bearer', 'BEARER', 'Bearer  '])('takes the scheme as %j', (scheme) => {
		expect(ask(credential, { headers: { authorization: `${scheme} ${SECRET}` } })).toBe('admitted');
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
	])('turns away %j', (authorization) => {
		expect(ask(credential, { headers: { authorization } })).toBe('notAuthenticated');
	});

	it('compares bytes, so that a token in UTF-8 is recognised', () => {
		const token = 'ein-überlanges-geheimnis-à';
		const authorization = asHeader(`Bearer ${token}`);
		expect(ask({ ...credential, token }, { headers: { authorization } })).toBe('admitted');
	});
});

describe('header', () => {
	it('finds the header in any case', () => {
		const credential = { authentication: 'header', headerName: 'X-SECRET', token: SECRET };
		expect(ask(credential, { headers: { 'x-secret': SECRET } })).toBe('admitted');
	});

	it('turns away a header that came as a list', () => {
		const credential = { authentication: 'header', headerName: 'X-Api-Key', token: SECRET };
		expect(ask(credential, { headers: { 'x-api-key': [SECRET] } })).toBe('notAuthenticated');
	});

	it('finds nothing in the prototype', () => {
		const credential = { authentication: 'header', headerName: 'constructor', token: SECRET };
		expect(ask(credential, { headers: {} })).toBe('notAuthenticated');
	});
});

describe('basic', () => {
	const credential = { authentication: 'basic', username: 'käthe', token: SECRET };

	it('reads user name and password as UTF-8', () => {
		expect(ask(credential, { headers: { authorization: basic(`käthe:${SECRET}`) } })).toBe(
			'admitted',
		);
	});

	it('takes the scheme in any case, and any number of spaces after it', () => {
		const encoded = Buffer.from(`käthe:${SECRET}`).toString('base64');
		for (const scheme of ['basic', 'BASIC', 'Basic  ']) {
			expect(ask(credential, { headers: { authorization: `${scheme} ${encoded}` } })).toBe(
				'admitted',
			);
		}
	});

	it('turns away what is not the scheme and one word', () => {
		const good = basic(`käthe:${SECRET}`);
		for (const authorization of [`x ${good}`, `x${good}`, `${good} x`, `${good}\tx`]) {
			expect(ask(credential, { headers: { authorization } })).toBe('notAuthenticated');
		}
	});

	it('takes a password with colons', () => {
		const token = 'a:secret:with:colons';
		const authorization = basic(`käthe:${token}`);
		expect(ask({ ...credential, token }, { headers: { authorization } })).toBe('admitted');
	});

	it.each([`kathe:${SECRET}`, `:${SECRET}`, SECRET, `${SECRET}:käthe`])(
		'turns away %j',
		(credentials) => {
			expect(ask(credential, { headers: { authorization: basic(credentials) } })).toBe(
				'notAuthenticated',
			);
		},
	);
});

describe('query', () => {
	const credential = { authentication: 'query', queryParameter: 'key', token: SECRET };

	it.each([{ key: [SECRET] }, { key: { a: SECRET } }, { KEY: SECRET }, undefined, 'key'])(
		'turns away %j',
		(query) => {
			expect(ask(credential, { query })).toBe('notAuthenticated');
		},
	);

	it('finds nothing in the prototype', () => {
		const inherited = Object.create({ key: SECRET }) as object;
		expect(ask(credential, { query: inherited })).toBe('notAuthenticated');
	});
});

describe('the address', () => {
	const credential = { authentication: 'bearer', token: SECRET, allowedIps: '203.0.113.0/24' };
	const headers = { authorization: `Bearer ${SECRET}` };

	it('is asked before the token', () => {
		expect(ask(credential, { address: '198.51.100.1', headers: {} })).toBe('addressNotAllowed');
		expect(ask(credential, { address: '198.51.100.1', headers })).toBe('addressNotAllowed');
		expect(ask(credential, { address: '203.0.113.1', headers: {} })).toBe('notAuthenticated');
		expect(ask(credential, { address: '203.0.113.1', headers })).toBe('admitted');
	});

	it('decides alone with none', () => {
		const addressOnly = { authentication: 'none', allowedIps: '203.0.113.7' };
		expect(ask(addressOnly, { headers: {} })).toBe('admitted');
		expect(ask(addressOnly, { address: '203.0.113.8', headers: {} })).toBe('addressNotAllowed');
		expect(ask(addressOnly, { address: '', headers: {} })).toBe('addressNotAllowed');
	});

	it('can be any if none is listed', () => {
		expect(ask({ ...credential, allowedIps: '' }, { address: '', headers })).toBe('admitted');
	});
});

describe('with none', () => {
	const credential = { authentication: 'none', allowedIps: '203.0.113.7' };

	it.each(['https://attacker.example.com', 'null', ''])(
		'a request that a browser sends for the origin %j is refused',
		(origin) => {
			expect(refusalOf(credential, { headers: { origin } })).toEqual({
				kind: 'sentByBrowser',
				detail: 'Deliveries from a browser are not accepted here.',
			});
		},
	);

	it('the address is checked first', () => {
		const request = { address: '203.0.113.8', headers: { origin: 'null' } };
		expect(ask(credential, request)).toBe('addressNotAllowed');
	});

	it('a header in the prototype is none', () => {
		const headers = Object.create({ origin: 'null' }) as Record<string, string>;
		expect(ask(credential, { headers })).toBe('admitted');
	});
});

it('with a token, a browser may deliver', () => {
	const headers = { authorization: `Bearer ${SECRET}`, origin: 'https://tool.example.com' };
	expect(ask({ authentication: 'bearer', token: SECRET }, { headers })).toBe('admitted');
});

describe('a refusal', () => {
	const challengeOf = (credential: Record<string, unknown>) =>
		refusalOf({ token: SECRET, ...credential })?.challenge;

	it('challenges as its scheme demands', () => {
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

	it.each([
		[
			'a wrong address',
			{ address: '198.51.100.1' },
			'Deliveries from this address are not accepted here.',
		],
		['a wrong token', {}, 'The delivery carries no valid credentials.'],
	])('for %s tells the sender what happened', (_name, request, detail) => {
		const credential = { authentication: 'bearer', token: SECRET, allowedIps: '203.0.113.7' };
		expect(refusalOf(credential, request)?.detail).toBe(detail);
	});

	it('is the same for a missing and for a wrong token', () => {
		const credential = { authentication: 'bearer', token: SECRET };
		const wrong = { headers: { authorization: 'Bearer wrong' } };
		expect(refusalOf(credential, wrong)).toEqual(refusalOf(credential));
	});
});
