import { IPv4, IPv6 } from 'ipaddr.js';

export type IpAddress = IPv4 | IPv6;

/**
 * Reads an address as a socket or a proxy shows it: without its zone (RFC 4007), and an IPv4-mapped
 * one as the IPv4 address that it is.
 *
 * ipaddr.js also reads what `inet_aton` does: `127.1`, octal and hexadecimal parts. Whoever writes
 * those means something else more often than not.
 */
export function parseAddress(text: string): IpAddress | undefined {
	const zoneless = text.replace(/%.*/s, '');
	if (IPv4.isValidFourPartDecimal(zoneless)) return IPv4.parse(zoneless);
	if (!IPv6.isValid(zoneless) || isMisleading(zoneless)) return undefined;
	return unmapAddress(IPv6.parse(zoneless));
}

/**
 * Whether an IPv6 address ends like an IPv4 address (RFC 4291 § 2.2) that it is not: in parts that are
 * not decimal, or with nothing but `::` before them, which is deprecated (§ 2.5.5.1).
 */
function isMisleading(address: string): boolean {
	const [, start, end] = /(.*:)(.*\..*)/.exec(address) ?? [];
	return end !== undefined && (start === '::' || !IPv4.isValidFourPartDecimal(end));
}

/** RFC 4291 § 2.5.5.2: `::ffff:192.0.2.1` is how a dual-stack socket shows an IPv4 client. */
function unmapAddress(address: IPv6): IpAddress {
	return address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}
