import { readApplication } from '../../nodes/CleverConnect/application';
import { readAttachments, type CheckedFile } from '../../nodes/CleverConnect/attachments';
import { DEFAULT_LIMITS } from '../../nodes/CleverConnect/application/limits';
import { buildItems } from '../../nodes/CleverConnect/items';
import type { JsonObject } from '../../nodes/CleverConnect/common/jsonObject';
import { makeRequest } from '../../test/helpers/requests.cts';
import { withProgress } from '../common/progress.cts';
import { goodApplication } from '../samples/exampleApplication.cts';
import { COSTLY_FILES, FILE_SIZE } from './costlyFiles.cts';
import { BODY_BYTES, makeLargePdf } from './largeBody.cts';
import { findMedian } from './load.cts';
import { DEFAULT_SETTINGS } from '../samples/defaultSettings.cts';

const ROUNDS = 3;
/** A little less than the limit, because the application itself has some values. */
const MANY_VALUES = DEFAULT_LIMITS.values - 1000;

const repeat = (text: string) => text.repeat(Math.floor((BODY_BYTES - 10_000) / text.length));

/** Returns a valid application with these members, and with other members that are given as JSON text. */
const withJson = (json: string, members: object = {}) =>
	`${JSON.stringify({ ...goodApplication({ attachments: [] }), ...members }).slice(0, -1)}${json}}`;

const withCandidate = (member: object) =>
	withJson('', { candidate: { ...goodApplication().candidate, ...member } });

const withFile = (members: object) =>
	withJson('', { attachments: [{ type: 'resume', content: 'QQ==', ...members }] });

const members = (count: number) =>
	Array.from({ length: count }, (_, index) => `,"m${index}":0`).join('');

/** Bodies that n8n accepts and that are expensive to process. The first is benign, and the others are compared with it. */
const BODIES: ReadonlyArray<readonly [name: string, make: () => string]> = [
	['a PDF', () => withFile({ content: makeLargePdf(FILE_SIZE).toString('base64') })],

	['members up to the limit', () => withJson(members(MANY_VALUES))],
	[
		'members and attachments up to the limits',
		() => {
			const most = DEFAULT_LIMITS.attachments;
			const attachments = Array(most).fill({ type: 'resume', content: 'QQ==' });
			return withJson(members(MANY_VALUES / most - 50), { attachments });
		},
	],
	['letters of two bytes', () => withJson(`,"x":"${repeat('é')}"`)],
	['letters that are no UTF-8', () => withJson(`,"x":"\ufffd${repeat('a')}"`)],

	['a long email', () => withCandidate({ email: `${repeat('a.')}@example.com` })],
	['a long phone number', () => withCandidate({ phoneNumber: `+${repeat('1 ')}` })],
	['a long name', () => withCandidate({ firstName: repeat('a') })],
	['a long content type', () => withFile({ contentType: repeat(' ;') })],
	['a long file name', () => withFile({ fileName: repeat('.js') })],
	['a path for a file name', () => withFile({ fileName: repeat('/') })],

	['base64 with a space after each digit', () => withFile({ content: repeat('Q ') })],
	['base64 with line breaks', () => withFile({ content: repeat(`${'Q'.repeat(76)}\r\n`) })],
	['base64 that ends wrong', () => withFile({ content: `${repeat('Q')}*` })],
	['white space', () => withFile({ content: repeat(' ') })],

	...COSTLY_FILES.map(({ name, make }) => {
		const attach = (bytes: Buffer) => ({ type: 'resume', content: bytes.toString('base64') });
		return [name, () => withJson('', { attachments: make().map(attach) })] as const;
	}),
];

/**
 * Returns the CPU times of each body in milliseconds, by its name. The ratio compares the node's share with its share
 * for the first body. The same work can take far longer in n8n, because n8n's heap is large.
 */
export async function measureCosts(): Promise<Record<string, object>> {
	return await withProgress('Measuring the most expensive bodies', async () => {
		const rows: Record<string, object> = {};
		let benign: number | undefined;
		for (const [name, make] of BODIES) {
			const rawBody = Buffer.from(make());
			const parsing = await measureMedian(() => JSON.parse(rawBody.toString()) as unknown);
			const body = JSON.parse(rawBody.toString()) as JsonObject;
			const ours = await measureMedian(async () => await runStages(body, rawBody));
			benign ??= ours;
			rows[name] = { 'JSON.parse': parsing, ours, 'to the first': (ours / benign).toFixed(1) };
		}
		return rows;
	});
}

/** The first round is a warm-up. */
async function measureMedian(work: () => unknown): Promise<number> {
	const times: number[] = [];
	for (let round = 0; round <= ROUNDS; round++) {
		const before = process.cpuUsage();
		await work();
		const { user, system } = process.cpuUsage(before);
		if (round > 0) times.push((user + system) / 1000);
	}
	return findMedian(times);
}

const receipt = { receivedAt: '2026-03-01T12:00:00.000Z', sourceIp: '203.0.113.7', bodySha256: '' };

async function runStages(body: JsonObject, rawBody: Buffer): Promise<void> {
	const settings = { ...DEFAULT_SETTINGS, output: 'attachment' } as const;
	const application = readApplication({ ...makeRequest(), body, rawBody }, settings);
	if (!application.ok) return;
	const { body: read, issues } = application.value;
	const delivery = {
		body: read,
		attachments: readAttachments(read, DEFAULT_SETTINGS.acceptedTypes),
		issues,
		receipt,
	};
	const storeNothing = async ({ mimeType }: CheckedFile) =>
		await Promise.resolve({ data: '', mimeType });
	await buildItems(delivery, settings, storeNothing);
}
