import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { say } from '../../tools/common/progress.cts';
import { run } from '../../tools/common/command.cts';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import { isOpen } from '../../tools/n8n/client/session.cts';
import {
	CREDENTIAL_TYPE,
	deliver,
	publishReceiver,
	TOKEN,
	type ReceiverOptions,
} from '../../tools/n8n/client/workflow.cts';
import { DOCUMENTED_SAMPLE, goodApplication } from '../../tools/samples/exampleApplication.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';

// Sends mutated applications over HTTP. Set FUZZ_SEED to repeat a run.

const SEED = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
const BATCHES = 10;
const BATCH = 200;
const CONCURRENCY = 10;
const ANSWERED_WITHIN_MS = 30_000;
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
	// The credential of this workflow becomes invalid.
	{ name: 'Invalid' },
];
const INVALID = RECEIVERS.length - 1;

/** Names that have a meaning for the trigger, n8n, or JavaScript. */
const names = fc.constantFrom(
	...['jobId', 'candidate', 'attachments', 'origin', 'attachment', 'issues', 'receipt'],
	...['json', 'binary', 'pairedItem', 'error', '$json', '_files', 'data'],
	...['__proto__', 'constructor', 'toJSON', 'length', 'then'],
);
const file = { id: 'filesystem-v2:x', mimeType: 'text/plain', data: 'filesystem-v2' };
const long = ['a', '1 ', '.js', '\u0301', '"'].map((unit) => unit.repeat(1e6 / unit.length));
const anything = fc.oneof(
	{ weight: 40, arbitrary: fc.jsonValue({ noUnicodeString: false, depthSize: 'small' }) },
	{ weight: 10, arbitrary: fc.dictionary(names, fc.constantFrom(null, 7, [], {})) },
	{ weight: 10, arbitrary: fc.constantFrom<unknown>(file, '={{ $env.PATH }}') },
	{ weight: 1, arbitrary: fc.constantFrom(...long) },
);
const attachment = fc.record(
	{
		type: fc.oneof(fc.constantFrom('resume', 'letter', '__proto__'), anything),
		contentType: fc.oneof(fc.constantFrom('pdf', 'docx', 'application/pdf'), anything),
		content: fc.oneof(
			fc.base64String({ maxLength: 4000 }),
			fc.constantFrom('JVBERi0xLjQK', 'UEsDBBQAAAA=', '0M8R4KGxGuE=', '***', ''),
			anything,
		),
		fileName: fc.oneof(fc.string({ unit: 'binary' }), anything),
		binaryField: anything,
	},
	{ requiredKeys: [] },
);

/** Valid applications with some members replaced. */
const structural = fc
	.record({
		base: fc.constantFrom<object>(goodApplication(), DOCUMENTED_SAMPLE),
		id: fc.oneof({ weight: 5, arbitrary: fc.nat() }, { weight: 1, arbitrary: anything }),
		changes: fc.dictionary(
			names,
			fc.oneof(anything, attachment, fc.array(attachment, { maxLength: 23 })),
			{ maxKeys: 3 },
		),
	})
	.map(({ base, id, changes }) => JSON.stringify({ ...base, id, ...changes }));

/** The JSON text of valid applications, with a part replaced. */
const textual = fc
	.tuple(fc.nat(), fc.nat(1000), fc.nat(40), fc.string({ unit: 'binary' }))
	.map(([id, start, length, inserted]) => {
		const text = JSON.stringify(goodApplication({ id }));
		return text.slice(0, start) + inserted + text.slice(start + length);
	});

const requests = fc.tuple(
	fc.oneof({ weight: 3, arbitrary: structural }, { weight: 1, arbitrary: textual }),
	fc.nat(INVALID),
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
	try {
		const { pid, session } = n8n;
		const receivers = await Promise.all(
			RECEIVERS.map(async (options) => await publishReceiver(n8n, options)),
		);
		await session.updateCredential(
			String(receivers[INVALID]?.credentialId),
			'Invalid',
			CREDENTIAL_TYPE,
			{ authentication: 'bearer', token: '={{ gone( }}' },
		);
		/** How many requests to each workflow had each result: a status, or `accepted` or `duplicate`. */
		const results = RECEIVERS.map(() => new Map<string | number, number>());

		const send = async ([body, index]: [string, number], name: string) => {
			const url = String(receivers[index]?.productionUrl);
			const response = await deliver(url, body, {}, AbortSignal.timeout(ANSWERED_WITHIN_MS));
			const { status } = response;
			const text = await response.text();
			if (!(index === INVALID ? [422, 500, 503] : STATUSES).includes(status)) {
				throw new Error(`${name}, receiver ${index}: ${status} ${text.slice(0, 500)}`);
			}
			const result = status === 200 ? (JSON.parse(text) as { status: string }).status : status;
			results[index]?.set(result, (results[index].get(result) ?? 0) + 1);
		};

		const memory: number[] = [];
		const start = Date.now();
		for (let batch = 0; batch < BATCHES; batch++) {
			const seed = SEED + batch;
			const queue = fc.sample(requests, { seed, numRuns: BATCH }).entries();
			const work = async () => {
				for (const [index, request] of queue) await send(request, `FUZZ_SEED ${seed} #${index}`);
			};
			await Promise.all(Array.from({ length: CONCURRENCY }, work));
			memory.push(await readMemory(pid));
		}
		say(`  memory after each batch, in MB: ${memory.map(Math.round).join(', ')}`);
		expect(n8n.pid).toBe(pid);
		expect(memory.at(-1)).toBeLessThan(Number(memory[BATCHES / 2]) * 1.3);

		const minutes = Math.ceil((Date.now() - start) / 60_000);
		for (const [index, { workflowId }] of receivers.entries()) {
			const statuses = await waitUntil(`executions of ${workflowId} to end`, async () => {
				const summaries = await session.summarizeExecutions(workflowId);
				const all = summaries.map(({ status }) => status);
				return !summaries.some(({ status }) => isOpen(status)) && all;
			});
			if (index === INVALID) {
				expect(statuses).toEqual(Array(results[index]?.get(500)).fill('error'));
				expect(statuses.length).toBeLessThanOrEqual(minutes + 1);
			} else {
				expect(results[index]?.get('accepted')).toBeGreaterThan(5);
				expect(new Set(statuses)).toEqual(new Set(['success']));
				// Earlier n8n versions list only the first hundred executions, but count all of them.
				expect(await session.countExecutions(workflowId)).toBe(results[index]?.get('accepted'));
			}
		}
	} finally {
		await n8n.stop();
	}
});
