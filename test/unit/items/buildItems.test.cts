import { hash } from 'node:crypto';
import { parseAcceptedTypes } from '../../../nodes/CleverConnect/attachments/acceptedTypes';
import {
	readAttachments,
	type CheckedAttachment,
} from '../../../nodes/CleverConnect/attachments/readAttachments';
import type { Finding } from '../../../nodes/CleverConnect/common/issue';
import {
	buildItems,
	nameBinaryFields,
	type ItemOptions,
} from '../../../nodes/CleverConnect/items/buildItems';
import { parseFileNamePattern } from '../../../nodes/CleverConnect/fileNames/fileNamePattern';
import { completeSummary, summarize } from '../../../nodes/CleverConnect/items/summary';
import {
	DOCX_TYPE,
	goodApplication,
	letterDocx,
	resumePdf,
} from '../../../tools/samples/exampleApplication.cts';

type Json = Record<string, unknown>;

const RECEIPT = { receivedAt: '2026-03-01T12:00:00.000Z', sourceIp: '203.0.113.7', bodySha256: '' };
const findings: Finding[] = [{ code: 'required', path: '/jobId' }];
const ISSUES = findings.map((finding) => ({
	...finding,
	message: 'The job reference is missing.',
}));
const SUMMARY = completeSummary(summarize({ ...goodApplication() }, findings), ISSUES, [], []);
/** What the trigger adds to an item. */
const added = (files: string, fileNames: string, cv = CV_NAME) => ({
	...{ issues: ISSUES, receipt: RECEIPT, summary: { ...SUMMARY, files, fileNames, cv } },
});
const [CV_NAME, LETTER_NAME] = ['Camille Example CV.pdf', 'Lettre de motivation.docx'];
const [RESUME = {}, LETTER = {}] = goodApplication().attachments as unknown as Json[];
const BROKEN = { type: 'resume', content: '***' };
type StoreFile = Parameters<typeof buildItems>[2];
const PER_ATTACHMENT = { output: 'attachment' } as const;

const hashFile: StoreFile = ({ mimeType, bytes }) =>
	Promise.resolve({ mimeType, data: hash('sha256', bytes) });

/** Returns the items of an application, in which a file is represented by the SHA-256 of its bytes. */
async function build(
	members: object = {},
	options: Partial<ItemOptions> = {},
	storeFile = hashFile,
	found = findings,
) {
	const body = { ...goodApplication(), ...members } as unknown as Json;
	const attachments = readAttachments(body, parseAcceptedTypes(''));
	const items = await buildItems(
		{ id: body.id as number, body, attachments, findings: found, receipt: RECEIPT },
		{
			output: 'application',
			fileNames: parseFileNamePattern(''),
			language: 'en',
			timeZone: 'Europe/Paris',
			...options,
		},
		storeFile,
	);
	return items.map(({ json, binary = {} }) => ({ json: json as Json, binary }));
}

function describeFile({ content: _content, ...entry }: Json, bytes: Buffer, detectedType: string) {
	return { ...entry, size: bytes.length, sha256: hash('sha256', bytes), detectedType };
}

const resume = describeFile(RESUME, resumePdf, 'application/pdf');
const letter = describeFile(LETTER, letterDocx, DOCX_TYPE);

it('the item of an attachment contains the application, and one file', async () => {
	const attachment = { ...letter, binaryField: 'file' };
	const attachments = [resume, attachment];
	expect((await build({}, PER_ATTACHMENT))[1]).toStrictEqual({
		json: { ...goodApplication(), ...added('file', LETTER_NAME), attachment, attachments },
		binary: { file: { mimeType: DOCX_TYPE, data: letter.sha256 } },
	});
});

it('an item contains no details, issues, or receipt from the sender', async () => {
	const forged = { issues: 'x', summary: 'x', 'receipt.sourceIp': 'x', json: 'x' };
	const details = { binaryField: 'x', size: 1e9, sha256: 'x', detectedType: 'x', ...forged };
	const sent = ['***', 'QQ=='].map((content) => ({ ...BROKEN, ...details, content }));
	const decoded = { type: 'resume', binaryField: 'resume', size: 1, sha256: hash('sha256', 'A') };
	// Content that can't be decoded is kept, and so are entries that aren't attachments.
	const attachments = [BROKEN, decoded, 'text'];
	const [item] = await build({ ...forged, attachments: [...sent, 'text'] });
	expect(item?.json).toStrictEqual({
		...goodApplication(),
		...added('resume', 'resume.bin', 'resume.bin'),
		attachments,
	});
	expect(Object.keys(item?.binary ?? {})).toEqual(['resume']);
});

