import path from 'node:path';
import { readApplication } from '../../nodes/CleverConnect/application';
import {
	parseAcceptedTypes,
	readAttachments,
	type CheckedFile,
} from '../../nodes/CleverConnect/attachments';
import { DEFAULT_LIMITS } from '../../nodes/CleverConnect/application/limits';
import { buildItems, type ItemOptions } from '../../nodes/CleverConnect/items';
import type { JsonObject } from '../../nodes/CleverConnect/common/jsonObject';
import { makeRequest } from '../../test/helpers/requests.cts';
import { startInstance, type Instance } from '../n8n/start/instance.cts';
import { deliver, publishReceiver } from '../n8n/client/workflow.cts';
import { withProgress } from '../common/progress.cts';
import { goodApplication } from '../samples/exampleApplication.cts';
import { makePdf } from '../samples/files.cts';
import { FLOOR, publishContestant } from './contestants.cts';
import { COSTLY_FILES, FILE_SIZE } from './costlyFiles.cts';
import { findMedian } from './median.cts';
import { BODY_BYTES, fillPdf } from './largeBody.cts';
import { readCpuTime, waitUntilIdle } from './usage.cts';

const STAGES = ['JSON.parse', 'application', 'attachments', 'items'] as const;
type Stage = (typeof STAGES)[number];

/** The CPU time in milliseconds that one body takes in each stage. */
type Cost = Record<Stage, number>;

/** A body that n8n accepts and that is expensive to process. */
interface Body {
	readonly name: string;
	readonly output?: ItemOptions['output'];
	readonly make: () => string;
}

const ROUNDS = 3;
/** A little less than the limit, because the application itself has some values. */
const MANY_VALUES = DEFAULT_LIMITS.values - 1000;

const repeat = (text: string, bytes = BODY_BYTES - 10_000) =>
	text.repeat(Math.floor(bytes / text.length));

/** Returns a valid application with these members, and with other members that are given as JSON text. */
const withJson = (json: string, members: object = {}) =>
	`${JSON.stringify({ ...goodApplication({ attachments: [] }), ...members }).slice(0, -1)}${json}}`;

const withCandidate = (member: object) =>
	withJson('', { candidate: { ...goodApplication().candidate, ...member } });

const withFile = (members: object) =>
	withJson('', { attachments: [{ type: 'resume', contentType: 'pdf', ...members }] });

const withContent = (content: string, contentType = 'pdf') => withFile({ content, contentType });

const tinyFiles = Array.from({ length: DEFAULT_LIMITS.attachments }, () => ({
	type: 'resume',
	content: 'QQ==',
}));

const members = (count: number) =>
	Array.from({ length: count }, (_, index) => `,"m${index}":0`).join('');

/** The first body is benign. The other bodies are compared with it. */
const BODIES: readonly Body[] = [
	{
		name: 'a PDF',
		make: () => withContent(fillPdf(makePdf(['Camille Example']), FILE_SIZE).toString('base64')),
	},

	{ name: '1,200,000 members', make: () => withJson(members(1_200_000)) },
	{ name: '8,000,000 numbers', make: () => withJson(`,"x":[0${repeat(',0')}]`) },
	{ name: '5,000,000 attachments', make: () => withJson(`,"attachments":[0${repeat(',{}')}]`) },
	{
		name: '8,000,000 levels',
		make: () =>
			withJson(`,"x":${repeat('[', BODY_BYTES / 2 - 5000)}${repeat(']', BODY_BYTES / 2 - 5000)}`),
	},
	{ name: 'members up to the limit', make: () => withJson(members(MANY_VALUES)) },
	{
		name: 'members and attachments up to the limits, one item each',
		output: 'attachment',
		make: () =>
			withJson(members(MANY_VALUES / DEFAULT_LIMITS.attachments - 50), { attachments: tinyFiles }),
	},
	{
		name: '240 members in each of the most attachments, one item each',
		output: 'attachment',
		make: () => {
			const each = JSON.parse(`{"content":"QQ=="${members(240)}}`) as object;
			return withJson('', { attachments: tinyFiles.map((file) => ({ ...file, ...each })) });
		},
	},
	{ name: 'letters of two bytes', make: () => withJson(`,"x":"${repeat('é')}"`) },
	{ name: 'letters that are no UTF-8', make: () => withJson(`,"x":"\ufffd${repeat('a')}"`) },

	{ name: 'a long email', make: () => withCandidate({ email: `${repeat('a.')}@example.com` }) },
	{ name: 'a long phone number', make: () => withCandidate({ phoneNumber: `+${repeat('1 ')}` }) },
	{ name: 'a long name', make: () => withCandidate({ firstName: repeat('a') }) },
	{
		name: 'a long content type',
		make: () => withFile({ content: 'QQ==', contentType: repeat(' ;') }),
	},
	{ name: 'a long file name', make: () => withFile({ content: 'QQ==', fileName: repeat('.js') }) },
	{
		name: 'a path for a file name',
		make: () => withFile({ content: 'QQ==', fileName: repeat('/') }),
	},

	{ name: 'base64 with a space after each digit', make: () => withContent(repeat('Q ')) },
	{ name: 'base64 with line breaks', make: () => withContent(repeat(`${'Q'.repeat(76)}\r\n`)) },
	{ name: 'base64 that ends wrong', make: () => withContent(`${repeat('Q')}*`) },
	{ name: 'white space', make: () => withContent(repeat(' ')) },

	...COSTLY_FILES.map(({ name, make }) => ({
		name,
		make: () => {
			const contents = make().map((bytes) => bytes.toString('base64'));
			return withJson('', {
				attachments: contents.map((content) => ({ type: 'resume', content })),
			});
		},
	})),
];

