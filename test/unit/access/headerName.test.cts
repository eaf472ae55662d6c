import { isHeaderName, isReservedHeader } from '../../../nodes/CleverConnect/access/headerName';

it.each<[name: string, isValid: boolean]>([
	...['X-Api-Key', 'a', "!#$%&'*+-.^_`|~aZ09"].map((name): [string, boolean] => [name, true]),
	...['', 'X Api Key', 'X-Clé', 'a\n', 'a:', 'a@b'].map((name): [string, boolean] => [name, false]),
])('%j is a valid header name: %s', (name, isValid) => {
	expect(isHeaderName(name)).toBe(isValid);
});

it.each([
	// Node.js drops duplicates of these headers, returns them as a list, or joins them with semicolons.
	...['Age', 'Content-Length', 'Content-Type', 'ETag', 'Expires', 'From', 'Host'],
	...['If-Modified-Since', 'Last-Modified', 'Location', 'Max-Forwards', 'Proxy-Authorization'],
	...['Referer', 'Retry-After', 'Server', 'User-Agent', 'Set-Cookie', 'Cookie'],
	// Servers and proxies act on these headers, or write the client's address into them.
	...['Transfer-Encoding', 'Upgrade', 'HTTP2-Settings', 'Forwarded', 'X-Forwarded-For'],
	// Clients or browsers set these headers, Node.js loses `__proto__`, and X-Check-Only is the trigger's own.
	...['Accept', 'Origin', 'Sec-Fetch-Site', 'Access-Control-Request-Method', '__proto__'],
	'X-Check-Only',
])('the header name %s is reserved, in any letter case', (name) => {
	expect(isReservedHeader(name)).toBe(true);
	expect(isReservedHeader(name.toUpperCase())).toBe(true);
});

it.each(['Authorization', 'X-Host', 'X-Proxy-Key', 'X-Forwarded', 'Content', 'constructor'])(
	'the header name %s is not reserved',
	(name) => {
		expect(isReservedHeader(name)).toBe(false);
	},
);
