const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The callbacks that haven't run yet. */
const running = new Set<() => Promise<void>>();

/**
 * Registers a clean-up that runs before a signal ends this process.
 *
 * @returns a function that runs the clean-up and removes the registration
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
