import { setTimeout as sleep } from 'node:timers/promises';

export interface Patience {
	/** What is there earlier is not waited for; 60 unless told otherwise. */
	readonly seconds?: number;
	/** How long to wait before looking again; 100 unless told otherwise. */
	readonly everyMs?: number;
}

/**
 * Waits until a look finds something, on a machine that may have much else to do.
 *
 * @param what for the error, as in "n8n to be ready"
 * @param look is asked again while it gives nothing; what it throws ends the waiting
 * @throws Error where it has not come about in time
 */
export async function waitUntil<T>(
	what: string,
	look: () => T | Promise<T>,
	{ seconds = 60, everyMs = 100 }: Patience = {},
): Promise<NonNullable<Exclude<T, false>>> {
	const deadline = Date.now() + seconds * 1000;
	for (;;) {
		const found = await look();
		if (found) return found as NonNullable<Exclude<T, false>>;
		if (Date.now() > deadline) throw new Error(`waited ${seconds} s for ${what}`);
		await sleep(everyMs);
	}
}
