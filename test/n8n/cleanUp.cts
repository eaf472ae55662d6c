const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Has this process clean up before a signal ends it.
 *
 * @returns the same for when all went well
 */
export function stopOnSignals(stop: () => Promise<void>): () => Promise<void> {
	const stopOnce = async () => {
		for (const signal of SIGNALS) process.off(signal, stopAndExit);
		await stop();
	};
	const stopAndExit = () => void stopOnce().finally(() => process.exit(130));
	for (const signal of SIGNALS) process.on(signal, stopAndExit);
	return stopOnce;
}
