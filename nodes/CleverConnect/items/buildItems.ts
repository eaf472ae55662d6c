import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { CheckedAttachment, CheckedFile } from '../attachments/readAttachments';
import { nameBinaryFields } from './binaryFields';
import { isRecord, type JsonObject } from '../common/jsonObject';
import type { Issue } from '../common/issue';
import { renameFiles, type FileNamePattern } from './fileNamePattern';
import {
	RESERVED_IN_ITEM,
	RESERVED_IN_ATTACHMENT,
	RESERVED_IN_ATTACHMENT_AND_CONTENT,
	listSent,
} from './reservedMembers';
import { summarize } from './summary';

/** An application that wasn't refused, with its files in memory. */
export interface CheckedApplication {
	readonly body: JsonObject;
	readonly attachments: readonly CheckedAttachment[];
	readonly issues: readonly Issue[];
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
}

/**
 * Returns an application's items: one for the application, or one for each attachment.
 *
 * @param storeFile stores a file and returns the binary data for an item.
 */
export async function buildItems(
	{ body, attachments: received, issues, receipt }: CheckedApplication,
	{ output, fileNames }: ItemOptions,
	storeFile: (file: CheckedFile) => Promise<IBinaryData>,
): Promise<INodeExecutionData[]> {
	const summary = summarize(body, issues);
	const application = { id: body.id, summary, receivedAt: receipt.receivedAt };
	const attachments = renameFiles(received, fileNames, application);
	const sent = listSent(body, RESERVED_IN_ITEM[output]);
	const hasItemEach = output === 'attachment' && attachments.length > 0;
	const groups = hasItemEach
		? attachments.map((attachment) => [['file', attachment] as const])
		: [nameBinaryFields(attachments)];
	// All items share these objects, because an application can contain many members.
	const others = hasItemEach && attachments.map((attachment) => describe(attachment));

	const items: INodeExecutionData[] = [];
	for (const [index, group] of groups.entries()) {
		const own = group.map(([field, attachment]) => describe(attachment, field));
		const described = others ? others.with(index, own[0]) : own;
		const files = group.flatMap(([field, { file }]) => (file ? [{ field, file }] : []));
		const binary: Record<string, IBinaryData> = {};
		// Stores one file after another, so that no file is still being written when another one fails.
		for (const { field, file } of files) binary[field] = await storeFile(file);
		const added = {
			...(attachments.length > 0 && { attachments: described }),
			...(hasItemEach && { attachment: own[0] }),
			issues,
			receipt,
			summary: {
				...summary,
				files: files.map(({ field }) => field).join(','),
				fileNames: files.map(({ file }) => file.fileName).join(', '),
			},
		};
		const json = Object.fromEntries([...sent, ...Object.entries(added)]) as IDataObject;
		items.push({ json, binary });
	}
	return items;
}

/**
 * Returns an attachment with the members that the sender can set, and with the details of its file.
 *
 * @param field the binary field in the same item. Absent if the file is in another item. Only that item then has the
 * attachment's content, so that the total size of the items doesn't grow quadratically.
 */
function describe({ sent, file }: CheckedAttachment, field?: string) {
	if (!isRecord(sent)) return sent;
	const keepsContent = field !== undefined && !file;
	const omitted = keepsContent ? RESERVED_IN_ATTACHMENT : RESERVED_IN_ATTACHMENT_AND_CONTENT;
	const members = Object.fromEntries(listSent(sent, omitted));
	if (!file) return members;
	return {
		...members,
		...(field !== undefined && { binaryField: field }),
		size: file.bytes.length,
		sha256: file.sha256,
		...(file.detectedType !== undefined && { detectedType: file.detectedType }),
	};
}
