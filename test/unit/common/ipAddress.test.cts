import { parseAddress, parseClientAddress } from '../../../nodes/CleverConnect/common/ipAddress';

it.each([
	['203.0.113.7:4711', '203.0.113.7'],
	['[::ffff:cb00:7107]:4711', '203.0.113.7'],
	['[2001:db8::1]', '2001:db8::1'],
	['2001:db8::1:4711', '2001:db8::1:4711'],
	['fe80::1%eth0\n%', 'fe80::1'],
])('the client address %j is parsed as %s', (text, address) => {
	expect(parseClientAddress(text)?.toString()).toBe(address);
});

it.each([
	...['', '203.0.113.7:', '203.0.113.7:471100', '203.0.113.7%eth0', '[203.0.113.7]'],
	...['[2001:db8::1', '[2001:db8::1]4711', 'x[2001:db8::1]', '203.0.113.7:80, 198.51.100.1'],
])('the client address %j is invalid', (text) => {
	expect(parseClientAddress(text)).toBeUndefined();
});

it.each([
	...['fe80::1%eth0', '203.0.113.07', '3405803783', '٢٠٣.0.113.7', '2001:db8', ''],
	...['::203.0.113.7', '::ffff:0xcb.0.113.7'],
])('the address %j is invalid or misleading', (text) => {
	expect(parseAddress(text)).toBeUndefined();
});
