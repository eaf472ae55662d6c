import { IPv4, IPv6 } from 'ipaddr.js';
import { err, ok, type Result } from '../common/result';

/** All addresses that begin with the first bits of an address. */
interface Range {
	readonly address: IPv4 | IPv6;
	readonly bits: number;
}

/** Returns whether an address, in canonical notation, is allowed. */
export type Allowlist = (address: string) => boolean;

const MAPPED_BITS = 96;
/** The maximum number of invalid entries that a fault lists. */
const MAXIMUM_LISTED = 5;
/** Matches an entry that looks like an IPv4 address or range, and is too short to be a token in the wrong field. */
const ALMOST_ADDRESS = /^[\d.*]{1,15}(?:[/:][\d.]{1,15})?$/;

/**
 * Parses IPv4 and IPv6 addresses and CIDR ranges (RFC 4632, RFC 4291) that are separated by commas, spaces, or newlines.
 * `#` starts a comment. An empty list allows every address. If there is a fault, it completes a sentence that begins with
 * the field's label.
 */
export function parseAllowlist(text: string): Result<Allowlist, string> {
	const entries = text.replace(/#.*/g, '').match(/[^\s,]+/g) ?? [];
	if (entries.length === 0) {
		if (text.trim() === '') return ok(() => true);
		return err(
			'is not empty, but contains no address. Text after # is a comment. Enter an address, or clear the field.',
		);
	}
	const ranges: Range[] = [];
	const invalid: string[] = [];
	for (const [index, entry] of entries.entries()) {
		const range = parseRange(entry);
		if (range) ranges.push(range);
		else invalid.push(ALMOST_ADDRESS.test(entry) ? `"${entry}"` : `entry ${index + 1}`);
	}
	if (invalid.length > 0) return err(describeInvalid(invalid));
	return ok((address) => {
		const client = parseRange(address)?.address;
		return client !== undefined && ranges.some((range) => contains(range, client));
	});
}

function describeInvalid(invalid: readonly string[]): string {
	const listed = invalid.slice(0, MAXIMUM_LISTED).join(', ');
	const more = invalid.length > MAXIMUM_LISTED ? ' and more' : '';
	return `contains ${listed}${more}, which is not an IP address or range. Enter addresses such as 203.0.113.7 or ranges such as 203.0.113.0/24 or 2001:db8::/64. Names such as example.com do not work.`;
}

/**
 * Parses an address or a range. Only four decimal parts are an IPv4 address, because people who write `010.0.0.1` don't
 * mean an octal number. An IPv4-mapped IPv6 address is an IPv4 address (RFC 4291 § 2.5.5.2).
 */
function parseRange(entry: string): Range | undefined {
	const cidr = entry.includes('/') ? entry : `${entry}/${entry.includes(':') ? 128 : 32}`;
	if (IPv4.isValidCIDRFourPartDecimal(cidr)) {
		const [address, bits] = IPv4.parseCIDR(cidr);
		return { address, bits };
	}
	if (!IPv6.isValidCIDR(cidr)) return undefined;
	const [address, bits] = IPv6.parseCIDR(cidr);
	if (!address.isIPv4MappedAddress()) return { address, bits };
	// A shorter prefix also contains addresses that aren't IPv4.
	if (bits < MAPPED_BITS) return undefined;
	return { address: address.toIPv4Address(), bits: bits - MAPPED_BITS };
}

function contains({ address, bits }: Range, client: IPv4 | IPv6): boolean {
	return client.kind() === address.kind() && client.match(address, bits);
}
