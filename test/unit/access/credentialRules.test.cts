import { checkCredential } from '../../../nodes/CleverConnect/access';

const SECRET = 'an-invented-secret';

/** The values of fields that the user has left unchanged. */
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
	return policy.ok
		? undefined
		: policy.error.replace(/^The CleverConnect credential cannot be used yet\. /, '');
};

describe('the credential', () => {
	test.each([
		{ authentication: 'bearer', token: SECRET },
		{ authentication: 'bearer', token: SECRET, previousToken: 'another-invented-one' },
		{ authentication: 'bearer', token: `${SECRET}__n8n_BLANK_VALUE_` },
		{ authentication: 'bearer', token: 'abcde'.repeat(4), allowedIps: '203.0.113.7' },
		{ authentication: 'bearer', token: '🗝🔑🔒🔓🚪'.repeat(4) },
		{ authentication: 'basic', token: SECRET, username: 'clever connect' },
		{ authentication: 'header', token: SECRET, headerName: "!#$%&'*+-.^_`|~aZ09" },
		{ authentication: 'query', token: SECRET, queryParameter: 'api_key-1.~' },
		{ authentication: 'none', allowedIps: '203.0.113.7' },
		{ authentication: 'none', allowedIps: '203.0.113.7', token: 'short' },
		{ authentication: 'none', allowedIps: '203.0.0.0/16' },
		{ authentication: 'bearer', token: SECRET, allowedIps: ' \n' },
		{ authentication: 'bearer', token: SECRET, allowedIps: '0.0.0.0/0 ::/0' },
		{ authentication: 'header', token: SECRET, headerName: 'Authorization' },
		{ authentication: 'header', token: SECRET, headerName: 'constructor' },
		{ authentication: 'query', token: SECRET, queryParameter: 'constructor' },
	])('%j is valid', (credential) => {
		expect(faultOf(credential)).toBeUndefined();
	});

	test.each<[Record<string, unknown>, RegExp]>([
		[{}, /^'Authentication' is not set\. Choose/],
		[{ authentication: 'digest', token: SECRET }, /^'Authentication' is not set\. Choose/],
		[{ authentication: ['bearer'], token: SECRET }, /^'Authentication' is not set\. Choose/],
		[{ authentication: 'toString', token: SECRET }, /^'Authentication' is not set\. Choose/],
		[{ authentication: 'bearer' }, /^'Token' is empty\. Enter the secret/],
		[{ authentication: 'bearer', token: '' }, /^'Token' is empty\. Enter the secret/],
		[{ authentication: 'bearer', token: 'x'.repeat(15) }, /^'Token' has 15 characters/],
		[{ authentication: 'bearer', token: 'x' }, /^'Token' has 1 character and/],
		[{ authentication: 'basic', username: 'u', token: 'short' }, /^'Password' has 5 characters/],
		[{ authentication: 'bearer', token: `${SECRET} x` }, /^'Token' contains a space/],
		[{ authentication: 'bearer', token: `${SECRET}\n` }, /^'Token' contains a space/],
		[{ authentication: 'bearer', token: `${SECRET}\u0000` }, /^'Token' contains a space/],
		[{ authentication: 'bearer', token: `${SECRET}\u200b` }, /^'Token' contains a space/],
		[
			{ authentication: 'bearer', token: '{{$vars.cleverconnect}}' },
			/^'Token' contains \{\{ \}\}, undefined, or null/,
		],
		[
			{ authentication: 'bearer', token: 'undefined-undefined' },
			/^'Token' contains \{\{ \}\}, undefined, or null/,
		],
		[
			{ authentication: 'bearer', token: 'cleverconnect-null' },
			/^'Token' contains \{\{ \}\}, undefined, or null/,
		],
		...['x', '●', 'abcd'].map((text): [Record<string, unknown>, RegExp] => [
			{ authentication: 'bearer', token: text.repeat(16) },
			/^'Token' consists of only a few different characters\./,
		]),
		[{ authentication: 'bearer', token: `${SECRET}\ud800` }, /^'Token' contains a space/],
		[{ authentication: 'bearer', token: `${SECRET}\u2800` }, /^'Token' contains a space/],
		[{ authentication: 'bearer', token: `${SECRET}\u3164` }, /^'Token' contains a space/],
		[{ authentication: 'bearer', token: `${SECRET}\ufff9` }, /^'Token' contains a space/],
		[
			{ authentication: 'bearer', token: SECRET, previousToken: 'short' },
			/^'Previous Token' has 5 characters/,
		],
		[
			{ authentication: 'basic', username: 'u', token: SECRET, previousToken: 'short' },
			/^'Previous Password' has 5 characters/,
		],
		[
			{
				authentication: 'bearer',
				token: '__n8n_BLANK_VALUE_e5362baf-c777-4d57-a609-6eaf1f9e87f6',
			},
			/^'Token' is n8n's placeholder for a hidden value\. Enter the secret again\.$/,
		],
		[
			{
				authentication: 'bearer',
				token: SECRET,
				previousToken: '__n8n_EMPTY_VALUE_7b1af746-3729-4c60-9b9b-e08eb29e58da',
			},
			/^'Previous Token' is n8n's placeholder/,
		],
		[{ authentication: 'basic', token: SECRET }, /^'Username' is empty, or contains a colon/],
		[
			{ authentication: 'basic', token: SECRET, username: 'a:b' },
			/^'Username' is empty, or contains a colon/,
		],
		...[
			' ',
			' a',
			'a ',
			'a\tb',
			'a\u00a0b',
			'a\u200bb',
			'a\u2028b',
			'a\ufeffb',
			'a\u3164b',
			'a\ud800b',
		].map((username): [Record<string, unknown>, RegExp] => [
			{ authentication: 'basic', token: SECRET, username },
			/^'Username' is empty, or contains a colon, an invisible character, or a space at/,
		]),
		[
			{ authentication: 'header', token: SECRET, headerName: '' },
			/^'Header Name' is not valid\. Use only letters, digits, and hyphens, for example: X-Api-Key\.$/,
		],
		[{ authentication: 'header', token: SECRET, headerName: 'X Api Key' }, /^'Header Name' is not/],
		[
			{ authentication: 'header', token: SECRET, headerName: 'X-Api-Key:' },
			/^'Header Name' is not/,
		],
		[{ authentication: 'header', token: SECRET, headerName: 'X-Clé' }, /^'Header Name' is not/],
		[
			{ authentication: 'query', token: SECRET, queryParameter: '' },
			/^'Query Parameter Name' is not valid\. Use only letters, digits, hyphens, and underscores, for example: token\.$/,
		],
		[
			{ authentication: 'query', token: SECRET, queryParameter: 'a[b]' },
			/^'Query Parameter Name' is not/,
		],
		[
			{ authentication: 'query', token: SECRET, queryParameter: 'a&b' },
			/^'Query Parameter Name' is not/,
		],
		[
			{ authentication: 'query', token: SECRET, queryParameter: '__proto__' },
			/^'Query Parameter Name' is not/,
		],
		[
			{ authentication: 'header', token: SECRET, headerName: 'Set-Cookie' },
			/^'Header Name' is "Set-Cookie", a header that servers and proxies use themselves\. Enter a different name/,
		],
		[
			{ authentication: 'none', allowedIps: '0.0.0.0/1 128.0.0.0/1' },
			/^'Allowed IP Addresses' allows too many addresses, so without a token, strangers/,
		],
		[{ authentication: 'none' }, /^Without a token, anyone could send applications/],
		...['bearer', 'none'].flatMap((authentication) =>
			['# CleverConnect: 203.0.113.7', ', ,'].map(
				(allowedIps): [Record<string, unknown>, RegExp] => [
					{ authentication, token: SECRET, allowedIps },
					/^'Allowed IP Addresses' is not empty, but contains no address\. Text after #/,
				],
			),
		),
		[
			{ authentication: 'bearer', token: SECRET, allowedIps: '203.0.113.300' },
			/^In 'Allowed IP Addresses', "203\.0\.113\.300" is not an IP address/,
		],
	])('%j is invalid, with a message that names the field', (credential, message) => {
		expect(faultOf(credential)).toMatch(message);
	});
});

