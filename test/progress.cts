/** Says what is going on while it takes long: a line at the start, one every ten seconds, one at the end. */
export async function withProgress<T>(
	what: string,
	work: () => Promise<T>,
	describe: () => string = () => '',
): Promise<T> {
	const start = Date.now();
	const seconds = () => `${Math.round((Date.now() - start) / 1000)} s`;
	say(`${what} …`);
	const timer = setInterval(() => say(`  … ${seconds()} ${describe()}`.trimEnd()), 10_000);
	try {
		const result = await work();
		say(`  done in ${seconds()}`);
		return result;
	} finally {
		clearInterval(timer);
	}
}

export function say(text: string): void {
	process.stderr.write(`${text}\n`);
}
