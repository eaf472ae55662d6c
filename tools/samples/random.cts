/** Pseudo-random numbers, which are the same for the same seed. */
export interface Random {
	/** Returns a whole number from 0 to `limit - 1`. */
	integer(limit: number): number;
	pick<T>(list: readonly [T, ...T[]]): T;
}

/** Returns a generator: Mulberry32, by Tommy Ettinger. */
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
