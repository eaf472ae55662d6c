import { readApplication } from '../../nodes/CleverConnect/application';
import {
	parseAcceptedTypes,
	readAttachments,
	type CheckedFile,
} from '../../nodes/CleverConnect/attachments';
import { DEFAULT_LIMITS } from '../../nodes/CleverConnect/application/limits';
import { buildItems } from '../../nodes/CleverConnect/items';
import type { JsonObject } from '../../nodes/CleverConnect/common/jsonObject';
import { makeRequest } from '../../test/helpers/requests.cts';
import { startInstance } from '../n8n/start/instance.cts';
import { deliver, publishReceiver } from '../n8n/client/workflow.cts';
import { withProgress } from '../common/progress.cts';
import { goodApplication } from '../samples/exampleApplication.cts';
import { publishContestant, WEBHOOK } from './contestants.cts';
import { COSTLY_FILES, FILE_SIZE } from './costlyFiles.cts';
import { BODY_BYTES, makeLargePdf } from './largeBody.cts';
import { findMedian } from './load.cts';
import { readCpuTime, waitUntilIdle } from './usage.cts';

const ROUNDS = 3;
/** A little less than the limit, because the application itself has some values. */
const MANY_VALUES = DEFAULT_LIMITS.values - 1000;

const LEVELS = BODY_BYTES / 2 - 5000;

const repeat = (text: string) => text.repeat(Math.floor((BODY_BYTES - 10_000) / text.length));

/** Returns a valid application with these members, and with other members that are given as JSON text. */
const withJson = (json: string, members: object = {}) =>
	`${JSON.stringify({ ...goodApplication({ attachments: [] }), ...members }).slice(0, -1)}${json}}`;

const withCandidate = (member: object) =>
	withJson('', { candidate: { ...goodApplication().candidate, ...member } });

const withFile = (members: object) =>
	withJson('', { attachments: [{ type: 'resume', contentType: 'pdf', ...members }] });

const withContent = (content: string) => withFile({ content });

const tinyFiles = Array.from({ length: DEFAULT_LIMITS.attachments }, () => ({
	type: 'resume',
	content: 'QQ==',
}));

const members = (count: number) =>
	Array.from({ length: count }, (_, index) => `,"m${index}":0`).join('');

/** Bodies that n8n accepts and that are expensive to process. The first is benign, and the others are compared with it. */
const BODIES: ReadonlyArray<readonly [name: string, make: () => string]> = [
	['a PDF', () => withContent(makeLargePdf(FILE_SIZE).toString('base64'))],

	['1,200,000 members', () => withJson(members(1_200_000))],
	['8,000,000 numbers', () => withJson(`,"x":[0${repeat(',0')}]`)],
	['5,000,000 attachments', () => withJson(`,"attachments":[0${repeat(',{}')}]`)],
	['8,000,000 levels', () => withJson(`,"x":${'['.repeat(LEVELS)}${']'.repeat(LEVELS)}`)],
	['members up to the limit', () => withJson(members(MANY_VALUES))],
	[
		'members and attachments up to the limits',
		() =>
			withJson(members(MANY_VALUES / DEFAULT_LIMITS.attachments - 50), { attachments: tinyFiles }),
	],
	[
		'240 members in each of the most attachments',
		() => {
			const each = JSON.parse(`{"content":"QQ=="${members(240)}}`) as object;
			return withJson('', { attachments: tinyFiles.map((file) => ({ ...file, ...each })) });
		},
	],
	['letters of two bytes', () => withJson(`,"x":"${repeat('é')}"`)],
	['letters that are no UTF-8', () => withJson(`,"x":"\ufffd${repeat('a')}"`)],

	['a long email', () => withCandidate({ email: `${repeat('a.')}@example.com` })],
	['a long phone number', () => withCandidate({ phoneNumber: `+${repeat('1 ')}` })],
	['a long name', () => withCandidate({ firstName: repeat('a') })],
	['a long content type', () => withFile({ content: 'QQ==', contentType: repeat(' ;') })],
	['a long file name', () => withFile({ content: 'QQ==', fileName: repeat('.js') })],
	['a path for a file name', () => withFile({ content: 'QQ==', fileName: repeat('/') })],

	['base64 with a space after each digit', () => withContent(repeat('Q '))],
	['base64 with line breaks', () => withContent(repeat(`${'Q'.repeat(76)}\r\n`))],
	['base64 that ends wrong', () => withContent(`${repeat('Q')}*`)],
	['white space', () => withContent(repeat(' '))],

	...COSTLY_FILES.map(({ name, make }) => {
		const attach = (bytes: Buffer) => ({ type: 'resume', content: bytes.toString('base64') });
		return [name, () => withJson('', { attachments: make().map(attach) })] as const;
	}),
];

