import { setTimeout as sleep } from 'node:timers/promises';

/** Calls a function until it returns a truthy value, and returns that value. `what` completes the error message. */
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
