import { parseAddress, type IpAddress } from '../common/ipAddress';

/** All addresses that begin with the first `prefixLength` bits of `address`. */
export type IpRange = readonly [address: IpAddress, prefixLength: number];

const ADDRESS_BITS = { ipv4: 32, ipv6: 128 } as const;
const MAPPED_PREFIX_LENGTH = 96;

/** Parses an IPv4 or IPv6 address, which is a range of one address, or a CIDR range (RFC 4632, RFC 4291). */
export function parseRange(entry: string): IpRange | undefined {
	const [, text = '', prefix] = /^([^/]*)(?:\/(0|[1-9]\d{0,2}))?$/.exec(entry) ?? [];
	const address = parseAddress(text);
	if (address === undefined) return undefined;
	const bits = ADDRESS_BITS[address.kind()];
	if (prefix === undefined) return [address, bits];

	const isMapped = address.kind() === 'ipv4' && text.includes(':');
	// Negative if the range is wider than ::ffff:0:0/96 and so contains addresses other than IPv4.
	const prefixLength = isMapped ? Number(prefix) - MAPPED_PREFIX_LENGTH : Number(prefix);
	return prefixLength >= 0 && prefixLength <= bits ? [address, prefixLength] : undefined;
}

export function contains([address, prefixLength]: IpRange, [other, otherLength]: IpRange): boolean {
	const isSameKind = address.kind() === other.kind();
	return isSameKind && prefixLength <= otherLength && other.match(address, prefixLength);
}
