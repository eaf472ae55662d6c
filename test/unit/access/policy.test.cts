import { checkCredential } from '../../../nodes/CleverConnect/access';

const SECRET = 'an-invented-secret';

/** What n8n fills in if a field in use was never touched. */
const DEFAULTS = {
	allowedIps: '',
	headerName: 'X-Api-Key',
	previousToken: '',
	queryParameter: 'token',
	token: '',
	username: '',
};

const faultOf = (credential: Record<string, unknown>) => {
	const policy = checkCredential({ ...DEFAULTS, ...credential });
	return policy.ok ? undefined : policy.error.replace(/^The credential cannot be used yet\. /, '');
};

describe('sound is', () => {
	test.each([
		{ authentication: 'bearer', token: SECRET },
		{ authentication: 'bearer', token: SECRET, previousToken: 'another-invented-one' },
		{ authentication: 'bearer', token: 'x'.repeat(16), allowedIps: '203.0.113.7' },
		{ authentication: 'bearer', token: '🗝️'.repeat(16) },
		{ authentication: 'basic', token: SECRET, username: 'clever connect' },
		{ authentication: 'header', token: SECRET, headerName: "!#$%&'*+-.^_`|~aZ09" },
		{ authentication: 'query', token: SECRET, queryParameter: 'api_key-1.~' },
		{ authentication: 'none', allowedIps: '203.0.113.7' },
		{ authentication: 'none', allowedIps: '203.0.113.7', token: 'short' },
		{ authentication: 'none', allowedIps: '0.0.0.0/1' },
		{ authentication: 'bearer', token: SECRET, allowedIps: '0.0.0.0/0 ::/0' },
		{ authentication: 'header', token: SECRET, headerName: 'Authorization' },
		{ authentication: 'header', token: SECRET, headerName: 'constructor' },
		{ authentication: 'query', token: SECRET, queryParameter: 'constructor' },
	])('%j', (credential) => {
		expect(faultOf(credential)).toBeUndefined();
	});
});

describe('not sound, with a message that helps, is', () => {
	test.each<[Record<string, unknown>, RegExp]>([
		[{}, /^Authentication: choose/],
		[{ authentication: 'digest', token: SECRET }, /^Authentication: choose/],
		[{ authentication: ['bearer'], token: SECRET }, /^Authentication: choose/],
		[{ authentication: 'toString', token: SECRET }, /^Authentication: choose/],
		[{ authentication: 'bearer' }, /^Token: enter the secret/],
		[{ authentication: 'bearer', token: '' }, /^Token: enter the secret/],
		[{ authentication: 'bearer', token: 'x'.repeat(15) }, /^Token: it has 15 characters/],
		[{ authentication: 'bearer', token: 'x' }, /^Token: it has 1 character and/],
		[{ authentication: 'basic', username: 'u', token: 'short' }, /^Password: it has 5 characters/],
		[{ authentication: 'bearer', token: `${SECRET} x` }, /^Token: it contains a space/],
		[{ authentication: 'bearer', token: `${SECRET}\n` }, /^Token: it contains a space/],
		[{ authentication: 'bearer', token: `${SECRET}\u0000` }, /^Token: it contains a space/],
		[{ authentication: 'bearer', token: `${SECRET}\u200b` }, /^Token: it contains a space/],
		[
			{ authentication: 'bearer', token: SECRET, previousToken: 'short' },
			/^Previous Token: it has 5 characters/,
		],
		[
			{ authentication: 'basic', username: 'u', token: SECRET, previousToken: 'short' },
			/^Previous Password: it has 5 characters/,
		],
		[{ authentication: 'basic', token: SECRET }, /^Username: enter the username/],
		[{ authentication: 'basic', token: SECRET, username: 'a:b' }, /^Username: .*without a colon/],
		[{ authentication: 'basic', token: SECRET, username: 'a\tb' }, /^Username:/],
		[
			{ authentication: 'header', token: SECRET, headerName: '' },
			/^Header Name: use letters, digits and hyphens only, like X-Api-Key\.$/,
		],
		[{ authentication: 'header', token: SECRET, headerName: 'X Api Key' }, /^Header Name:/],
		[{ authentication: 'header', token: SECRET, headerName: 'X-Api-Key:' }, /^Header Name:/],
		[{ authentication: 'header', token: SECRET, headerName: 'X-Clé' }, /^Header Name:/],
		[
			{ authentication: 'query', token: SECRET, queryParameter: '' },
			/^Query Parameter: use letters, digits, hyphens and underscores only, like token\.$/,
		],
		[{ authentication: 'query', token: SECRET, queryParameter: 'a[b]' }, /^Query Parameter:/],
		[{ authentication: 'query', token: SECRET, queryParameter: 'a&b' }, /^Query Parameter:/],
		[{ authentication: 'query', token: SECRET, queryParameter: '__proto__' }, /^Query Parameter:/],
		[
			{ authentication: 'header', token: SECRET, headerName: 'Set-Cookie' },
			/^Header Name: "Set-Cookie" has a meaning of its own in HTTP\. Use another name/,
		],
		[
			{ authentication: 'none', allowedIps: '0.0.0.0/1 128.0.0.0/1' },
			/^Allowed IP Addresses: the entries together allow every IPv4 address, so without a token, anyone/,
		],
		[{ authentication: 'none', allowedIps: '203.0.113.7 ::/0' }, /allow every IPv6 address/],
		[{ authentication: 'none' }, /^Without a token, anyone could deliver/],
		[{ authentication: 'none', allowedIps: '# nobody' }, /^Without a token, anyone could deliver/],
		[
			{ authentication: 'bearer', token: SECRET, allowedIps: '203.0.113.300' },
			/^Allowed IP Addresses: "203\.0\.113\.300" is not an IP address/,
		],
	])('%j', (credential, message) => {
		expect(faultOf(credential)).toMatch(message);
	});

	it('names every fault at once', () => {
		const message = faultOf({
			authentication: 'header',
			token: 'a b',
			headerName: '',
			allowedIps: 'here, there',
		});
		expect(message).toMatch(
			/"here" is.*\. Allowed IP Addresses: "there" is.*\. Token: it has 3 characters.*\. Token: it contains.*\. Header Name: /,
		);
	});

	it('says how addresses are written once, however many are wrong', () => {
		const message = faultOf({
			authentication: 'bearer',
			token: SECRET,
			allowedIps: 'example.com 203.0.113.300',
		});
		expect(
			message?.match(/"example\.com"|"203\.0\.113\.300"|Write IP addresses like/g),
		).toHaveLength(3);
	});

	it('begins with where the fault is: the same words appear far from the credential', () => {
		const policy = checkCredential({ ...DEFAULTS, authentication: 'bearer', token: 'short' });
		expect(policy).toEqual({
			ok: false,
			error: expect.stringMatching(/^The credential cannot be used yet\. Token: /) as string,
		});
	});

	it('never repeats a secret', () => {
		const token = 'se cret';
		expect(faultOf({ authentication: 'bearer', token })).not.toContain(token);
	});
});

