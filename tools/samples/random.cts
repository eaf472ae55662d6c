/** Numbers that look random and are the same for the same seed. */
export interface Random {
	/** A whole number from 0 to one less than `limit`. */
	integer(limit: number): number;
	pick<T>(list: readonly [T, ...T[]]): T;
}

/** Mulberry32, by Tommy Ettinger: small, and random enough for inventing people. */
export function seedRandom(seed: number): Random {
	let state = seed | 0;
	const next = (): number => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const integer = (limit: number) => Math.floor(next() * limit);
	return { integer, pick: (list) => list[integer(list.length)] ?? list[0] };
}
