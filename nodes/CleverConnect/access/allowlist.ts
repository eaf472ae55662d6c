import { IPv4, IPv6 } from 'ipaddr.js';
import { err, ok, type Result } from '../common/result';
import { parseAddress, type IpAddress } from '../common/ipAddress';

export interface Allowlist {
	readonly size: number;
	allows(address: string): boolean;
	/** Whether the entries together allow few enough senders that no token is needed. */
	isRestrictive(): boolean;
}

/** The addresses from `first` through `last`, as numbers. */
interface Range {
	readonly kind: 'ipv4' | 'ipv6';
	readonly first: bigint;
	readonly last: bigint;
}

const ADDRESS_BITS = { ipv4: 32, ipv6: 128 } as const;
const MAPPED_PREFIX_LENGTH = 96;
/**
 * The addresses that senders on the internet can have, and how many of them are too many: a /12 of IPv4 or a /32
 * of IPv6. If a digit is missing in a prefix, as in `203.0.113.0/2`, the range exceeds this limit. Large ranges of
 * cloud providers exceed it too. 64:ff9b::/96 (RFC 6052 § 2.1) and ranges in 64:ff9b:1::/48 (RFC 8215) contain
 * every IPv4 address.
 */
const SENDERS = [
	{ range: createRange(IPv4.parse('0.0.0.0'), 0), limit: 1n << 20n },
	{ range: createRange(IPv6.parse('64:ff9b::'), 96), limit: 1n << 20n },
	{ range: createRange(IPv6.parse('64:ff9b:1::'), 48), limit: 1n << 20n },
	{ range: createRange(IPv6.parse('2000::'), 3), limit: 1n << 96n },
] as const;
/** The ranges of IPv4 that reach this limit, but are not on the internet (RFC 6890 § 2.2.2). */
const INTERNAL = ['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '172.16.0.0/12'].map((range) =>
	createRange(...IPv4.parseCIDR(range)),
);
/** An error lists no more invalid entries than this. */
export const MAXIMUM_INVALID_ENTRIES = 5;
/**
 * An address or a range with a typing mistake. No other invalid entry is quoted, because it could be a
 * token in the wrong field.
 */
const ALMOST_ADDRESS =
	/^(?:[\d*]{1,3}(?:\.[\d*]{0,3}){1,8}(?::\d{1,5})?|(?=.*::|(?:[^:]*:){7})[\da-f]{0,4}(?::[\da-f*]{0,4}){1,8})(?:\/[\d.]{0,15})?$/i;

/**
 * Returns the allowlist that a text describes: addresses and CIDR ranges of IPv4 and IPv6 (RFC 4632,
 * RFC 4291), separated by commas, spaces, or new lines. `#` starts a comment that extends to the end of
 * the line.
 *
 * The error names the first entries that are neither an address nor a range, by their text or their
 * position. No entry is skipped, because a typing mistake could then lock the sender out or let a
 * stranger in.
 */
export function parseAllowlist(text: string): Result<Allowlist, readonly string[]> {
	const ranges: Range[] = [];
	const invalidEntries: string[] = [];
	for (const [index, entry] of splitEntries(text).entries()) {
		const range = parseRange(entry);
		if (range) ranges.push(range);
		else invalidEntries.push(ALMOST_ADDRESS.test(entry) ? `"${entry}"` : `entry ${index + 1}`);
		if (invalidEntries.length === MAXIMUM_INVALID_ENTRIES) break;
	}
	if (invalidEntries.length > 0) return err(invalidEntries);

	return ok({
		size: ranges.length,
		allows: (address) => {
			const parsed = parseAddress(address);
			if (!parsed) return false;
			const client = createRange(parsed, ADDRESS_BITS[parsed.kind()]);
			return ranges.some((range) => contains(range, client));
		},
		isRestrictive: () => {
			const external = ranges.filter((range) => !INTERNAL.some((other) => contains(other, range)));
			return SENDERS.every(({ range, limit }) => countAddresses(external, range) < limit);
		},
	});
}

function splitEntries(text: string): string[] {
	return text
		.replace(/#.*/g, '')
		.split(/[\s,]+/)
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

function contains(outer: Range, inner: Range): boolean {
	return outer.kind === inner.kind && outer.first <= inner.first && inner.last <= outer.last;
}

function toNumber(address: IpAddress): bigint {
	return BigInt(`0x${Buffer.from(address.toByteArray()).toString('hex')}`);
}

/** Returns how many addresses of a range are in at least one of several ranges. */
function countAddresses(ranges: readonly Range[], within: Range): bigint {
	let count = 0n;
	let next = within.first;
	const sorted = ranges
		.filter(({ kind }) => kind === within.kind)
		// Stryker disable next-line EqualityOperator: ranges that start together may come in any order.
		.sort((a, b) => Number(a.first > b.first) - Number(a.first < b.first));
	for (const { first, last } of sorted) {
		const from = first < next ? next : first;
		const to = last > within.last ? within.last : last;
		if (from > to) continue;
		count += to - from + 1n;
		next = to + 1n;
	}
	return count;
}
