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
	/** The CPU time per request that n8n and the processes that it starts use. */
	readonly cpuMilliseconds: number;
	/** The median time until the response. */
	readonly p50Milliseconds: number;
	readonly p99Milliseconds: number;
	/** The peak resident memory. */
	readonly peakMegabytes: number;
}

const ANSWERED_WITHIN_SECONDS = 120;

let lastId = 0;

/** Sends a number of applications, each with a different id, and waits until n8n has processed them. */
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
		cpuMilliseconds: ((await readCpuTime(pid)) - cpuBefore) / requests,
		p50Milliseconds: latency.p50,
		p99Milliseconds: latency.p99,
		peakMegabytes: await readPeakMemory(pid),
	};
}

/** Returns the median of each figure. */
export function summarize(measurements: readonly Measurement[]): Measurement {
	const median = (key: keyof Measurement, digits = 0) =>
		Number(findMedian(measurements.map((measurement) => measurement[key])).toFixed(digits));
	return {
		requestsPerSecond: median('requestsPerSecond', 1),
		cpuMilliseconds: median('cpuMilliseconds', 1),
		p50Milliseconds: median('p50Milliseconds'),
		p99Milliseconds: median('p99Milliseconds'),
		peakMegabytes: median('peakMegabytes'),
	};
}