describe('the message for an invalid credential', () => {
	it('names every fault', () => {
		const message = faultOf({
			authentication: 'header',
			token: 'a b',
			headerName: '',
			allowedIps: 'here, there',
		});
		expect(message).toMatch(
			/^In 'Allowed IP Addresses', entry 1 is.*\. In 'Allowed IP Addresses', entry 2 is.*\. 'Token' has 3 characters.*\. 'Token' contains.*\. 'Header Name' is/,
		);
	});

	it('describes the format of addresses only once', () => {
		const message = faultOf({
			authentication: 'bearer',
			token: SECRET,
			allowedIps: 'example.com 203.0.113.300',
		});
		expect(message?.match(/entry 1|"203\.0\.113\.300"|Enter addresses such as/g)).toHaveLength(3);
	});

	it('begins by naming the credential, because the message also appears outside the credential', () => {
		const policy = checkCredential({ ...DEFAULTS, authentication: 'bearer', token: 'short' });
		expect(policy).toEqual({
			ok: false,
			error: expect.stringMatching(
				/^The CleverConnect credential cannot be used yet\. 'Token' /,
			) as string,
		});
	});

	it.each([
		[4, false],
		[5, true],
		[6, true],
	])('says that there may be more invalid entries if %d are invalid: %j', (count, says) => {
		const allowedIps = 'example.com '.repeat(count);
		const message = faultOf({ authentication: 'bearer', token: SECRET, allowedIps });
		expect(message?.includes('There may be more invalid entries.')).toBe(says);
	});

	it('is short even if the text in a field is long', () => {
		const allowedIps = `${'x'.repeat(1000)} `.repeat(1000);
		expect(faultOf({ authentication: 'bearer', token: SECRET, allowedIps })?.length).toBeLessThan(
			1000,
		);
	});

	it.each([{ token: 'se cret' }, { token: SECRET, allowedIps: 'se,cret' }])(
		'never contains a secret: %j',
		(fields) => {
			expect(faultOf({ authentication: 'bearer', ...fields })).not.toMatch(/se.?cret/);
		},
	);
});

