import { sendAll } from '../n8n/client/sendAll.cts';
import { PADDED_APPLICATION } from '../samples/exampleApplication.cts';
import type { Contestant } from './contestants.cts';
import { readCpuTime, readPeakMemory, resetPeakMemory, waitUntilIdle } from './usage.cts';

const CONCURRENCY = 10;

let lastId = 0;

/** Sends applications of a size, waits until n8n has processed them, and returns the figures per request. */
export async function measure(
	{ name, url, n8n: { pid } }: Contestant,
	kilobytes: number,
	requests: number,
): Promise<Record<string, number>> {
	await waitUntilIdle(pid);
	resetPeakMemory(pid);
	const cpuBefore = readCpuTime(pid);
	const bodies = Array.from({ length: requests }, () => makeBody(kilobytes));
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

/** Returns a body of about this size with its own number, so that no body is a duplicate. */
function makeBody(kilobytes: number): string {
	const json = JSON.stringify({ ...PADDED_APPLICATION, id: (lastId += 1) });
	return json.replace('{padding}', 'ICAg'.repeat(kilobytes * 256 - json.length / 4));
}
