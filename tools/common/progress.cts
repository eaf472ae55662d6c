/** Reports on a long operation with a line at the start, every ten seconds, and at the end. */
export async function withProgress<T>(what: string, work: () => Promise<T>): Promise<T> {
	say(`${what} …`);
	let seconds = 0;
	const timer = setInterval(() => say(`  … ${(seconds += 10)} s`), 10_000);
	const start = Date.now();
	try {
		const result = await work();
		say(`  done in ${Math.round((Date.now() - start) / 1000)} s`);
		return result;
	} finally {
		clearInterval(timer);
	}
}

export function say(text: string): void {
	process.stderr.write(`${text}\n`);
}
