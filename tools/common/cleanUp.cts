import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The cleanups that haven't run yet, in the order of their registration. */
const registered = new Set<() => Promise<void>>();

/** Registers a cleanup for `cleanUpAll` and for signals. Returns a function that runs it, unless it has already run. */
export function registerCleanUp(cleanUp: () => Promise<unknown>): () => Promise<void> {
	const runOnce = async () => {
		if (!registered.delete(runOnce)) return;
		for (const signal of SIGNALS) if (registered.size === 0) process.off(signal, cleanUpAndExit);
		await cleanUp();
	};
	registered.add(runOnce);
	for (const signal of SIGNALS) if (registered.size === 1) process.on(signal, cleanUpAndExit);
	return runOnce;
}

/** Runs all cleanups, the latest first. If some fail, the others run too, and the first error is thrown at the end. */
export async function cleanUpAll(): Promise<void> {
	const errors: unknown[] = [];
	for (const cleanUp of [...registered].reverse()) {
		await cleanUp().catch((error: unknown) => errors.push(error));
	}
	if (errors.length > 0) throw errors[0];
}

export async function createFolder(name: string): Promise<string> {
	const folder = await mkdtemp(path.join(tmpdir(), `${name}-`));
	registerCleanUp(async () => {
		await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
	});
	return folder;
}

function cleanUpAndExit(): void {
	void cleanUpAll().finally(() => process.exit(130));
}
