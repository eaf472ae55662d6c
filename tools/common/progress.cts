/** Writes to stderr instead of the console, to which jest would add each line's origin. */
export function say(text: string): void {
	process.stderr.write(`${text}\n`);
}
