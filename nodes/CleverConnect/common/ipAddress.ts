import { IPv4, IPv6 } from 'ipaddr.js';

/** Matches an IPv4 address with a port, or an IPv6 address in brackets (RFC 7239 § 6), as some proxies send them. */
const WITH_PORT = /^(?:([\d.]+):\d{1,5}|\[([\da-f:.]*)\](?::\d{1,5})?)$/i;

/**
 * Returns the address that a socket or a proxy reports in canonical notation, without a port or zone (RFC 4007), or
 * `undefined` if the text isn't an address. A dual-stack socket reports an IPv4 client's address as an IPv4-mapped IPv6
 * address (RFC 4291 § 2.5.5.2), which is returned as an IPv4 address.
 */
export function normalizeClientAddress(text: string): string | undefined {
	const [, ipv4, ipv6] = WITH_PORT.exec(text) ?? [];
	const host = ipv4 ?? ipv6 ?? text;
	if (IPv4.isValidFourPartDecimal(host)) return host;
	const zoneless = host.replace(/%.*/s, '');
	if (!IPv6.isValid(zoneless)) return undefined;
	const address = IPv6.parse(zoneless);
	return (address.isIPv4MappedAddress() ? address.toIPv4Address() : address).toString();
}
