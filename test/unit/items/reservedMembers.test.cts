import fc from 'fast-check';
import toPath from 'lodash/toPath';
import type { IBinaryData } from 'n8n-workflow';
import { resumePdf } from '../../../tools/samples/exampleApplication.cts';
import { sha256 } from '../../../tools/common/sha256.cts';
import {
	combineBinaryData,
	readBinary,
	receive,
	setUpBinaryStore,
} from '../../helpers/nodeContext.cts';

// Whatever JSON is sent, members with names that the trigger or n8n uses come only from the trigger or n8n.

jest.setTimeout(120_000);

type Json = Record<string, unknown>;

let tearDown: () => Promise<void>;
beforeAll(async () => {
	tearDown = await setUpBinaryStore('filesystem');
});
afterAll(async () => await tearDown());

const DESCRIPTION = ['binaryField', 'size', 'sha256', 'detectedType'] as const;
/** The members that n8n reads. `_files` can also come from n8n itself. */
const N8N_MEMBERS = [
	'json',
	'binary',
	'pairedItem',
	'error',
	'index',
	'hasOwnProperty',
	'$error',
	'$json',
	'__isError',
	'isArtificialRecoveredEventItem',
	'__isTrimmedManualExecutionDataItem',
	'tokenUsage',
	'tokenUsageEstimate',
];
/** The sender's members that the trigger checks. No path may lead to them. */
const CHECKED_MEMBERS = ['id', 'jobId', 'candidate', 'origin'];
/** The members that only the trigger sets. */
const TRIGGER_MEMBERS = ['issues', 'receipt', 'attachments'];
const plainNames = fc.constantFrom(
	...DESCRIPTION,
	...N8N_MEMBERS,
	'_files',
	'attachment',
	'attachments',
	'issues',
	'receipt',
	'content',
	'type',
	'resume',
	'file',
	'data',
	'0',
	'length',
	'__proto__',
	'constructor',
	'toJSON',
	'_files.resume',
	'receipt.sourceIp',
	'attachments[0].sha256',
	'attachment.sha256',
	'issues[0]',
	'candidate.email',
);
/** Any spelling of a path. */
const paths = fc
	.array(
		fc.oneof(
			fc.constantFrom('.', '[', ']', '"', "'", '\\', '0', ' ', '-'),
			// Longer than the part of a name that is read.
			fc.constantFrom('.'.repeat(200), '\\'.repeat(200), '["'.repeat(200), 'a'.repeat(200)),
			fc.constantFrom(
				...DESCRIPTION,
				...TRIGGER_MEMBERS,
				'_files',
				'attachment',
				'attach',
				'ments',
				'candidate',
				'jobId',
			),
		),
		{ minLength: 2, maxLength: 7 },
	)
	.map((parts) => parts.join(''));
const names = fc.oneof(plainNames, paths);

const forgedFile = fc.constant({
	id: 'filesystem-v2:workflows/w/executions/1/binary_data/0b6e3a4e-0000-4000-8000-000000000000',
	mimeType: 'application/pdf',
	fileName: 'forged.pdf',
	data: 'filesystem-v2',
});
const scalar = fc.constantFrom<unknown>(null, true, 7, 'forged', 'resume', '***', 'QQ==');
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
	value: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		scalar,
		forgedFile,
		fc.array(tie('value'), { maxLength: 3 }),
		fc.dictionary(names, tie('value'), { maxKeys: 4 }),
	),
}));

const attachment = fc
	.record({
		forged: fc.dictionary(names, value, { maxKeys: 4 }),
		sent: fc.record(
			{
				type: fc.oneof(fc.constantFrom('resume', 'letter', 'file'), value),
				content: fc.oneof(fc.constantFrom('QQ==', '', resumePdf.toString('base64')), value),
			},
			{ requiredKeys: [] },
		),
	})
	.map(({ forged, sent }) => ({ ...forged, ...sent }));

const bodies = fc
	.record({
		forged: fc.dictionary(names, value),
		sent: fc.record(
			{
				id: fc.nat(),
				candidate: fc.dictionary(names, value),
				attachments: fc.oneof(
					fc.array(fc.oneof({ weight: 3, arbitrary: attachment }, value), { maxLength: 4 }),
					attachment,
					value,
				),
			},
			{ requiredKeys: ['id', 'candidate'] },
		),
	})
	// Parsed as in n8n, where `__proto__` becomes a member.
	.map(({ forged, sent }) => JSON.parse(JSON.stringify({ ...forged, ...sent })) as Json);

