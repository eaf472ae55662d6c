import autocannon from 'autocannon';
import type { Contestant } from './contestants.cts';
import { findMedian } from './median.cts';
import { readCpuTime, readPeakMemory, resetPeakMemory, waitUntilIdle } from './usage.cts';

export interface Load {
	readonly makeBody: (id: number) => Buffer;
	readonly concurrency: number;
	readonly requests: number;
}

export interface Measurement {
	readonly requestsPerSecond: number;
	/** Per request, of n8n and what it starts, in milliseconds. */
	readonly cpu: number;
	/** Time until the answer, in milliseconds. */
	readonly p50: number;
	readonly p99: number;
	/** The most that was resident at a time, in megabytes. */
	readonly peakMemory: number;
}

const ANSWERED_WITHIN_SECONDS = 120;

let lastId = 0;

/** Sends a number of applications, each with another id, and waits until n8n is done with them. */
export async function measure(
	{ name, url, headers, pid }: Contestant,
	{ makeBody, concurrency, requests }: Load,
): Promise<Measurement> {
	await waitUntilIdle(pid);
	await resetPeakMemory(pid);
	const cpuBefore = await readCpuTime(pid);
	const start = performance.now();
	let end = start;
	const { latency, ...result } = await new Promise<autocannon.Result>((resolve, reject) => {
		const options: autocannon.Options = {
			url,
			connections: concurrency,
			amount: requests,
			timeout: ANSWERED_WITHIN_SECONDS,
			method: 'POST',
			headers: { 'content-type': 'application/json', ...headers },
			requests: [{ setupRequest: (request) => ({ ...request, body: makeBody((lastId += 1)) }) }],
		};
		autocannon(options, (error: unknown, done) => {
			if (error)
				reject(error instanceof Error ? error : new Error('autocannon failed', { cause: error }));
			else resolve(done);
		}).on('response', () => (end = performance.now()));
	});
	if (result['2xx'] !== requests) {
		throw new Error(`${name} answered only ${result['2xx']} of ${requests} requests with 2xx`);
	}
	await waitUntilIdle(pid);
	return {
		requestsPerSecond: (requests * 1000) / (end - start),
		cpu: ((await readCpuTime(pid)) - cpuBefore) / requests,
		p50: latency.p50,
		p99: latency.p99,
		peakMemory: await readPeakMemory(pid),
	};
}

/** Of each figure the median. */
export function summarize(measurements: readonly Measurement[]): Measurement {
	const median = (key: keyof Measurement) =>
		findMedian(measurements.map((measurement) => measurement[key]));
	return {
		requestsPerSecond: median('requestsPerSecond'),
		cpu: median('cpu'),
		p50: median('p50'),
		p99: median('p99'),
		peakMemory: median('peakMemory'),
	};
}
