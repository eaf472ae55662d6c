import { setTimeout as sleep } from 'node:timers/promises';

export interface WaitOptions {
	/** The time limit. The default is 60. */
	readonly seconds?: number;
	/** The interval between two calls. The default is 100. */
	readonly everyMs?: number;
}

/**
 * Waits until a function returns a truthy value, and returns that value.
 *
 * @param what the condition for the error message, as in "n8n to be ready"
 * @param find the function, which is called repeatedly; an error that it throws is passed on
 * @throws Error if the time limit is exceeded
 */
export async function waitUntil<T>(
	what: string,
	find: () => T | Promise<T>,
	{ seconds = 60, everyMs = 100 }: WaitOptions = {},
): Promise<NonNullable<Exclude<T, false>>> {
	const deadline = Date.now() + seconds * 1000;
	for (;;) {
		const found = await find();
		if (found) return found as NonNullable<Exclude<T, false>>;
		if (Date.now() > deadline) throw new Error(`waited ${seconds} s for ${what}`);
		await sleep(everyMs);
	}
}
