import { writeFile } from 'node:fs/promises';
import { map, mapValues, round, sortBy } from 'lodash';
import { publishTrigger, publishWebhookAndCode, type Contestant } from './bench/contestants.cts';
import { measure } from './bench/load.cts';
import { cleanUpAll } from './common/cleanUp.cts';
import { startInstance } from './n8n/start/instance.cts';

/** The sizes of a body as the sender posts it, in KB, and the number of requests that take several seconds. */
const PAYLOADS = [
	['20 KB', 20, 100],
	['200 KB', 200, 200],
	['2 MB', 2048, 30],
	['10 MB', 10_240, 10],
] as const;

const ENGINES = { default: {}, lazy: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' } };

const ROUNDS = 3;

/** Measures on Linux how many applications n8n takes, and writes docs/benchmark-data.csv, in about half an hour. */
async function main(): Promise<void> {
	const results: object[] = [];
	for (const [engine, environment] of Object.entries(ENGINES)) {
		const rows = await measureEngine(environment);
		results.push(...rows.map((row) => ({ engine, ...row })));
	}
	console.table(results);
	const lines = [Object.keys(results[0] ?? {}), ...results.map((row) => Object.values(row).join())];
	await writeFile('docs/benchmark-data.csv', `${lines.join('\n')}\n`);
}

async function measureEngine(environment: object): Promise<object[]> {
	const contestants: Contestant[] = [];
	for (const publish of [publishTrigger, publishWebhookAndCode]) {
		contestants.push(await publish(await startInstance({ ...environment })));
	}
	const results: object[] = [];
	for (const [payload, kilobytes, requests] of PAYLOADS) {
		const measurements: Array<Record<string, number>> = [];
		// The contestants take turns, so that both notice when the machine is busy. The first round is a warm-up.
		for (let count = 0; count <= ROUNDS; count++) {
			for (const contestant of contestants) {
				measurements.push(await measure(contestant, kilobytes, requests));
			}
		}
		for (const [index, { name: receiver }] of contestants.entries()) {
			const own = measurements.filter((_, position) => position % contestants.length === index);
			results.push({ payload, receiver, ...findMedians(own.slice(1)) });
		}
	}
	await cleanUpAll();
	return results;
}

function findMedians(rounds: ReadonlyArray<Record<string, number>>): object {
	return mapValues(rounds[0], (_value, figure) => {
		const median = sortBy(map(rounds, figure))[Math.floor(rounds.length / 2)];
		return round(median ?? NaN, 1);
	});
}

void main().finally(() => void cleanUpAll());
