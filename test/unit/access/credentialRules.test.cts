import { CREDENTIAL_BLANKING_VALUE as BLANK, CREDENTIAL_EMPTY_VALUE as EMPTY } from 'n8n-workflow';
import { checkCredential } from '../../../nodes/CleverConnect/access/credentialRules';

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
const EXPRESSION = "'Token' contains {{ }}, undefined, or null, so it seems to be an expression";
const NO_ADDRESS = "'Allowed IP Addresses' is not empty, but contains no address. Text after #";

it.each<[scheme: string, field: string, value: unknown, fault: string | undefined]>([
	['bearer', 'previousToken', 'another-invented-one', undefined],
	['bearer', 'token', `${SECRET}__n8n_BLANK_VALUE_`, undefined],
	['bearer', 'token', 'abcde'.repeat(4), undefined],
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
	['bearer', 'token', 'x', "'Token' has 1 character and"],
	['bearer', 'token', 'x'.repeat(15), "'Token' has 15 characters and needs at least 16. Use"],
	['basic', 'token', 'short', "'Password' has 5 characters"],
	['bearer', 'previousToken', 'short', "'Previous Token' has 5 characters"],
	['bearer', 'token', `${SECRET} x`, INVISIBLE],
	['bearer', 'token', `${SECRET}\0`, INVISIBLE],
	['bearer', 'token', `${SECRET}\u2800`, INVISIBLE],
	['bearer', 'token', '{{$vars.cleverconnect}}', EXPRESSION],
	['bearer', 'token', 'undefined-undefined', EXPRESSION],
	['bearer', 'token', 'cleverconnect-null', EXPRESSION],
	['bearer', 'token', 'abcd'.repeat(4), "'Token' consists of only a few different characters. Use"],
	['bearer', 'token', BLANK, "'Token' is n8n's placeholder for a hidden value. Enter the secret"],
	['bearer', 'previousToken', EMPTY, "'Previous Token' is n8n's placeholder"],
	['basic', 'username', '', USERNAME],
	['basic', 'username', 'a:b', USERNAME],
	['basic', 'username', 'a ', USERNAME],
	['basic', 'username', 'a\u3164b', USERNAME],
	['header', 'headerName', 'X Api Key', "'Header Name' is not valid. Use only letters, digits,"],
	['header', 'headerName', 'Set-Cookie', `'Header Name' is "Set-Cookie", a header that servers`],
	['query', 'queryParameter', 'a[b]', "'Query Parameter Name' is not valid. Use only letters,"],
	['query', 'queryParameter', '__proto__', "'Query Parameter Name' is not valid. Use only"],
	['bearer', 'allowedIps', '# CleverConnect: 203.0.113.7', NO_ADDRESS],
	['bearer', 'allowedIps', '203.0.113.300', `In 'Allowed IP Addresses', "203.0.113.300" is not`],
])('with %s, if %s is %j, the fault is: %s', (scheme, field, value, fault) => {
	const found = faultOf(scheme, { [field]: value });
	expect(found?.slice(0, fault?.length)).toBe(fault);
});

it('the message names the faults of several fields, without a secret, and describes the format of addresses once', () => {
	const message = faultOf('header', {
		token: 'se cret',
		headerName: '',
		allowedIps: 'here, se-cret',
	});
	expect(message).toMatch(
		/^In 'Allowed IP Addresses', entry 1 is.*\. In 'Allowed IP Addresses', entry 2 is.*\. 'Token' has 7 characters.*\. 'Token' contains.*\. 'Header Name' is/,
	);
	expect(message?.match(/Enter addresses such as/g)).toHaveLength(1);
	expect(message).not.toMatch(/se.cret/);
});

it('the message is short, and says that there might be more invalid entries after five', () => {
	const more = 'There might be more invalid entries.';
	const long = `${'x'.repeat(1000)} `;
	expect(faultOf('bearer', { allowedIps: long.repeat(4) })).not.toContain(more);
	expect(faultOf('bearer', { allowedIps: long.repeat(5) })).toContain(more);
	expect(faultOf('bearer', { allowedIps: long.repeat(1000) })?.length).toBeLessThan(1000);
});
