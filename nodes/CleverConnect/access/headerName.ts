/** RFC 9110 § 5.6.2 `token`. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~\w-]+$/;

/**
 * Headers that HTTP gives a meaning of its own, so that a client, a proxy or Node.js sets, changes,
 * drops or acts on them. They include each header of which Node.js drops or joins duplicates in its
 * own way (https://nodejs.org/api/http.html#messageheaders).
 *
 * `Authorization` is not one of them: RFC 9110 § 11.6.2 makes it the place of credentials, and some
 * senders put a bare key there.
 */
const RESERVED_NAMES: ReadonlySet<string> = new Set([
	// RFC 9110 § 18.4, and `Keep-Alive` of § 7.6.1.
	'accept',
	'accept-charset',
	'accept-encoding',
	'accept-language',
	'accept-ranges',
	'allow',
	'authentication-info',
	'connection',
	'content-encoding',
	'content-language',
	'content-length',
	'content-location',
	'content-range',
	'content-type',
	'date',
	'etag',
	'expect',
	'from',
	'host',
	'if-match',
	'if-modified-since',
	'if-none-match',
	'if-range',
	'if-unmodified-since',
	'keep-alive',
	'last-modified',
	'location',
	'max-forwards',
	'range',
	'referer',
	'retry-after',
	'server',
	'te',
	'trailer',
	'upgrade',
	'user-agent',
	'vary',
	'via',
	'www-authenticate',
	// RFC 9111 § 5, caching.
	'age',
	'cache-control',
	'expires',
	'pragma',
	'warning',
	// RFC 9112 § 9.6 and § 6.1, framing; RFC 7540 § 3.2.1, switching to HTTP/2.
	'close',
	'transfer-encoding',
	'http2-settings',
	// RFC 6265 § 4, cookies: Node.js makes a list of the one and joins the other with semicolons.
	'cookie',
	'set-cookie',
	// RFC 6454 § 7, set by browsers. `none` refuses requests that carry it.
	'origin',
	// RFC 7239 § 4 and what it replaces: proxies write the client's address here.
	'forwarded',
	'x-real-ip',
	// Node.js loses it: it is no ordinary member of an object.
	'__proto__',
]);

/**
 * `Proxy-…` is for the next proxy (RFC 9110 § 11.7), `Sec-…` for browsers and WebSocket (RFC 6455
 * § 11.3), `Access-Control-…` for CORS (https://fetch.spec.whatwg.org). Proxies overwrite `X-Forwarded-…`.
 */
const RESERVED_PREFIX = /^(?:proxy|sec|access-control|x-forwarded)-/;

/** Whether a text is the name of a header (RFC 9110 § 5.1). */
export function isHeaderName(text: string): boolean {
	return HEADER_NAME.test(text);
}

/** Whether HTTP, Node.js or a proxy gives a header a meaning that keeps it from carrying a secret. */
export function isReservedHeader(name: string): boolean {
	const lowerCase = name.toLowerCase();
	return RESERVED_NAMES.has(lowerCase) || RESERVED_PREFIX.test(lowerCase);
}