/**
 * Returns the CPU times of each body in milliseconds, by its name. The ratio compares the node's share with its share
 * for the first body. The last two columns are the times of the whole n8n, with the trigger and with a Webhook node
 * alone. The same work can take far longer in n8n than alone, because n8n's heap is large.
 */
export async function measureCosts(): Promise<Record<string, object>> {
	const n8n = await startInstance({ N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' });
	try {
		const parameters = { output: 'attachment', options: { skipRedeliveries: false } };
		const { productionUrl } = await publishReceiver(n8n, { parameters });
		const { url: webhookUrl } = await publishContestant(WEBHOOK, n8n);
		const measureN8n = async (url: string, body: string) =>
			await measureMedian(async () => {
				await waitUntilIdle(n8n.pid);
				const before = readCpuTime(n8n.pid);
				await (await deliver(url, body)).text();
				await waitUntilIdle(n8n.pid);
				return readCpuTime(n8n.pid) - before;
			});

		return await withProgress('Measuring the most expensive bodies', async () => {
			const rows: Record<string, object> = {};
			let benign: number | undefined;
			for (const [name, make] of BODIES) {
				const rawBody = Buffer.from(make());
				const parsing = await measureMedian(() => measure(() => JSON.parse(rawBody.toString())));
				const ours = await measureMedian(async () => await measureNode(rawBody));
				benign ??= ours;
				rows[name] = {
					'JSON.parse': parsing,
					ours,
					'to the first': Number((ours / benign).toFixed(1)),
					n8n: await measureN8n(productionUrl, rawBody.toString()),
					'n8n, Webhook': await measureN8n(webhookUrl, rawBody.toString()),
				};
			}
			return rows;
		});
	} finally {
		await n8n.stop();
	}
}

/** The first round is a warm-up. */
async function measureMedian(work: () => number | Promise<number>): Promise<number> {
	const times: number[] = [];
	for (let round = 0; round <= ROUNDS; round++) times.push(await work());
	return findMedian(times.slice(1));
}

async function measure(work: () => unknown): Promise<number> {
	const before = process.cpuUsage();
	await work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}

const acceptedTypes = parseAcceptedTypes('pdf, doc, docx');
const receipt = { receivedAt: '2026-03-01T12:00:00.000Z', sourceIp: '203.0.113.7', bodySha256: '' };

/** Returns the CPU time of the node's own stages. */
async function measureNode(rawBody: Buffer): Promise<number> {
	const body = JSON.parse(rawBody.toString()) as JsonObject;
	const request = { ...makeRequest(), body, rawBody };
	return await measure(async () => {
		const application = readApplication(request, {
			maxFileMegabytes: Infinity,
			output: 'attachment',
		});
		if (!application.ok) return;
		const { body: read, issues } = application.value;
		const attachments = readAttachments(read, acceptedTypes);
		const delivery = { body: read, attachments, issues, receipt };
		await buildItems(delivery, { output: 'attachment', keepContent: false }, storeNothing);
	});
}

const storeNothing = async ({ mimeType }: CheckedFile) =>
	await Promise.resolve({ data: '', mimeType });