it.each([[], undefined])('an application with the attachments %j has one item', async (none) => {
	const forged = { attachments: none, attachment: 'x' };
	const json = { ...goodApplication(), ...added('', '', ''), ...forged };
	expect(await build(forged)).toEqual([{ json, binary: {} }]);
	const { attachment: _attachment, ...kept } = json;
	expect(await build(forged, PER_ATTACHMENT)).toEqual([{ json: kept, binary: {} }]);
});

it.each<[Partial<ItemOptions>, Json[], kept: string]>([
	[{}, [RESUME, LETTER], '--'],
	[PER_ATTACHMENT, [BROKEN, { content: '---' }], '+- -+'],
])('an item keeps content only of its own attachments: %#', async (options, sent, expected) => {
	const items = await build({ attachments: sent }, options);
	const kept = items.map(({ json }) =>
		(json.attachments as Json[]).map(({ content = '-' }, index) =>
			content === sent[index]?.content ? '+' : content,
		),
	);
	expect(kept.map((marks) => marks.join('')).join(' ')).toBe(expected);
});

it.each([{}, PER_ATTACHMENT])('stored files are named by the pattern (%j)', async (options) => {
	const storeFile = jest.fn<ReturnType<StoreFile>, Parameters<StoreFile>>(hashFile);
	const fileNames = parseFileNamePattern('{date} {type}');
	const attachments = [RESUME, RESUME];
	const items = await build({ id: 1, attachments }, { ...options, fileNames }, storeFile);
	const stored = storeFile.mock.calls.map(([{ fileName }]) => fileName);
	expect(stored).toEqual(['2026-03-01 CV - 1.pdf', '2026-03-01 CV - 1 2.pdf']);
	const shown = items.map(({ json }) => (json.summary as Json).fileNames);
	expect(shown.join(', ')).toBe('2026-03-01 CV - 1.pdf, 2026-03-01 CV - 1 2.pdf');
	expect(items[0]?.json.attachments).toMatchObject(Array(2).fill({ fileName: CV_NAME }));
});

it.each([{}, PER_ATTACHMENT])('after a failure, no more files are stored (%j)', async (options) => {
	const storeFile = jest.fn(() => Promise.reject(new Error('the disk is full')));
	await expect(build({}, options, storeFile)).rejects.toThrow('the disk is full');
	expect(storeFile).toHaveBeenCalledTimes(1);
});

it('what people use most comes first', async () => {
	const [item] = await build({ attachments: 'text' });
	const members = Object.keys(item?.json ?? {});
	expect(members).toEqual([
		...['summary', 'issues', 'receipt', 'id', 'jobId', 'candidate', 'attachments', 'origin'],
	]);
	expect(item?.json.attachments).toEqual([]);
	const [first] = await build({}, PER_ATTACHMENT);
	expect(Object.keys(first?.json ?? {}).slice(0, 5)).toEqual([
		...['summary', 'issues', 'receipt', 'attachment', 'id'],
	]);
});

it.each([{}, PER_ATTACHMENT])(
	'messages name the files as they are stored (%j)',
	async (options) => {
		const finding = { code: 'typeUnverified', path: '/attachments/0/content' } as const;
		const named = {
			fileNames: parseFileNamePattern('{lastName}'),
			language: 'fr',
			...options,
		} as const;
		const [item] = await build({}, named, hashFile, [finding]);
		const message =
			'CV (Example - 4711.pdf)\u00a0: Le format du fichier n’est pas reconnu. Si le fichier ne s’ouvre pas, demandez-en un nouveau au candidat.';
		expect(item?.json.issues).toEqual([{ ...finding, message }]);
		expect((item?.json.summary as Json).problems).toBe(message);
	},
);

it('binary fields are named by the kind of attachment, and only files are numbered', () => {
	const expected = [
		['letter', { kind: 'letter' }],
		['resume', { kind: 'resume', file: {} }],
		['letter', { kind: 'letter', file: {} }],
		['resume_2', { kind: 'resume', file: {} }],
		['attachment', { kind: 'attachment', file: {} }],
		['attachment_2', { kind: 'attachment', file: {} }],
		['resume_3', { kind: 'resume', file: {} }],
	] as Array<[field: string, attachment: CheckedAttachment]>;
	expect(nameBinaryFields(expected.map(([, attachment]) => attachment))).toEqual(expected);
});