/** Values that an expression can return and that aren't text. */
const NOT_TEXT = [undefined, null, 42, true, ['10.0.0.1'], { a: '10.0.0.1' }, new Date(0)];

describe.each<[string, string, Record<string, unknown>]>([
	['token', 'Token', { authentication: 'bearer' }],
	['token', 'Password', { authentication: 'basic', username: 'u' }],
	['previousToken', 'Previous Token', { authentication: 'bearer', token: SECRET }],
	['previousToken', 'Previous Password', { authentication: 'basic', username: 'u', token: SECRET }],
	['username', 'Username', { authentication: 'basic', token: SECRET }],
	['headerName', 'Header Name', { authentication: 'header', token: SECRET }],
	['queryParameter', 'Query Parameter Name', { authentication: 'query', token: SECRET }],
	['allowedIps', 'Allowed IP Addresses', { authentication: 'bearer', token: SECRET }],
	['allowedIps', 'Allowed IP Addresses', { authentication: 'none' }],
])('the field %s (%s), in the credential %j,', (name, label, credential) => {
	it.each(NOT_TEXT)('is invalid if the value is %p', (value) => {
		expect(faultOf({ ...credential, [name]: value })).toBe(
			`'${label}' is not text. If the field contains an expression, the expression must return text.`,
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
])('the scheme %s ignores fields that it does not use', (authentication, credential, unused) => {
	for (const name of unused) {
		for (const value of NOT_TEXT) {
			expect(faultOf({ authentication, ...credential, [name]: value })).toBeUndefined();
		}
	}
});
