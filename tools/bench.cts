import { map, mapValues, round, sortBy, times } from 'lodash';
import { publishTrigger, publishWebhookAndCode, type Contestant } from './bench/contestants.cts';
import { readCpuTime, readPeakMemory, resetPeakMemory, waitUntilIdle } from './bench/usage.cts';
import { cleanUpAll } from './common/cleanUp.cts';
import { sendAll } from './n8n/client/sendAll.cts';
import { startInstance } from './n8n/start/instance.cts';
import { PADDED_APPLICATION } from './samples/exampleApplication.cts';

/** For each payload, its name, the size of a body in KB, and the number of requests in a round. */
const PAYLOADS = [
	['20 KB', 20, 100],
	['200 KB', 200, 200],
	['2 MB', 2048, 30],
	['10 MB', 10_240, 10],
] as const;

const ENGINES = { default: {}, lazy: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' } };

const ROUNDS = 3;
const CONCURRENCY = 10;

type Figures = Readonly<Record<string, number>>;

let lastId = 0;

/** Measures on Linux, for several minutes, how fast n8n processes applications with the trigger and with its own nodes. */
async function main(): Promise<void> {
	const results: object[] = [];
	for (const [engine, environment] of Object.entries(ENGINES)) {
		const contestants = [
			await publishTrigger(await startInstance({ ...environment })),
			await publishWebhookAndCode(await startInstance({ ...environment })),
		];
		for (const [payload, kilobytes, requests] of PAYLOADS) {
			console.log(`${engine}, ${payload} …`);
			const rounds = contestants.map((): Figures[] => []);
			// The contestants take turns, so that both notice when the machine is busy. The first round is a warm-up.
			for (let count = 0; count <= ROUNDS; count++) {
				for (const [index, contestant] of contestants.entries()) {
					rounds[index]?.push(await measure(contestant, kilobytes, requests));
				}
			}
			for (const [index, { name: receiver }] of contestants.entries()) {
				const [, ...measured] = rounds[index] ?? [];
				results.push({ engine, payload, receiver, ...findMedians(measured) });
			}
		}
		await cleanUpAll();
	}
	console.table(results);
}

/** Sends applications of the given size, waits until n8n has processed them, and returns the measured values. */
async function measure(
	{ name, url, n8n: { pid } }: Contestant,
	kilobytes: number,
	requests: number,
): Promise<Figures> {
	await waitUntilIdle(pid);
	resetPeakMemory(pid);
	const cpuBefore = readCpuTime(pid);
	const bodies = times(requests, () => makeBody(kilobytes));
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

function findMedians(rounds: readonly Figures[]): object {
	return mapValues(rounds[0], (_value, figure) => {
		const median = sortBy(map(rounds, figure))[Math.floor(rounds.length / 2)];
		return round(median ?? NaN, 1);
	});
}

void main().finally(() => void cleanUpAll());
