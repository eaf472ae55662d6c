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
	])('names the invalid entry %s', (entry) => {
		expect(parseAllowlist(`198.51.100.1, ${entry}`)).toEqual({ ok: false, error: [entry] });
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
	it.each<[string, string, string]>([
		['IPv4', 'one range', '0.0.0.0/0'],
		['IPv4', 'one range with an address in its middle', '203.0.113.7/0'],
		['IPv4', 'a mapped range', '::ffff:0:0/96'],
		['IPv4', 'one range among others', '2001:db8::1, 203.0.113.7, 0.0.0.0/0, 203.0.113.8'],
		['IPv4', 'two halves', '128.0.0.0/1 0.0.0.0/1'],
		['IPv4', 'two halves, one of them mapped', '::ffff:128.0.0.0/97 0.0.0.0/1'],
		['IPv4', 'halves of halves', '0.0.0.0/2 64.0.0.0/2 128.0.0.0/2 192.0.0.0/3 224.0.0.0/3'],
		['IPv4', 'overlapping ranges', '0.0.0.0/1 64.0.0.0/2 64.1.0.0/16 128.0.0.0/2 192.0.0.0/2'],
		['IPv4', '65,536 ranges in reverse order', cut(16).reverse().join()],
		['IPv4', 'ranges of every length', [...allBut(16), '0.0.0.0/16'].join()],
		['IPv4', 'all but the first of 65,536 ranges', allBut(16).join()],
		['IPv4', 'unicast only', '0.0.0.0/1, 128.0.0.0/2, 192.0.0.0/3'],
		['IPv4', 'public addresses only', PUBLIC],
		['IPv4', 'unicast and other addresses', '0.0.0.0/1 128.0.0.0/2 192.0.0.0/3 240.0.0.0/4'],
		['IPv4', 'ranges that include more than unicast', cut(16).slice(0, -1).join()],
		['IPv6', 'one range', '::/0'],
		['IPv6', 'global unicast only', '2000::/3'],
		['IPv6', 'allocated addresses only', '2000::/4'],
		['IPv6', 'halves of the allocated addresses', '2800::/5, 2000::/5'],
		['IPv6', 'a range that contains global unicast', '::/2'],
		['IPv6', 'two halves', '8000::/1, ::/1'],
		['IPv6', 'halves of halves, with IPv4 in between', '::/2 4000::/2 0.0.0.0/1 8000::/2 c000::/2'],
	])('does not restrict %s addresses if it contains %s', (version, _name, text) => {
		expect(parse(text).findUnrestrictedVersion()).toBe(version);
	});

	it.each([
		['no entry', ''],
		['one half', '0.0.0.0/1'],
		['the other half', '128.0.0.0/1'],
		['halves of two versions', '0.0.0.0/1 8000::/1'],
		['all public ranges except the first', PUBLIC.replace('1.0.0.0/8', '')],
		['all public ranges except one in the middle', PUBLIC.replace('192.169.0.0/16', '')],
		['all unicast ranges except the last', cut(16).slice(0, 0xdfff).join()],
		['all ranges except the last unicast range', cut(16).toSpliced(0xdfff, 1).join()],
		[
			'all but one in the middle',
			cut(16)
				.filter((_, index) => index !== 30_000)
				.join(),
		],
		['the same half twice', '0.0.0.0/1 0.0.0.0/1'],
		['the deprecated IPv4-compatible addresses', '::/96'],
		['half of IPv6', '8000::/1'],
		['half of the allocated addresses', '2000::/5'],
		['the other half of the allocated addresses', '2800::/5'],
		['addresses that are not allocated yet', '3000::/4'],
		['all of IPv6 except global unicast', '::/3 4000::/2 8000::/1'],
	])('restricts addresses if it contains %s', (_name, text) => {
		expect(parse(text).findUnrestrictedVersion()).toBeUndefined();
	});
});
