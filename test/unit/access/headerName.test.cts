import { isHeaderName, isReservedHeader } from '../../../nodes/CleverConnect/access/headerName';

it.each(['X-Api-Key', 'a', "!#$%&'*+-.^_`|~aZ09"])('%j is the name of a header', (text) => {
	expect(isHeaderName(text)).toBe(true);
});

it.each(['', 'X Api Key', 'X-Api-Key:', ' X-Api-Key', 'X-Clé', 'a\nb', 'a\n', '(a)', 'a/b', 'a@b'])(
	'%j is not the name of a header',
	(text) => {
		expect(isHeaderName(text)).toBe(false);
	},
);

describe('a header with a meaning of its own', () => {
	it.each([
		// Duplicates are dropped by Node.js, made a list of, or joined with semicolons.
		...['Age', 'Content-Length', 'Content-Type', 'ETag', 'Expires', 'From', 'Host'],
		...['If-Modified-Since', 'If-Unmodified-Since', 'Last-Modified', 'Location', 'Max-Forwards'],
		...['Proxy-Authorization', 'Referer', 'Retry-After', 'Server', 'User-Agent'],
		...['Set-Cookie', 'Cookie'],
		// It never reaches n8n as it was sent: it is for the next hop.
		...['Connection', 'Keep-Alive', 'Proxy-Connection', 'TE', 'Trailer', 'Transfer-Encoding'],
		...['Upgrade', 'Proxy-Authenticate', 'Proxy-Authentication-Info', 'Close', 'HTTP2-Settings'],
		// A proxy writes it.
		...['Forwarded', 'Via', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Forwarded-Proto'],
		...['X-Forwarded-Port', 'X-Forwarded-Server', 'X-Real-IP'],
		// A client or a cache acts on it.
		...['Accept', 'Accept-Charset', 'Accept-Encoding', 'Accept-Language', 'Accept-Ranges', 'Allow'],
		...['Authentication-Info', 'Cache-Control', 'Content-Encoding', 'Content-Language'],
		...['Content-Location', 'Content-Range', 'Date', 'Expect', 'If-Match', 'If-None-Match'],
		...['If-Range', 'Pragma', 'Range', 'Vary', 'Warning', 'WWW-Authenticate'],
		// A browser sends it.
		...['Origin', 'Sec-Fetch-Site', 'Sec-WebSocket-Key', 'Access-Control-Request-Method'],
		'__proto__',
	])('%s, in any case', (name) => {
		expect(isReservedHeader(name)).toBe(true);
		expect(isReservedHeader(name.toUpperCase())).toBe(true);
		expect(isReservedHeader(name.toLowerCase())).toBe(true);
	});

	it.each([
		...['Authorization', 'X-Api-Key', 'X-Host', 'Host-Key', 'Api-Key', 'X-Auth-Token', 'Token'],
		...['Proxy', 'X-Proxy-Key', 'Sec', 'X-Forwarded', 'My-X-Forwarded-For', 'Secret', 'Content'],
		...['X-Set-Cookie', 'constructor', 'toString'],
	])('is not %s', (name) => {
		expect(isReservedHeader(name)).toBe(false);
	});
});
