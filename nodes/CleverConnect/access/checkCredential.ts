import type { JsonObject } from '../common/jsonObject';
import { err, ok, type Result } from '../common/result';
import { parseAllowlist, type Allowlist } from './allowlist';
import { isSchemeName, SCHEMES, type Scheme, type SchemeName } from './authenticationSchemes';
import { digestSecret } from './secretComparison';

/** The senders whose deliveries a sound credential allows, with digests instead of secrets. */
export interface AccessPolicy {
	readonly isAllowed: Allowlist;
	readonly scheme: Scheme;
	readonly accepted: readonly Buffer[];
}

/** The fault of each text that a pattern matches, as the end of a sentence that begins with the field's label. */
type Rule = readonly [wrong: RegExp, fault: string];
type Field = readonly [name: string, label: string, rules: readonly Rule[]];

const NOT_TEXT = 'is not text. If the field contains an expression, it must return text.';

const SECRET: readonly Rule[] = [
	[/^.{1,15}$/su, 'needs at least 16 characters. Use a password manager to create a new secret.'],
	[
		// `CREDENTIAL_BLANKING_VALUE` and `CREDENTIAL_EMPTY_VALUE` in n8n-workflow, which are the same in every n8n.
		/^__n8n_(?:BLANK|EMPTY)_VALUE_/,
		"is n8n's placeholder for a hidden value. Enter the secret again.",
	],
	[
		/[\s\p{C}]/u,
		'contains a space, a line break, or an invisible character. Enter it again without such characters.',
	],
];
const REQUIRED_SECRET: readonly Rule[] = [
	[/^$/, 'is empty. Enter the secret that CleverConnect will send.'],
	...SECRET,
];
const USERNAME: readonly Rule[] = [
	[
		// RFC 7617 § 2: the first colon ends the username, and control characters are invalid.
		/^$|[:\p{C}]|^\s|\s$/u,
		'is empty, or contains a colon, an invisible character, or a space at its start or end. Enter a different username.',
	],
];
const HEADER_NAME: readonly Rule[] = [
	[
		// RFC 9110 § 5.6.2 `token`.
		/^$|[^!#$%&'*+.^_`|~\w-]/,
		'is not valid. Use only letters, digits, and hyphens, for example: X-Api-Key.',
	],
	[
		// Headers that a client, a proxy, Node.js, or the trigger gives another meaning.
		/^(?:accept(?:-.+)?|access-control-.+|cache-control|connection|content-.+|cookie|date|expect|forwarded|from|host|keep-alive|origin|proxy-.+|range|referer|sec-.+|server|set-cookie|te|trailer|transfer-encoding|upgrade|user-agent|via|www-authenticate|x-check-only|x-forwarded-.+|x-real-ip|__proto__)$/i,
		'is a header that servers and proxies use themselves. Enter a different name, such as X-Api-Key.',
	],
];
const QUERY_PARAMETER: readonly Rule[] = [
	[
		// Other than `unreserved` characters (RFC 3986 § 2.3), which need no percent-encoding. n8n's query parser never turns
		// a name of these into a nested object, and drops `__proto__`.
		/^$|[^\w.~-]|^__proto__$/,
		'is not valid. Use only letters, digits, hyphens, and underscores, for example: token.',
	],
];

function secretsLabelled(label: string): Field[] {
	return [
		['token', label, REQUIRED_SECRET],
		['previousToken', `Previous ${label}`, SECRET],
	];
}

/** The fields of each authentication scheme. Other fields can have any value. */
const FIELDS: Readonly<Record<SchemeName, readonly Field[]>> = {
	bearer: secretsLabelled('Token'),
	basic: [['username', 'Username', USERNAME], ...secretsLabelled('Password')],
	header: [['headerName', 'Header Name', HEADER_NAME], ...secretsLabelled('Token')],
	query: [['queryParameter', 'Query Parameter Name', QUERY_PARAMETER], ...secretsLabelled('Token')],
};

/** Returns a credential's access policy or, if the credential isn't sound, a message that lists its faults. */
export function checkCredential(credential: JsonObject): Result<AccessPolicy, string> {
	const { authentication, allowedIps } = credential;
	if (!isSchemeName(authentication)) {
		return fail(["'Authentication' is not set. Choose how CleverConnect proves its identity."]);
	}
	const faults = FIELDS[authentication].flatMap(([name, label, rules]) =>
		findFaults(credential[name], rules).map((fault) => `'${label}' ${fault}`),
	);
	const allowlist = typeof allowedIps === 'string' ? parseAllowlist(allowedIps) : err(NOT_TEXT);
	if (!allowlist.ok) return fail([...faults, `'Allowed IP Addresses' ${allowlist.error}`]);
	if (faults.length > 0) return fail(faults);

	const scheme = SCHEMES[authentication](credential);
	// The previous secret can be empty.
	const secrets = [credential.token, credential.previousToken].map(String).filter(Boolean);
	const accepted = secrets.map((secret) => digestSecret(scheme.encode(secret)));
	return ok({ isAllowed: allowlist.value, scheme, accepted });
}

/** An expression can return any value or none. A value that isn't text never counts as an empty field. */
function findFaults(value: unknown, rules: readonly Rule[]): string[] {
	if (typeof value !== 'string') return [NOT_TEXT];
	return rules.filter(([wrong]) => wrong.test(value)).map(([, fault]) => fault);
}

function fail(faults: readonly string[]) {
	return err(`The CleverConnect credential cannot be used yet. ${faults.join(' ')}`);
}
