import { err, ok, type Result } from '../result';
import { parseAddress, type IpAddress } from './ipAddress';

export interface Allowlist {
	readonly size: number;
	allows(address: string): boolean;
	/** Returns an IP version for which the entries together allow every address on the internet. */
	findUnrestrictedVersion(): 'IPv4' | 'IPv6' | undefined;
}

/** The addresses from `first` through `last`, as numbers. */
interface Range {
	readonly kind: 'ipv4' | 'ipv6';
	readonly first: bigint;
	readonly last: bigint;
}

const ADDRESS_BITS = { ipv4: 32, ipv6: 128 } as const;
const MAPPED_PREFIX_LENGTH = 96;
/** IPv4 below multicast (RFC 1112 § 4), and the IPv6 from which IANA has allocated addresses so far. */
const UNICAST = {
	ipv4: { first: 0n, last: 0xdfff_ffffn },
	ipv6: { first: 0x2000n << 112n, last: (0x3000n << 112n) - 1n },
} as const;
/** The larger ranges that no sender on the internet can have (RFC 6890 § 2.2.2). */
const NOT_PUBLIC =
	'0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16';

/**
 * Returns the allowlist that a text describes: addresses and CIDR ranges of IPv4 and IPv6 (RFC 4632,
 * RFC 4291), separated by commas, spaces, or new lines. `#` starts a comment that extends to the end of
 * the line.
 *
 * The error lists the entries that are neither an address nor a range. No entry is skipped, because a
 * typing mistake could then lock the sender out or let a stranger in.
 */
export function parseAllowlist(text: string): Result<Allowlist, readonly string[]> {
	const { ranges, invalidEntries } = parseRanges(text);
	if (invalidEntries.length > 0) return err(invalidEntries);

	return ok({
		size: ranges.length,
		allows: (address) => {
			const parsed = parseAddress(address);
			if (!parsed) return false;
			const number = toNumber(parsed);
			return ranges.some(
				({ kind, first, last }) => kind === parsed.kind() && first <= number && number <= last,
			);
		},
		findUnrestrictedVersion: () => {
			if (coverUnicast(ranges, 'ipv4')) return 'IPv4';
			return coverUnicast(ranges, 'ipv6') ? 'IPv6' : undefined;
		},
	});
}

function parseRanges(text: string): {
	ranges: readonly Range[];
	invalidEntries: readonly string[];
} {
	const ranges: Range[] = [];
	const invalidEntries: string[] = [];
	for (const entry of splitEntries(text)) {
		const range = parseRange(entry);
		if (range) ranges.push(range);
		else invalidEntries.push(entry);
	}
	return { ranges, invalidEntries };
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
	const address = parseAddress(text);
	if (address === undefined || rest.length > 0) return undefined;
	const bits = ADDRESS_BITS[address.kind()];
	if (prefix === undefined) return createRange(address, bits);
	if (!/^(?:0|[1-9]\d{0,2})$/.test(prefix)) return undefined;

	const isMapped = address.kind() === 'ipv4' && text.includes(':');
	// Negative if the range is wider than ::ffff:0:0/96 and therefore doesn't contain only IPv4 addresses.
	const prefixLength = isMapped ? Number(prefix) - MAPPED_PREFIX_LENGTH : Number(prefix);
	return prefixLength >= 0 && prefixLength <= bits ? createRange(address, prefixLength) : undefined;
}

function createRange(address: IpAddress, prefixLength: number): Range {
	const kind = address.kind();
	const size = 1n << BigInt(ADDRESS_BITS[kind] - prefixLength);
	const first = (toNumber(address) / size) * size;
	return { kind, first, last: first + size - 1n };
}

function toNumber(address: IpAddress): bigint {
	return BigInt(`0x${Buffer.from(address.toByteArray()).toString('hex')}`);
}

/** Whether ranges include all addresses that senders on the internet can have. */
function coverUnicast(ranges: readonly Range[], kind: Range['kind']): boolean {
	const unicast = UNICAST[kind];
	let next: bigint = unicast.first;
	const sorted = [...ranges, ...parseRanges(NOT_PUBLIC).ranges]
		.filter((range) => range.kind === kind)
		// Stryker disable next-line EqualityOperator: ranges that start together may come in any order.
		.sort((a, b) => Number(a.first > b.first) - Number(a.first < b.first));
	for (const { first, last } of sorted) {
		if (first > next) break;
		if (last >= next) next = last + 1n;
	}
	return next > unicast.last;
}
