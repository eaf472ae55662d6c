import { IPv4, IPv6, isValidCIDR, parse, parseCIDR } from 'ipaddr.js';
import { parseAddress, unmapAddress, type IpAddress } from '../ipAddress';

type Range = readonly [network: IpAddress, prefixLength: number];

export interface Allowlist {
	/** The entries that are neither an address nor a range, as they were written. */
	readonly faults: readonly string[];
	readonly size: number;
	allows(address: string): boolean;
}

const MAPPED_PREFIX_LENGTH = 96;

/**
 * Reads an allowlist: IPv4 and IPv6 addresses and CIDR ranges (RFC 4632, RFC 4291), separated by
 * commas, spaces or new lines; `#` starts a comment that ends with the line.
 *
 * An entry that cannot be read is named in `faults` and never skipped in silence: a typing mistake
 * would else lock the sender out, or let a stranger in.
 */
export function parseAllowlist(text: string): Allowlist {
	const ranges: Range[] = [];
	const faults: string[] = [];

	for (const entry of splitEntries(text)) {
		const range = parseRange(entry);
		if (range) ranges.push(range);
		else faults.push(entry);
	}

	return {
		faults,
		size: ranges.length,
		allows: (address) => {
			const parsed = parseAddress(address);
			return parsed !== undefined && ranges.some((range) => contains(range, parsed));
		},
	};
}

function splitEntries(text: string): string[] {
	return text
		.split(/\r\n|\r|\n/)
		.map((line) => line.replace(/#.*/, ''))
		.flatMap((line) => line.split(/[\s,]+/))
		.filter((entry) => entry !== '');
}

function parseRange(entry: string): Range | undefined {
	const [address, prefix, ...rest] = entry.split('/');
	if (address === undefined || rest.length > 0 || !isStrictAddress(address)) return undefined;
	if (prefix === undefined) {
		const parsed = unmapAddress(parse(address));
		return [parsed, parsed.kind() === 'ipv4' ? 32 : 128];
	}

	if (!/^(0|[1-9]\d{0,2})$/.test(prefix) || !isValidCIDR(entry)) return undefined;
	const [network, prefixLength] = parseCIDR(entry);
	const unmapped = unmapAddress(network);
	if (unmapped === network) return [network, prefixLength];
	// A wider range than ::ffff:0:0/96 is more than IPv4, and its mapped part could never match.
	if (prefixLength < MAPPED_PREFIX_LENGTH) return undefined;
	return [unmapped, prefixLength - MAPPED_PREFIX_LENGTH];
}

/**
 * ipaddr.js also reads what `inet_aton` does: `127.1`, octal and hexadecimal parts. People who
 * write those mean something else more often than not. A zone (RFC 4007) names a network card of
 * one machine and says nothing of a sender.
 */
function isStrictAddress(address: string): boolean {
	if (address.includes(':')) return IPv6.isValid(address) && !address.includes('%');
	return IPv4.isValidFourPartDecimal(address);
}

function contains([network, prefixLength]: Range, address: IpAddress): boolean {
	if (network instanceof IPv4) {
		return address instanceof IPv4 && address.match(network, prefixLength);
	}
	return address instanceof IPv6 && address.match(network, prefixLength);
}
