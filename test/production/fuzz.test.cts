import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { DOCUMENTED_SAMPLE, goodApplication } from '../../tools/samples/exampleApplication.cts';
import { run } from '../../tools/common/command.cts';
import type { Instance } from '../../tools/n8n/start/instance.cts';
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

// Sends mutated applications over HTTP. Set FUZZ_SEED to repeat a run, or FUZZ_MINUTES to extend the run:
//
//     FUZZ_MINUTES=30 npm run test:production -- fuzz

const SEED = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
const MINUTES = Number(process.env.FUZZ_MINUTES ?? 0);
const REQUESTS = 3000;
const BATCH = 300;
const CONCURRENCY = 10;
const ANSWERED_WITHIN_MS = 30_000;
const CONTRACT_STATUSES = new Set([200, 401, 413, 415, 422, 503]);
/** n8n parses the body first, so a body that isn't JSON also gets 422. */
const INVALID_STATUSES = new Set([422, 500, 503]);

jest.setTimeout((MINUTES + 10) * 60_000);

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
	{ settings: { binaryMode: 'combined' } },
	{
		settings: { binaryMode: 'combined' },
		parameters: { output: 'attachment', options: { keepContent: true, acceptedFileTypes: '' } },
	},
	{ parameters: { onIssues: 'reject', options: { maxFileSize: 0.001 } } },
	{
		credential: {
			authentication: 'bearer',
			token: `={{ '${TOKEN}' }}`,
			previousToken: "={{ '' }}",
		},
	},
	...['allowedIps', 'token', 'previousToken'].flatMap((field) =>
		['$vars.gone', 'gone('].map((gone) => ({
			changedCredential: { authentication: 'bearer', token: TOKEN, [field]: `={{ ${gone} }}` },
		})),
	),
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

const anything = fc.oneof(
	{ weight: 4, arbitrary: fc.jsonValue({ noUnicodeString: false, depthSize: 'small' }) },
	{
		weight: 1,
		arbitrary: fc.dictionary(names, fc.constantFrom(null, 7, 'resume', [], {}), { maxKeys: 4 }),
	},
	{
		weight: 1,
		arbitrary: fc.constantFrom(
			{ id: 'filesystem-v2:x', mimeType: 'text/plain', data: 'filesystem-v2' },
			'={{ $env.PATH }}',
		),
	},
);
/** Strings that are too long for any field. */
const long = fc
	.record({
		unit: fc.constantFrom('a', 'a.', '1 ', ';', '.js', '\u0301', 'é', '@', '/', '"', '\\'),
		length: fc.constantFrom(256, 65_537, 1_000_000),
	})
	.map(({ unit, length }) => unit.repeat(length / unit.length));
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
			fc.oneof(anything, attachment, fc.array(attachment, { maxLength: 23 })),
			{ maxKeys: 3 },
		),
	})
	.map(({ base, id, changes }) => JSON.stringify({ ...base, id, ...changes }));

/** Valid applications with a long string in one field. */
const lengthy = fc
	.record({
		id: fc.nat(),
		text: long,
		field: fc.constantFrom(
			...[
				'id',
				'jobId',
				'origin',
				'candidate/email',
				'candidate/phoneNumber',
				'candidate/firstName',
			],
			...['type', 'contentType', 'fileName', 'content'].map((name) => `attachments/0/${name}`),
			'unknown',
		),
	})
	.map(({ id, text, field }) => {
		const application = goodApplication({ id });
		const path = field.split('/');
		const last = path.pop() ?? '';
		const parent = path.reduce<Record<string, unknown>>(
			(object, name) => object[name] as Record<string, unknown>,
			application,
		);
		parent[last] = text;
		return JSON.stringify(application);
	});