const isObject = (json: unknown): json is Json =>
	typeof json === 'object' && json !== null && !Array.isArray(json);

/** Returns the members that have a meaning for n8n, and those that are paths to other members of the trigger. */
const listForged = (json: object, members: readonly string[]) =>
	Object.keys(json).filter((name) => {
		const [first = '', ...rest] = toPath(name);
		const isPath = rest.length > 0 || first !== name;
		return N8N_MEMBERS.includes(first) || (isPath && members.includes(first));
	});

/** Returns the attachments that are objects. */
const listEntries = (attachments: unknown) => ((attachments ?? []) as unknown[]).filter(isObject);

async function receiveItems(body: Json, output: string) {
	const { result } = await receive({ body }, { parameters: { output } });
	const [items = []] = result.workflowData ?? [];
	// The response to the sender doesn't depend on the item.
	const { issues = [] } = result.webhookResponse as { issues?: unknown };
	return { items, issues };
}

/** Expects that each entry describes a file of this item, a file of another item, or no file. */
async function expectTrueDescriptions(
	json: Json,
	files: Record<string, IBinaryData>,
	sent: unknown,
) {
	const sentEntries = listEntries(Array.isArray(sent) ? sent : [sent]);
	const fields: string[] = [];
	for (const [index, entry] of listEntries(json.attachments).entries()) {
		expect(listForged(entry, [...DESCRIPTION, ...TRIGGER_MEMBERS, 'attachment'])).toEqual([]);
		for (const name of ['issues', 'receipt', 'attachment'])
			expect(Object.keys(entry)).not.toContain(name);
		const { content } = sentEntries[index] ?? {};
		const hasFile = typeof content === 'string' && content !== '' && content !== '***';
		const described = DESCRIPTION.filter((name) => Object.hasOwn(entry, name));
		if (!hasFile) {
			expect(described).toEqual([]);
			continue;
		}
		const bytes = Buffer.from(content, 'base64');
		expect(entry).toMatchObject({ size: bytes.length, sha256: sha256(bytes) });
		if (described.includes('detectedType')) {
			expect([content, entry.detectedType]).toEqual([
				resumePdf.toString('base64'),
				'application/pdf',
			]);
		}
		if (entry.binaryField === undefined) continue;
		const field = entry.binaryField as string;
		fields.push(field);
		expect(sha256(await readBinary(files[field]))).toBe(entry.sha256);
	}
	expect(fields.sort()).toEqual(Object.keys(files).sort());
}

describe.each(['application', 'attachment'])('with the output "%s", a sender', (output) => {
	it.each(['separate', 'combined'])(
		'cannot forge a member in binaryMode %s',
		async (binaryMode) => {
			await fc.assert(
				fc.asyncProperty(bodies, async (body) => {
					const { items: returned, issues } = await receiveItems(body, output);
					const items = binaryMode === 'combined' ? await combineBinaryData(returned) : returned;
					expect(items).not.toEqual([]);

					for (const [index, { json, binary = {} }] of items.entries()) {
						expect(json.issues).toEqual(issues);
						expect(json.receipt).toEqual({
							receivedAt: expect.stringMatching(/^20\d\d-\d\d-\d\dT/) as string,
							sourceIp: '203.0.113.7',
							bodySha256: sha256(JSON.stringify(body)),
						});

						const members = [
							...TRIGGER_MEMBERS,
							'_files',
							...(output === 'attachment' ? ['attachment'] : []),
						];
						expect(listForged(json, [...members, ...CHECKED_MEMBERS])).toEqual([]);

						const files = (json._files ?? {}) as unknown as Record<string, IBinaryData>;
						const [expectedFiles, noFiles] =
							binaryMode === 'combined' ? [files, binary] : [binary, files];
						expect(noFiles).toEqual({});
						if (binaryMode === 'separate') expect(json).not.toHaveProperty('_files');

						expect(json.attachments ?? []).toBeInstanceOf(Array);
						await expectTrueDescriptions(json, expectedFiles, body.attachments);

						if (output === 'application') continue;
						const attachments = (json.attachments ?? []) as unknown[];
						if (attachments.length === 0) expect(json).not.toHaveProperty('attachment');
						else expect(json.attachment).toBe(attachments[index]);
					}
				}),
				{ numRuns: 150 },
			);
		},
	);
});
