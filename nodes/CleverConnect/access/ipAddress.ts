import { IPv4, IPv6 } from 'ipaddr.js';

export type IpAddress = IPv4 | IPv6;

/** An IPv4 address with a port, or an IPv6 address in brackets (RFC 7239 § 6): some proxies pass them on. */
const WITH_PORT = /^(?:([\d.]+):\d{1,5}|\[([\da-f]{0,4}:[\da-f:.]*)\](?::\d{1,5})?)$/i;

/** Returns the address of a client as a socket or a proxy reports it, without its port and zone (RFC 4007). */
export function parseClientAddress(text: string): IpAddress | undefined {
	const match = WITH_PORT.exec(text);
	const host = match?.[1] ?? match?.[2] ?? text;
	const zoneless = host.replace(/%.*/s, '');
	return parseAddress(zoneless.includes(':') ? zoneless : host);
}

/**
 * Returns an IPv4 or IPv6 address, and an IPv4-mapped one as the IPv4 address that it is.
 *
 * ipaddr.js also reads what `inet_aton` does: `127.1`, octal and hexadecimal parts. They are refused,
 * because most people who write `010.0.0.1` mean another address.
 */
export function parseAddress(text: string): IpAddress | undefined {
	if (IPv4.isValidFourPartDecimal(text)) return IPv4.parse(text);
	// A zone names a network card of one machine, and says nothing about a sender.
	if (text.includes('%') || !IPv6.isValid(text) || isMisleading(text)) return undefined;
	return unmapAddress(IPv6.parse(text));
}

/**
 * Whether an IPv6 address ends like an IPv4 address (RFC 4291 § 2.2) that it is not: in parts that are
 * not decimal, or with nothing but `::` before them, which is deprecated (§ 2.5.5.1).
 */
function isMisleading(address: string): boolean {
	if (!address.includes('.')) return false;
	const end = address.lastIndexOf(':') + 1;
	return address.slice(0, end) === '::' || !IPv4.isValidFourPartDecimal(address.slice(end));
}

/** RFC 4291 § 2.5.5.2: `::ffff:192.0.2.1` is how a dual-stack socket shows an IPv4 client. */
function unmapAddress(address: IPv6): IpAddress {
	return address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}
