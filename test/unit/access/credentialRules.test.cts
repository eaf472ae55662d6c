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

	/** Valid credentials by scheme, of which each row makes one field invalid. */
	const VALID: Record<string, Record<string, unknown>> = {
		bearer: { token: SECRET },
		basic: { token: SECRET, username: 'u' },
		header: { token: SECRET, headerName: 'X-Api-Key' },
		query: { token: SECRET, queryParameter: 'token' },
		none: { allowedIps: '203.0.113.7' },
	};
	const INVALID_USERNAME =
		"'Username' is empty, or contains a colon, an invisible character, or a space at its start or end.";
	const NO_ADDRESS = "'Allowed IP Addresses' is not empty, but contains no address. Text after #";
	const BLANK = '__n8n_BLANK_VALUE_e5362baf-c777-4d57-a609-6eaf1f9e87f6';
	const EMPTY = '__n8n_EMPTY_VALUE_7b1af746-3729-4c60-9b9b-e08eb29e58da';

	it.each<[scheme: string, field: string, values: unknown[], message: string]>([
		[
			'bearer',
			'authentication',
			[undefined, 'digest', ['bearer'], 'toString'],
			"'Authentication' is not set. Choose",
		],
		['bearer', 'token', [''], "'Token' is empty. Enter the secret"],
		['bearer', 'token', ['x'], "'Token' has 1 character and"],
		['bearer', 'token', ['x'.repeat(15)], "'Token' has 15 characters and needs at least 16. Use"],
		['basic', 'token', ['short'], "'Password' has 5 characters"],
		['bearer', 'previousToken', ['short'], "'Previous Token' has 5 characters"],
		['basic', 'previousToken', ['short'], "'Previous Password' has 5 characters"],
		[
			'bearer',
			'token',
			[' x', '\n', '\0', '\u200b', '\ud800', '\u2800', '\u3164', '\ufff9'].map(
				(end) => SECRET + end,
			),
			"'Token' contains a space, a line break, or an invisible character. Enter it again",
		],
		[
			'bearer',
			'token',
			['{{$vars.cleverconnect}}', 'undefined-undefined', 'cleverconnect-null'],
			"'Token' contains {{ }}, undefined, or null, so it seems to be an expression",
		],
		[
			'bearer',
			'token',
			['x', '●', 'abcd'].map((text) => text.repeat(16)),
			"'Token' consists of only a few different characters. Use",
		],
		[
			'bearer',
			'token',
			[BLANK],
			"'Token' is n8n's placeholder for a hidden value. Enter the secret",
		],
		['bearer', 'previousToken', [EMPTY], "'Previous Token' is n8n's placeholder"],
		[
			'basic',
			'username',
			[
				'',
				'a:b',
				' ',
				' a',
				'a ',
				...[...'\t\u00a0\u200b\u2028\ufeff\u3164\ud800'].map((c) => `a${c}b`),
			],
			INVALID_USERNAME,
		],
		[
			'header',
			'headerName',
			['', 'X Api Key', 'X-Api-Key:', 'X-Clé'],
			"'Header Name' is not valid. Use only letters, digits, and hyphens, for example: X-Api-Key.",
		],
		[
			'header',
			'headerName',
			['Set-Cookie'],
			`'Header Name' is "Set-Cookie", a header that servers and proxies use themselves. Enter a different name`,
		],
		[
			'query',
			'queryParameter',
			['', 'a[b]', 'a&b', '__proto__'],
			"'Query Parameter Name' is not valid. Use only letters, digits, hyphens, and underscores, for example: token.",
		],
		[
			'none',
			'allowedIps',
			['0.0.0.0/1 128.0.0.0/1'],
			"'Allowed IP Addresses' allows too many addresses, so",
		],
		['none', 'allowedIps', [''], 'Without a token, anyone could send applications'],
		['none', 'allowedIps', ['# CleverConnect: 203.0.113.7', ', ,'], NO_ADDRESS],
		['bearer', 'allowedIps', ['# CleverConnect: 203.0.113.7', ', ,'], NO_ADDRESS],
		[
			'bearer',
			'allowedIps',
			['203.0.113.300'],
			`In 'Allowed IP Addresses', "203.0.113.300" is not an IP address or range. Enter addresses such as`,
		],
	])('with %s, is invalid if %s is one of %j', (authentication, field, values, message) => {
		for (const value of values) {
			const fault = faultOf({ authentication, ...VALID[authentication], [field]: value });
			expect([value, fault?.slice(0, message.length)]).toEqual([value, message]);
		}
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
