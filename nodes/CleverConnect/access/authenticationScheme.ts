import { isRecord } from '../json';
import type { DeliveryRequest } from '../request';

/** How a secret travels in a request. With `none`, no secret does: the allowlist decides alone. */
export type SchemeName = 'bearer' | 'header' | 'basic' | 'query';

export interface Scheme {
	/** Returns what a sender adds to its request to authenticate with a secret. */
	attach(secret: string): RequestAddition;
	/** Returns the bytes that a request presents; `undefined` if there are none that can be read. */
	present(request: DeliveryRequest): Buffer | undefined;
	/** Returns what `present` gives back for a request to which this secret was attached. */
	encode(secret: string): string;
	/** Value of `WWW-Authenticate`, which a 401 must carry (RFC 9110 § 15.5.2). */
	readonly challenge: string;
}

export interface RequestAddition {
	readonly headers?: Readonly<Record<string, string>>;
	/** Query parameters, not yet percent-encoded. */
	readonly qs?: Readonly<Record<string, string>>;
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

export function isSchemeName(value: unknown): value is SchemeName {
	return typeof value === 'string' && Object.hasOwn(SCHEMES, value);
}

const SCHEMES: Readonly<Record<SchemeName, (settings: SchemeSettings) => Scheme>> = {
	bearer: () => ({
		attach: (secret) => ({ headers: { Authorization: toHeaderValue(`Bearer ${secret}`) } }),
		// RFC 6750 § 2.1; the name of the scheme is case-insensitive (RFC 9110 § 11.1).
		present: (request) => readCredentials(request, /^bearer +([^ \t]+)$/i),
		encode: (secret) => secret,
		challenge: `Bearer ${REALM}`,
	}),
	basic: ({ username }) => ({
		attach: (secret) => {
			const credentials = Buffer.from(`${username}:${secret}`).toString('base64');
			return { headers: { Authorization: `Basic ${credentials}` } };
		},
		// RFC 7617 § 2: base64 of `user-id ":" password`, in UTF-8 as the challenge asks.
		present: (request) => {
			const encoded = readCredentials(request, /^basic +([^ \t]+)$/i);
			return encoded && Buffer.from(encoded.toString('latin1'), 'base64');
		},
		encode: (secret) => `${username}:${secret}`,
		challenge: `Basic ${REALM}, charset="UTF-8"`,
	}),
	header: ({ headerName }) => ({
		attach: (secret) => ({ headers: { [headerName]: toHeaderValue(secret) } }),
		present: (request) => readHeader(request, headerName),
		encode: (secret) => secret,
		challenge: `ApiKey ${REALM}`,
	}),
	query: ({ queryParameter }) => ({
		attach: (secret) => ({ qs: { [queryParameter]: secret } }),
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
	const header = readHeader(request, 'authorization');
	const credentials = header && authorization.exec(header.toString('latin1'))?.[1];
	return credentials === undefined ? undefined : Buffer.from(credentials, 'latin1');
}

/** Node.js joins a header that came twice with a comma and a space, so that two keys never equal one. */
function readHeader({ headers }: DeliveryRequest, name: string): Buffer | undefined {
	const field = name.toLowerCase();
	const value = Object.hasOwn(headers, field) ? headers[field] : undefined;
	return typeof value === 'string' ? Buffer.from(value, 'latin1') : undefined;
}

/** Node.js sends and receives header bytes as Latin-1, one character per byte. */
function toHeaderValue(text: string): string {
	return Buffer.from(text).toString('latin1');
}
