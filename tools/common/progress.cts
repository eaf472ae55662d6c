/** Reports on a long operation with a line at the start, every ten seconds, and at the end. */
export async function withProgress<T>(what: string, work: () => Promise<T>): Promise<T> {
	const start = Date.now();
	const result = await withStatusLines(what, work);
	say(`  done in ${Math.round((Date.now() - start) / 1000)} s`);
	return result;
}

/** Reports in the same way, but without a line at the end. */
export async function withStatusLines<T>(
	what: string,
	work: () => Promise<T>,
	describe: () => string = () => '',
): Promise<T> {
	say(`${what} …`);
	let seconds = 0;
	const timer = setInterval(() => say(`  … ${(seconds += 10)} s ${describe()}`.trimEnd()), 10_000);
	try {
		return await work();
	} finally {
		clearInterval(timer);
	}
}

export function say(text: string): void {
	process.stderr.write(`${text}\n`);
}
