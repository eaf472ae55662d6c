import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { CheckedAttachment, CheckedFile } from '../attachments';
import { nameBinaryFields } from '../attachments/binaryFields';
import { isRecord, type JsonObject } from '../common/jsonObject';
import type { Issue } from '../common/issue';
import {
	APPLICATION_MEMBERS,
	ATTACHMENT_MEMBERS,
	ATTACHMENT_MEMBERS_AND_CONTENT,
	listSent,
} from './reservedMembers';

/** An application that wasn't refused, with its files in memory. */
export interface Delivery {
	readonly body: JsonObject;
	readonly attachments: readonly CheckedAttachment[];
	readonly issues: readonly Issue[];
	readonly receipt: Receipt;
}

/** The time, source, and fingerprint of a delivery. */
export interface Receipt {
	/** ISO 8601, UTC. */
	readonly receivedAt: string;
	readonly sourceIp: string;
	/** The SHA-256 of the body's bytes, in lowercase hexadecimal. */
	readonly bodySha256: string;
}

export interface ItemOptions {
	readonly output: 'application' | 'attachment';
	/** Whether an item's JSON keeps the base64 of the files in addition to the stored files. */
	readonly keepContent: boolean;
}

/** Stores a file and returns the binary data for an item. */
type StoreFile = (file: CheckedFile) => Promise<IBinaryData>;

/** Returns a delivery's items: one for the application, or one for each attachment. */
export async function buildItems(
	{ body, attachments, issues, receipt }: Delivery,
	{ output, keepContent }: ItemOptions,
	storeFile: StoreFile,
): Promise<INodeExecutionData[]> {
	const sent = listSent(body, APPLICATION_MEMBERS[output]);
	const compose = (added: object) =>
		Object.fromEntries([...sent, ...Object.entries({ ...added, issues, receipt })]) as IDataObject;

	const keepsContent = ({ file }: CheckedAttachment) => keepContent || file === undefined;

	if (attachments.length === 0) return [{ json: compose({}), binary: {} }];

	if (output === 'application') {
		const fields = nameBinaryFields(attachments);
		const binary: Record<string, IBinaryData> = {};
		for (const [field, { file }] of fields) if (file) binary[field] = await storeFile(file);
		const entries = fields.map(([field, attachment]) =>
			describe(attachment, keepsContent(attachment), field),
		);
		return [{ json: compose({ attachments: entries }), binary }];
	}

	// Each item has only the content of its own attachment, so that the total size of the items doesn't grow
	// quadratically.
	const entries = attachments.map((attachment) => describe(attachment, false));
	const items: INodeExecutionData[] = [];
	// Stores one file after another, so that no file is still being written when another one has failed.
	for (const [index, attachment] of attachments.entries()) {
		const entry = describe(attachment, keepsContent(attachment), 'file');
		items.push({
			json: compose({ attachments: entries.with(index, entry), attachment: entry }),
			binary: attachment.file ? { file: await storeFile(attachment.file) } : {},
		});
	}
	return items;
}

/** Returns an attachment as it was sent, with the details of its file added. */
function describe(
	{ entry, file }: CheckedAttachment,
	keepsContent: boolean,
	binaryField?: string,
): unknown {
	if (!isRecord(entry)) return entry;
	const omitted = keepsContent ? ATTACHMENT_MEMBERS : ATTACHMENT_MEMBERS_AND_CONTENT;
	const sent = Object.fromEntries(listSent(entry, omitted));
	if (!file) return sent;
	return {
		...sent,
		...(binaryField !== undefined && { binaryField }),
		size: file.bytes.length,
		sha256: file.sha256,
		...(file.detectedType !== undefined && { detectedType: file.detectedType }),
	};
}
