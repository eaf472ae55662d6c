import { parseAllowlist } from '../../../nodes/CleverConnect/access/allowlist';

function parse(text: string) {
	const allowlist = parseAllowlist(text);
	if (!allowlist.ok) throw new Error(allowlist.error.join());
	return allowlist.value;
}

test.each<[text: string, allowed: string, other: string]>([
	['203.0.113.7', '::ffff:cb00:7107', '::203.0.113.7'],
	['  198.51.100.1\r\n ,, \t 203.0.113.7  ', '203.0.113.7', 'unknown'],
	['# 203.0.113.8, main office\n203.0.113.7#no space', '203.0.113.7', '203.0.113.8'],
])('the allowlist %j allows %s, but not %j', (text, allowed, other) => {
	expect(parse(text).allows(allowed)).toBe(true);
	expect(parse(text).allows(other)).toBe(false);
});

test.each([
	...['203.0.113', '203.0.113.*', '203.0.113.7/33', '203.0.113.7/024', '203.0.113.7:443'],
	...['203.0.113.7/255.255.255.0', '2001:DB8::1::2', '::ffff:0:0/95'],
])('an error quotes the invalid entry %s, because it resembles an address', (entry) => {
	expect(parseAllowlist(`198.51.100.1, ${entry}`)).toEqual({ ok: false, error: [`"${entry}"`] });
});

test.each([
	...['an-invented-secret', '1234.5678.9012.3456', 'abcd:ef01:2345:6789', '.........'],
	...['de:ad:be:ef:de:ad:be:ef:de:ad:be:ef:de:ad:be:ef', '203.0.113.7/0123456789abcdef'],
])('an error names the position of the invalid entry %s, because it might be a token', (entry) => {
	const text = `# a comment\n198.51.100.1, ${entry} # another comment`;
	expect(parseAllowlist(text)).toEqual({ ok: false, error: ['entry 2'] });
});
