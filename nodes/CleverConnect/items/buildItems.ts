import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { CheckedAttachment, CheckedFile } from '../attachments/readAttachments';
import type { Finding, Issue } from '../common/issue';
import { isRecord, type JsonObject } from '../common/jsonObject';
import type { FileNamePattern } from '../fileNames/fileNamePattern';
import { describeIssues, nameFilesInMessages, type Language } from '../issues/describeIssues';
import { nameBinaryFields } from './binaryFields';
import { formatDate } from './formatDate';
import { renameFiles } from './renameFiles';
import { pickSent, RESERVED } from './reservedMembers';
import { completeSummary, summarize, type NamedFile, type SummaryValues } from './summary';

/** An application that wasn't refused, with its files in memory. */
export interface CheckedApplication {
	readonly id: number | string;
	readonly body: JsonObject;
	readonly attachments: readonly CheckedAttachment[];
	readonly findings: readonly Finding[];
	readonly receipt: Receipt;
}

export interface Receipt {
	/** ISO 8601, UTC. */
	readonly receivedAt: string;
	readonly sourceIp: string;
	/** The SHA-256 of the body's bytes, in lowercase hexadecimal. */
	readonly bodySha256: string;
}

export interface ItemOptions {
	readonly output: 'application' | 'attachment';
	readonly fileNames: FileNamePattern;
	readonly language: Language;
	/** An IANA name. */
	readonly timeZone: string;
}

type StoreFile = (file: CheckedFile) => Promise<IBinaryData>;

/**
 * Returns an application's items: one for the application, or one for each attachment.
 *
 * @param storeFile stores a file and returns the binary data for an item.
 */
export async function buildItems(
	{ id, body, attachments: received, findings, receipt }: CheckedApplication,
	{ output, fileNames, language, timeZone }: ItemOptions,
	storeFile: StoreFile,
): Promise<INodeExecutionData[]> {
	const summary = summarize(body, findings);
	const date = formatDate(receipt.receivedAt, timeZone);
	const attachments = renameFiles(received, fileNames, { id, summary, date });
	const issues = describeIssues(findings, attachments, language);
	const application: Application = {
		sent: pickSent(body, RESERVED[output]),
		attachments,
		summary,
		issues: nameFilesInMessages(issues, attachments, language),
		receipt,
	};
	return output === 'attachment' && attachments.length > 0
		? await buildAttachmentItems(application, storeFile)
		: [await buildApplicationItem(application, storeFile)];
}

interface Application {
	readonly sent: JsonObject;
	readonly attachments: readonly CheckedAttachment[];
	readonly summary: SummaryValues;
	readonly issues: readonly Issue[];
	readonly receipt: Receipt;
}

async function buildApplicationItem(application: Application, storeFile: StoreFile) {
	const named = nameBinaryFields(application.attachments);
	const attachments = named.map(([field, attachment]) => describeAttachment(attachment, field));
	return await composeItem(application, { attachments }, named, storeFile);
}

async function buildAttachmentItems(application: Application, storeFile: StoreFile) {
	const { attachments } = application;
	// All items share these objects, because an attachment can contain many members.
	const described = attachments.map((attachment) => describeAttachment(attachment));
	const items: INodeExecutionData[] = [];
	for (const [index, attachment] of attachments.entries()) {
		const own = describeAttachment(attachment, 'file');
		const added = { attachment: own, attachments: described.with(index, own) };
		items.push(await composeItem(application, added, [['file', attachment]], storeFile));
	}
	return items;
}

/** Stores the item's own files, and returns the item. Its first members are those that people use most. */
async function composeItem(
	{ sent, attachments: all, summary, issues, receipt }: Application,
	{ attachments, ...added }: { readonly attachments: unknown[]; readonly attachment?: unknown },
	own: readonly NamedFile[],
	storeFile: StoreFile,
): Promise<INodeExecutionData> {
	const binary: Record<string, IBinaryData> = {};
	// Stores one file after another, so that no file is still being written when another one fails.
	for (const [field, { file }] of own) if (file) binary[field] = await storeFile(file);
	const hasAttachments = sent.attachments !== undefined && sent.attachments !== null;
	const json = {
		summary: completeSummary(summary, issues, all, own),
		issues,
		receipt,
		...added,
		...sent,
		// If the attachments aren't a list, this list is empty.
		...(hasAttachments && { attachments }),
	};
	return { json: json as unknown as IDataObject, binary };
}

/**
 * Returns an attachment with the members that the sender can set, and with the details of its file.
 *
 * @param field the binary field in the same item. Absent if the file is in another item. Content that isn't in a file is
 * only in the item with this field, so that the total size of the items doesn't grow quadratically.
 */
function describeAttachment({ sent, file }: CheckedAttachment, field?: string) {
	if (!isRecord(sent)) return sent;
	const keepsContent = field !== undefined && !file;
	const members = pickSent(sent, keepsContent ? RESERVED.entry : RESERVED.entryAndContent);
	if (!file) return members;
	return {
		...members,
		...(field !== undefined && { binaryField: field }),
		size: file.bytes.length,
		sha256: file.sha256,
		...(file.detectedType !== undefined && { detectedType: file.detectedType }),
	};
}
