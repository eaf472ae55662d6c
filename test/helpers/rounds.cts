/** The numbers of the rounds. Every fault occurs once in each round. `SCALE_ROUNDS=3` sets three rounds instead of one. */
export const ROUNDS = Array.from(
	{ length: Number(process.env.SCALE_ROUNDS ?? 1) },
	(_, index) => index + 1,
);
