import { CREDENTIAL_BLANKING_VALUE as BLANK, CREDENTIAL_EMPTY_VALUE as EMPTY } from 'n8n-workflow';
import { checkCredential } from '../../../nodes/CleverConnect/access/checkCredential';

const SECRET = 'an-invented-secret';

/** These fields are valid with each scheme. */
const VALID = {
	allowedIps: '203.0.113.7',
	headerName: 'X-Api-Key',
	previousToken: '',
	queryParameter: 'token',
	token: SECRET,
	username: 'u',
};
const START = 'The CleverConnect credential cannot be used yet. ';

/** Changes fields of a valid credential, and returns the message without its first sentence. */
function faultOf(authentication: string, fields: Record<string, unknown>) {
	const policy = checkCredential({ ...VALID, authentication, ...fields });
	if (policy.ok) return undefined;
	expect(policy.error.slice(0, START.length)).toBe(START);
	return policy.error.slice(START.length);
}

const NOT_SET = "'Authentication' is not set. Choose";
const USERNAME = "'Username' is empty, or contains a colon, an invisible character, or a space at";
const INVISIBLE =
	"'Token' contains a space, a line break, or an invisible character. Enter it again";
const NO_ADDRESS = "'Allowed IP Addresses' is not empty, but contains no address. Text after #";

it.each<[scheme: string, field: string, value: unknown, fault: string | undefined]>([
	['bearer', 'previousToken', 'another-invented-one', undefined],
	['bearer', 'token', `${SECRET}__n8n_BLANK_VALUE_`, undefined],
	['basic', 'allowedIps', ' \n', undefined],
	['bearer', 'allowedIps', '0.0.0.0/0 ::/0', undefined],
	['basic', 'username', 'clever connect', undefined],
	['query', 'queryParameter', 'api_key-1.~', undefined],
	// Fields of other schemes can have any value.
	['bearer', 'username', 42, undefined],
	['bearer', 'token', undefined, "'Token' is not text. If the field contains an expression,"],
	['bearer', 'previousToken', 42, "'Previous Token' is not text."],
	['basic', 'token', [SECRET], "'Password' is not text."],
	['basic', 'username', { toString: 1 }, "'Username' is not text."],
	['header', 'headerName', null, "'Header Name' is not text."],
	['query', 'queryParameter', ['token'], "'Query Parameter Name' is not text."],
	['bearer', 'allowedIps', ['10.0.0.1'], "'Allowed IP Addresses' is not text."],
	['bearer', 'authentication', ['bearer'], NOT_SET],
	['bearer', 'authentication', 'toString', NOT_SET],
	['bearer', 'authentication', 'none', NOT_SET],
	['bearer', 'token', '', "'Token' is empty. Enter the secret"],
	['bearer', 'token', 'x', "'Token' needs at least 16 characters. Use"],
	['bearer', 'token', '\u{1f511}'.repeat(15), "'Token' needs at least 16 characters."],
	['bearer', 'token', '\u{1f511}'.repeat(16), undefined],
	['basic', 'token', 'short', "'Password' needs at least 16 characters."],
	['bearer', 'previousToken', 'short', "'Previous Token' needs at least 16 characters."],
	['bearer', 'token', `${SECRET} x`, INVISIBLE],
	['bearer', 'token', `${SECRET}\0`, INVISIBLE],
	['bearer', 'token', `${SECRET}\u200b`, INVISIBLE],
	['bearer', 'token', BLANK, "'Token' is n8n's placeholder for a hidden value. Enter the secret"],
	['bearer', 'previousToken', EMPTY, "'Previous Token' is n8n's placeholder"],
	['basic', 'username', '', USERNAME],
	['basic', 'username', 'a:b', USERNAME],
	['basic', 'username', 'a ', USERNAME],
	['basic', 'username', 'a\u200bb', USERNAME],
	['header', 'headerName', 'X Api Key', "'Header Name' is not valid. Use only letters, digits,"],
	['header', 'headerName', 'Set-Cookie', "'Header Name' is a header that servers and"],
	['query', 'queryParameter', 'a[b]', "'Query Parameter Name' is not valid. Use only letters,"],
	['query', 'queryParameter', '__proto__', "'Query Parameter Name' is not valid. Use only"],
	['bearer', 'allowedIps', '# CleverConnect: 203.0.113.7', NO_ADDRESS],
	[
		'bearer',
		'allowedIps',
		'203.0.113.300',
		`'Allowed IP Addresses' contains "203.0.113.300", which is not`,
	],
])('with %s, if %s is %j, the fault is: %s', (scheme, field, value, fault) => {
	const found = faultOf(scheme, { [field]: value });
	expect(found?.slice(0, fault?.length)).toBe(fault);
});

it('the message names the faults of all fields, without a secret', () => {
	const fields = { token: 'se cret', headerName: '', allowedIps: 'here, se-cret' };
	const message = faultOf('header', fields);
	expect(message).toMatch(
		/^'Header Name' is not.* 'Token' needs .* 'Token' contains a.* 'Allowed IP Addresses' contains entry 1, entry 2, which/,
	);
	expect(message).not.toMatch(/se.cret/);
});

it('the message lists at most five invalid addresses', () => {
	const listed = (count: number) => faultOf('bearer', { allowedIps: 'x '.repeat(count) });
	expect(listed(5)).toContain('entry 4, entry 5, which is');
	expect(listed(6)).toContain('entry 4, entry 5 and more, which is');
});

it.each([
	...['Host', 'Content-Length', 'Content-Type', 'Set-Cookie', 'Cookie', 'Connection', 'Expect'],
	...['TE', 'Transfer-Encoding', 'Upgrade', 'X-Forwarded-For', 'X-Check-Only', '__proto__'],
	...['Proxy-Authorization', 'Origin', 'Referer', 'User-Agent', 'Accept-Encoding'],
	'WWW-Authenticate',
])('the header %s cannot carry a token', (headerName) => {
	expect(faultOf('header', { headerName })).toContain('is a header that servers');
});

it.each(['Authorization', 'X-Api-Key', 'x-token', 'Token', 'ApiKey', 'X-CleverConnect'])(
	'the header %s can carry a token',
	(headerName) => expect(faultOf('header', { headerName })).toBeUndefined(),
);
