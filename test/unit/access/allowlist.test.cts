import fc from 'fast-check';
import { IPv4 } from 'ipaddr.js';
import { BlockList, isIPv6 } from 'node:net';
import { parseAllowlist } from '../../../nodes/CleverConnect/access/allowlist';

function parse(text: string) {
	const allowlist = parseAllowlist(text);
	if (!allowlist.ok) throw new Error(allowlist.error.join());
	return allowlist.value;
}

describe('the allowlist', () => {
	test.each([
		['203.0.113.7', '203.0.113.7'],
		['203.0.113.0/24', '203.0.113.255'],
		['203.0.113.9/24', '203.0.113.1'],
		['203.0.113.7/32', '203.0.113.7'],
		['0.0.0.0/0', '198.51.100.1'],
		['2001:db8::1', '2001:db8::1'],
		['2001:db8::1', '2001:0db8:0000:0000:0000:0000:0000:0001'],
		['2001:DB8::1', '2001:db8::1'],
		['2001:db8::/32', '2001:db8:ffff::1'],
		['2001:db8::9/32', '2001:db8::1'],
		['2001:db8::1/128', '2001:db8::1'],
		['::/0', '2001:db8::1'],
		['::1', '::1'],
		['fe80::/10', 'fe80::1'],
		['203.0.113.7', '::ffff:203.0.113.7'],
		['203.0.113.7', '::ffff:cb00:7107'],
		['::ffff:203.0.113.7', '203.0.113.7'],
		['::ffff:203.0.113.0/120', '203.0.113.255'],
		['::ffff:0:0/96', '198.51.100.1'],
		['64:ff9b::/96', '64:ff9b::203.0.113.7'],
		['198.51.100.1,203.0.113.7', '203.0.113.7'],
		['198.51.100.1 203.0.113.7', '203.0.113.7'],
		['198.51.100.1\n203.0.113.7', '203.0.113.7'],
		['198.51.100.1\r\n203.0.113.7', '203.0.113.7'],
		['198.51.100.1\r203.0.113.7', '203.0.113.7'],
		['  198.51.100.1 ,, \t 203.0.113.7  ', '203.0.113.7'],
		['# the sender, main office\n203.0.113.7 # until March', '203.0.113.7'],
		['203.0.113.7#no space', '203.0.113.7'],
	])('%j allows %s', (text, address) => {
		expect(parse(text).allows(address)).toBe(true);
	});

	test.each([
		['203.0.113.7', '203.0.113.8'],
		['203.0.113.7', '::1'],
		['203.0.113.7', ''],
		['203.0.113.7', 'unknown'],
		['203.0.113.7', '::203.0.113.7'],
		['203.0.113.7', '2002:cb00:7107::'],
		['203.0.113.7', '0313.0.0161.07'],
		['203.0.113.7', '::0xcb.0.113.7'],
		['203.0.113.7', '::ffff:0xcb.0.113.7'],
		['203.0.113.7', '::ffff:203.0.113.07'],
		['203.0.113.0/24', '203.0.112.255'],
		['203.0.113.0/31', '203.0.113.2'],
		['2001:db8::/32', '2001:db9::1'],
		['2001:db8::1/128', '2001:db8::2'],
		['0.0.0.0/0', '2001:db8::1'],
		['::/0', '203.0.113.7'],
		['::/0', '::ffff:203.0.113.7'],
		['::ffff:203.0.113.0/120', '203.0.112.1'],
		['# 203.0.113.7', '203.0.113.7'],
		['', '203.0.113.7'],
	])('%j does not allow %s', (text, address) => {
		expect(parse(text).allows(address)).toBe(false);
	});
});

