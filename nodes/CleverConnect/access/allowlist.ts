import { IPv4, IPv6 } from 'ipaddr.js';

/** All addresses that begin with the first bits of an address. */
type Range = readonly [address: IPv4 | IPv6, bits: number];

/** Returns whether an address, in canonical notation, is allowed. */
export type Allowlist = (address: string) => boolean;

const MAPPED_BITS = 96;
/** Matches an entry that looks like an IPv4 address or range, and is too short to be a token in the wrong field. */
const ALMOST_ADDRESS = /^[\d.*]{1,15}(?:[/:][\d.]{1,15})?$/;

/**
 * Parses IPv4 and IPv6 addresses and CIDR ranges (RFC 4632, RFC 4291) that are separated by commas, spaces, or newlines.
 * `#` starts a comment. An empty list allows every address.
 */
export function parseAllowlist(text: string) {
	const entries = text.replace(/#.*/g, '').match(/[^\s,]+/g) ?? [];
	const ranges = entries.map((entry) => parseRange(entry));
	const isAllowed: Allowlist = (address) => {
		const [client] = parseRange(address) ?? [];
		return (
			ranges.length === 0 || ranges.some((range) => client && range && contains(range, client))
		);
	};
	return {
		isAllowed,
		isEmpty: ranges.length === 0,
		/** The invalid entries, by their text or their position. */
		invalidEntries: entries.flatMap((entry, index) => {
			if (ranges[index]) return [];
			return [ALMOST_ADDRESS.test(entry) ? `"${entry}"` : `entry ${index + 1}`];
		}),
	};
}

/**
 * Parses an address or a range. Only four decimal parts are an IPv4 address, because people who write `010.0.0.1` don't
 * mean an octal number. An IPv4-mapped IPv6 address is an IPv4 address (RFC 4291 § 2.5.5.2).
 */
function parseRange(entry: string): Range | undefined {
	const cidr = entry.includes('/') ? entry : `${entry}/${entry.includes(':') ? 128 : 32}`;
	if (IPv4.isValidCIDRFourPartDecimal(cidr)) return IPv4.parseCIDR(cidr);
	if (!IPv6.isValidCIDR(cidr)) return undefined;
	const [address, bits] = IPv6.parseCIDR(cidr);
	if (!address.isIPv4MappedAddress()) return [address, bits];
	return bits < MAPPED_BITS ? undefined : [address.toIPv4Address(), bits - MAPPED_BITS];
}

function contains([address, bits]: Range, client: IPv4 | IPv6): boolean {
	return client.kind() === address.kind() && client.match(address, bits);
}
