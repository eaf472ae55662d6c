import { isRecord } from '../json';
import type { DeliveryRequest } from '../request';

/** Where a secret travels in a request. `none` is decided by the allowlist alone. */
export type SchemeName = 'bearer' | 'header' | 'basic' | 'query';

export interface Scheme {
	/** What the request presents, as bytes; `undefined` where it presents nothing that can be read. */
	present(request: DeliveryRequest): Buffer | undefined;
	/** The form in which `present` gives back this secret when the sender has it right. */
	encode(secret: string): string;
	/** Value of `WWW-Authenticate`, which a 401 must carry (RFC 9110 § 15.5.2). */
	readonly challenge: string;
}

export interface SchemeSettings {
	readonly username: string;
	readonly headerName: string;
	readonly queryParameter: string;
}

const REALM = 'realm="CleverConnect Trigger"';

export function createScheme(name: SchemeName, settings: SchemeSettings): Scheme {
	return SCHEMES[name](settings);
}

const SCHEMES: Readonly<Record<SchemeName, (settings: SchemeSettings) => Scheme>> = {
	bearer: () => ({
		// RFC 6750 § 2.1; the name of the scheme is case-insensitive (RFC 9110 § 11.1).
		present: (request) => readCredentials(request, /^bearer +([^ \t]+)$/i),
		encode: (secret) => secret,
		challenge: `Bearer ${REALM}`,
	}),
	basic: ({ username }) => ({
		// RFC 7617 § 2: base64 of `user-id ":" password`, in UTF-8 as the challenge asks.
		present: (request) => {
			const encoded = readCredentials(request, /^basic +([^ \t]+)$/i);
			return encoded && Buffer.from(encoded.toString('latin1'), 'base64');
		},
		encode: (secret) => `${username}:${secret}`,
		challenge: `Basic ${REALM}, charset="UTF-8"`,
	}),
	header: ({ headerName }) => ({
		present: (request) => readHeader(request, headerName),
		encode: (secret) => secret,
		challenge: `ApiKey ${REALM}`,
	}),
	query: ({ queryParameter }) => ({
		present: ({ query }) => {
			if (!isRecord(query) || !Object.hasOwn(query, queryParameter)) return undefined;
			const value = query[queryParameter];
			return typeof value === 'string' ? Buffer.from(value) : undefined;
		},
		encode: (secret) => secret,
		challenge: `ApiKey ${REALM}`,
	}),
};

function readCredentials(request: DeliveryRequest, authorization: RegExp): Buffer | undefined {
	const header = readHeader(request, 'authorization')?.toString('latin1') ?? '';
	const [, credentials] = authorization.exec(header) ?? [];
	return credentials === undefined ? undefined : Buffer.from(credentials, 'latin1');
}

/**
 * Node.js hands header bytes over as Latin-1, one character per byte, and joins a header that came
 * twice with a comma, so that two keys never equal one.
 */
function readHeader({ headers }: DeliveryRequest, name: string): Buffer | undefined {
	const field = name.toLowerCase();
	const value = Object.hasOwn(headers, field) ? headers[field] : undefined;
	return typeof value === 'string' ? Buffer.from(value, 'latin1') : undefined;
}