describe('an allowlist', () => {
	test.each([
		'203.0.113',
		'203.0.113.256',
		'203.0.113.7.1',
		'203.0.113.07',
		'0xcb.0.113.7',
		'3405803783',
		'203.0.113.7/33',
		'203.0.113.7/-1',
		'203.0.113.7/024',
		'203.0.113.7/24/24',
		'203.0.113.7/',
		'203.0.113.7/255.255.255.0',
		'/24',
		'203.0.113.7:443',
		'203.0.113.*',
		'203.0.113.7-203.0.113.9',
		'203.0.113.7;203.0.113.8',
		'https://203.0.113.7',
		'sender.example.com',
		'localhost',
		'*',
		'any',
		'[2001:db8::1]',
		'2001:db8::1::2',
		'2001:db8::/129',
		'2001:db8',
		'12345::1',
		'fe80::1%eth0',
		'::ffff:0:0/95',
		'::ffff:203.0.113.7/129',
		'::203.0.113.7',
		'::0xcb.0.113.7',
		'::ffff:0xcb.0.113.7',
		'::ffff:203.0.113.07',
		'0.0.0.0/00',
		'٢٠٣.0.113.7',
	])('names the invalid entry %s by its text or its position', (entry) => {
		const result = parseAllowlist(`198.51.100.1, ${entry}`);
		expect([`"${entry}"`, 'entry 2']).toContain(result.ok || result.error[0]);
	});

	test.each([
		'203.0.113',
		'203.0.113.256',
		'203.0.113.*',
		'203.0.113.7/33',
		'203.0.113.7/255.255.255.0',
		'203.0.113.7:443',
		'2001:DB8::1::2',
		'2001:db8::/129',
		'2001:db8:1:2:3:4:5:6:7',
	])('quotes the invalid entry %s, because it resembles an address', (entry) => {
		expect(parseAllowlist(`198.51.100.1, ${entry}`)).toMatchObject({ error: [`"${entry}"`] });
	});

	test.each([
		'sender.example.com',
		'203.0.113.7\u0660',
		'[2001:db8::1]',
		'/24',
		'an-invented-secret',
		'0123456789abcdef0123456789abcdef',
		'01234567.89abcdef',
		'1234.5678.9abc.def0',
		'1234.5678.9012.3456',
		'cafe.babe.dead.beef/0123456789',
		'abcd:ef01:2345:6789',
		'dead-beef-dead-beef',
		'1234-5678-9012-3456',
		'123e4567-e89b-12d3-a456-426614174000',
		'0123456789abcdef:0123456789abcdef',
		'de:ad:be:ef:de:ad:be:ef:de:ad:be:ef:de:ad:be:ef',
		'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl',
		'203.0.113.7/0123456789abcdef',
		'.........',
	])('names the position of the invalid entry %s, because it may be a token', (entry) => {
		const text = `# a comment\n198.51.100.1, ${entry} # another comment`;
		expect(parseAllowlist(text)).toEqual({ ok: false, error: ['entry 2'] });
	});

	it('names only the first five invalid entries', () => {
		const text = '198.51.100.1, 203.0.113.300, '.repeat(1000);
		const names = Array<string>(5).fill('"203.0.113.300"');
		expect(parseAllowlist(text)).toEqual({ ok: false, error: names });
	});

	it('is not parsed further than to the fifth invalid entry', () => {
		const isValidIPv4 = jest.spyOn(IPv4, 'isValidFourPartDecimal');
		parseAllowlist('{"prefix": '.repeat(100_000));
		expect(isValidIPv4).toHaveBeenCalledTimes(5);
		isValidIPv4.mockRestore();
	});

	it('counts its entries', () => {
		expect(parse('# nobody\n').size).toBe(0);
		expect(parse('203.0.113.7, 2001:db8::/32, 203.0.113.7').size).toBe(3);
	});
});

/** Returns all IPv4 addresses as ranges with the same prefix length. */
const cut = (prefixLength: number) =>
	Array.from({ length: 2 ** prefixLength }, (_, index) => {
		const first = index * 2 ** (16 - prefixLength);
		return `${first >> 8}.${first & 255}.0.0/${prefixLength}`;
	});
/** Returns all IPv4 addresses except the first range of a length, as one range for each prefix bit. */
const allBut = (prefixLength: number) =>
	Array.from({ length: prefixLength }, (_, bit) => {
		const first = 2 ** (15 - bit);
		return `${first >> 8}.${first & 255}.0.0/${bit + 1}`;
	});

/** As a calculator for address ranges lists them, without private addresses. */
const PUBLIC = `
	1.0.0.0/8 2.0.0.0/7 4.0.0.0/6 8.0.0.0/7 11.0.0.0/8 12.0.0.0/6 16.0.0.0/4 32.0.0.0/3 64.0.0.0/3 96.0.0.0/6
	100.0.0.0/10 100.128.0.0/9 101.0.0.0/8 102.0.0.0/7 104.0.0.0/5 112.0.0.0/5 120.0.0.0/6 124.0.0.0/7 126.0.0.0/8
	128.0.0.0/3 160.0.0.0/5 168.0.0.0/8 169.0.0.0/9 169.128.0.0/10 169.192.0.0/11 169.224.0.0/12 169.240.0.0/13
	169.248.0.0/14 169.252.0.0/15 169.255.0.0/16 170.0.0.0/7 172.0.0.0/12 172.32.0.0/11 172.64.0.0/10 172.128.0.0/9
	173.0.0.0/8 174.0.0.0/7 176.0.0.0/4 192.0.0.0/9 192.128.0.0/11 192.160.0.0/13 192.169.0.0/16 192.170.0.0/15
	192.172.0.0/14 192.176.0.0/12 192.192.0.0/10 193.0.0.0/8 194.0.0.0/7 196.0.0.0/6 200.0.0.0/5 208.0.0.0/4`;

