import { isHeaderName, isReservedHeader } from '../../../nodes/CleverConnect/access/headerName';

it.each(['X-Api-Key', 'a', "!#$%&'*+-.^_`|~aZ09"])('%j is a valid header name', (text) => {
	expect(isHeaderName(text)).toBe(true);
});

it.each(['', 'X Api Key', 'X-Api-Key:', ' X-Api-Key', 'X-Clé', 'a\nb', 'a\n', '(a)', 'a/b', 'a@b'])(
	'%j is not a valid header name',
	(text) => {
		expect(isHeaderName(text)).toBe(false);
	},
);

describe('the reserved header names', () => {
	it.each([
		// Node.js drops duplicates of these headers, returns them as a list, or joins them with semicolons.
		...['Age', 'Content-Length', 'Content-Type', 'ETag', 'Expires', 'From', 'Host'],
		...['If-Modified-Since', 'If-Unmodified-Since', 'Last-Modified', 'Location', 'Max-Forwards'],
		...['Proxy-Authorization', 'Referer', 'Retry-After', 'Server', 'User-Agent'],
		...['Set-Cookie', 'Cookie'],
		// These headers are only for the next hop, so n8n never receives them as they were sent.
		...['Connection', 'Keep-Alive', 'Proxy-Connection', 'TE', 'Trailer', 'Transfer-Encoding'],
		...['Upgrade', 'Proxy-Authenticate', 'Proxy-Authentication-Info', 'Close', 'HTTP2-Settings'],
		// Proxies write these headers.
		...['Forwarded', 'Via', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Forwarded-Proto'],
		...['X-Forwarded-Port', 'X-Forwarded-Server', 'X-Real-IP'],
		// Clients or caches interpret these headers.
		...['Accept', 'Accept-Charset', 'Accept-Encoding', 'Accept-Language', 'Accept-Ranges', 'Allow'],
		...['Authentication-Info', 'Cache-Control', 'Content-Encoding', 'Content-Language'],
		...['Content-Location', 'Content-Range', 'Date', 'Expect', 'If-Match', 'If-None-Match'],
		...['If-Range', 'Pragma', 'Range', 'Vary', 'Warning', 'WWW-Authenticate'],
		// Browsers send these headers.
		...['Origin', 'Sec-Fetch-Site', 'Sec-WebSocket-Key', 'Access-Control-Request-Method'],
		'__proto__',
	])('include %s, in any letter case', (name) => {
		expect(isReservedHeader(name)).toBe(true);
		expect(isReservedHeader(name.toUpperCase())).toBe(true);
		expect(isReservedHeader(name.toLowerCase())).toBe(true);
	});

	it.each([
		...['Authorization', 'X-Api-Key', 'X-Host', 'Host-Key', 'Api-Key', 'X-Auth-Token', 'Token'],
		...['Proxy', 'X-Proxy-Key', 'Sec', 'X-Forwarded', 'My-X-Forwarded-For', 'Secret', 'Content'],
		...['X-Set-Cookie', 'constructor', 'toString'],
	])('do not include %s', (name) => {
		expect(isReservedHeader(name)).toBe(false);
	});
});
