/** RFC 9110 § 5.6.2 `token`. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~\w-]+$/;

/**
 * Headers that a client, a proxy, Node.js, or the trigger sets, changes, drops, or acts on, including headers whose
 * duplicates Node.js drops or joins in a special way (https://nodejs.org/api/http.html#messageheaders).
 *
 * `Authorization` isn't in the list, because it is intended for credentials (RFC 9110 § 11.6.2), and some senders put
 * only a key there.
 */
const RESERVED_NAMES: ReadonlySet<string> = new Set([
	// RFC 9110 § 18.4, and `Keep-Alive` from § 7.6.1.
	...['accept', 'accept-charset', 'accept-encoding', 'accept-language', 'accept-ranges'],
	...['allow', 'authentication-info', 'connection', 'content-encoding', 'content-language'],
	...['content-length', 'content-location', 'content-range', 'content-type', 'date', 'etag'],
	...['expect', 'from', 'host', 'if-match', 'if-modified-since', 'if-none-match', 'if-range'],
	...['if-unmodified-since', 'keep-alive', 'last-modified', 'location', 'max-forwards'],
	...['range', 'referer', 'retry-after', 'server', 'te', 'trailer', 'upgrade', 'user-agent'],
	...['vary', 'via', 'www-authenticate'],
	// RFC 9111 § 5, caching.
	...['age', 'cache-control', 'expires', 'pragma', 'warning'],
	// RFC 9112 § 9.6 and § 6.1, connections and framing; RFC 7540 § 3.2.1, switching to HTTP/2.
	...['close', 'transfer-encoding', 'http2-settings'],
	// RFC 6265 § 4, cookies. Node.js returns `Set-Cookie` as a list and joins `Cookie` with semicolons.
	...['cookie', 'set-cookie'],
	// RFC 6454 § 7. Browsers set `Origin`.
	'origin',
	// RFC 7239 § 4, and a common alternative. A proxy can write the client's address into either.
	...['forwarded', 'x-real-ip'],
	// Node.js loses a header with this name, because `__proto__` isn't an ordinary member of an object.
	'__proto__',
	// The trigger's own header.
	'x-check-only',
]);

/**
 * The prefix `Proxy-` is for proxies (RFC 9110 § 11.7), `Sec-` is for browsers and WebSockets (RFC 6455 § 11.3), and
 * `Access-Control-` is for CORS (https://fetch.spec.whatwg.org). Proxies set or extend `X-Forwarded-` headers.
 */
const RESERVED_PREFIX = /^(?:proxy|sec|access-control|x-forwarded)-/;

export function isHeaderName(text: string): boolean {
	return HEADER_NAME.test(text);
}

export function isReservedHeader(name: string): boolean {
	const lowerCase = name.toLowerCase();
	return RESERVED_NAMES.has(lowerCase) || RESERVED_PREFIX.test(lowerCase);
}
