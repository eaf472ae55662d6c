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

export const MINIMUM_SECRET_LENGTH = 16;
/** The maximum number of invalid addresses that a fault lists. */
const MAXIMUM_LISTED = 5;
/**
 * Matches the placeholders that n8n's API returns instead of a secret or an empty value (`CREDENTIAL_BLANKING_VALUE`
 * and `CREDENTIAL_EMPTY_VALUE` in n8n-workflow). They are the same in every n8n, so they aren't secret.
 */
const PLACEHOLDER = /^__n8n_(?:BLANK|EMPTY)_VALUE_/;
/** RFC 9110 § 5.6.2 `token`. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~\w-]+$/;
/** Matches headers that a client, a proxy, Node.js, or the trigger gives another meaning. */
const RESERVED_HEADER =
	/^(?:accept(?:-.+)?|access-control-.+|cache-control|connection|content-.+|cookie|date|expect|forwarded|from|host|keep-alive|origin|proxy-.+|range|referer|sec-.+|server|set-cookie|te|trailer|transfer-encoding|upgrade|user-agent|via|www-authenticate|x-check-only|x-forwarded-.+|x-real-ip|__proto__)$/i;
/**
 * Matches a name of `unreserved` characters (RFC 3986 § 2.3), which need no percent-encoding. n8n's query parser never
 * turns such a name into a nested object, and drops `__proto__`.
 */
const QUERY_PARAMETER = /^(?!__proto__$)[\w.~-]+$/;

/** Returns the faults of a text. Each completes a sentence that begins with the field's label. */
type FindFaults = (text: string) => string[];
type Field = readonly [name: string, label: string, findFaults: FindFaults];

const secretsLabelled = (label: string): Field[] => [
	['token', label, findSecretFaults],
	[
		'previousToken',
		`Previous ${label}`,
		(secret) => (secret === '' ? [] : findSecretFaults(secret)),
	],
];

/** The fields of each authentication scheme. Other fields can have any value. */
const FIELDS: Readonly<Record<SchemeName, readonly Field[]>> = {
	bearer: secretsLabelled('Token'),
	basic: [['username', 'Username', findUsernameFaults], ...secretsLabelled('Password')],
	header: [['headerName', 'Header Name', findHeaderNameFaults], ...secretsLabelled('Token')],
	query: [
		['queryParameter', 'Query Parameter Name', findQueryParameterFaults],
		...secretsLabelled('Token'),
	],
};
const ALLOWED_IPS: Field = ['allowedIps', 'Allowed IP Addresses', findAllowlistFaults];

/** Returns a credential's access policy or, if the credential isn't sound, a message that lists its faults. */
export function checkCredential(credential: JsonObject): Result<AccessPolicy, string> {
	const { authentication } = credential;
	if (!isSchemeName(authentication)) {
		return fail(["'Authentication' is not set. Choose how CleverConnect proves its identity."]);
	}
	const faults = [...FIELDS[authentication], ALLOWED_IPS].flatMap(([name, label, findFaults]) => {
		const value = credential[name];
		// An expression can return any value or none. A value that isn't text never counts as an empty field.
		const found =
			typeof value === 'string'
				? findFaults(value)
				: ['is not text. If the field contains an expression, it must return text.'];
		return found.map((fault) => `'${label}' ${fault}`);
	});
	return faults.length === 0 ? ok(createPolicy(authentication, credential)) : fail(faults);
}

const fail = (faults: readonly string[]) =>
	err(`The CleverConnect credential cannot be used yet. ${faults.join(' ')}`);

function createPolicy(authentication: SchemeName, credential: JsonObject): AccessPolicy {
	const scheme = SCHEMES[authentication](credential);
	const secrets = [credential.token, credential.previousToken].map(String);
	return {
		isAllowed: parseAllowlist(String(credential.allowedIps)).isAllowed,
		scheme,
		accepted: secrets
			.filter((secret) => secret !== '')
			.map((secret) => digestSecret(scheme.encode(secret))),
	};
}

function findSecretFaults(secret: string): string[] {
	if (secret === '') return ['is empty. Enter the secret that CleverConnect will send.'];
	const faults: string[] = [];
	const { length } = [...secret];
	if (length < MINIMUM_SECRET_LENGTH) {
		faults.push(
			`has ${length} characters and needs at least ${MINIMUM_SECRET_LENGTH}. Use a password manager to create a new secret.`,
		);
	}
	if (PLACEHOLDER.test(secret)) {
		faults.push("is n8n's placeholder for a hidden value. Enter the secret again.");
	}
	if (/[\s\p{C}]/u.test(secret)) {
		faults.push(
			'contains a space, a line break, or an invisible character. Enter it again without such characters.',
		);
	}
	return faults;
}

/** RFC 7617 § 2: the first colon ends the username, and control characters are invalid. */
function findUsernameFaults(username: string): string[] {
	if (/^[^:\p{C}]+$/u.test(username) && username.trim() === username) return [];
	return [
		'is empty, or contains a colon, an invisible character, or a space at its start or end. Enter a different username.',
	];
}

function findHeaderNameFaults(name: string): string[] {
	if (!HEADER_NAME.test(name)) {
		return ['is not valid. Use only letters, digits, and hyphens, for example: X-Api-Key.'];
	}
	if (!RESERVED_HEADER.test(name)) return [];
	return [
		`is "${name}", a header that servers and proxies use themselves. Enter a different name, such as X-Api-Key.`,
	];
}

function findQueryParameterFaults(name: string): string[] {
	if (QUERY_PARAMETER.test(name)) return [];
	return ['is not valid. Use only letters, digits, hyphens, and underscores, for example: token.'];
}

function findAllowlistFaults(text: string): string[] {
	const { isEmpty, invalidEntries } = parseAllowlist(text);
	if (isEmpty && text.trim() !== '') {
		return [
			'is not empty, but contains no address. Text after # is a comment. Enter an address, or clear the field.',
		];
	}
	if (invalidEntries.length === 0) return [];
	const listed = invalidEntries.slice(0, MAXIMUM_LISTED).join(', ');
	const more = invalidEntries.length > MAXIMUM_LISTED ? ' and more' : '';
	return [
		`contains ${listed}${more}, which is not an IP address or range. Enter addresses such as 203.0.113.7 or ranges such as 203.0.113.0/24 or 2001:db8::/64. Names such as example.com do not work.`,
	];
}
