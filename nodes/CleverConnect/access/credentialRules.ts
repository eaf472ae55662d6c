import { err, ok, type Result } from '../result';
import { MAXIMUM_INVALID_ENTRIES, parseAllowlist, type Allowlist } from './allowlist';
import { isHeaderName, isReservedHeader } from './headerName';
import { createScheme, isSchemeName, type Scheme } from './authenticationScheme';
import { digestSecret, type SecretDigest } from './secretComparison';

/** The senders that a valid credential allows to deliver. Contains digests instead of the secrets. */
export interface AccessPolicy {
	readonly allowlist: Allowlist;
	/** Absent with `none`, because only the allowlist decides then. */
	readonly token?: { readonly scheme: Scheme; readonly accepted: readonly SecretDigest[] };
}

/** The `cleverConnectWebhookApi` credential as n8n provides it, with a value for each field in use. */
export type StoredCredential = Readonly<Record<string, unknown>>;

/** Sentences for the credential's owner, or the ends of sentences that begin with a field's label. */
type Faults = readonly string[];

const MINIMUM_SECRET_LENGTH = 16;
/** Random secrets have more. Copied dots and letters that are typed to fill the field have fewer. */
const MINIMUM_DIFFERENT_CHARACTERS = 5;
/** White space, and characters that have no shape or no bytes of their own, such as lone surrogates. */
const INVISIBLE = /[\s\u2800\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/u;
/**
 * The values that n8n's API returns instead of a secret (`CREDENTIAL_BLANKING_VALUE` and
 * `CREDENTIAL_EMPTY_VALUE` in n8n-workflow). They are the same in every n8n, so everyone knows them.
 */
const PLACEHOLDER = /^__n8n_(?:BLANK|EMPTY)_VALUE_/;
/** An expression that wasn't evaluated, or the text that a missing value becomes. */
const FAILED_EXPRESSION = /\{\{.*\}\}|undefined|(?<![a-z\d])null(?![a-z\d])/is;
/**
 * RFC 3986 § 2.3, `unreserved`: these characters need no encoding, and n8n's query parser doesn't nest
 * such names.
 */
const QUERY_PARAMETER = /^[\w.~-]+$/;

/**
 * Returns the access policy from a credential. If the credential can't protect a webhook, returns a
 * message for its owner that names every fault.
 */
export function checkCredential(credential: StoredCredential): Result<AccessPolicy, string> {
	const allowlist = readAllowlist(credential);
	const token = readToken(credential);
	if (allowlist.ok && token.ok) {
		return ok({ allowlist: allowlist.value, ...(token.value && { token: token.value }) });
	}
	const faults = listFaults([allowlist, token]);
	return err(`The CleverConnect credential cannot be used yet. ${faults.join(' ')}`);
}

function readAllowlist(credential: StoredCredential): Result<Allowlist, Faults> {
	const text = readText(credential, 'allowedIps', 'Allowed IP Addresses');
	if (!text.ok) return text;
	const allowlist = parseAllowlist(text.value);
	if (!allowlist.ok) {
		return err([
			...allowlist.error.map(
				(entry) => `In 'Allowed IP Addresses', ${entry} is not an IP address or range.`,
			),
			'Enter addresses such as 203.0.113.7 or ranges such as 203.0.113.0/24 or 2001:db8::/64. Names such as example.com do not work.',
			...(allowlist.error.length === MAXIMUM_INVALID_ENTRIES
				? ['There may be more invalid entries.']
				: []),
		]);
	}
	if (allowlist.value.size === 0 && text.value.trim() !== '') {
		return err([
			"'Allowed IP Addresses' is not empty, but contains no address. Text after # is a comment. Enter an address, or empty the field.",
		]);
	}
	return credential.authentication === 'none' ? requireRestriction(allowlist.value) : allowlist;
}

function requireRestriction(allowlist: Allowlist): Result<Allowlist, Faults> {
	if (allowlist.size === 0) {
		return err([
			"Without a token, anyone could send applications. Add an address to 'Allowed IP Addresses', or choose a different 'Authentication'.",
		]);
	}
	if (allowlist.isRestrictive()) return ok(allowlist);
	return err([
		"'Allowed IP Addresses' allows too many addresses, so without a token, strangers could send applications. Enter only CleverConnect's addresses, or choose a different 'Authentication'.",
	]);
}

function readToken(credential: StoredCredential): Result<AccessPolicy['token'], Faults> {
	const { authentication } = credential;
	if (authentication === 'none') return ok(undefined);
	if (!isSchemeName(authentication)) {
		return err(["'Authentication' is not set. Choose how CleverConnect proves its identity."]);
	}

	const label = authentication === 'basic' ? 'Password' : 'Token';
	const token = readText(credential, 'token', label, (secret) =>
		secret === ''
			? ['is empty. Enter the secret that CleverConnect will send.']
			: findSecretFaults(secret),
	);
	const previousToken = readText(credential, 'previousToken', `Previous ${label}`, (secret) =>
		secret === '' ? [] : findSecretFaults(secret),
	);
	// Stryker disable next-line StringLiteral: a scheme reads no setting of another scheme.
	const unused = ok('');
	const username =
		authentication === 'basic'
			? readText(credential, 'username', 'Username', findUsernameFaults)
			: unused;
	const headerName =
		authentication === 'header'
			? readText(credential, 'headerName', 'Header Name', findHeaderNameFaults)
			: unused;
	const queryParameter =
		authentication === 'query'
			? readText(credential, 'queryParameter', 'Query Parameter Name', findQueryParameterFaults)
			: unused;
	if (!(token.ok && previousToken.ok && username.ok && headerName.ok && queryParameter.ok)) {
		return err(listFaults([token, previousToken, username, headerName, queryParameter]));
	}

	const scheme = createScheme(authentication, {
		username: username.value,
		headerName: headerName.value,
		queryParameter: queryParameter.value,
	});
	const accepted = [token.value, previousToken.value]
		.filter((secret) => secret !== '')
		.map((secret) => digestSecret(scheme.encode(secret)));
	return ok({ scheme, accepted });
}

/**
 * An expression can return any value, or no value. A value that isn't text is never treated as an empty
 * field, because an empty field has a meaning of its own.
 */
function readText(
	credential: StoredCredential,
	name: string,
	label: string,
	findFaults: (text: string) => Faults = () => [],
): Result<string, Faults> {
	const value = credential[name];
	if (typeof value !== 'string') {
		return err([
			`'${label}' is not text. If the field contains an expression, the expression must return text.`,
		]);
	}
	const faults = findFaults(value).map((fault) => `'${label}' ${fault}`);
	return faults.length > 0 ? err(faults) : ok(value);
}

function findSecretFaults(secret: string): Faults {
	const faults: string[] = [];
	const characters = [...secret];
	const { length } = characters;
	if (length < MINIMUM_SECRET_LENGTH) {
		const counted = length === 1 ? '1 character' : `${length} characters`;
		faults.push(
			`has ${counted} and needs at least ${MINIMUM_SECRET_LENGTH}. Use a password manager to create one.`,
		);
	}
	if (new Set(characters).size < MINIMUM_DIFFERENT_CHARACTERS) {
		faults.push(
			'consists of only a few different characters. Use a password manager to create one.',
		);
	}
	if (PLACEHOLDER.test(secret)) {
		faults.push("is n8n's placeholder for a hidden value. Enter the secret again.");
	}
	if (FAILED_EXPRESSION.test(secret)) {
		faults.push(
			'contains {{ }}, undefined, or null, so it seems to be an expression that does not work. Enter it again.',
		);
	}
	if (INVISIBLE.test(secret)) {
		faults.push(
			'contains a space, a line break, or an invisible character. Enter it again without such characters.',
		);
	}
	return faults;
}

function findUsernameFaults(username: string): Faults {
	const isValid =
		username !== '' &&
		username === username.trim() &&
		// RFC 7617 § 2: the first colon ends the user name.
		!username.includes(':') &&
		!INVISIBLE.test(username.replaceAll(' ', ''));
	return isValid
		? []
		: [
				'is empty, or contains a colon, an invisible character, or a space at its start or end. Enter a different username.',
			];
}

function findHeaderNameFaults(name: string): Faults {
	if (!isHeaderName(name)) {
		return ['is not valid. Use only letters, digits, and hyphens, for example: X-Api-Key.'];
	}
	return isReservedHeader(name)
		? [
				`is "${name}", a header that servers and proxies use themselves. Enter a different name, such as X-Api-Key.`,
			]
		: [];
}

function findQueryParameterFaults(name: string): Faults {
	// n8n's query parser drops `__proto__`.
	return QUERY_PARAMETER.test(name) && name !== '__proto__'
		? []
		: ['is not valid. Use only letters, digits, hyphens, and underscores, for example: token.'];
}

function listFaults(parts: ReadonlyArray<Result<unknown, Faults>>): Faults {
	return parts.flatMap((part) => (part.ok ? [] : part.error));
}