/**
 * Returns the costs of each body, by its name. The ratio compares the node's share with its share for the first body.
 * The last two columns are the CPU time of the whole n8n, with the trigger and with the floor. The same work can take
 * far longer in n8n than alone, because n8n's heap is large.
 */
export async function measureCosts(): Promise<Record<string, object>> {
	const n8n = await startInstance({
		N8N_CUSTOM_EXTENSIONS: path.join(__dirname, 'floor'),
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
	});
	try {
		const sendTo = await publishReceivers(n8n);
		return await withProgress('Measuring the most expensive bodies', async () => {
			const rows: Record<string, object> = {};
			let benign: number | undefined;
			for (const body of BODIES) {
				const medians = await findMedians(body);
				const ours = medians.application + medians.attachments + medians.items;
				benign ??= ours;
				const { output = 'application', make } = body;
				rows[body.name] = {
					...medians,
					'to the first': Number((ours / benign).toFixed(1)),
					n8n: await measureN8n(n8n, sendTo[output], make()),
					'n8n, floor': await measureN8n(n8n, sendTo.floor, make()),
				};
			}
			return rows;
		});
	} finally {
		await n8n.stop();
	}
}

async function findMedians(body: Body): Promise<Cost> {
	const rounds: Cost[] = [];
	// The first round is a warm-up.
	for (let round = 0; round <= ROUNDS; round++) rounds.push(await measureCost(body));
	const medianOf = (stage: Stage) => findMedian(rounds.slice(1).map((round) => round[stage]));
	return Object.fromEntries(STAGES.map((stage) => [stage, medianOf(stage)])) as Cost;
}

type Send = (body: string) => Promise<Response>;

async function publishReceivers(
	n8n: Instance,
): Promise<Record<ItemOptions['output'] | 'floor', Send>> {
	const publish = async (output: ItemOptions['output']): Promise<Send> => {
		const parameters = { output, options: { skipRedeliveries: false } };
		const { productionUrl } = await publishReceiver(n8n, { parameters });
		return async (body) => await deliver(productionUrl, body);
	};
	const floor = await publishContestant(FLOOR, n8n);
	return {
		application: await publish('application'),
		attachment: await publish('attachment'),
		floor: async (body) => await deliver(floor.url, body),
	};
}

/** Returns the CPU time that n8n uses for a body, in milliseconds. */
async function measureN8n({ pid }: Instance, send: Send, body: string): Promise<number> {
	const times: number[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		await waitUntilIdle(pid);
		const before = await readCpuTime(pid);
		await (await send(body)).text();
		await waitUntilIdle(pid);
		times.push((await readCpuTime(pid)) - before);
	}
	return findMedian(times);
}

const acceptedTypes = parseAcceptedTypes('pdf, doc, docx');
const receipt = { receivedAt: '2026-03-01T12:00:00.000Z', sourceIp: '203.0.113.7', bodySha256: '' };

async function measureCost({ output = 'application', make }: Body): Promise<Cost> {
	const rawBody = Buffer.from(make());
	const cost = { 'JSON.parse': 0, application: 0, attachments: 0, items: 0 };
	const charge = async <T,>(stage: Stage, work: () => T | Promise<T>): Promise<T> => {
		const before = process.cpuUsage();
		const result = await work();
		const { user, system } = process.cpuUsage(before);
		cost[stage] = (user + system) / 1000;
		return result;
	};

	const body = await charge('JSON.parse', () => JSON.parse(rawBody.toString()) as JsonObject);
	const request = { ...makeRequest(), body, rawBody };
	const application = await charge('application', () =>
		readApplication(request, { maxFileMegabytes: Infinity, output }),
	);
	if (!application.ok) return cost;
	const { value } = application;
	const attachments = await charge('attachments', () => readAttachments(value.body, acceptedTypes));
	const delivery = { body: value.body, attachments, issues: value.issues, receipt };
	const options = { output, keepContent: false };
	await charge('items', async () => await buildItems(delivery, options, storeNothing));
	return cost;
}

const storeNothing = async ({ mimeType }: CheckedFile) =>
	await Promise.resolve({ data: '', mimeType });
