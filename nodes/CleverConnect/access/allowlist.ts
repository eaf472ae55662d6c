import { IPv4, IPv6 } from 'ipaddr.js';
import { parseAddress, type IpAddress } from '../ipAddress';

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
			return ranges.some((range) => contains(range, parsed));
		},
	};
}

function splitEntries(text: string): string[] {
	return text
		.split(/\r\n|\r|\n/)
		.map((line) => line.replace(/#.*/, ''))
		.flatMap((line) => line.split(/[\s,]/))
		.filter((entry) => entry !== '');
}

function parseRange(entry: string): Range | undefined {
	const [text, prefix, ...rest] = entry.split('/') as [string, ...string[]];
	// A zone names a network card of one machine, and says nothing of a sender.
	const address = text.includes('%') ? undefined : parseAddress(text);
	if (address === undefined || rest.length > 0) return undefined;
	const bits = address instanceof IPv4 ? 32 : 128;
	if (prefix === undefined) return [address, bits];
	if (!/^(?:0|[1-9]\d{0,2})$/.test(prefix)) return undefined;

	const isMapped = address instanceof IPv4 && text.includes(':');
	// What is wider than ::ffff:0:0/96 is more than IPv4, and falls below 0 here.
	const prefixLength = isMapped ? Number(prefix) - MAPPED_PREFIX_LENGTH : Number(prefix);
	return prefixLength >= 0 && prefixLength <= bits ? [address, prefixLength] : undefined;
}

function contains([network, prefixLength]: Range, address: IpAddress | undefined): boolean {
	if (network instanceof IPv4) {
		return address instanceof IPv4 && address.match(network, prefixLength);
	}
	return address instanceof IPv6 && address.match(network, prefixLength);
}
