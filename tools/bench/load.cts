import { sendAll } from '../n8n/client/sendAll.cts';
import type { Contestant } from './contestants.cts';
import { readCpuTime, readPeakMemory, resetPeakMemory, waitUntilIdle } from './usage.cts';

const CONCURRENCY = 10;

let lastId = 0;

/** Sends applications, waits until n8n has processed them, and returns the figures, with the CPU time per request. */
export async function measure(
	{ name, url, n8n: { pid } }: Contestant,
	makeBody: (id: number) => Buffer,
	requests: number,
): Promise<Record<string, number>> {
	await waitUntilIdle(pid);
	resetPeakMemory(pid);
	const cpuBefore = readCpuTime(pid);
	const bodies = Array.from({ length: requests }, () => makeBody((lastId += 1)));
	const start = performance.now();
	for (const { status, text } of await sendAll(url, bodies, CONCURRENCY)) {
		if (status !== 200) throw new Error(`${name} answered with ${status} ${text}`);
	}
	const seconds = (performance.now() - start) / 1000;
	await waitUntilIdle(pid);
	return {
		requestsPerSecond: requests / seconds,
		cpuMilliseconds: (readCpuTime(pid) - cpuBefore) / requests,
		peakMegabytes: readPeakMemory(pid),
	};
}
