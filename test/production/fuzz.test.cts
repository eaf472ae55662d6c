import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { REFUSALS, type Answer } from '../../nodes/CleverConnect/response/refusal';
import { DOCUMENTED_SAMPLE, goodApplication } from '../../tools/samples/exampleApplication.cts';
import { run } from '../../tools/common/command.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';
import {
	CREDENTIAL_TYPE,
	publishReceiver,
	TOKEN,
	type Receiver,
	type ReceiverOptions,
} from '../../tools/n8n/client/workflow.cts';
import { isOpen } from '../../tools/n8n/client/session.cts';
import { say } from '../../tools/common/progress.cts';
import { waitUntil } from '../../tools/common/waitUntil.cts';

// Sends mutated applications over HTTP. Set FUZZ_SEED to repeat a run, or FUZZ_REQUESTS to extend the run:
//
//     FUZZ_REQUESTS=100000 npm run test:production -- fuzz

const SEED = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 2000);
const BATCH = 200;
const CONCURRENCY = 10;
const ANSWERED_WITHIN_MS = 30_000;

const { notAuthenticated, fileTooLarge, notJson, unprocessable, inProgress, unavailable } =
	REFUSALS;
const statusesOf = (...refusals: readonly Answer[]) => refusals.map(({ status }) => status);
const STATUSES = [
	200,
	...statusesOf(notAuthenticated, fileTooLarge, notJson, unprocessable, inProgress),
];
/** n8n parses the body first, so a body that isn't JSON is also unprocessable. */
const STATUSES_OF_INVALID = [500, ...statusesOf(unprocessable, unavailable)];

jest.setTimeout(REQUESTS * 1000);

interface FuzzRequest {
	readonly body: string | Buffer;
	readonly headers: Record<string, string>;
	/** An index into `RECEIVERS`. */
	readonly receiver: number;
}

/** The workflows. `changedCredential` replaces the credential once the workflow is published. */
const RECEIVERS: ReadonlyArray<ReceiverOptions & { readonly changedCredential?: object }> = [
	{},
	{ parameters: { output: 'attachment', onIssues: 'review' } },
	{
		settings: { binaryMode: 'combined' },
		parameters: { output: 'attachment', options: { keepContent: true, acceptedFileTypes: '' } },
	},
	{ parameters: { onIssues: 'reject', options: { maxFileSize: 0.001 } } },
	{ credential: { authentication: 'bearer', token: `={{ '${TOKEN}' }}` } },
	...['$vars.gone', 'gone('].map((gone) => ({
		changedCredential: { authentication: 'bearer', token: `={{ ${gone} }}` },
	})),
];

const VALID_RECEIVERS = RECEIVERS.filter((each) => !each.changedCredential).length;

const TYPE = { 'content-type': 'application/json' };
const RIGHT = { authorization: `Bearer ${TOKEN}` };

/** Names that have a meaning for the trigger, n8n, or JavaScript. */
const NAMES = [
	...['jobId', 'candidate', 'attachments', 'origin', 'x'],
	...['_files', 'attachment', 'issues', 'receipt'],
	...['binaryField', 'size', 'sha256', 'detectedType'],
	...['json', 'binary', 'pairedItem', 'error', '$json', 'resume', 'data'],
	...['__proto__', 'constructor', 'toJSON', 'length', 'then'],
];
const names = fc.constantFrom(...NAMES);

/** Strings that are too long for any field. */
const long = fc
	.tuple(
		fc.constantFrom('a', 'a.', '1 ', ';', '.js', '\u0301', 'é', '@', '/', '"', '\\'),
		fc.constantFrom(256, 65_537, 1_000_000),
	)
	.map(([unit, length]) => unit.repeat(length / unit.length));
const file = { id: 'filesystem-v2:x', mimeType: 'text/plain', data: 'filesystem-v2' };
const members = fc.dictionary(names, fc.constantFrom(null, 7, 'resume', [], {}), { maxKeys: 4 });
const anything = fc.oneof(
	{ weight: 40, arbitrary: fc.jsonValue({ noUnicodeString: false, depthSize: 'small' }) },
	{ weight: 10, arbitrary: members },
	{ weight: 10, arbitrary: fc.constantFrom<unknown>(file, '={{ $env.PATH }}') },
	{ weight: 1, arbitrary: long },
);
const candidate = fc
	.record(
		{ firstName: anything, lastName: anything, email: anything, phoneNumber: anything },
		{ requiredKeys: [] },
	)
	.map((changes) => ({ ...goodApplication().candidate, ...changes }));
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
		binaryField: anything,
		sha256: anything,
	},
	{ requiredKeys: [] },
);

/** Valid applications with some members replaced or removed. */
const structural = fc
	.record({
		base: fc.constantFrom<object>(goodApplication(), DOCUMENTED_SAMPLE),
		id: fc.oneof({ weight: 5, arbitrary: fc.nat() }, { weight: 1, arbitrary: anything }),
		changes: fc.dictionary(
			names,
			fc.oneof(anything, candidate, attachment, fc.array(attachment, { maxLength: 23 })),
			{ maxKeys: 3 },
		),
	})
	.map(({ base, id, changes }) => JSON.stringify({ ...base, id, ...changes }));

/** The JSON text of valid applications, with a part replaced. */
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