/** Valid applications with many values or nesting levels. */
const numerous = fc
	.record({
		id: fc.nat(),
		count: fc.constantFrom(1000, 50_000, 99_900, 100_000, 200_000),
		make: fc.constantFrom<(count: number) => string>(
			(count) => Array.from({ length: count }, (_, index) => `"m${index}":0`).join(),
			(count) => `"x":[${Array(count).fill('{}').join()}]`,
			(count) => `"attachments":[${Array(count).fill('{}').join()}]`,
			(count) => `"x":${'['.repeat(count)}${']'.repeat(count)}`,
		),
	})
	.map(({ id, count, make }) => {
		const { attachments: _attachments, ...application } = goodApplication({ id });
		return `${JSON.stringify(application).slice(0, -1)},${make(count)}}`;
	});

/** Valid applications in different charsets, with arbitrary bytes inserted. */
const encoded = fc
	.record({
		id: fc.nat(),
		firstName: fc.oneof(fc.constant('Zoé'), fc.string({ unit: 'binary' })),
		charset: fc.constantFrom<BufferEncoding>('latin1', 'utf16le', 'utf8', 'ascii'),
		bytes: fc.uint8Array({ maxLength: 4 }),
	})
	.map(({ id, firstName, charset, bytes: some }) => {
		const candidate = { ...goodApplication().candidate, firstName };
		const [start = '', end = ''] = JSON.stringify(goodApplication({ id, candidate })).split('"F"');
		return Buffer.concat([
			Buffer.from(`${start}"`, charset),
			Buffer.from(some),
			Buffer.from(`"${end}`, charset),
		]);
	});

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

/** Never XML, because a malformed XML body makes n8n stop responding to all requests with XML bodies. */
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

const charsets = fc
	.constantFrom(
		...['utf-8', 'UTF8', '"utf-8"', 'latin1', 'iso-8859-1', 'utf-16le', 'ucs2', 'ascii', 'binary'],
		...['hex', 'base64', 'klingon', '', '%', '%75tf-8', 'utf-8; charset=latin1'],
	)
	.map((charset) => ({ ...RIGHT, 'content-type': `application/json; charset=${charset}` }));

/** Selects mostly workflows with a valid credential. */
const receiver = fc.oneof(
	{ weight: 4, arbitrary: fc.nat(VALID_RECEIVERS - 1) },
	{ weight: 1, arbitrary: fc.nat(RECEIVERS.length - 1) },
);

const fuzzRequest: fc.Arbitrary<FuzzRequest> = fc.oneof(
	{
		weight: 40,
		arbitrary: fc.record({
			body: fc.oneof<fc.Arbitrary<string | Buffer>[]>(structural, structural, textual, bytes),
			headers: headers as fc.Arbitrary<Record<string, string>>,
			receiver,
		}),
	},
	{
		weight: 5,
		arbitrary: fc.record({
			body: fc.oneof<fc.Arbitrary<string | Buffer>[]>(encoded, textual),
			headers: charsets,
			receiver,
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			body: fc.oneof(lengthy, numerous),
			headers: fc.constant({ ...TYPE, ...RIGHT }),
			receiver,
		}),
	},
);

async function readMemory(pid: number): Promise<number> {
	const kilobytes = await run('ps', ['-o', 'rss=', '-p', String(pid)], { cwd: __dirname });
	return Number(kilobytes) / 1024;
}

/** The number of requests to one workflow, by response. */
class Tally {
	private readonly counts = new Map<string, number>();

	constructor(
		readonly receiver: Receiver,
		readonly isValid: boolean,
	) {}

	add(answer: string): void {
		this.counts.set(answer, this.count(answer) + 1);
	}

	count(answer: string): number {
		return this.counts.get(answer) ?? 0;
	}

	toString(): string {
		return [...this.counts].map((entry) => entry.join(': ')).join(', ');
	}
}

async function publishAll(n8n: Instance): Promise<Tally[]> {
	const tallies: Tally[] = [];
	for (const { changedCredential, ...options } of RECEIVERS) {
		const published = await publishReceiver(n8n, { name: `Fuzz ${tallies.length}`, ...options });
		if (changedCredential) {
			const { credentialId } = published;
			await n8n.session.updateCredential(
				credentialId,
				'Changed',
				CREDENTIAL_TYPE,
				changedCredential,
			);
		}
		tallies.push(new Tally(published, changedCredential === undefined));
	}
	return tallies;
}