/** What an expression can return in place of text. */
const NO_TEXT = [undefined, null, 42, true, ['10.0.0.1'], { a: '10.0.0.1' }, new Date(0)];

describe.each<[string, string, Record<string, unknown>]>([
	['token', 'Token', { authentication: 'bearer' }],
	['token', 'Password', { authentication: 'basic', username: 'u' }],
	['previousToken', 'Previous Token', { authentication: 'bearer', token: SECRET }],
	['previousToken', 'Previous Password', { authentication: 'basic', username: 'u', token: SECRET }],
	['username', 'Username', { authentication: 'basic', token: SECRET }],
	['headerName', 'Header Name', { authentication: 'header', token: SECRET }],
	['queryParameter', 'Query Parameter', { authentication: 'query', token: SECRET }],
	['allowedIps', 'Allowed IP Addresses', { authentication: 'bearer', token: SECRET }],
	['allowedIps', 'Allowed IP Addresses', { authentication: 'none' }],
])('%s (%s), with %j,', (name, label, credential) => {
	it.each(NO_TEXT)('is a fault if it is %p', (value) => {
		expect(faultOf({ ...credential, [name]: value })).toBe(
			`${label}: the value is not text. If the field holds an expression, make it return text.`,
		);
	});
});

it.each<[string, Record<string, unknown>, string[]]>([
	['bearer', { token: SECRET }, ['username', 'headerName', 'queryParameter']],
	['basic', { token: SECRET, username: 'u' }, ['headerName', 'queryParameter']],
	['header', { token: SECRET }, ['username', 'queryParameter']],
	['query', { token: SECRET }, ['username', 'headerName']],
	[
		'none',
		{ allowedIps: '203.0.113.7' },
		['token', 'previousToken', 'username', 'headerName', 'queryParameter'],
	],
])('%s: a field that is not used can hold anything', (authentication, credential, unused) => {
	for (const name of unused) {
		for (const value of NO_TEXT) {
			expect(faultOf({ authentication, ...credential, [name]: value })).toBeUndefined();
		}
	}
});
