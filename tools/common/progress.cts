/** Reports on a long operation with a line at the start, every ten seconds, and at the end. */
export async function withProgress<T>(what: string, work: () => Promise<T>): Promise<T> {
	const start = Date.now();
	const result = await withStatusLines(what, work);
	say(`  done in ${secondsSince(start)}`);
	return result;
}

/** Reports in the same way, but without a line at the end. */
export async function withStatusLines<T>(
	what: string,
	work: () => Promise<T>,
	describe: () => string = () => '',
): Promise<T> {
	const start = Date.now();
	say(`${what} …`);
	const timer = setInterval(
		() => say(`  … ${secondsSince(start)} ${describe()}`.trimEnd()),
		10_000,
	);
	try {
		return await work();
	} finally {
		clearInterval(timer);
	}
}

export function say(text: string): void {
	process.stderr.write(`${text}\n`);
}

function secondsSince(start: number): string {
	return `${Math.round((Date.now() - start) / 1000)} s`;
}
