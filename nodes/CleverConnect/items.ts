import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { CheckedAttachment, CheckedFile } from './attachments';
import { isRecord, listMembers, type JsonObject } from './jsonObject';
import type { Issue } from './issue';

/** An application that was not refused, with its files in memory. */
export interface Delivery {
	readonly body: JsonObject;
	readonly attachments: readonly CheckedAttachment[];
	readonly issues: readonly Issue[];
	readonly receipt: Receipt;
}

/** The time, source and fingerprint of a delivery. */
export interface Receipt {
	/** ISO 8601, UTC. */
	readonly receivedAt: string;
	readonly sourceIp: string;
	/** The SHA-256 of the body's bytes, in lower-case hexadecimal. */
	readonly bodySha256: string;
}

export interface ItemOptions {
	readonly output: 'application' | 'attachment';
	/** Whether an item keeps the base64 of its files in the JSON although the files are stored. */
	readonly keepContent: boolean;
}

/** Stores a file and returns it as binary data for an item. */
type StoreFile = (file: CheckedFile) => Promise<IBinaryData>;

/** The members that n8n 2.41.1 itself reads in the items of any node. */
const N8N_MEMBERS = [
	// The names of an item's own parts (`REQUIRED_N8N_ITEM_KEYS` in n8n-nodes-base): a Code node that returns
	// `$json` takes an object with such a member for a whole item, or fails.
	'json',
	'binary',
	'pairedItem',
	'error',
	'index',
	// n8n's Sort, Merge, and Compare Datasets call this method of an item.
	'hasOwnProperty',
	// n8n-core, `utils/convert-binary-data.js`: the files if the workflow setting `binaryMode` is `combined`.
	'_files',
	// n8n-core, `normalizeNodeErrors` in `execution-engine/workflow-execute.js`: an item with both members
	// is replaced by that error.
	'$error',
	'$json',
	// @n8n/expression-runtime: an expression that returns such an object throws an error.
	'__isError',
	// The editor: n8n stopped while the node was running, so there is no output.
	'isArtificialRecoveredEventItem',
	// The editor, through `trimmed-task-data.js` in n8n-workflow: a placeholder for output that n8n hasn't
	// sent yet. In pinned data, the editor reports it as corrupted.
	'__isTrimmedManualExecutionDataItem',
	// The editor's logs: the tokens that a language model used.
	'tokenUsage',
	'tokenUsageEstimate',
];

/** Application members that the sender can't set: those that n8n reserves, and those that the trigger adds. */
const APPLICATION_MEMBERS: Readonly<Record<ItemOptions['output'], ReadonlySet<string>>> = {
	application: new Set([...N8N_MEMBERS, 'issues', 'receipt']),
	attachment: new Set([...N8N_MEMBERS, 'issues', 'receipt', 'attachment']),
};

/** Attachment members that the sender can't set. With _Split Out_, an attachment becomes an item of its own. */
const ATTACHMENT_MEMBERS: ReadonlySet<string> = new Set([
	...APPLICATION_MEMBERS.attachment,
	'binaryField',
	'size',
	'sha256',
	'detectedType',
]);
const ATTACHMENT_MEMBERS_AND_CONTENT: ReadonlySet<string> = new Set([
	...ATTACHMENT_MEMBERS,
	'content',
]);

/** The documented members of an application. No path may replace a value that the trigger has checked. */
const CHECKED_MEMBERS: ReadonlySet<string> = new Set([
	'id',
	'jobId',
	'candidate',
	'attachments',
	'origin',
]);

/** The characters that make a name a path for lodash. */
const PATH = /[.[\]]/;
/** The characters before the first member in a path, such as `["_files"].resume`. */
const BEFORE_MEMBER = /^[.[\]"'\\]*/;
const MEMBER = /^[\w$]+(?=[.[\]"']|$)/;
/** In characters. More than twice as long as any omitted name, in case a backslash precedes each of its characters. */
const MAXIMUM_MEMBER = 128;

/** Returns the items of a delivery: one for the application, or one for each attachment. */
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
		for (const { field, file } of fields) if (file) binary[field] = await storeFile(file);
		const entries = fields.map(({ field, attachment }) =>
			describe(attachment, keepsContent(attachment), field),
		);
		return [{ json: compose({ attachments: entries }), binary }];
	}

	// Each item has only the content of its own attachment. Otherwise, the size of all items would be quadratic.
	const entries = attachments.map((attachment) => describe(attachment, false));
	const items: INodeExecutionData[] = [];
	// One file after the other, so that no file is being written after another one has failed.
	for (const [index, attachment] of attachments.entries()) {
		const entry = describe(attachment, keepsContent(attachment), 'file');
		items.push({
			json: compose({ attachments: entries.with(index, entry), attachment: entry }),
			binary: attachment.file ? { file: await storeFile(attachment.file) } : {},
		});
	}
	return items;
}

/** Returns the members of an application or attachment that the sender can set. */
function listSent(object: JsonObject, omitted: ReadonlySet<string>) {
	return listMembers(object, omitted).filter(([name]) => {
		const member = findFirstMember(name);
		return !omitted.has(member) && !CHECKED_MEMBERS.has(member);
	});
}

/**
 * Returns the first member in a name that is a path, or an empty text for other names. n8n's nodes use names such as
 * `receipt.sourceIp` as paths. To read, lodash's `get` prefers a member with exactly that name. To write, `set`
 * follows the path. Both ignore backslashes in quotes.
 */
function findFirstMember(name: string): string {
	if (!PATH.test(name)) return '';
	const [before = ''] = BEFORE_MEMBER.exec(name) ?? [];
	const rest = name.slice(before.length, before.length + MAXIMUM_MEMBER);
	const [member = ''] = MEMBER.exec(rest.replaceAll('\\', '')) ?? [];
	return member;
}

interface NamedAttachment {
	readonly attachment: CheckedAttachment;
	readonly file: CheckedFile | undefined;
	readonly field: string;
}

/**
 * Names the binary fields `resume`, `letter`, and `attachment`. Repeated names get a number: `resume_2`,
 * `resume_3`, …
 */
function nameBinaryFields(attachments: readonly CheckedAttachment[]): NamedAttachment[] {
	const counts = new Map<string, number>();
	return attachments.map((attachment) => {
		const { kind, file } = attachment;
		const count = (counts.get(kind) ?? 0) + (file ? 1 : 0);
		counts.set(kind, count);
		return { attachment, file, field: count > 1 ? `${kind}_${count}` : kind };
	});
}

/** Returns the attachment as it was sent, with the details of its file. */
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
