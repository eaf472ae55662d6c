import { contains, parseRange, type IpRange } from '../../../nodes/CleverConnect/access/ipRange';

it.each([
	['::/0', '2001:db8::1', '203.0.113.7'],
	['2001:db8::8000:0/97', '2001:db8::ffff:ffff', '2001:db8::7fff:ffff'],
	['::ffff:0:0/96', '198.51.100.1', '::1'],
	['203.0.113.0/25', '203.0.113.64/26', '203.0.113.0/24'],
])('%s contains %s, but not %s', (...texts) => {
	const [range, inside, other] = texts.map(parseRange) as [IpRange, IpRange, IpRange];
	expect([contains(range, inside), contains(range, other)]).toEqual([true, false]);
});
