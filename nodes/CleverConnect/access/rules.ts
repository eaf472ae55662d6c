import { parseAllowlist, type Allowlist } from './allowlist';
import { createScheme, type Scheme, type SchemeName, type SchemeSettings } from './scheme';
import { digestSecret, type SecretDigest } from './secret';

/** A sound credential, ready to be asked. It holds digests in place of the secrets. */
export interface AccessRules {
	readonly allowlist: Allowlist;
	/** Absent for `none`: the allowlist decides alone. */
	readonly token?: { readonly scheme: Scheme; readonly accepted: readonly SecretDigest[] };
}

/** The credential `cleverConnectWebhookApi`, as n8n hands it over. */
export type StoredCredential = Readonly<Record<string, unknown>>;

export type Soundness =
	| { readonly sound: true; readonly rules: AccessRules }
	| { readonly sound: false; readonly faults: readonly string[] };

const MINIMUM_SECRET_LENGTH = 16;
/** RFC 9110 § 5.6.2 `token`. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~\w-]+$/;
/** RFC 3986 § 2.3 `unreserved`: needs no encoding and nests nothing. */
const QUERY_PARAMETER = /^[\w.~-]+$/;

/** Whether a credential can protect a webhook, and if not, every reason why, for its owner. */
export function readRules(credential: StoredCredential): Soundness {
	const faults: string[] = [];
	const allowlist = parseAllowlist(readText(credential, 'allowedIps'));
	for (const entry of allowlist.faults) {
		faults.push(`Allowed IP Addresses: "${entry}" is not an IP address or range.`);
	}
	if (allowlist.faults.length > 0) {
		faults.push(
			'Write IP addresses like 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32; names like example.com do not work.',
		);
	}

	const authentication = credential.authentication;
	if (authentication === 'none') {
		if (allowlist.size === 0) {
			faults.push(
				'Without a token, anyone could deliver. Add an address to Allowed IP Addresses, or choose another Authentication.',
			);
		}
		return faults.length > 0 ? { sound: false, faults } : { sound: true, rules: { allowlist } };
	}

	if (!isSchemeName(authentication)) {
		faults.push('Authentication: choose how CleverConnect proves who it is.');
		return { sound: false, faults };
	}

	const token = readText(credential, 'token');
	const previousToken = readText(credential, 'previousToken');
	const settings = {
		username: readText(credential, 'username'),
		headerName: readText(credential, 'headerName'),
		queryParameter: readText(credential, 'queryParameter'),
	};
	const label = authentication === 'basic' ? 'Password' : 'Token';
	const previousLabel = `Previous ${label}`;
	if (token === '') faults.push(`${label}: enter the secret that CleverConnect will send.`);
	else faults.push(...findSecretFaults(label, token));
	if (previousToken !== '') faults.push(...findSecretFaults(previousLabel, previousToken));
	faults.push(...findSettingFaults(authentication, settings));
	if (faults.length > 0) return { sound: false, faults };

	const scheme = createScheme(authentication, settings);
	const accepted = [token, previousToken]
		.filter((secret) => secret !== '')
		.map((secret) => digestSecret(scheme.encode(secret)));
	return { sound: true, rules: { allowlist, token: { scheme, accepted } } };
}

function readText(credential: StoredCredential, name: string): string {
	const value = credential[name];
	return typeof value === 'string' ? value : '';
}

function isSchemeName(value: unknown): value is SchemeName {
	return value === 'bearer' || value === 'header' || value === 'basic' || value === 'query';
}

function findSecretFaults(label: string, secret: string): string[] {
	const faults: string[] = [];
	const length = [...secret].length;
	if (length < MINIMUM_SECRET_LENGTH) {
		const counted = length === 1 ? '1 character' : `${length} characters`;
		faults.push(
			`${label}: it has ${counted} and needs at least ${MINIMUM_SECRET_LENGTH}. Let a password manager make one.`,
		);
	}
	if (/[\s\p{Cc}\p{Cf}]/u.test(secret)) {
		faults.push(
			`${label}: it contains a space, a line break or an invisible character. Enter it again without.`,
		);
	}
	return faults;
}

function findSettingFaults(
	scheme: SchemeName,
	{ username, headerName, queryParameter }: SchemeSettings,
): string[] {
	// RFC 7617 § 2: the first colon ends the user name.
	if (scheme === 'basic' && !/^[^:\p{Cc}]+$/u.test(username)) {
		return ['Username: enter the username that CleverConnect will send, without a colon.'];
	}
	if (scheme === 'header' && !HEADER_NAME.test(headerName)) {
		return ['Header Name: use letters, digits and hyphens only, like X-Api-Key.'];
	}
	if (scheme === 'query' && !QUERY_PARAMETER.test(queryParameter)) {
		return ['Query Parameter: use letters, digits, hyphens and underscores only, like token.'];
	}
	return [];
}
