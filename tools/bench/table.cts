import { CODE, FLOOR, NO_CODE, OURS, type ContestantName } from './contestants.cts';
import type { CoreMeasurement } from './core.cts';
import type { Measurement } from './load.cts';
import type { PayloadSize } from './payload.cts';

export const ENGINES = ['default', 'lazy'] as const;
export type Engine = (typeof ENGINES)[number];

/** One line of a table: medians of some rounds. */
export interface Result extends Measurement {
	readonly name: ContestantName;
	readonly engine: Engine;
	readonly payload: PayloadSize;
	readonly concurrency: number;
}

const STAGES = ['JSON.parse', 'application', 'attachments', 'items'] as const;
export type Stage = (typeof STAGES)[number];

/** The CPU time in milliseconds that one body takes in each stage. */
export interface Cost extends Readonly<Record<Stage, number>> {
	readonly name: string;
}

const ENGINE_TITLES: Readonly<Record<Engine, string>> = {
	default: "n8n's default expression engine",
	lazy: 'With `N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true`',
};

const HEAD = [
	'| | requests/s | CPU per request | p50 | p99 | peak memory |',
	'| --- | ---: | ---: | ---: | ---: | ---: |',
];

/** A table per engine, size and concurrency, in Markdown, with what ours is to the others. */
export function formatTables(results: readonly Result[]): string {
	return ENGINES.flatMap((engine) => {
		const ofEngine = results.filter((result) => result.engine === engine);
		if (ofEngine.length === 0) return [];
		const titles = new Set(ofEngine.map(titleOf));
		return [
			`## ${ENGINE_TITLES[engine]}`,
			...[...titles].map((title) =>
				formatTable(
					title,
					ofEngine.filter((result) => titleOf(result) === title),
				),
			),
		];
	}).join('\n\n');
}

export function formatCore({
	ours,
	decodeOnly,
}: Readonly<Record<'ours' | 'decodeOnly', CoreMeasurement>>): string {
	const row = (name: string, { milliseconds, kilobytes }: CoreMeasurement) =>
		`| ${name} | ${milliseconds.toFixed(2)} ms | ${kilobytes.toFixed(0)} KB |`;
	return [
		'## The core alone, an application of 200 KB',
		'',
		'| | time | memory allocated |',
		'| --- | ---: | ---: |',
		row('checks, decodes, inspects and hashes', ours),
		row('only decodes', decodeOnly),
	].join('\n');
}

/** A row for each body, the first of which the others are compared to. */
export function formatCosts(costs: readonly Cost[]): string {
	const total = (cost: Cost) => STAGES.reduce((sum, stage) => sum + cost[stage], 0);
	const ours = (cost: Cost) => total(cost) - cost['JSON.parse'];
	const [benign] = costs;
	return [
		'## What a body of 16 MB costs, in milliseconds of CPU',
		'',
		`| | ${STAGES.join(' | ')} | without JSON.parse, to the first |`,
		`| --- |${' ---: |'.repeat(STAGES.length + 1)}`,
		...costs.map((cost) => {
			const columns = STAGES.map((stage) => cost[stage].toFixed(0));
			const ratio = benign ? ours(cost) / ours(benign) : 1;
			return `| ${cost.name} | ${columns.join(' | ')} | ${ratio.toFixed(1)} |`;
		}),
	].join('\n');
}

function titleOf({ payload, concurrency }: Result): string {
	return `${payload}, ${concurrency === 1 ? 'one after the other' : `${concurrency} at a time`}`;
}

function formatTable(title: string, results: readonly Result[]): string {
	const rows = results.map(
		({ name, requestsPerSecond, cpu, p50, p99, peakMemory }) =>
			`| ${name} | ${requestsPerSecond.toFixed(1)} | ${cpu.toFixed(1)} ms | ${p50} ms | ${p99} ms | ${peakMemory.toFixed(0)} MB |`,
	);
	return [`### ${title}`, '', ...HEAD, ...rows, '', compare(results)].join('\n');
}

function compare(results: readonly Result[]): string {
	const find = (name: ContestantName) => results.find((result) => result.name === name);
	const [ours, code, noCode, floor] = [OURS, CODE, NO_CODE, FLOOR].map((name) =>
		find(name as ContestantName),
	);
	if (!ours || !code || !noCode || !floor) return '';
	const ratio = (value: number) => value.toFixed(2);
	const cheaper = Math.min(code.cpu, noCode.cpu);
	const faster = Math.max(code.requestsPerSecond, noCode.requestsPerSecond);
	return [
		`CleverConnect Trigger takes ${ratio(ours.cpu / cheaper)} of the CPU of the cheaper alternative`,
		`and ${ratio(ours.cpu / floor.cpu)} of the floor's,`,
		`serves ${ratio(ours.requestsPerSecond / faster)} times the requests of the faster alternative,`,
		`and has ${ratio(ours.peakMemory / floor.peakMemory)} of the floor's peak memory.`,
	].join(' ');
}
