/** Writes past jest, which would add where the line comes from. */
export function say(text: string): void {
	process.stderr.write(`${text}\n`);
}
