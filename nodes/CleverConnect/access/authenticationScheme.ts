import { isRecord } from '../common/jsonObject';
import type { DeliveryRequest } from '../request';

/** How a request carries a secret. `none` isn't a scheme, because with `none`, access depends only on the allowlist. */
export type SchemeName = 'bearer' | 'header' | 'basic' | 'query';

export interface Scheme {
	/** Returns the parts of a request that authenticate its sender with a secret. */
	attach(secret: string): RequestAddition;
	/** Returns the bytes that a request presents, or `undefined` if it presents nothing readable. */
	present(request: DeliveryRequest): Buffer | undefined;
	/** Returns the text whose bytes `present` returns for a request with this secret. */
	encode(secret: string): string;
	/** The value of `WWW-Authenticate`, which a 401 response must have (RFC 9110 § 15.5.2). */
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
		// RFC 6750 § 2.1. The scheme name is case-insensitive (RFC 9110 § 11.1).
		present: (request) => readCredentials(request, /^bearer +([^ \t]+)$/i),
		encode: (secret) => secret,
		challenge: `Bearer ${REALM}`,
	}),
	basic: ({ username }) => ({
		attach: (secret) => {
			const credentials = Buffer.from(`${username}:${secret}`).toString('base64');
			return { headers: { Authorization: `Basic ${credentials}` } };
		},
		// RFC 7617 § 2: `user-id ":" password` in base64. The challenge asks for UTF-8.
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

/** Node.js joins the values of a repeated header with a comma and a space, so two keys never equal one key. */
function readHeader({ headers }: DeliveryRequest, name: string): Buffer | undefined {
	const field = name.toLowerCase();
	const value = Object.hasOwn(headers, field) ? headers[field] : undefined;
	return typeof value === 'string' ? Buffer.from(value, 'latin1') : undefined;
}

/** Node.js sends and receives header bytes as Latin-1, one character per byte. */
function toHeaderValue(text: string): string {
	return Buffer.from(text).toString('latin1');
}
