import { parseAllowlist } from '../../../nodes/CleverConnect/access/allowlist';

test.each<[text: string, allowed: string, other: string]>([
	['203.0.113.7', '203.0.113.7', '203.0.113.8'],
	['  198.51.100.1\r\n ,, \t 203.0.113.7  ', '203.0.113.7', ''],
	['# 203.0.113.8, main office\n203.0.113.7#no space', '203.0.113.7', '203.0.113.8'],
	['203.0.113.7/24', '203.0.113.255', '203.0.114.0'],
	['::ffff:203.0.113.0/120', '203.0.113.7', '203.0.114.7'],
	['2001:DB8::/32', '2001:db8:ffff::1', '2001:db9::1'],
	['::/0', '2001:db8::1', '203.0.113.7'],
	['0.0.0.0/0', '203.0.113.7', '2001:db8::1'],
])('the allowlist %j allows %s, but not %j', (text, allowed, other) => {
	const { isAllowed, isEmpty, invalidEntries } = parseAllowlist(text);
	expect([isAllowed(allowed), isAllowed(other)]).toEqual([true, false]);
	expect([isEmpty, invalidEntries]).toEqual([false, []]);
});

test.each(['', ' \n', '# 203.0.113.7'])('the empty allowlist %j allows every address', (text) => {
	const { isAllowed, isEmpty } = parseAllowlist(text);
	expect([isEmpty, isAllowed('203.0.113.7'), isAllowed('')]).toEqual([true, true, true]);
});

test.each([
	...['203.0.113', '203.0.113.*', '203.0.113.7/33', '203.0.113.7:443', '010.0.0.1'],
	...['203.0.113.7/255.255.255.0'],
])('the invalid entry %s is quoted, because it resembles an address', (entry) => {
	const { isAllowed, invalidEntries } = parseAllowlist(`198.51.100.1, ${entry}`);
	expect(invalidEntries).toEqual([`"${entry}"`]);
	expect(isAllowed('203.0.113.7')).toBe(false);
});

test.each([
	...['an-invented-secret', '1234.5678.9012.3456', 'abcd:ef01:2345:6789', '2001:DB8::1::2'],
	...['::ffff:0:0/95', '203.0.113.7/0123456789abcdef', '/32', 'example.com'],
])('the invalid entry %s is named by its position, because it might be a token', (entry) => {
	const text = `# a comment\n198.51.100.1, ${entry} # another comment`;
	expect(parseAllowlist(text).invalidEntries).toEqual(['entry 2']);
});