const ofType = (type: string) => ({ ...RIGHT, 'content-type': type });
/** Never XML, because a malformed XML body makes n8n stop responding to all requests with XML bodies. */
const headers = fc.oneof<Array<fc.WeightedArbitrary<FuzzRequest['headers']>>>(
	{ weight: 20, arbitrary: fc.constant({ ...TYPE, ...RIGHT }) },
	{ weight: 1, arbitrary: fc.constant({ ...TYPE }) },
	{
		weight: 1,
		arbitrary: fc
			.stringMatching(/^[ -~]{0,60}$/)
			.map((text) => ({ ...TYPE, authorization: text.trim() })),
	},
	{ weight: 1, arbitrary: fc.constantFrom('text/plain', 'image/png').map(ofType) },
	{
		weight: 2,
		arbitrary: fc
			.constantFrom(
				'UTF8',
				'latin1',
				'utf-16le',
				'hex',
				'klingon',
				'',
				'%75tf-8',
				'"utf-8"; charset=x',
			)
			.map((charset) => ofType(`application/json; charset=${charset}`)),
	},
);

const fuzzRequest: fc.Arbitrary<FuzzRequest> = fc.record({
	body: fc.oneof<fc.Arbitrary<string | Buffer>[]>(structural, structural, textual, bytes),
	headers,
	// Mostly workflows with a valid credential.
	receiver: fc.oneof(
		{ weight: 4, arbitrary: fc.nat(VALID_RECEIVERS - 1) },
		{ weight: 1, arbitrary: fc.nat(RECEIVERS.length - 1) },
	),
});

async function readMemory(pid: number): Promise<number> {
	const kilobytes = await run('ps', ['-o', 'rss=', '-p', String(pid)], { cwd: __dirname });
	return Number(kilobytes) / 1024;
}

it('accepted mutated applications start one execution each, all responses are documented, and memory use stays steady', async () => {
	say(`fuzzing with FUZZ_SEED=${SEED}`);
	const n8n = await startAnotherN8n({
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
		// A small heap is garbage-collected often, so a leak shows early.
		NODE_OPTIONS: '--max-old-space-size=768',
	});
	try {
		const { pid, session } = n8n;
		const receivers: Receiver[] = [];
		for (const { changedCredential, ...options } of RECEIVERS) {
			const receiver = await publishReceiver(n8n, options);
			receivers.push(receiver);
			if (!changedCredential) continue;
			const { credentialId: id } = receiver;
			await session.updateCredential(id, 'Changed', CREDENTIAL_TYPE, changedCredential);
		}
		/** The answers to the requests to each workflow: the members `status` of the body, or the statuses. */
		const answers: string[][] = RECEIVERS.map(() => []);
		const unexpected: string[] = [];
		const start = Date.now();
		let warmMemory = 0;

		const send = async ({ body, headers: sent, receiver: index }: FuzzRequest, name: string) => {
			const response = await fetch(String(receivers[index]?.productionUrl), {
				method: 'POST',
				headers: sent,
				body,
				signal: AbortSignal.timeout(ANSWERED_WITHIN_MS),
			}).catch((error: unknown) => {
				const what = `${name}: no response to ${JSON.stringify(sent)}, receiver ${index}`;
				throw new Error(`${what}\n${String(body).slice(0, 2000)}`, { cause: error });
			});
			const { status } = response;
			const text = await response.text();
			const statuses = index < VALID_RECEIVERS ? STATUSES : STATUSES_OF_INVALID;
			if (!statuses.includes(status)) {
				unexpected.push(`${name}, receiver ${index}: ${status} ${text.slice(0, 500)}`);
			}
			const answer = status === 200 ? (JSON.parse(text) as { status: string }).status : status;
			answers[index]?.push(String(answer));
		};

		for (let sent = 0; sent < REQUESTS; sent += BATCH) {
			const requests = fc.sample(fuzzRequest, { seed: SEED + sent, numRuns: BATCH }).entries();
			const work = async () => {
				for (const [index, request] of requests) {
					await send(request, `FUZZ_SEED ${SEED + sent} #${index}`);
				}
			};
			await Promise.all(Array.from({ length: CONCURRENCY }, work));
			if (sent >= REQUESTS / 2 && warmMemory === 0) warmMemory = await readMemory(pid);
		}

		const memory = await readMemory(pid);
		say(`  memory ${Math.round(warmMemory)} MB, and ${Math.round(memory)} MB at the end`);
		expect(unexpected).toEqual([]);
		expect(n8n.pid).toBe(pid);
		expect(memory).toBeLessThan(warmMemory * 1.3);

		const minutes = Math.ceil((Date.now() - start) / 60_000);
		for (const [index, { workflowId }] of receivers.entries()) {
			const count = (wanted: string) => answers[index]?.filter((one) => one === wanted).length;
			const statuses = await waitUntil(`executions of ${workflowId} to end`, async () => {
				const summaries = await session.summarizeExecutions(workflowId);
				return (
					!summaries.some(({ status }) => isOpen(status)) && summaries.map((one) => one.status)
				);
			});
			if (index < VALID_RECEIVERS) {
				expect(count('accepted')).toBeGreaterThan(5);
				// Earlier n8n versions list only the first hundred executions, but count all of them.
				expect(new Set(statuses)).toEqual(new Set(['success']));
				expect(await session.countExecutions(workflowId)).toBe(count('accepted'));
			} else {
				expect(statuses).toEqual(Array(count('500')).fill('error'));
				expect(statuses.length).toBeLessThanOrEqual(minutes + 1);
			}
		}
	} finally {
		await n8n.stop();
	}
});