it('accepted mutated applications start one execution each, all responses are documented, and memory use stays steady', async () => {
	say(`fuzzing with FUZZ_SEED=${SEED}`);
	const n8n = await startAnotherN8n({
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
		// A small heap is garbage-collected often, so a leak shows early.
		NODE_OPTIONS: '--max-old-space-size=768',
	});
	try {
		const tallies = await publishAll(n8n);
		const { pid } = n8n;
		const unexpected: string[] = [];
		const start = Date.now();
		let warmMemory = 0;

		const send = async (request: FuzzRequest, name: string) => {
			const { body, headers: sent, receiver: index } = request;
			const tally = tallies[index];
			if (!tally) throw new Error(`receiver ${index} does not exist`);
			const response = await fetch(tally.receiver.productionUrl, {
				method: 'POST',
				headers: sent,
				body,
				signal: AbortSignal.timeout(ANSWERED_WITHIN_MS),
			}).catch((error: unknown) => {
				const what = `${name}: no response to ${JSON.stringify(sent)}, receiver ${index}`;
				throw new Error(`${what}\n${String(body).slice(0, 2000)}`, { cause: error });
			});
			const text = await response.text();
			const { status } = response;
			const statuses = tally.isValid ? CONTRACT_STATUSES : INVALID_STATUSES;
			if (!statuses.has(status)) {
				unexpected.push(`${name}, receiver ${index}: ${status} ${text.slice(0, 500)}`);
			}
			tally.add(status === 200 ? (JSON.parse(text) as { status: string }).status : String(status));
		};

		for (let sent = 0; MINUTES ? Date.now() - start < MINUTES * 60_000 : sent < REQUESTS; ) {
			const requests = fc.sample(fuzzRequest, { seed: SEED + sent, numRuns: BATCH }).entries();
			const batch = sent;
			const work = async () => {
				for (const [index, request] of requests) {
					await send(request, `FUZZ_SEED ${SEED + batch} #${index}`);
				}
			};
			await Promise.all(Array.from({ length: CONCURRENCY }, work));
			sent += BATCH;
			const isWarm = MINUTES ? Date.now() - start >= 60_000 : sent >= REQUESTS / 2;
			if (isWarm && warmMemory === 0) warmMemory = await readMemory(pid);
			if (sent % (BATCH * 20) === 0) say(`  ${sent} sent, ${await readMemory(pid)} MB`);
		}

		const memory = await readMemory(pid);
		for (const [index, tally] of tallies.entries()) say(`  receiver ${index}: ${String(tally)}`);
		say(`  memory ${Math.round(warmMemory)} MB, and ${Math.round(memory)} MB at the end`);
		expect(unexpected).toEqual([]);
		expect(n8n.pid).toBe(pid);
		expect(memory).toBeLessThan(warmMemory * 1.3);

		const minutes = Math.ceil((Date.now() - start) / 60_000);
		for (const tally of tallies) {
			const { workflowId } = tally.receiver;
			const executions = await waitUntil(`executions of ${workflowId} to end`, async () => {
				const summaries = await n8n.session.summarizeExecutions(workflowId);
				const statuses = summaries.map(({ status }) => status);
				return !statuses.some(isOpen) && statuses;
			});
			if (tally.isValid) {
				expect(tally.count('accepted')).toBeGreaterThan(5);
				// Earlier n8n versions list only the first hundred executions, but count all of them.
				expect(new Set(executions)).toEqual(new Set(['success']));
				expect(await n8n.session.countExecutions(workflowId)).toBe(tally.count('accepted'));
			} else {
				expect(executions).toEqual(Array(tally.count('500')).fill('error'));
				expect(executions.length).toBeLessThanOrEqual(minutes + 1);
			}
		}
	} finally {
		await n8n.stop();
	}
});
