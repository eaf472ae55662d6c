import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { CheckedAttachment, CheckedFile } from '../attachments/readAttachments';
import type { Finding } from '../common/issue';
import { isRecord, type JsonObject } from '../common/jsonObject';
import type { FileNamePattern } from '../fileNames/fileNamePattern';
import { describeIssues, nameFilesInMessages, type Language } from '../issues/describeIssues';
import { formatDate } from './formatDate';
import { renameFiles } from './renameFiles';
import { pickSent, RESERVED } from './reservedMembers';
import { completeSummary, summarize, type NamedFile } from './summary';

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

/**
 * Returns an application's items: one for the application, or one for each attachment.
 *
 * @param storeFile stores a file and returns the binary data for an item.
 */
export async function buildItems(
	{ id, body, attachments: received, findings, receipt }: CheckedApplication,
	{ output, fileNames, language, timeZone }: ItemOptions,
	storeFile: (file: CheckedFile) => Promise<IBinaryData>,
): Promise<INodeExecutionData[]> {
	const summary = summarize(body, findings);
	const date = formatDate(receipt.receivedAt, timeZone);
	const attachments = renameFiles(received, fileNames, { id, summary, date });
	const described = describeIssues(findings, attachments, language);
	const issues = nameFilesInMessages(described, attachments, language);
	const sent = pickSent(body, RESERVED[output]);

	/** Stores an item's own files, and returns the item. Its first members are those that people use most. */
	const composeItem = async (own: readonly NamedFile[], entries: unknown[], added = {}) => {
		const binary: Record<string, IBinaryData> = {};
		// Stores one file after another, so that no file is still being written when another one fails.
		for (const [field, { file }] of own) if (file) binary[field] = await storeFile(file);
		const json = {
			summary: completeSummary(summary, issues, attachments, own),
			issues,
			receipt,
			...added,
			...sent,
			// If the attachments aren't a list, this list is empty.
			...((sent.attachments ?? null) !== null && { attachments: entries }),
		};
		return { json: json as unknown as IDataObject, binary };
	};

	if (output === 'application' || attachments.length === 0) {
		const named = nameBinaryFields(attachments);
		const entries = named.map(([field, attachment]) => describeAttachment(attachment, field));
		return [await composeItem(named, entries)];
	}
	// All items share these objects, because an attachment can contain many members.
	const entries = attachments.map((attachment) => describeAttachment(attachment));
	const items: INodeExecutionData[] = [];
	for (const [index, attachment] of attachments.entries()) {
		const own = describeAttachment(attachment, 'file');
		const added = { attachment: own };
		items.push(await composeItem([['file', attachment]], entries.with(index, own), added));
	}
	return items;
}

/**
 * Returns each attachment with the name of its file's binary field: `resume`, `letter`, or `attachment`. If several
 * files are of the same kind, the later ones get a number: `resume_2`, `resume_3`, …
 */
export function nameBinaryFields(attachments: readonly CheckedAttachment[]): NamedFile[] {
	const counts = new Map<string, number>();
	return attachments.map((attachment) => {
		const { kind, file } = attachment;
		const count = (counts.get(kind) ?? 0) + (file ? 1 : 0);
		counts.set(kind, count);
		return [count > 1 ? `${kind}_${count}` : kind, attachment];
	});
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
