import { IPv4, IPv6 } from 'ipaddr.js';

export type IpAddress = IPv4 | IPv6;

/** Matches an IPv4 address with a port, or an IPv6 address in brackets (RFC 7239 § 6), as some proxies send them. */
const WITH_PORT = /^(?:([\d.]+):\d{1,5}|\[([\da-f]{0,4}:[\da-f:.]*)\](?::\d{1,5})?)$/i;

/** Returns the client address that a socket or a proxy reports, without a port or zone (RFC 4007). */
export function parseClientAddress(text: string): IpAddress | undefined {
	const match = WITH_PORT.exec(text);
	const host = match?.[1] ?? match?.[2] ?? text;
	const zoneless = host.replace(/%.*/s, '');
	return parseAddress(zoneless.includes(':') ? zoneless : host);
}

/**
 * Parses an IPv4 or IPv6 address. An IPv4-mapped IPv6 address is returned as an IPv4 address.
 *
 * Like `inet_aton`, ipaddr.js also accepts `127.1` and octal or hexadecimal parts. This function accepts only four
 * decimal parts without leading zeros, because most people who write `010.0.0.1` don't mean an octal number.
 */
export function parseAddress(text: string): IpAddress | undefined {
	if (IPv4.isValidFourPartDecimal(text)) return IPv4.parse(text);
	// A zone identifies a network interface on one machine, so it doesn't identify a sender.
	if (text.includes('%') || !IPv6.isValid(text) || isMisleading(text)) return undefined;
	const address = IPv6.parse(text);
	// RFC 4291 § 2.5.5.2: a dual-stack socket reports an IPv4 client's address in this form.
	return address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

/**
 * Whether an IPv6 address ends like an IPv4 address (RFC 4291 § 2.2) in a misleading way: with parts that aren't
 * decimal, or after only `::` (a deprecated form, § 2.5.5.1).
 */
function isMisleading(address: string): boolean {
	if (!address.includes('.')) return false;
	const end = address.lastIndexOf(':') + 1;
	return address.slice(0, end) === '::' || !IPv4.isValidFourPartDecimal(address.slice(end));
}
