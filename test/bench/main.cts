import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { run } from '../n8n/command.cts';
import { N8N_VERSION } from '../n8n/installation.cts';
import { startInstance, type Instance } from '../n8n/instance.cts';
import { say, withProgress } from '../progress.cts';
import { drawChart } from './chart.cts';
import { NAMES, publishContestant, type Contestant } from './contestants.cts';
import { measureCore } from './core.cts';
import { measure, summarize, type Measurement } from './load.cts';
import { createPayload, PAYLOADS, type PayloadSize } from './payload.cts';
import { ENGINES, formatCore, formatTables, type Engine, type Result } from './table.cts';

const HELP = `npm run bench -- [options]

Measures how many applications n8n takes with CleverConnect Trigger, and with what would be
built otherwise, on real n8n that are started for it. All of it takes about half an hour.

  --engine default|lazy     n8n's expression engine, default or with lazy acquire (default: both)
  --payload "200 KB"        ${Object.keys(PAYLOADS).join(', ')} (default: all)
  --concurrency 10          requests at a time (default: 1 and 10)
  --rounds 3                the tables give medians of these
  --core                    only the parts of the node that know nothing of n8n
  --write                   keeps the results in docs/benchmark.md and docs/images/benchmark.svg
`;

/** Enough to last some seconds each. */
const REQUESTS: Readonly<Record<PayloadSize, number>> = {
	'20 KB': 100,
	'200 KB': 100,
	'2 MB': 30,
	'10 MB': 10,
};
const WARM_UP_REQUESTS = 25;
const ROOT = path.join(__dirname, '..', '..');

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			engine: { type: 'string', multiple: true },
			payload: { type: 'string', multiple: true },
			concurrency: { type: 'string', multiple: true },
			rounds: { type: 'string', default: '3' },
			core: { type: 'boolean' },
			write: { type: 'boolean' },
			help: { type: 'boolean', short: 'h' },
		},
	});
	if (values.help) return print(HELP);

	const core = formatCore(await measureCore());
	if (values.core) return print(core);

	const results: Result[] = [];
	await withProgress('Building the package', async () => {
		await run('npm', ['run', '--silent', 'build'], { cwd: ROOT });
	});
	for (const engine of ENGINES.filter((each) => values.engine?.includes(each) ?? true)) {
		results.push(
			...(await measureEngine(engine, {
				payloads: (Object.keys(PAYLOADS) as PayloadSize[]).filter(
					(each) => values.payload?.includes(each) ?? true,
				),
				concurrencies: (values.concurrency ?? ['1', '10']).map(Number),
				rounds: Number(values.rounds),
			})),
		);
	}

	const report = [describeMachine(), formatTables(results), core].join('\n\n');
	print(report);
	if (values.write) await keep(report, results);
}

interface Scope {
	readonly payloads: readonly PayloadSize[];
	readonly concurrencies: readonly number[];
	readonly rounds: number;
}

/** Each contestant has an n8n to itself, and they take turns. */
async function measureEngine(engine: Engine, scope: Scope): Promise<Result[]> {
	const instances: Instance[] = [];
	try {
		const contestants: Contestant[] = [];
		for (const name of NAMES) {
			const instance = await startInstance({
				N8N_CUSTOM_EXTENSIONS: path.join(__dirname, 'floor'),
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
	const makeBody = createPayload(payload);
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
	return [...measurements].map(([{ name }, all]) => ({
		name,
		engine,
		payload,
		concurrency,
		...summarize(all),
	}));
}

function describeMachine(): string {
	const processors = cpus();
	return `n8n ${N8N_VERSION} with SQLite, ${processors.length} cores (${processors[0]?.model ?? 'unknown'}), sender on the same machine`;
}

async function keep(report: string, results: readonly Result[]): Promise<void> {
	const images = path.join(ROOT, 'docs', 'images');
	await mkdir(images, { recursive: true });
	await writeFile(path.join(images, 'benchmark.svg'), drawChart(results));
	await writeFile(
		path.join(ROOT, 'docs', 'benchmark.md'),
		`# Benchmark\n\nMade by \`npm run bench -- --write\`.\n\n${report}\n`,
	);
	say('Written: docs/benchmark.md, docs/images/benchmark.svg');
}

function print(text: string): void {
	process.stdout.write(`${text}\n`);
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
});
