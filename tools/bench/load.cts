import { sortBy } from 'lodash';
import { deliver } from '../n8n/client/workflow.cts';
import type { Contestant } from './contestants.cts';
import { readCpuTime, readPeakMemory, resetPeakMemory, waitUntilIdle } from './usage.cts';

const CONCURRENCY = 10;

let lastId = 0;

/**
 * Sends a number of applications, each with a different id, and waits until n8n has processed them.
 *
 * @returns the figures for docs/benchmark-data.csv; the CPU time is per request
 */
export async function measure(
	{ name, url, n8n: { pid } }: Contestant,
	makeBody: (id: number) => Buffer,
	requests: number,
): Promise<Record<string, number>> {
	await waitUntilIdle(pid);
	resetPeakMemory(pid);
	const cpuBefore = readCpuTime(pid);
	const queue = Array.from({ length: requests }).values();
	const start = performance.now();
	const send = async () => {
		for (const _request of queue) {
			const response = await deliver(url, makeBody((lastId += 1)));
			await response.text();
			if (!response.ok) throw new Error(`${name} answered with ${response.status}`);
		}
	};
	await Promise.all(Array.from({ length: CONCURRENCY }, send));
	const seconds = (performance.now() - start) / 1000;
	await waitUntilIdle(pid);
	return {
		requestsPerSecond: requests / seconds,
		cpuMilliseconds: (readCpuTime(pid) - cpuBefore) / requests,
		peakMegabytes: readPeakMemory(pid),
	};
}

/** If the number of values is even, returns the upper of the two middle values. */
export function findMedian(values: readonly number[]): number {
	return sortBy(values)[Math.floor(values.length / 2)] ?? NaN;
}
