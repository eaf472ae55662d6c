const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What has to be stopped yet. */
const running = new Set<() => Promise<void>>();

/**
 * Has this process clean up before a signal ends it.
 *
 * @returns the same for when all went well
 */
export function stopOnSignals(stop: () => Promise<void>): () => Promise<void> {
	running.add(stop);
	for (const signal of SIGNALS) if (running.size === 1) process.on(signal, stopAllAndExit);
	return async () => {
		running.delete(stop);
		for (const signal of SIGNALS) if (running.size === 0) process.off(signal, stopAllAndExit);
		await stop();
	};
}

function stopAllAndExit(): void {
	void Promise.allSettled([...running].map(async (stop) => await stop())).then(() =>
		process.exit(130),
	);
}
