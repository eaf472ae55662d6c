import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until a function returns a truthy value, and returns that value.
 *
 * @param what the condition for the error message, as in "n8n to be ready"
 * @param find the function, which is called repeatedly; an error that it throws is passed on
 */
export async function waitUntil<T>(
	what: string,
	find: () => T | Promise<T>,
	{ seconds = 60, everyMs = 100 } = {},
): Promise<NonNullable<Exclude<T, false>>> {
	const deadline = Date.now() + seconds * 1000;
	for (;;) {
		const found = await find();
		if (found) return found as NonNullable<Exclude<T, false>>;
		if (Date.now() > deadline) throw new Error(`waited ${seconds} s for ${what}`);
		await sleep(everyMs);
	}
}
