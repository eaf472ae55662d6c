import { decide, refusalOf } from '../../helpers/accessDecision.cts';

const SECRET = 'an-invented-secret';

describe('the address check', () => {
	const credential = { authentication: 'bearer', token: SECRET, allowedIps: '203.0.113.0/24' };
	const headers = { authorization: `Bearer ${SECRET}` };

	it('comes before the token check', () => {
		expect(decide(credential, { address: '198.51.100.1', headers: {} })).toBe('addressNotAllowed');
		expect(decide(credential, { address: '198.51.100.1', headers })).toBe('addressNotAllowed');
		expect(decide(credential, { address: '203.0.113.1', headers: {} })).toBe('notAuthenticated');
		expect(decide(credential, { address: '203.0.113.1', headers })).toBe('authorized');
	});

	it('is the only check if there is no authentication', () => {
		const addressOnly = { authentication: 'none', allowedIps: '203.0.113.7' };
		expect(decide(addressOnly, { headers: {} })).toBe('authorized');
		expect(decide(addressOnly, { address: '203.0.113.8', headers: {} })).toBe('addressNotAllowed');
		expect(decide(addressOnly, { address: '', headers: {} })).toBe('addressNotAllowed');
	});

	it('accepts every address if no address is listed', () => {
		expect(decide({ ...credential, allowedIps: '' }, { address: '', headers })).toBe('authorized');
	});
});

describe('without authentication,', () => {
	const credential = { authentication: 'none', allowedIps: '203.0.113.7' };

	it.each(['https://attacker.example.com', 'null', ''])(
		'a browser request with the origin %j is refused',
		(origin) => {
			expect(refusalOf(credential, { headers: { origin } })).toEqual({
				kind: 'sentByBrowser',
				detail: 'Deliveries from a browser are not accepted here.',
			});
		},
	);

	it.each([
		['a private address that is forwarded', true, true, 'addressNotAllowed'],
		['a private address', true, false, 'authorized'],
		['a public address that is forwarded', false, true, 'authorized'],
	])('the decision on %s is correct', (_name, isPrivate, isForwarded, decision) => {
		const request = { headers: {}, isPrivate, isForwarded };
		expect(decide(credential, request)).toBe(decision);
		const withToken = { authentication: 'bearer', token: SECRET, allowedIps: '203.0.113.7' };
		const headers = { authorization: `Bearer ${SECRET}` };
		expect(decide(withToken, { ...request, headers })).toBe('authorized');
	});

	it('the address is checked first', () => {
		const request = { address: '203.0.113.8', headers: { origin: 'null' } };
		expect(decide(credential, request)).toBe('addressNotAllowed');
	});

	it('an inherited header is ignored', () => {
		const headers = Object.create({ origin: 'null' }) as Record<string, string>;
		expect(decide(credential, { headers })).toBe('authorized');
	});
});

it('with a token, a browser request is accepted', () => {
	const headers = { authorization: `Bearer ${SECRET}`, origin: 'https://tool.example.com' };
	expect(decide({ authentication: 'bearer', token: SECRET }, { headers })).toBe('authorized');
});

describe('a refusal', () => {
	it.each([
		[
			'a wrong address',
			{ address: '198.51.100.1' },
			'Deliveries from this address are not accepted here.',
		],
		['a wrong token', {}, 'The delivery carries no valid credentials.'],
	])('for %s explains the reason to the sender', (_name, request, detail) => {
		const credential = { authentication: 'bearer', token: SECRET, allowedIps: '203.0.113.7' };
		expect(refusalOf(credential, request)?.detail).toBe(detail);
	});

	it('is the same for a missing token as for a wrong token', () => {
		const credential = { authentication: 'bearer', token: SECRET };
		const wrong = { headers: { authorization: 'Bearer wrong' } };
		expect(refusalOf(credential, wrong)).toEqual(refusalOf(credential));
	});
});
