import { isRecord, type JsonObject } from '../common/jsonObject';
import type { DeliveryRequest } from '../request';

/** A way to send a secret with a request. */
export interface Scheme {
	/** Returns what a request presents as its secret, or `undefined` if it presents nothing in the right form. */
	extract(request: DeliveryRequest): string | undefined;
	/** Returns what a request with this secret presents. */
	encode(secret: string): string;
	/** The value of the `WWW-Authenticate` header, which a 401 response must have (RFC 9110 § 15.5.2). */
	readonly challenge: string;
	/** Where a sender must put the secret, as the end of a sentence. */
	readonly place: string;
}

export type SchemeName = 'bearer' | 'header' | 'basic' | 'query';

const REALM = 'realm="CleverConnect Trigger"';

/** Creates each scheme with the settings from a credential. */
export const SCHEMES: Readonly<Record<SchemeName, (credential: JsonObject) => Scheme>> = {
	// RFC 6750 § 2.1
	bearer: () => ({
		extract: (request) => readAuthorization(request, 'Bearer'),
		encode: (token) => token,
		challenge: `Bearer ${REALM}`,
		place: "in the 'Authorization' header, as the word Bearer, a space, and the token",
	}),
	// RFC 7617 § 2: `user-id ":" password` in base64. The challenge asks for UTF-8.
	basic: ({ username }) => ({
		extract: (request) => readAuthorization(request, 'Basic'),
		encode: (password) => Buffer.from(`${String(username)}:${password}`).toString('base64'),
		challenge: `Basic ${REALM}, charset="UTF-8"`,
		place: "as HTTP Basic authentication, with the credential's username",
	}),
	header: ({ headerName }) => ({
		extract: (request) => readHeader(request, String(headerName)),
		encode: (token) => token,
		challenge: `ApiKey ${REALM}`,
		place: `in the '${String(headerName)}' header`,
	}),
	query: ({ queryParameter }) => ({
		extract: ({ query }) => readText(query, String(queryParameter)),
		encode: (token) => token,
		challenge: `ApiKey ${REALM}`,
		place: `in the URL, as ?${String(queryParameter)}= and the token`,
	}),
};

export function isSchemeName(value: unknown): value is SchemeName {
	return typeof value === 'string' && Object.hasOwn(SCHEMES, value);
}

/** RFC 9110 § 11.1 and § 11.4: spaces separate the scheme's case-insensitive name from the encoded secret. */
function readAuthorization(request: DeliveryRequest, scheme: string): string | undefined {
	const value = readHeader(request, 'Authorization') ?? '';
	return new RegExp(`^${scheme} +([^ \\t]+)$`, 'i').exec(value)?.[1];
}

/**
 * Node.js receives header bytes as Latin-1, one character per byte. It joins the values of a repeated custom header with
 * a comma and a space, so a repeated secret never matches.
 */
function readHeader({ headers }: DeliveryRequest, name: string): string | undefined {
	const value = readText(headers, name.toLowerCase());
	return value === undefined ? undefined : Buffer.from(value, 'latin1').toString();
}

function readText(object: unknown, name: string): string | undefined {
	const value = isRecord(object) && Object.hasOwn(object, name) ? object[name] : undefined;
	return typeof value === 'string' ? value : undefined;
}
