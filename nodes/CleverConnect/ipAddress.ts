import { IPv6, isValid, parse, type IPv4 } from 'ipaddr.js';

export type IpAddress = IPv4 | IPv6;

/**
 * Reads an address as a socket or a proxy shows it: without its zone (RFC 4007), and an IPv4-mapped
 * one as the IPv4 address that it is.
 */
export function parseAddress(text: string): IpAddress | undefined {
	const zoneless = text.replace(/%.*$/s, '');
	return isValid(zoneless) ? unmapAddress(parse(zoneless)) : undefined;
}

/** RFC 4291 § 2.5.5.2: `::ffff:192.0.2.1` is how a dual-stack socket shows an IPv4 client. */
export function unmapAddress(address: IpAddress): IpAddress {
	return address instanceof IPv6 && address.isIPv4MappedAddress()
		? address.toIPv4Address()
		: address;
}
