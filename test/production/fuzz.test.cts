import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { say } from '../../tools/common/progress.cts';
import { run } from '../../tools/common/command.cts';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import { isOpen } from '../../tools/n8n/client/session.cts';
import {
	publishReceiver,
	TOKEN,
	type Receiver,
	type ReceiverOptions,
} from '../../tools/n8n/client/workflow.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { anyApplication } from '../helpers/anyApplication.cts';
import { sendAll } from '../../tools/n8n/client/copies.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';

// Sends mutated applications over HTTP. Set FUZZ_SEED to repeat a run.

const SEED = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
const BATCHES = 10;
const BATCH = 200;
const STATUSES = [200, 413, 415, 422, 503];

jest.setTimeout(BATCHES * BATCH * 1000);

const RECEIVERS: readonly ReceiverOptions[] = [
	{},
	{ parameters: { output: 'attachment', onIssues: 'review' } },
	{
		settings: { binaryMode: 'combined' },
		parameters: { output: 'attachment', options: { keepContent: true, acceptedFileTypes: '' } },
	},
	{ parameters: { onIssues: 'reject', options: { maxFileSize: 0.001 } } },
	{ credential: { authentication: 'bearer', token: `={{ '${TOKEN}' }}` } },
];

/** The JSON text of valid applications, with a part replaced. */
const textual = fc
	.tuple(fc.nat(), fc.nat(1000), fc.nat(40), fc.string({ unit: 'binary' }))
	.map(([id, start, length, inserted]) => {
		const text = JSON.stringify(goodApplication({ id }));
		return text.slice(0, start) + inserted + text.slice(start + length);
	});

const bodies = fc.oneof(
	{ weight: 3, arbitrary: anyApplication.map((application) => JSON.stringify(application)) },
	textual,
);

async function readMemory(pid: number): Promise<number> {
	return Number(await run('ps', ['-o', 'rss=', '-p', String(pid)], { cwd: __dirname })) / 1024;
}

it('accepted mutated applications start one execution each, all responses are documented, and memory use stays steady', async () => {
	say(`fuzzing with FUZZ_SEED=${SEED}`);
	const n8n = await startAnotherN8n({
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
		NODE_OPTIONS: '--max-old-space-size=768',
	});
	const { pid, session } = n8n;
	const receivers = await Promise.all(
		RECEIVERS.map(async (options) => await publishReceiver(n8n, options)),
	);
	const accepted = RECEIVERS.map(() => 0);
	const memory: number[] = [];
	for (let batch = 0; batch < BATCHES; batch++) {
		const seed = SEED + batch;
		const sent = fc.sample(bodies, { seed, numRuns: BATCH });
		const sendTo = async ({ productionUrl }: Receiver, index: number) => {
			const own = sent.filter((_, position) => position % RECEIVERS.length === index);
			for (const { status, text } of await sendAll(productionUrl, own, 2)) {
				const reply = `FUZZ_SEED ${seed}, receiver ${index}: ${status} ${text.slice(0, 500)}`;
				if (!STATUSES.includes(status)) throw new Error(reply);
				if (text.startsWith('{"status":"accepted"')) accepted[index] = (accepted[index] ?? 0) + 1;
			}
		};
		await Promise.all(receivers.map(sendTo));
		memory.push(await readMemory(pid));
	}
	say(`  memory after each batch, in MB: ${memory.map(Math.round).join(', ')}`);
	expect(n8n.pid).toBe(pid);
	expect(memory.at(-1)).toBeLessThan(Number(memory[BATCHES / 2]) * 1.3);

	for (const [index, { workflowId }] of receivers.entries()) {
		const statuses = await waitUntil(`executions of ${workflowId} to end`, async () => {
			const summaries = await session.summarizeExecutions(workflowId);
			return !summaries.some(({ status }) => isOpen(status)) && summaries;
		});
		expect(accepted[index]).toBeGreaterThan(5);
		expect(new Set(statuses.map(({ status }) => status))).toEqual(new Set(['success']));
		// Earlier n8n versions list only the first hundred executions, but count all of them.
		expect(await session.countExecutions(workflowId)).toBe(accepted[index]);
	}
});
