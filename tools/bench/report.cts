import { drawChart } from './chart.cts';
import { CODE, FLOOR, NO_CODE, OURS, type ContestantName } from './contestants.cts';
import type { Measurement } from './load.cts';
import { PAYLOADS, type PayloadSize } from './payload.cts';

export const ENGINES = ['default', 'lazy'] as const;
export type Engine = (typeof ENGINES)[number];

/** The medians of some rounds. The names of its members head the columns of the data. */
export interface Result extends Measurement {
	readonly engine: Engine;
	readonly payload: PayloadSize;
	readonly concurrency: number;
	readonly receiver: ContestantName;
}

export interface Machine {
	readonly n8nVersion: string;
	readonly cores: number;
	readonly processor: string;
}

/** The page shows the figures for this many applications at a time. */
const CONCURRENCY = 10;
const SIZES = Object.keys(PAYLOADS) as PayloadSize[];
const SECONDS_PER_DAY = 86_400;

/** Returns the files of the report, by their path in `docs/`. */
export function composeReport(
	results: readonly Result[],
	machine: Machine,
): Record<string, string> {
	const find = (engine: Engine, payload: PayloadSize, receiver: ContestantName = OURS) => {
		const result = results.find(
			(each) =>
				each.engine === engine &&
				each.payload === payload &&
				each.receiver === receiver &&
				each.concurrency === CONCURRENCY,
		);
		if (!result) throw new Error(`${receiver} was not measured with ${payload}, ${engine} engine.`);
		return result;
	};
	const perSecond = (engine: Engine, payload: PayloadSize) =>
		Math.floor(find(engine, payload).requestsPerSecond);
	const gigabytes = (payload: PayloadSize) =>
		(Math.max(...ENGINES.map((engine) => find(engine, payload).peakMegabytes)) / 1024).toFixed(1);
	const cpu = (engine: Engine, receiver: ContestantName) =>
		`${find(engine, '200 KB', receiver).cpuMilliseconds.toFixed(0)} ms`;

	const rows = SIZES.map(
		(size) =>
			`| ${size} | ${perSecond('default', size)} | ${perSecond('lazy', size)} | ${gigabytes(size)} GB |`,
	);
	const description = SIZES.map(
		(size) =>
			`${size}: ${perSecond('default', size)}, ${perSecond('lazy', size)} with lazy acquire`,
	);
	const perDay = ((perSecond('default', '200 KB') * SECONDS_PER_DAY) / 1e6).toFixed(1);

	const page = `# How many applications can n8n take?

One n8n on a machine with ${machine.cores} cores takes ${perSecond('default', '200 KB')} applications of 200 KB a second, with n8n's default settings. That is ${perDay} million a day, so few companies need a second n8n because of the number of applications.

![Applications per second. ${description.join('. ')}](images/benchmark.svg)

| size of an application | applications a second | with lazy acquire | memory of n8n |
| ---: | ---: | ---: | ---: |
${rows.join('\n')}

The size is that of the whole message. Files take a third more space in it than on a disk.

The figures are for ${CONCURRENCY} applications at a time and a workflow that has only the trigger, so your own steps come on top. They were measured with n8n ${machine.n8nVersion} and SQLite on ${machine.cores} cores (${machine.processor}), with the sender on the same machine.

## Take more with lazy acquire

The setting \`N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true\` tells n8n to prepare its engine for expressions (\`{{ … }}\`) only when a workflow evaluates one. Small applications gain most from lazy acquire: with 200 KB, n8n takes ${perSecond('lazy', '200 KB')} a second instead of ${perSecond('default', '200 KB')}. With 10 MB, it takes ${perSecond('lazy', '10 MB')} instead of ${perSecond('default', '10 MB')}, because the files themselves cause most of the work.

The setting is an environment variable, which n8n reads when it starts. The compose files in [deploy](../deploy) contain it. In a compose file of your own, add it under \`environment:\` of n8n as \`N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: true\`, and run \`docker compose up -d\`.

## Size a machine

- **Speed.** Compare the table with the applications that arrive in your busiest minute, divided by 60. A short burst of more applications [waits in nginx](proxy-and-https.md#how-much-nginx-takes).
- **Memory.** Add the memory that your own steps need to the last column.
- **Disk.** n8n keeps each application with its files until it [deletes the execution](gdpr.md#how-long).
- **Availability.** Choose [queue mode](../deploy/queue-mode/README.md) if applications must be processed while a part of n8n is down.

## Compared with n8n's own nodes

The benchmark sends the same applications to four workflows. Each runs in an n8n of its own:

- \`${OURS}\`: this trigger
- \`${CODE}\` and \`${NO_CODE}\`: n8n's own nodes, with the same token and the same allowed addresses
- \`${FLOOR}\`: a trigger that decodes and stores the files and checks nothing, which shows how much of the work is n8n's own

For an application of 200 KB, the trigger needs ${cpu('default', OURS)} of CPU time. The workflow without code needs ${cpu('default', NO_CODE)}, the workflow with the Code node ${cpu('default', CODE)}, and the floor ${cpu('default', FLOOR)}. With lazy acquire, the times are ${cpu('lazy', OURS)}, ${cpu('lazy', NO_CODE)}, ${cpu('lazy', CODE)}, and ${cpu('lazy', FLOOR)}.

## All figures

[benchmark-data.csv](benchmark-data.csv) has a row for each engine, size, number of applications at a time (\`concurrency\`), and workflow (\`receiver\`). \`cpuMilliseconds\` is the CPU time of n8n for one application. Half of the applications were answered within \`p50Milliseconds\`, and 99 of 100 within \`p99Milliseconds\`. \`peakMegabytes\` is the most memory that n8n had at any time.

To measure on your own machine with Linux, run \`npm run bench\`, which takes about half an hour. \`npm run bench -- --write\` also writes this page, its chart, and the data.
`;
	return {
		'benchmark.md': page,
		'benchmark-data.csv': formatCsv(results),
		'images/benchmark.svg': drawChart(
			SIZES.flatMap((payload) =>
				ENGINES.map((engine) => ({ payload, engine, perSecond: perSecond(engine, payload) })),
			),
		),
	};
}

/** No value has a comma in it. */
function formatCsv(results: readonly Result[]): string {
	const [first] = results;
	const rows = [
		Object.keys(first ?? {}),
		...results.map((result): unknown[] => Object.values(result)),
	];
	return rows.map((row) => `${row.join(',')}\n`).join('');
}
