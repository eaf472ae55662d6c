import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { buildPackage } from './n8n/install/communityPackage.cts';
import { N8N_VERSION } from './n8n/install/installation.cts';
import { startInstance, type Instance } from './n8n/start/instance.cts';
import { say, withProgress } from './common/progress.cts';
import { NAMES, publishContestant, type Contestant } from './bench/contestants.cts';
import { measure, summarize, type Measurement } from './bench/load.cts';
import { createPayload, PAYLOADS, type PayloadSize } from './bench/largeBody.cts';
import {
	composeReport,
	ENGINES,
	type Engine,
	type Machine,
	type Result,
} from './bench/sizingPage.cts';

const HELP = `npm run bench -- [options]

Starts n8n, and measures how many applications it takes with CleverConnect Trigger and with
workflows of n8n's own nodes. All measurements together take about half an hour.

  --engine default|lazy     n8n's expression engine, default or with lazy acquire (default: both)
  --payload "200 KB"        ${Object.keys(PAYLOADS).join(', ')} (default: all)
  --concurrency 10          requests at a time (default: 1 and 10)
  --rounds 3                the figures are the medians of so many rounds
  --cost                    only the CPU time that the most expensive bodies of 16 MB take, by stage
                            and in n8n (about a quarter of an hour)
  --core                    only the node's own code, without n8n
  --write                   also writes docs/benchmark.md, its chart and docs/benchmark-data.csv
`;

/** The number of requests for each size, so that a measurement takes several seconds. */
const REQUESTS: Readonly<Record<PayloadSize, number>> = {
	'20 KB': 100,
	'200 KB': 200,
	'2 MB': 30,
	'10 MB': 10,
};
const WARM_UP_REQUESTS = 50;
const DOCS = path.join(__dirname, '..', 'docs');

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			engine: { type: 'string', multiple: true },
			payload: { type: 'string', multiple: true },
			concurrency: { type: 'string', multiple: true },
			rounds: { type: 'string', default: '3' },
			core: { type: 'boolean' },
			cost: { type: 'boolean' },
			write: { type: 'boolean' },
			help: { type: 'boolean', short: 'h' },
		},
	});
	if (values.help) {
		process.stdout.write(HELP);
		return;
	}
	const isPartial = Boolean(values.engine ?? values.payload ?? values.concurrency);
	if (values.write && isPartial) throw new Error('--write needs all measurements.');
	const engines = choose('--engine', ENGINES, values.engine);
	const payloads = choose('--payload', Object.keys(PAYLOADS) as PayloadSize[], values.payload);
	const concurrencies = (values.concurrency ?? ['1', '10']).map(readCount);
	const rounds = readCount(values.rounds);

	await buildPackage();
	/* eslint-disable @typescript-eslint/no-require-imports -- the modules need files that the build generates, and a native import() bypasses tsx */
	const { measureCosts } = require('./bench/cost.cts') as typeof import('./bench/cost.cts');
	const { measureCore } = require('./bench/core.cts') as typeof import('./bench/core.cts');
	/* eslint-enable @typescript-eslint/no-require-imports */

	if (values.core) {
		console.table(await measureCore());
		return;
	}

	if (process.platform !== 'linux') {
		throw new Error(
			'CPU and memory are read from /proc, which Linux has. Here, only --core works.',
		);
	}
	if (values.cost) {
		console.table(await measureCosts());
		return;
	}
	const results: Result[] = [];
	for (const engine of engines) {
		results.push(...(await measureEngine(engine, { payloads, concurrencies, rounds })));
	}

	console.table(results);
	if (values.write) await write(composeReport(results, describeMachine()));
}

function choose<T extends string>(
	option: string,
	all: readonly T[],
	chosen: readonly string[] = all,
): T[] {
	const unknown = chosen.find((value) => !all.some((each) => each === value));
	if (unknown !== undefined) {
		throw new Error(`${option} must be one of ${all.join(', ')}. "${unknown}" is not one of them.`);
	}
	return all.filter((each) => chosen.includes(each));
}

function readCount(text: string): number {
	const count = Number(text);
	if (!Number.isInteger(count) || count < 1)
		throw new Error(`"${text}" is not a whole number of 1 or more.`);
	return count;
}

interface Scope {
	readonly payloads: readonly PayloadSize[];
	readonly concurrencies: readonly number[];
	readonly rounds: number;
}

/** Each contestant has its own n8n, and the contestants take turns. */
async function measureEngine(engine: Engine, scope: Scope): Promise<Result[]> {
	const instances: Instance[] = [];
	try {
		const contestants: Contestant[] = [];
		for (const name of NAMES) {
			const instance = await startInstance({
				N8N_CUSTOM_EXTENSIONS: path.join(__dirname, 'bench', 'floor'),
				...(engine === 'lazy' && { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' }),
			});
			instances.push(instance);
			contestants.push(await publishContestant(name, instance));
		}
		const results: Result[] = [];
		for (const payload of scope.payloads) {
			for (const concurrency of scope.concurrencies) {
				const what = `${engine} engine, ${payload}, ${concurrency} at a time`;
				await withProgress(what, async () => {
					results.push(
						...(await takeTurns(contestants, engine, payload, concurrency, scope.rounds)),
					);
				});
			}
		}
		return results;
	} finally {
		await Promise.all(instances.map(async (instance) => await instance.stop()));
	}
}

async function takeTurns(
	contestants: readonly Contestant[],
	engine: Engine,
	payload: PayloadSize,
	concurrency: number,
	rounds: number,
): Promise<Result[]> {
	const makeBody = createPayload(PAYLOADS[payload]);
	const requests = REQUESTS[payload];
	for (const contestant of contestants) {
		await measure(contestant, {
			makeBody,
			concurrency,
			requests: Math.min(requests, WARM_UP_REQUESTS),
		});
	}
	const measurements = new Map<Contestant, Measurement[]>();
	for (let round = 0; round < rounds; round++) {
		for (const contestant of contestants) {
			const measurement = await measure(contestant, { makeBody, concurrency, requests });
			measurements.set(contestant, [...(measurements.get(contestant) ?? []), measurement]);
		}
	}
	return [...measurements].map(([{ name: receiver }, all]) => ({
		engine,
		payload,
		concurrency,
		receiver,
		...summarize(all),
	}));
}

function describeMachine(): Machine {
	const processors = cpus();
	const processor = processors[0]?.model ?? 'unknown processor';
	return { n8nVersion: N8N_VERSION, cores: processors.length, processor };
}

async function write(files: Readonly<Record<string, string>>): Promise<void> {
	for (const [name, content] of Object.entries(files)) {
		const file = path.join(DOCS, name);
		const isMarkdown = name.endsWith('.md');
		const options = { ...(await resolveConfig(file)), filepath: file };
		await writeFile(file, isMarkdown ? await format(content, options) : content);
		say(`Written: docs/${name}`);
	}
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
});
