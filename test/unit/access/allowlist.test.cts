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

const SIXTEENTHS = Array.from({ length: 16 }, (_, index) => `16.${index}.0.0/16`);

test.each<[what: string, tooMany: string, fewEnough: string]>([
	['a /12 of IPv4', '16.0.0.0/12', '16.0.0.0/13'],
	['a /12 of IPv4 in pieces', SIXTEENTHS.join(), SIXTEENTHS.slice(1).join()],
	['a /12 of IPv4 behind a gateway', '64:ff9b::/108', '64:ff9b::/109'],
	['a /12 of IPv4 behind a local gateway', '64:ff9b:1::/48', '64:ff9b:1::/109'],
	['private addresses', '10.0.0.0/7', '10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7 fe80::/10'],
	["an internet provider's addresses", '100.64.0.0/9', '100.64.0.0/10'],
	['all of IPv6', '8000::/1, ::/1', '1000::/4 4000::/2 8000::/1'],
	['a /32 of IPv6 in halves', '2a01:100:8000::/33 2a01:100::/33', '2a01:100::/33'],
])('without a token, %s: %s is too much, but not %s', (_what, tooMany, fewEnough) => {
	expect(parse(tooMany).isRestrictive()).toBe(false);
	expect(parse(fewEnough).isRestrictive()).toBe(true);
});
