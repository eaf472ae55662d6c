import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { round, sortBy, sumBy, times } from 'lodash';
import { cleanUpAll } from './common/cleanUp.cts';
import { withProgress } from './common/progress.cts';
import { waitUntil } from './common/waitUntil.cts';
import { sendAll } from './n8n/client/sendAll.cts';
import { isOpen } from './n8n/client/session.cts';
import { publishReceiver } from './n8n/client/workflow.cts';
import { startInstance, type Instance } from './n8n/start/instance.cts';
import { PADDED_APPLICATION } from './samples/exampleApplication.cts';

/** The sizes of a body as the sender posts it, in KB, each with a number of requests that keeps n8n busy for seconds. */
const PAYLOADS = [
	['20 KB', 20, 100],
	['200 KB', 200, 200],
	['2 MB', 2048, 30],
	['10 MB', 10_240, 10],
] as const;
const ENGINES = { default: {}, lazy: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' } };
const CONCURRENCY = 10;
const ROUNDS = 3;

let lastId = 0;

/** Measures on Linux how many applications n8n takes, and writes docs/benchmark-data.csv, in about fifteen minutes. */
async function main(): Promise<void> {
	const results: object[] = [];
	for (const [engine, environment] of Object.entries(ENGINES)) {
		const n8n = await startInstance({ ...environment });
		const { productionUrl, workflowId } = await publishReceiver(n8n);
		for (const [payload, kilobytes, requests] of PAYLOADS) {
			const rounds: Array<Awaited<ReturnType<typeof measure>>> = [];
			await withProgress(payload, async () => {
				for (let count = 0; count <= ROUNDS; count++) {
					const bodies = times(requests, () => composeBody(kilobytes));
					rounds.push(await measure(n8n, productionUrl, workflowId, bodies));
				}
			});
			// The first round is a warm-up.
			const [requestsPerSecond, peakMegabytes] = ([0, 1] as const).map((figure) => {
				const values = sortBy(rounds.slice(1).map((figures) => figures[figure]));
				return round(values[Math.floor(ROUNDS / 2)] ?? NaN, 1);
			});
			results.push({ engine, payload, requestsPerSecond, peakMegabytes });
		}
		await cleanUpAll();
	}
	console.table(results);
	const lines = [Object.keys(results[0] ?? {}), ...results.map((row) => Object.values(row).join())];
	writeFileSync('docs/benchmark-data.csv', `${lines.join('\n')}\n`);
}

/** Returns a body of about this size with its own number, so that no body is a duplicate. */
function composeBody(kilobytes: number): string {
	const json = JSON.stringify({ ...PADDED_APPLICATION, id: (lastId += 1) });
	return json.replace('{padding}', 'ICAg'.repeat(kilobytes * 256 - json.length / 4));
}

/** Sends applications, waits until n8n has processed them, and returns the requests per second and the peak memory. */
async function measure(
	{ pid, session }: Instance,
	url: string,
	workflowId: string,
	bodies: readonly string[],
) {
	// n8n frees memory while it is idle.
	await sleep(15_000);
	for (const each of listTree(pid)) writeFileSync(`/proc/${each}/clear_refs`, '5');
	const start = performance.now();
	for (const { status, text } of await sendAll(url, bodies, CONCURRENCY)) {
		if (status !== 200) throw new Error(`n8n answered with ${status} ${text}`);
	}
	const seconds = (performance.now() - start) / 1000;
	const isIdle = async () =>
		!(await session.summarizeExecutions(workflowId)).some(({ status }) => isOpen(status));
	await waitUntil('n8n to be idle', isIdle, { seconds: 300, everyMs: 1000 });
	const kilobytes = sumBy(listTree(pid), (each) =>
		Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${each}/status`, 'utf8'))?.[1]),
	);
	return [bodies.length / seconds, kilobytes / 1024] as const;
}

/** Returns a process and the processes that it has started. */
function listTree(pid: number): number[] {
	const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').match(/\d+/g) ?? [];
	return [pid, ...children.flatMap((child) => listTree(Number(child)))];
}

void main().finally(() => void cleanUpAll());
