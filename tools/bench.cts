import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { measureCosts } from './bench/cost.cts';
import { CODE, OURS, publishContestant, type Contestant } from './bench/contestants.cts';
import { findMedian, measure, type Measurement } from './bench/load.cts';
import { createPayload } from './bench/largeBody.cts';
import { withProgress } from './common/progress.cts';
import { startInstance } from './n8n/start/instance.cts';

const HELP = `npm run bench -- [options]

Measures on Linux how many applications n8n takes with CleverConnect Trigger and with a Webhook node and
a Code node, each in its own n8n, and writes docs/benchmark-data.csv. This takes about half an hour.

  --quick    only one measurement of each, and no file
  --cost     only the CPU time that the most expensive bodies of 16 MB take, by stage and in n8n (about
             a quarter of an hour)
`;

/** The sizes of a body as the sender posts it, in KB, and the number of requests that take several seconds. */
const PAYLOADS = [
	['20 KB', 20, 100],
	['200 KB', 200, 200],
	['2 MB', 2048, 30],
	['10 MB', 10_240, 10],
] as const;

const ENGINES = { default: {}, lazy: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' } };
const CONCURRENCY = 10;
const ROUNDS = 3;

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			cost: { type: 'boolean' },
			quick: { type: 'boolean' },
			help: { type: 'boolean', short: 'h' },
		},
	});
	if (values.help) {
		console.log(HELP);
	} else if (values.cost) {
		console.table(await measureCosts());
	} else {
		const rounds = values.quick ? 1 : ROUNDS;
		const results: object[] = [];
		for (const engine of ['default', 'lazy'] as const) {
			results.push(...(await measureEngine(engine, rounds)));
		}
		console.table(results);
		const lines: unknown[][] = [Object.keys(results[0] ?? {})];
		lines.push(...results.map((row): unknown[] => Object.values(row)));
		if (!values.quick) await writeFile('docs/benchmark-data.csv', `${lines.join('\n')}\n`);
	}
}

/** The contestants take turns, so that both notice when the machine is busy. */
async function measureEngine(engine: keyof typeof ENGINES, rounds: number): Promise<object[]> {
	const instances = [];
	try {
		const contestants: Contestant[] = [];
		for (const name of [OURS, CODE] as const) {
			const instance = await startInstance(ENGINES[engine]);
			instances.push(instance);
			contestants.push(await publishContestant(name, instance));
		}
		const results: object[] = [];
		for (const [payload, kilobytes, requests] of PAYLOADS) {
			const load = {
				makeBody: createPayload(kilobytes * 1024),
				concurrency: CONCURRENCY,
				requests,
			};
			await withProgress(`${engine} engine, ${payload}`, async () => {
				const all = contestants.map((): Measurement[] => []);
				// The first round is a warm-up.
				for (let round = 0; round <= rounds; round++) {
					for (const [index, contestant] of contestants.entries()) {
						const measurement = await measure(contestant, load);
						if (round > 0) all[index]?.push(measurement);
					}
				}
				contestants.forEach(({ name: receiver }, index) => {
					results.push({ engine, payload, receiver, ...findMedians(all[index] ?? []) });
				});
			});
		}
		return results;
	} finally {
		await Promise.all(instances.map(async (instance) => await instance.stop()));
	}
}

/** Returns the median of each figure. */
function findMedians(rounds: readonly Measurement[]): object {
	const figures = Object.keys(rounds[0] ?? {}) as Array<keyof Measurement>;
	return Object.fromEntries(
		figures.map((figure) => [
			figure,
			Number(findMedian(rounds.map((round) => round[figure])).toFixed(1)),
		]),
	);
}

void main();
