import { isRecord, type JsonObject } from '../common/jsonObject';
import type { DeliveryRequest } from '../request';

/** A way to send a secret with a request. */
export type SchemeName = 'bearer' | 'header' | 'basic' | 'query';

export interface Scheme {
	/** Returns the headers or query parameters that carry a secret in a request. */
	attach(secret: string): {
		readonly headers?: Readonly<Record<string, string>>;
		/** Query parameters, not yet percent-encoded. */
		readonly qs?: Readonly<Record<string, string>>;
	};
	/** Returns the encoded secret in a request, or `undefined` if it contains none in the right form. */
	extract(request: DeliveryRequest): string | undefined;
	encode(secret: string): string;
	/** The value of the `WWW-Authenticate` header, which a 401 response must have (RFC 9110 § 15.5.2). */
	readonly challenge: string;
	/** Where a sender must put the secret, as the end of a sentence. */
	readonly place: string;
}

export function isSchemeName(value: unknown): value is SchemeName {
	return typeof value === 'string' && Object.hasOwn(SCHEMES, value);
}

const REALM = 'realm="CleverConnect Trigger"';
const API_KEY = { encode: (secret: string) => secret, challenge: `ApiKey ${REALM}` };

/** Creates each scheme with the settings from a credential. */
export const SCHEMES: Readonly<Record<SchemeName, (credential: JsonObject) => Scheme>> = {
	// RFC 6750 § 2.1
	bearer: () => ({
		...createAuthorizationScheme('Bearer', REALM, (secret) => secret),
		place: "in the 'Authorization' header, as the word Bearer, a space, and the token",
	}),
	// RFC 7617 § 2: `user-id ":" password` in base64. The challenge asks for UTF-8.
	basic: ({ username }) => ({
		...createAuthorizationScheme('Basic', `${REALM}, charset="UTF-8"`, (secret) =>
			Buffer.from(`${String(username)}:${secret}`).toString('base64'),
		),
		place: "as HTTP Basic authentication, with the credential's username",
	}),
	header: ({ headerName }) => ({
		...API_KEY,
		place: `in the '${String(headerName)}' header`,
		attach: (secret) => ({ headers: { [String(headerName)]: toHeaderValue(secret) } }),
		extract: (request) => readHeader(request, String(headerName)),
	}),
	query: ({ queryParameter }) => ({
		...API_KEY,
		place: `in the URL, as ?${String(queryParameter)}= and the token`,
		attach: (secret) => ({ qs: { [String(queryParameter)]: secret } }),
		extract: ({ query }) => readText(query, String(queryParameter)),
	}),
};

/** RFC 9110 § 11.1 and § 11.4: spaces separate the scheme's case-insensitive name from the encoded secret. */
function createAuthorizationScheme(
	name: string,
	parameters: string,
	encode: (secret: string) => string,
): Omit<Scheme, 'place'> {
	const authorization = new RegExp(`^${name} +([^ \\t]+)$`, 'i');
	return {
		encode,
		challenge: `${name} ${parameters}`,
		attach: (secret) => ({
			headers: { Authorization: toHeaderValue(`${name} ${encode(secret)}`) },
		}),
		extract: (request) => authorization.exec(readHeader(request, 'Authorization') ?? '')?.[1],
	};
}

/**
 * Node.js sends and receives header bytes as Latin-1, one character per byte. It joins the values of a repeated custom
 * header with a comma and a space, so a repeated secret never matches.
 */
function readHeader({ headers }: DeliveryRequest, name: string): string | undefined {
	const value = readText(headers, name.toLowerCase());
	return value === undefined ? undefined : Buffer.from(value, 'latin1').toString();
}

function toHeaderValue(text: string): string {
	return Buffer.from(text).toString('latin1');
}

function readText(object: unknown, name: string): string | undefined {
	const value = isRecord(object) && Object.hasOwn(object, name) ? object[name] : undefined;
	return typeof value === 'string' ? value : undefined;
}
