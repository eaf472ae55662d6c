import { err, ok, type Result } from '../common/result';
import { contains, parseRange, type IpRange } from './ipRange';

export interface Allowlist {
	readonly size: number;
	allows(address: string): boolean;
}

/** The maximum number of invalid entries that an error lists. */
export const MAXIMUM_INVALID_ENTRIES = 5;
/**
 * Matches an entry that looks like an address or range with a typo. Errors don't quote other invalid entries, because
 * these could be tokens in the wrong field.
 */
const ALMOST_ADDRESS =
	/^(?:[\d*]{1,3}(?:\.[\d*]{0,3}){1,8}(?::\d{1,5})?|(?=.*::|(?:[^:]*:){7})[\da-f]{0,4}(?::[\da-f*]{0,4}){1,8})(?:\/[\d.]{0,15})?$/i;

/**
 * Returns the allowlist that a string describes: IPv4 and IPv6 addresses and CIDR ranges (RFC 4632, RFC 4291),
 * separated by commas, spaces, or newlines. `#` starts a comment that extends to the end of the line.
 *
 * The error identifies the first invalid entries by their text or position. No invalid entry is ignored, because that
 * could lock the sender out or let a stranger in.
 */
export function parseAllowlist(text: string): Result<Allowlist, readonly string[]> {
	const ranges: IpRange[] = [];
	const invalidEntries: string[] = [];
	const entries = text.replace(/#.*/g, '').match(/[^\s,]+/g) ?? [];
	for (const [index, entry] of entries.entries()) {
		const range = parseRange(entry);
		if (range) ranges.push(range);
		else invalidEntries.push(ALMOST_ADDRESS.test(entry) ? `"${entry}"` : `entry ${index + 1}`);
		if (invalidEntries.length === MAXIMUM_INVALID_ENTRIES) break;
	}
	if (invalidEntries.length > 0) return err(invalidEntries);

	return ok({
		size: ranges.length,
		allows: (address) => {
			const client = parseRange(address);
			return client !== undefined && ranges.some((range) => contains(range, client));
		},
	});
}
