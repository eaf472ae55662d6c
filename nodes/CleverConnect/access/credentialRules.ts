import type { JsonObject } from '../common/jsonObject';
import { err, ok, type Result } from '../common/result';
import { MAXIMUM_INVALID_ENTRIES, parseAllowlist, type Allowlist } from './allowlist';
import { isHeaderName, isReservedHeader } from './reservedHeaders';
import { isSchemeName, SCHEMES, type Scheme, type SchemeName } from './authenticationSchemes';
import { digestSecret } from './secretComparison';

/** The senders whose deliveries a valid credential allows, with digests instead of secrets. */
export interface AccessPolicy {
	readonly allowlist: Allowlist;
	readonly scheme: Scheme;
	readonly accepted: readonly Buffer[];
}

export const MINIMUM_SECRET_LENGTH = 16;
/** The minimum number of different characters in a secret. Dots that were copied from a hidden one have fewer. */
export const MINIMUM_DIFFERENT_CHARACTERS = 5;
/** Matches white space, invisible characters, and lone surrogates, which UTF-8 can't encode. */
const INVISIBLE = /[\s\u2800\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/u;
/**
 * Matches the placeholders that n8n's API returns instead of a secret or an empty value (`CREDENTIAL_BLANKING_VALUE`
 * and `CREDENTIAL_EMPTY_VALUE` in n8n-workflow). They are the same in every n8n instance, so they aren't secret.
 */
const PLACEHOLDER = /^__n8n_(?:BLANK|EMPTY)_VALUE_/;
/** Matches an expression that n8n didn't evaluate, or a string such as `undefined` that stands for a missing value. */
const FAILED_EXPRESSION = /\{\{.*\}\}|undefined|(?<![a-z\d])null(?![a-z\d])/is;
/**
 * Matches a name that has only `unreserved` characters (RFC 3986 § 2.3), which need no percent-encoding. n8n's query
 * parser never turns such a name into a nested object.
 */
const QUERY_PARAMETER = /^[\w.~-]+$/;

/** Returns the faults of a field. Each fault completes a sentence that begins with the field's label. */
type FindFaults = (text: string) => ReadonlyArray<string | false>;
type Field = readonly [name: string, label: string, findFaults: FindFaults];

/** The fields of each authentication scheme, in addition to the tokens. */
const FIELDS: Readonly<Record<SchemeName, readonly Field[]>> = {
	bearer: [],
	basic: [['username', 'Username', findUsernameFaults]],
	header: [['headerName', 'Header Name', findHeaderNameFaults]],
	query: [['queryParameter', 'Query Parameter Name', findQueryParameterFaults]],
};

/**
 * Returns a credential's access policy or, if the credential can't protect a webhook, a message that lists its faults.
 */
export function checkCredential(credential: JsonObject): Result<AccessPolicy, string> {
	const faults: string[] = [];
	const allowlist = readAllowlist(credential, faults);
	const token = readToken(credential, faults);
	if (allowlist && token && faults.length === 0) return ok({ allowlist, ...token });
	return err(`The CleverConnect credential cannot be used yet. ${faults.join(' ')}`);
}

/** Returns the allowlist from a credential, if it can be parsed, and adds any faults to `faults`. */
function readAllowlist(credential: JsonObject, faults: string[]): Allowlist | undefined {
	const text = readField(credential, faults, ['allowedIps', 'Allowed IP Addresses', () => []]);
	if (text === undefined) return undefined;
	const allowlist = parseAllowlist(text);
	if (allowlist.ok) {
		if (allowlist.value.size === 0 && text.trim() !== '') {
			faults.push(
				"'Allowed IP Addresses' is not empty, but contains no address. Text after # is a comment. Enter an address, or clear the field.",
			);
		}
		return allowlist.value;
	}
	const entries = allowlist.error;
	faults.push(
		...entries.map((entry) => `In 'Allowed IP Addresses', ${entry} is not an IP address or range.`),
		'Enter addresses such as 203.0.113.7 or ranges such as 203.0.113.0/24 or 2001:db8::/64. Names such as example.com do not work.',
		...(entries.length < MAXIMUM_INVALID_ENTRIES ? [] : ['There might be more invalid entries.']),
	);
	return undefined;
}

/** Returns a valid credential's scheme and its tokens' digests, and adds its fields' faults to `faults`. */
function readToken(
	credential: JsonObject,
	faults: string[],
): Pick<AccessPolicy, 'scheme' | 'accepted'> | undefined {
	const { authentication } = credential;
	if (!isSchemeName(authentication)) {
		faults.push("'Authentication' is not set. Choose how CleverConnect proves its identity.");
		return undefined;
	}

	const label = authentication === 'basic' ? 'Password' : 'Token';
	const fields: readonly Field[] = [
		['token', label, findTokenFaults],
		['previousToken', `Previous ${label}`, (secret) => (secret ? findTokenFaults(secret) : [])],
		...FIELDS[authentication],
	];
	for (const field of fields) readField(credential, faults, field);
	if (faults.length > 0) return undefined;
	const scheme = SCHEMES[authentication](credential);
	const secrets = [credential.token, credential.previousToken].map(String);
	const accepted = secrets.filter((secret) => secret !== '');
	return { scheme, accepted: accepted.map((secret) => digestSecret(scheme.encode(secret))) };
}

/**
 * Returns a field's value if it is text, and adds its faults to `faults`. An expression can return any value or none. A
 * value that isn't text never counts as an empty field, which has a meaning of its own.
 */
function readField(
	credential: JsonObject,
	faults: string[],
	[name, label, findFaults]: Field,
): string | undefined {
	const value = credential[name];
	const found =
		typeof value === 'string'
			? findFaults(value).filter((fault) => fault !== false)
			: ['is not text. If the field contains an expression, it must return text.'];
	faults.push(...found.map((fault) => `'${label}' ${fault}`));
	return typeof value === 'string' ? value : undefined;
}

function findTokenFaults(secret: string): ReadonlyArray<string | false> {
	if (secret === '') return ['is empty. Enter the secret that CleverConnect will send.'];
	const characters = [...secret];
	const counted = characters.length === 1 ? '1 character' : `${characters.length} characters`;
	return [
		characters.length < MINIMUM_SECRET_LENGTH &&
			`has ${counted} and needs at least ${MINIMUM_SECRET_LENGTH}. Use a password manager to create a new secret.`,
		new Set(characters).size < MINIMUM_DIFFERENT_CHARACTERS &&
			'consists of only a few different characters. Use a password manager to create a new secret.',
		PLACEHOLDER.test(secret) && "is n8n's placeholder for a hidden value. Enter the secret again.",
		FAILED_EXPRESSION.test(secret) &&
			'contains {{ }}, undefined, or null, so it seems to be an expression that does not work. Enter the secret again.',
		INVISIBLE.test(secret) &&
			'contains a space, a line break, or an invisible character. Enter it again without such characters.',
	];
}

function findUsernameFaults(username: string): ReadonlyArray<string | false> {
	// RFC 7617 § 2: the first colon ends the username.
	const isValid =
		/^[^: ](?:[^:]*[^: ])?$/.test(username) && !INVISIBLE.test(username.replaceAll(' ', ''));
	return [
		!isValid &&
			'is empty, or contains a colon, an invisible character, or a space at its start or end. Enter a different username.',
	];
}

function findHeaderNameFaults(name: string): ReadonlyArray<string | false> {
	return [
		!isHeaderName(name) &&
			'is not valid. Use only letters, digits, and hyphens, for example: X-Api-Key.',
		isReservedHeader(name) &&
			`is "${name}", a header that servers and proxies use themselves. Enter a different name, such as X-Api-Key.`,
	];
}

function findQueryParameterFaults(name: string): ReadonlyArray<string | false> {
	return [
		// n8n's query parser drops `__proto__`.
		(!QUERY_PARAMETER.test(name) || name === '__proto__') &&
			'is not valid. Use only letters, digits, hyphens, and underscores, for example: token.',
	];
}
