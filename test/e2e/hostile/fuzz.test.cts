import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { DOCUMENTED_SAMPLE, goodApplication } from '../../../tools/samples/exampleApplication.cts';
import { run } from '../../../tools/n8n/command.cts';
import { startInstance } from '../../../tools/n8n/instance.cts';
import { createReceiver, TOKEN } from '../../../tools/n8n/workflow.cts';
import { say } from '../../../tools/progress.cts';

// Mutations of good applications, over HTTP. FUZZ_SEED repeats a run, FUZZ_MINUTES makes it longer:
//
//     FUZZ_MINUTES=30 npm run test:n8n -- fuzz

const SEED = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
const MINUTES = Number(process.env.FUZZ_MINUTES ?? 0);
const REQUESTS = 3000;
const BATCH = 300;
const CONCURRENCY = 10;
const ANSWERED_WITHIN_MS = 30_000;
const CONTRACT_STATUSES = new Set([200, 401, 413, 415, 422, 503]);

jest.setTimeout((MINUTES + 10) * 60_000);

interface Shot {
	readonly body: string | Buffer;
	readonly headers: Record<string, string>;
}

const TYPE = { 'content-type': 'application/json' };
const RIGHT = { authorization: `Bearer ${TOKEN}` };

const anything = fc.jsonValue({ noUnicodeString: false, depthSize: 'small' });
const attachment = fc.record(
	{
		type: fc.oneof(fc.constantFrom('resume', 'letter', '__proto__'), anything),
		contentType: fc.oneof(fc.constantFrom('pdf', 'docx', 'application/pdf', '?'), anything),
		content: fc.oneof(
			fc.base64String({ maxLength: 4000 }),
			fc.constantFrom('JVBERi0xLjQK', 'UEsDBBQAAAA=', '0M8R4KGxGuE=', 'QQ=', '***', ''),
			anything,
		),
		fileName: fc.oneof(fc.string({ unit: 'binary' }), anything),
	},
	{ requiredKeys: [] },
);

/** A good application in which some members are something else, or gone. */
const structural = fc
	.record({
		base: fc.constantFrom<object>(goodApplication(), DOCUMENTED_SAMPLE),
		id: fc.oneof({ weight: 5, arbitrary: fc.nat() }, { weight: 1, arbitrary: anything }),
		changes: fc.dictionary(
			fc.constantFrom('jobId', 'candidate', 'attachments', 'origin', 'issues', '__proto__', 'x'),
			fc.oneof(anything, fc.array(attachment, { maxLength: 23 })),
			{ maxKeys: 3 },
		),
	})
	.map(({ base, id, changes }) => JSON.stringify({ ...base, id, ...changes }));

/** A good application with some bytes changed, cut out or repeated. */
const textual = fc
	.record({
		id: fc.nat(),
		at: fc.double({ min: 0, max: 1, noNaN: true }),
		length: fc.nat(40),
		insert: fc.oneof(
			fc.string({ unit: 'binary' }),
			fc.constantFrom('"', '{', '}', '\\', '\0', ','),
		),
	})
	.map(({ id, at, length, insert }) => {
		const text = JSON.stringify(goodApplication({ id }));
		const start = Math.floor(at * text.length);
		return text.slice(0, start) + insert + text.slice(start + length);
	});

const bytes = fc.uint8Array({ maxLength: 500 }).map((array) => Buffer.from(array));

/** No XML: n8n reads all XML bodies with one parser, and answers none of them after a broken one. */
const headers = fc.oneof(
	{ weight: 20, arbitrary: fc.constant({ ...TYPE, ...RIGHT }) },
	{ weight: 1, arbitrary: fc.constant({ ...TYPE }) },
	{
		weight: 1,
		arbitrary: fc
			.stringMatching(/^[ -~]{0,60}$/)
			.map((text) => ({ ...TYPE, authorization: text.trim() })),
	},
	{
		weight: 1,
		arbitrary: fc
			.constantFrom('text/plain', 'application/json;charset=utf-8', 'image/png')
			.map((type) => ({ ...RIGHT, 'content-type': type })),
	},
);

const shot: fc.Arbitrary<Shot> = fc.record({
	body: fc.oneof<fc.Arbitrary<string | Buffer>[]>(structural, structural, textual, bytes),
	headers: headers as fc.Arbitrary<Record<string, string>>,
});

async function readMemory(pid: number): Promise<number> {
	const kilobytes = await run('ps', ['-o', 'rss=', '-p', String(pid)], { cwd: __dirname });
	return Number(kilobytes) / 1024;
}

it('nothing but answers of the contract, one execution for each acceptance, and steady memory', async () => {
	say(`fuzzing with FUZZ_SEED=${SEED}`);
	const n8n = await startInstance({
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
		// A small heap is cleaned often, and what is not given back shows soon.
		NODE_OPTIONS: '--max-old-space-size=512',
	});
	try {
		const receiver = await createReceiver(n8n.url, n8n.session, { name: 'Fuzz' });
		await n8n.session.publish(receiver.workflowId);
		const { pid } = n8n;
		const counts = new Map<string, number>();
		const unexpected: string[] = [];
		const start = Date.now();
		let warmMemory = 0;

		const fire = async ({ body, headers: sent }: Shot, name: string) => {
			const response = await fetch(receiver.productionUrl, {
				method: 'POST',
				headers: sent,
				body,
				signal: AbortSignal.timeout(ANSWERED_WITHIN_MS),
			}).catch((error: unknown) => {
				throw new Error(`${name}: no answer to ${JSON.stringify(sent)}\n${String(body)}`, {
					cause: error,
				});
			});
			const text = await response.text();
			const { status } = response;
			if (!CONTRACT_STATUSES.has(status)) unexpected.push(`${name}: ${status} ${text}`);
			const standing = status === 200 ? (JSON.parse(text) as { status: string }).status : status;
			counts.set(String(standing), (counts.get(String(standing)) ?? 0) + 1);
		};

		for (let sent = 0; MINUTES ? Date.now() - start < MINUTES * 60_000 : sent < REQUESTS; ) {
			const shots = fc.sample(shot, { seed: SEED + sent, numRuns: BATCH }).entries();
			const batch = sent;
			const lane = async () => {
				for (const [index, each] of shots) await fire(each, `FUZZ_SEED ${SEED + batch} #${index}`);
			};
			await Promise.all(Array.from({ length: CONCURRENCY }, lane));
			sent += BATCH;
			const isWarm = MINUTES ? Date.now() - start >= 60_000 : sent >= REQUESTS / 2;
			if (isWarm && warmMemory === 0) warmMemory = await readMemory(pid);
			if (sent % (BATCH * 20) === 0) say(`  ${sent} sent, ${await readMemory(pid)} MB`);
		}

		const memory = await readMemory(pid);
		say(`  ${JSON.stringify(Object.fromEntries(counts))}`);
		say(`  memory ${Math.round(warmMemory)} MB, and ${Math.round(memory)} MB at the end`);
		expect(unexpected).toEqual([]);
		expect(n8n.pid).toBe(pid);
		expect(counts.get('accepted')).toBeGreaterThan(100);
		expect(await n8n.session.countExecutions(receiver.workflowId)).toBe(counts.get('accepted'));
		expect(memory).toBeLessThan(warmMemory * 1.3);
	} finally {
		await n8n.stop();
	}
});
