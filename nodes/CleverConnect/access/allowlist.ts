import { IPv4, IPv6 } from 'ipaddr.js';
import { err, ok, type Result } from '../common/result';
import { contains, countAddresses, parseRange, type IpRange } from './ipRange';

export interface Allowlist {
	readonly size: number;
	allows(address: string): boolean;
	/** Whether all entries together allow so few public addresses that no token is needed. */
	isRestrictive(): boolean;
}

/**
 * The ranges of internet addresses, each with a limit: the size of an IPv4 /12 or an IPv6 /32. Without a token, an
 * allowlist must contain fewer public addresses of each range than that range's limit. A public entry whose prefix
 * lacks a digit, such as `203.0.113.0/2`, exceeds it. The addresses in 64:ff9b::/96 (RFC 6052 § 2.1) and 64:ff9b:1::/48
 * (RFC 8215) can represent IPv4 addresses.
 */
const PUBLIC_RANGES: ReadonlyArray<readonly [range: IpRange, limit: number]> = [
	[IPv4.parseCIDR('0.0.0.0/0'), 2 ** 20],
	[IPv6.parseCIDR('64:ff9b::/96'), 2 ** 20],
	[IPv6.parseCIDR('64:ff9b:1::/48'), 2 ** 20],
	[IPv6.parseCIDR('2000::/3'), 2 ** 96],
];
/** The private, shared, and loopback IPv4 ranges with at least 2^20 addresses (RFC 6890 § 2.2.2). */
const INTERNAL_RANGES = ['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '172.16.0.0/12'].map(
	(range) => IPv4.parseCIDR(range),
);
/** The maximum number of invalid entries that an error lists. */
export const MAXIMUM_INVALID_ENTRIES = 5;
/**
 * Matches an entry that looks like an address or range with a typo. Errors don't quote other invalid entries, because
 * these could be tokens in the wrong field.
 */
const ALMOST_ADDRESS =
	/^(?:[\d*]{1,3}(?:\.[\d*]{0,3}){1,8}(?::\d{1,5})?|(?=.*::|(?:[^:]*:){7})[\da-f]{0,4}(?::[\da-f*]{0,4}){1,8})(?:\/[\d.]{0,15})?$/i;

/**
 * Returns the allowlist that a string describes: IPv4 and IPv6 addresses and CIDR ranges (RFC 4632, RFC 4291),
 * separated by commas, spaces, or newlines. `#` starts a comment that extends to the end of the line.
 *
 * The error identifies the first invalid entries by their text or position. No invalid entry is ignored, because that
 * could lock the sender out or let a stranger in.
 */
export function parseAllowlist(text: string): Result<Allowlist, readonly string[]> {
	const ranges: IpRange[] = [];
	const invalidEntries: string[] = [];
	const entries = text.replace(/#.*/g, '').match(/[^\s,]+/g) ?? [];
	for (const [index, entry] of entries.entries()) {
		const range = parseRange(entry);
		if (range) ranges.push(range);
		else invalidEntries.push(ALMOST_ADDRESS.test(entry) ? `"${entry}"` : `entry ${index + 1}`);
		if (invalidEntries.length === MAXIMUM_INVALID_ENTRIES) break;
	}
	if (invalidEntries.length > 0) return err(invalidEntries);

	return ok({
		size: ranges.length,
		allows: (address) => {
			const client = parseRange(address);
			return client !== undefined && ranges.some((range) => contains(range, client));
		},
		isRestrictive: () => {
			const external = ranges.filter(
				(range) => !INTERNAL_RANGES.some((other) => contains(other, range)),
			);
			return PUBLIC_RANGES.every(([range, limit]) => countAddresses(external, range) < limit);
		},
	});
}
