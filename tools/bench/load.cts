import { deliver } from '../n8n/client/workflow.cts';
import type { Contestant } from './contestants.cts';
import { readCpuTime, readPeakMemory, resetPeakMemory, waitUntilIdle } from './usage.cts';

export interface Load {
	readonly makeBody: (id: number) => Buffer;
	readonly concurrency: number;
	readonly requests: number;
}

export interface Measurement {
	readonly requestsPerSecond: number;
	/** The CPU time per request that n8n and the processes that it starts use. */
	readonly cpuMilliseconds: number;
	/** The median time until the response. */
	readonly p50Milliseconds: number;
	readonly p99Milliseconds: number;
	/** The peak resident memory. */
	readonly peakMegabytes: number;
}

let lastId = 0;

/** Sends a number of applications, each with a different id, and waits until n8n has processed them. */
export async function measure(
	{ name, url, pid }: Contestant,
	{ makeBody, concurrency, requests }: Load,
): Promise<Measurement> {
	await waitUntilIdle(pid);
	resetPeakMemory(pid);
	const cpuBefore = readCpuTime(pid);
	const times: number[] = [];
	const queue = Array.from({ length: requests }).values();
	const start = performance.now();
	const send = async () => {
		for (const _request of queue) {
			const sent = performance.now();
			const response = await deliver(url, makeBody((lastId += 1)));
			await response.text();
			if (!response.ok) throw new Error(`${name} answered with ${response.status}`);
			times.push(performance.now() - sent);
		}
	};
	await Promise.all(Array.from({ length: concurrency }, send));
	const seconds = (performance.now() - start) / 1000;
	await waitUntilIdle(pid);
	return {
		requestsPerSecond: requests / seconds,
		cpuMilliseconds: (readCpuTime(pid) - cpuBefore) / requests,
		p50Milliseconds: findPercentile(times, 50),
		p99Milliseconds: findPercentile(times, 99),
		peakMegabytes: readPeakMemory(pid),
	};
}

export function findPercentile(values: readonly number[], percent: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(Math.floor((values.length * percent) / 100), values.length - 1)] ?? NaN;
}

/** If the number of values is even, returns the upper of the two middle values. */
export const findMedian = (values: readonly number[]): number => findPercentile(values, 50);
