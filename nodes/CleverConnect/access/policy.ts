import { err, ok, type Result } from '../result';
import { parseAllowlist, type Allowlist } from './allowlist';
import { isHeaderName, isReservedHeader } from './headerName';
import { createScheme, isSchemeName, type Scheme } from './scheme';
import { digestSecret, type SecretDigest } from './secret';

/** Who may deliver, as a sound credential says. It holds digests in place of the secrets. */
export interface AccessPolicy {
	readonly allowlist: Allowlist;
	/** Absent with `none`: the allowlist decides alone. */
	readonly token?: { readonly scheme: Scheme; readonly accepted: readonly SecretDigest[] };
}

/** The credential `cleverConnectWebhookApi`, as n8n hands it over: with a value for each field in use. */
export type StoredCredential = Readonly<Record<string, unknown>>;

/** Sentences for the owner of the credential. */
type Faults = readonly string[];

const MINIMUM_SECRET_LENGTH = 16;
/** RFC 3986 § 2.3 `unreserved`: needs no encoding, and n8n's query parser nests nothing. */
const QUERY_PARAMETER = /^[\w.~-]+$/;

/**
 * Returns the access policy of a credential, or if the credential cannot protect a webhook, a message
 * for its owner that names every fault.
 */
export function checkCredential(credential: StoredCredential): Result<AccessPolicy, string> {
	const allowlist = readAllowlist(credential);
	const token = readToken(credential);
	if (allowlist.ok && token.ok) {
		return ok({ allowlist: allowlist.value, ...(token.value && { token: token.value }) });
	}
	const faults = listFaults([allowlist, token]);
	return err(`The credential cannot be used yet. ${faults.join(' ')}`);
}

function readAllowlist(credential: StoredCredential): Result<Allowlist, Faults> {
	const text = readText(credential, 'allowedIps', 'Allowed IP Addresses');
	if (!text.ok) return text;
	const allowlist = parseAllowlist(text.value);
	if (!allowlist.ok) {
		return err([
			...allowlist.error.map(
				(entry) => `Allowed IP Addresses: "${entry}" is not an IP address or range.`,
			),
			'Write IP addresses like 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32; names like example.com do not work.',
		]);
	}
	return credential.authentication === 'none' ? requireRestriction(allowlist.value) : allowlist;
}

function requireRestriction(allowlist: Allowlist): Result<Allowlist, Faults> {
	if (allowlist.size === 0) {
		return err([
			'Without a token, anyone could deliver. Add an address to Allowed IP Addresses, or choose another Authentication.',
		]);
	}
	const version = allowlist.findUnrestrictedVersion();
	if (version === undefined) return ok(allowlist);
	return err([
		`Allowed IP Addresses: the entries together allow every ${version} address, so without a token, anyone could deliver. Enter the addresses of CleverConnect only, or choose another Authentication.`,
	]);
}

function readToken(credential: StoredCredential): Result<AccessPolicy['token'], Faults> {
	const { authentication } = credential;
	if (authentication === 'none') return ok(undefined);
	if (!isSchemeName(authentication)) {
		return err(['Authentication: choose how CleverConnect proves who it is.']);
	}

	const label = authentication === 'basic' ? 'Password' : 'Token';
	const token = readText(credential, 'token', label, (secret) =>
		secret === '' ? ['enter the secret that CleverConnect will send.'] : findSecretFaults(secret),
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
			? readText(credential, 'queryParameter', 'Query Parameter', findQueryParameterFaults)
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
 * An expression can return anything, and nothing. None of that counts as an empty field, because an
 * empty field has a meaning of its own.
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
			`${label}: the value is not text. If the field holds an expression, make it return text.`,
		]);
	}
	const faults = findFaults(value).map((fault) => `${label}: ${fault}`);
	return faults.length > 0 ? err(faults) : ok(value);
}

function findSecretFaults(secret: string): Faults {
	const faults: string[] = [];
	const length = [...secret].length;
	if (length < MINIMUM_SECRET_LENGTH) {
		const counted = length === 1 ? '1 character' : `${length} characters`;
		faults.push(
			`it has ${counted} and needs at least ${MINIMUM_SECRET_LENGTH}. Let a password manager make one.`,
		);
	}
	if (/[\s\p{Cc}\p{Cf}]/u.test(secret)) {
		faults.push(
			'it contains a space, a line break or an invisible character. Enter it again without.',
		);
	}
	return faults;
}

function findUsernameFaults(username: string): Faults {
	// RFC 7617 § 2: the first colon ends the user name.
	return /^[^:\p{Cc}]+$/u.test(username)
		? []
		: ['enter the username that CleverConnect will send, without a colon.'];
}

function findHeaderNameFaults(name: string): Faults {
	if (!isHeaderName(name)) return ['use letters, digits and hyphens only, like X-Api-Key.'];
	return isReservedHeader(name)
		? [`"${name}" has a meaning of its own in HTTP. Use another name, like X-Api-Key.`]
		: [];
}

function findQueryParameterFaults(name: string): Faults {
	// n8n's query parser drops `__proto__`.
	return QUERY_PARAMETER.test(name) && name !== '__proto__'
		? []
		: ['use letters, digits, hyphens and underscores only, like token.'];
}

function listFaults(parts: ReadonlyArray<Result<unknown, Faults>>): Faults {
	return parts.flatMap((part) => (part.ok ? [] : part.error));
}
