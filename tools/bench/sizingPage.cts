import { drawChart } from './chart.cts';
import { CODE, FLOOR, NO_CODE, OURS, type ContestantName } from './contestants.cts';
import type { Measurement } from './load.cts';
import { PAYLOADS, type PayloadSize } from './largeBody.cts';

export const ENGINES = ['default', 'lazy'] as const;
export type Engine = (typeof ENGINES)[number];

/** The medians of several rounds. The names of the members are the column headers of the data. */
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

/** The page shows the figures for this many concurrent applications. */
const CONCURRENCY = 10;
const SIZES = Object.keys(PAYLOADS) as PayloadSize[];
const SECONDS_PER_DAY = 86_400;

/** Returns the files in the report, by their path in `docs/`. */
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

	const page = `# How many applications can n8n handle?

On a machine with ${machine.cores} cores and with n8n's default settings, one n8n handles ${perSecond('default', '200 KB')} applications of 200 KB a second. That is ${perDay} million applications a day, so most companies don't need a second n8n.

![Applications per second. ${description.join('. ')}](images/benchmark.svg)

| application size | applications a second | with lazy acquire | n8n's memory |
| ---: | ---: | ---: | ---: |
${rows.join('\n')}

The application size is the size of the whole message. In a message, files are a third larger than on a disk.

The figures are for ${CONCURRENCY} applications at a time, and for a workflow that consists only of the trigger. Your own steps need additional time and memory. The figures were measured with n8n ${machine.n8nVersion} and SQLite on ${machine.cores} cores (${machine.processor}), with the sender on the same machine. Figures that differ by about 10 percent or less are equal within the accuracy of the measurement. For example, an application of 20 KB isn't slower than an application of 200 KB.

## Handle more applications with lazy acquire

The setting \`N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true\` tells n8n to prepare its engine for expressions (\`{{ … }}\`) only when a workflow evaluates an expression. Small applications benefit most: with 200 KB applications, n8n handles ${perSecond('lazy', '200 KB')} per second instead of ${perSecond('default', '200 KB')}. Large applications benefit less, because their files cause most of the work: with 10 MB applications, n8n handles ${perSecond('lazy', '10 MB')} per second instead of ${perSecond('default', '10 MB')}.

The setting speeds up the trigger itself. If a later step evaluates an expression, n8n still has to prepare the engine for that execution, so a workflow with expressions gains less. In a separate measurement with 200 KB applications, one application took 138 ms of CPU time instead of 204 ms in the template _mail-to-recruiter_, and 163 ms instead of 221 ms in _route-by-job_.

The setting is an environment variable, which n8n reads when it starts. The compose files in [deploy](../deploy) contain the setting. If you have your own compose file, add \`N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: true\` to the \`environment:\` section of the n8n service, and run \`docker compose up -d\`.

## Size a machine

- **Speed.** Divide the number of applications in your busiest minute by 60, and compare the result with the table. If more applications arrive for a short time, they [wait in nginx](proxy-and-https.md#how-many-applications-nginx-accepts), which also limits how many applications it accepts from each address.
- **Memory.** To the figure in the last column, add the memory that your own steps need.
- **Disk.** n8n keeps each application with its files until it [deletes the execution](gdpr.md#how-long).
- **Availability.** If applications must be processed even while one of n8n's processes is down, choose [queue mode](../deploy/queue-mode/README.md).

## Compared with n8n's own nodes

The benchmark sends the same applications to four workflows. Each workflow runs in its own n8n:

- \`${OURS}\`: this trigger
- \`${CODE}\` and \`${NO_CODE}\`: n8n's own nodes, with the same token and the same allowed addresses
- \`${FLOOR}\`: a trigger that only decodes and stores the files, without any checks, which shows how much of the work n8n itself causes

For an application of 200 KB, the trigger needs ${cpu('default', OURS)} of CPU time. The workflow without code needs ${cpu('default', NO_CODE)}, the workflow with the Code node ${cpu('default', CODE)}, and the floor ${cpu('default', FLOOR)}. With lazy acquire, the times are ${cpu('lazy', OURS)}, ${cpu('lazy', NO_CODE)}, ${cpu('lazy', CODE)}, and ${cpu('lazy', FLOOR)}.

## All figures

[benchmark-data.csv](benchmark-data.csv) contains a row for each combination of engine, size, number of applications at a time (\`concurrency\`), and workflow (\`receiver\`). \`cpuMilliseconds\` is n8n's CPU time for one application. n8n answered half of the applications within \`p50Milliseconds\`, and 99 of 100 applications within \`p99Milliseconds\`. \`peakMegabytes\` is n8n's peak memory use.

To run the benchmark on your own Linux machine, run \`npm run bench\`, which takes about half an hour. \`npm run bench -- --write\` also writes this page, its chart, and the data.
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

/** No value contains a comma. */
function formatCsv(results: readonly Result[]): string {
	const [first] = results;
	const rows = [
		Object.keys(first ?? {}),
		...results.map((result): unknown[] => Object.values(result)),
	];
	return rows.map((row) => `${row.join(',')}\n`).join('');
}
