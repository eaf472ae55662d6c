import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { say } from '../../tools/common/progress.cts';
import { run } from '../../tools/common/command.cts';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import { isOpen } from '../../tools/n8n/client/session.cts';
import {
	publishReceiver,
	TOKEN,
	TRIGGER,
	type Receiver,
	type ReceiverOptions,
} from '../../tools/n8n/client/workflow.cts';
import { sendAll } from '../../tools/n8n/client/sendAll.cts';
import type { Instance } from '../../tools/n8n/start/instance.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { anyApplication } from '../helpers/anyApplication.cts';
import { execute } from '../helpers/execute.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';

// An n8n with limited memory gets mutated applications, and applications that are almost as large as it allows.

let n8n: Instance;

beforeAll(async () => {
	n8n = await startAnotherN8n({
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
		N8N_PAYLOAD_SIZE_MAX: '16',
		NODE_OPTIONS: '--max-old-space-size=1024',
	});
});

/** Set FUZZ_SEED to repeat a run. */
const SEED = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
const BATCHES = 10;
const BATCH = 200;
const STATUSES = [200, 413, 415, 422, 503];

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

it('accepted mutated applications start one execution each, all responses are documented, and memory use stays steady', async () => {
	say(`fuzzing with FUZZ_SEED=${SEED}`);
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
		const kilobytes = await run('ps', ['-o', 'rss=', '-p', String(n8n.pid)]);
		memory.push(Math.round(Number(kilobytes) / 1024));
	}
	say(`  memory after each batch, in MB: ${memory.join(', ')}`);
	expect(memory.at(-1)).toBeLessThan(Number(memory[BATCHES / 2]) * 1.3);

	for (const [index, { workflowId }] of receivers.entries()) {
		const statuses = await waitUntil(`executions of ${workflowId} to end`, async () => {
			const summaries = await n8n.session.summarizeExecutions(workflowId);
			return !summaries.some(({ status }) => isOpen(status)) && summaries;
		});
		expect(accepted[index]).toBeGreaterThan(5);
		expect(new Set(statuses.map(({ status }) => status))).toEqual(new Set(['success']));
		expect(statuses).toHaveLength(accepted[index] ?? NaN);
	}
});

const file = { type: 'resume', contentType: 'pdf', content: 'QQ==' } as const;
const attachments = Array<typeof file>(20).fill(file);
const members = (count: number) =>
	Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, 0]));
const long = 'x'.repeat(15_000_000);

it.each<[string, string, number, object]>([
	['99,000 members', 'application', 1, { attachments, ...members(99_000) }],
	['4,900 members in each item', 'attachment', 20, { attachments, ...members(4900) }],
	['2,500,000 control characters', 'application', 1, { ['\u0001'.repeat(2_500_000)]: 0 }],
	['3,000,000 Chinese letters', 'application', 1, { ['中'.repeat(3_000_000)]: 0 }],
	[
		'15 MB in the email address',
		'attachment',
		2,
		{ candidate: { ...goodApplication().candidate, email: long } },
	],
])('an application with %s is processed', async (_name, output, items, change) => {
	const application = goodApplication(change);
	const execution = await execute(n8n, { parameters: { output } }, application);
	expect([execution.status, execution.outputsOf(TRIGGER)[0]?.length]).toEqual(['success', items]);
});
