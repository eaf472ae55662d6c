import {
	isHeaderName,
	isReservedHeader,
} from '../../../nodes/CleverConnect/access/reservedHeaders';

it.each<[name: string, isValid: boolean]>([
	...['X-Api-Key', 'a', "!#$%&'*+-.^_`|~aZ09"].map((name): [string, boolean] => [name, true]),
	...['', 'X Api Key', 'X-Clé', 'a\n', 'a:', 'a@b'].map((name): [string, boolean] => [name, false]),
])('%j is a valid header name: %s', (name, isValid) => {
	expect(isHeaderName(name)).toBe(isValid);
});

it.each([
	...['Age', 'Content-Length', 'Content-Type', 'ETag', 'Expires', 'From', 'Host'],
	...['If-Modified-Since', 'Last-Modified', 'Location', 'Max-Forwards', 'Proxy-Authorization'],
	...['Referer', 'Retry-After', 'Server', 'User-Agent', 'Set-Cookie', 'Cookie'],
	...['Transfer-Encoding', 'Upgrade', 'HTTP2-Settings', 'Forwarded', 'X-Forwarded-For'],
	...['Accept', 'Origin', 'Sec-Fetch-Site', 'Access-Control-Request-Method', '__proto__'],
	'X-Check-Only',
])('the header name %s is reserved, in any letter case', (name) => {
	expect(isReservedHeader(name)).toBe(true);
	expect(isReservedHeader(name.toUpperCase())).toBe(true);
});

test('Authorization and names that only resemble reserved ones are not reserved', () => {
	const names = ['Authorization', 'X-Host', 'X-Proxy-Key', 'X-Forwarded', 'Content', 'constructor'];
	expect(names.filter(isReservedHeader)).toEqual([]);
});
