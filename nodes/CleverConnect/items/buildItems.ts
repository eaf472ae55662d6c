import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { CheckedAttachment, CheckedFile } from '../attachments';
import { nameBinaryFields } from './binaryFields';
import { isRecord, type JsonObject } from '../common/jsonObject';
import type { Issue } from '../common/issue';
import { renameFiles, type FileNamePattern } from './fileNamePattern';
import {
	APPLICATION_MEMBERS,
	ATTACHMENT_MEMBERS,
	ATTACHMENT_MEMBERS_AND_CONTENT,
	listSent,
} from './reservedMembers';
import { summarize } from './summary';

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
	readonly fileNames: FileNamePattern;
}

/** Stores a file and returns the binary data for an item. */
type StoreFile = (file: CheckedFile) => Promise<IBinaryData>;

/** Returns a delivery's items: one for the application, or one for each attachment. */
export async function buildItems(
	{ body, attachments: received, issues, receipt }: Delivery,
	{ output, keepContent, fileNames }: ItemOptions,
	storeFile: StoreFile,
): Promise<INodeExecutionData[]> {
	const summary = summarize(body, issues);
	const application = { id: body.id, summary, receivedAt: receipt.receivedAt };
	const attachments = renameFiles(received, fileNames, application);
	const sent = listSent(body, APPLICATION_MEMBERS[output]);
	const compose = (added: object, files: ReadonlyMap<string, CheckedFile>) => {
		const names = [...files.values()].map(({ fileName }) => fileName);
		const summaryOfItem = {
			...summary,
			files: [...files.keys()].join(','),
			fileNames: names.join(', '),
		};
		const members = { ...added, issues, receipt, summary: summaryOfItem };
		return Object.fromEntries([...sent, ...Object.entries(members)]) as IDataObject;
	};
	// Stores one file after another, so that no file is still being written when another one has failed.
	const store = async (files: ReadonlyMap<string, CheckedFile>) => {
		const binary: Record<string, IBinaryData> = {};
		for (const [field, file] of files) binary[field] = await storeFile(file);
		return binary;
	};

	const keepsContent = ({ file }: CheckedAttachment) => keepContent || file === undefined;

	if (attachments.length === 0) return [{ json: compose({}, new Map()), binary: {} }];

	if (output === 'application') {
		const fields = nameBinaryFields(attachments);
		const files = new Map(fields.flatMap(([field, { file }]) => (file ? [[field, file]] : [])));
		const entries = fields.map(([field, attachment]) =>
			describe(attachment, keepsContent(attachment), field),
		);
		return [{ json: compose({ attachments: entries }, files), binary: await store(files) }];
	}

	// Each item has only the content of its own attachment, so that the total size of the items doesn't grow
	// quadratically.
	const entries = attachments.map((attachment) => describe(attachment, false));
	const items: INodeExecutionData[] = [];
	for (const [index, attachment] of attachments.entries()) {
		const entry = describe(attachment, keepsContent(attachment), 'file');
		const files = new Map(attachment.file && [['file', attachment.file]]);
		const added = { attachments: entries.with(index, entry), attachment: entry };
		items.push({ json: compose(added, files), binary: await store(files) });
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
