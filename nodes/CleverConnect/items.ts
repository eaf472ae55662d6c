import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { CheckedAttachment, CheckedFile } from './attachments';
import { isRecord, type JsonObject } from './json';
import type { Issue } from './outcome';

/** An application that was accepted, with its files still in memory. */
export interface Delivery {
	readonly body: JsonObject;
	readonly attachments: readonly CheckedAttachment[];
	readonly issues: readonly Issue[];
	readonly receipt: Receipt;
}

/** How a delivery reached n8n. */
export interface Receipt {
	/** ISO 8601, UTC. */
	readonly receivedAt: string;
	readonly sourceIp: string;
	/** SHA-256 of the body's bytes, in lower-case hexadecimal. */
	readonly bodySha256: string;
}

export interface ItemOptions {
	readonly output: 'application' | 'attachment';
	/** Whether the base64 stays in the JSON of a file that was stored. */
	readonly keepContent: boolean;
}

/** Returns a file as binary data of an item. */
type StoreFile = (file: CheckedFile) => Promise<IBinaryData>;

/** What is added to an attachment; the sender's own members of these names give way. */
const ADDED_MEMBERS: ReadonlySet<string> = new Set([
	'binaryField',
	'size',
	'sha256',
	'detectedType',
]);

/** Turns an application and its files into the items that the workflow goes on with. */
export async function buildItems(
	delivery: Delivery,
	{ output, keepContent }: ItemOptions,
	storeFile: StoreFile,
): Promise<INodeExecutionData[]> {
	if (output === 'application' || delivery.attachments.length === 0) {
		const fields = nameBinaryFields(delivery.attachments);
		const binary: Record<string, IBinaryData> = {};
		for (const { field, file } of fields) if (file) binary[field] = await storeFile(file);
		const entries = fields.map(({ field, attachment }) => describe(attachment, field, keepContent));
		return [{ json: composeJson(delivery, entries), binary }];
	}

	return await Promise.all(
		delivery.attachments.map(async ({ file }, index) => {
			const entries = delivery.attachments.map((attachment, position) =>
				describe(attachment, position === index ? 'file' : undefined, keepContent),
			);
			return {
				json: { ...composeJson(delivery, entries), attachment: entries[index] } as IDataObject,
				binary: file ? { file: await storeFile(file) } : {},
			};
		}),
	);
}

interface NamedAttachment {
	readonly attachment: CheckedAttachment;
	readonly file: CheckedFile | undefined;
	readonly field: string;
}

/** `resume`, `letter`, `attachment`; from the second of a kind on `resume_2`, `resume_3`, … */
function nameBinaryFields(attachments: readonly CheckedAttachment[]): NamedAttachment[] {
	const counts = new Map<string, number>();
	return attachments.map((attachment) => {
		const { kind, file } = attachment;
		const count = (counts.get(kind) ?? 0) + (file ? 1 : 0);
		counts.set(kind, count);
		return { attachment, file, field: count > 1 ? `${kind}_${count}` : kind };
	});
}

/** The attachment as it came, its base64 replaced by where its file is and what is known of it. */
function describe(
	{ entry, file }: CheckedAttachment,
	binaryField: string | undefined,
	keepContent: boolean,
): unknown {
	if (!isRecord(entry)) return entry;
	const hidesContent = file !== undefined && !keepContent;
	const kept = Object.entries(entry).filter(
		([name]) => !ADDED_MEMBERS.has(name) && !(hidesContent && name === 'content'),
	);
	return {
		...Object.fromEntries(kept),
		...(file && {
			...(binaryField !== undefined && { binaryField }),
			size: file.bytes.length,
			sha256: file.sha256,
			...(file.detectedType !== undefined && { detectedType: file.detectedType }),
		}),
	};
}

function composeJson(
	{ body, issues, receipt }: Delivery,
	entries: readonly unknown[],
): IDataObject {
	return {
		...body,
		...(Array.isArray(body.attachments) && { attachments: entries }),
		issues,
		receipt,
	} as unknown as IDataObject;
}
