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
	const allowlist = parseAllowlist(text);
	if (!allowlist.ok) throw new Error(allowlist.error);
	expect([allowlist.value(allowed), allowlist.value(other)]).toEqual([true, false]);
});

test.each(['', ' \n'])('the empty allowlist %j allows every address', (text) => {
	const allowlist = parseAllowlist(text);
	if (!allowlist.ok) throw new Error(allowlist.error);
	expect([allowlist.value('203.0.113.7'), allowlist.value('')]).toEqual([true, true]);
});

/** Returns how a fault names the invalid entry. */
function nameInvalid(text: string) {
	const allowlist = parseAllowlist(text);
	return allowlist.ok ? undefined : /^contains (.+), which is not/.exec(allowlist.error)?.[1];
}

test.each([
	...['203.0.113', '203.0.113.*', '203.0.113.7/33', '203.0.113.7:443', '010.0.0.1'],
	...['203.0.113.7/255.255.255.0'],
])('the invalid entry %s is quoted, because it resembles an address', (entry) => {
	expect(nameInvalid(`198.51.100.1, ${entry}`)).toBe(`"${entry}"`);
});

test.each([
	...['an-invented-secret', '1234.5678.9012.3456', 'abcd:ef01:2345:6789', '2001:DB8::1::2'],
	...['::ffff:0:0/95', '203.0.113.7/0123456789abcdef', '/32', 'example.com'],
])('the invalid entry %s is named by its position, because it might be a token', (entry) => {
	const text = `# a comment\n198.51.100.1, ${entry} # another comment`;
	expect(nameInvalid(text)).toBe('entry 2');
});
