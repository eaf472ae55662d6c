import { normalizeClientAddress } from '../../../nodes/CleverConnect/common/ipAddress';

it.each([
	['203.0.113.7', '203.0.113.7'],
	['203.0.113.7:4711', '203.0.113.7'],
	['::ffff:203.0.113.7', '203.0.113.7'],
	['[::ffff:cb00:7107]:4711', '203.0.113.7'],
	['[2001:db8::1]', '2001:db8::1'],
	['2001:DB8::1:4711', '2001:db8::1:4711'],
	['fe80::1%eth0\n%', 'fe80::1'],
])('the client address %j is %s', (text, address) => {
	expect(normalizeClientAddress(text)).toBe(address);
});

it.each([
	...['', 'unknown', '203.0.113', '203.0.113.07', '203.0.113.7:', '203.0.113.7:471100'],
	...['203.0.113.7%eth0', '[2001:db8::1', '[2001:db8::1]4711', 'x[2001:db8::1]'],
	...['203.0.113.7:80, 198.51.100.1', '3405803783', '٢٠٣.0.113.7', '2001:db8'],
])('the text %j is no address', (text) => {
	expect(normalizeClientAddress(text)).toBeUndefined();
});