describe('an allowlist', () => {
	it.each<[string, string]>([
		['all of IPv4', '0.0.0.0/0'],
		['all of IPv4, with an address in its middle', '203.0.113.7/0'],
		['all of IPv4, mapped', '::ffff:0:0/96'],
		['all of IPv4, mapped by a gateway', '64:ff9b::/96'],
		['all of IPv4 among others', '2001:db8::1, 203.0.113.7, 0.0.0.0/0, 203.0.113.8'],
		['a half of IPv4', '0.0.0.0/1'],
		['a quarter of IPv4', '203.0.113.7/2'],
		['a range with a digit missing', '203.0.113.0/8'],
		['a /12 of IPv4', '16.0.0.0/12'],
		['the range of a cloud provider', '52.0.0.0/10'],
		['a /12 of IPv4, half of it mapped', '::ffff:16.0.0.0/109 16.8.0.0/13'],
		['a /12 of IPv4, mapped by a gateway', '64:ff9b::/108'],
		['private addresses among others', '10.0.0.0/7'],
		['other private addresses among others', '172.16.0.0/11'],
		['the addresses of local gateways', '64:ff9b:1::/48'],
		['all of IPv4, mapped by a local gateway', '64:ff9b:1:2::/96'],
		['a /12 of IPv4 in 16 ranges in reverse order', cut(16).slice(0, 16).reverse().join()],
		['overlapping ranges', '16.0.0.0/13 16.0.0.0/14 16.1.0.0/16 16.8.0.0/14 16.12.0.0/14'],
		['public IPv4 addresses only', PUBLIC],
		['all public IPv4 addresses except some', PUBLIC.replace('192.0.0.0/9', '')],
		['all IPv4 addresses except some', allBut(16).join()],
		['all of IPv6', '::/0'],
		['halves of IPv6', '8000::/1, ::/1'],
		['global unicast only', '2000::/3'],
		['all allocated IPv6 addresses', '2001::/16 2002::/16 2003::/16 2400::/6 2800::/5'],
		['all IPv6 addresses of a registry', '2a00::/12'],
		['a /32 of IPv6', '2a01:100::/32'],
		['a /32 of IPv6, in halves', '2a01:100:8000::/33 2a01:100::/33'],
		['the last IPv6 addresses', '3fff:ffff::/32'],
	])('is not restrictive if it contains %s', (_name, text) => {
		expect(parse(text).isRestrictive()).toBe(false);
	});

	it.each<[string, string]>([
		['no entry', ''],
		['an address', '203.0.113.7'],
		['an address of a gateway', '64:ff9b::203.0.113.7'],
		['almost a /12 of IPv4', cut(16).slice(0, 15).join()],
		['almost a /12 of IPv4, mapped by a gateway', '64:ff9b::/109'],
		['almost a /12 of IPv4, mapped by a local gateway', '64:ff9b:1::/109'],
		['the same addresses many times', '16.0.0.0/13, '.repeat(16)],
		['ranges within another', '16.0.0.0/13 16.0.0.0/14 16.4.0.0/14 16.1.0.0/16'],
		['almost a /32 of IPv6', '2a01:100::/33 2a01:100:8000::/34'],
		['private addresses', '10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7 fe80::/10'],
		['addresses of an internet provider', '100.64.0.0/10'],
		['addresses of the machine itself', '127.0.0.0/8 ::1'],
		['a part of the private addresses', '10.0.0.0/9 10.128.0.0/9'],
		['addresses that nobody on the internet has', '1000::/4 4000::/2 8000::/1'],
	])('is restrictive if it contains %s', (_name, text) => {
		expect(parse(text).isRestrictive()).toBe(true);
	});
});

it("an allowlist matches the same addresses as Node.js's block list", () => {
	const entry = fc.oneof(
		fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })),
		fc.tuple(
			fc.ipV6().filter((address) => !address.includes('.')),
			fc.integer({ min: 0, max: 128 }),
		),
	);
	fc.assert(
		fc.property(
			fc.array(entry, { minLength: 1, maxLength: 5 }),
			fc.oneof(fc.ipV4(), fc.ipV6()),
			fc.nat(4),
			fc.boolean(),
			(entries, stranger, pick, isNear) => {
				const [near] = entries[pick % entries.length] ?? [stranger];
				const address = isNear ? near : stranger;
				// An allowlist and a block list interpret addresses such as ::203.0.113.7 differently.
				fc.pre(!/^::\d+\.\d/.test(address) && !/^::ffff:/i.test(address));
				const family = (text: string) => (isIPv6(text) ? 'ipv6' : 'ipv4');
				// A block list treats IPv4 addresses as mapped IPv6 addresses, which ::/0 would contain.
				const reference = new BlockList();
				for (const [network, prefix] of entries) {
					if (family(network) !== family(address)) continue;
					reference.addSubnet(network, prefix, family(network));
				}
				const allowlist = parseAllowlist(entries.map((parts) => parts.join('/')).join(', '));
				if (!allowlist.ok) throw new Error(allowlist.error.join());
				expect(allowlist.value.allows(address)).toBe(reference.check(address, family(address)));
			},
		),
		{ numRuns: 3000 },
	);
});
