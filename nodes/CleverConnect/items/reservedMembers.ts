import schema from '../application/application.schema.json';
import type { JsonObject } from '../common/jsonObject';

/** Members to which n8n 2.41.1 or JavaScript gives a meaning of its own, whichever node outputs the item. */
const N8N_MEMBERS = [
	// The names of an item's own parts (`REQUIRED_N8N_ITEM_KEYS` in n8n-nodes-base): a Code node that returns `$json`
	// mistakes an object with such a member for a whole item or fails.
	'json',
	'binary',
	'pairedItem',
	'error',
	'index',
	// n8n's Sort, Merge, and Compare Datasets nodes call `hasOwnProperty` on an item's JSON, and n8n's `deepCopy` omits
	// `constructor` and `__proto__`.
	...Object.getOwnPropertyNames(Object.prototype),
	// n8n-core, `utils/convert-binary-data.js`: contains the files if the workflow's `binaryMode` setting is `combined`.
	'_files',
	// n8n-core, `normalizeNodeErrors` in `execution-engine/workflow-execute.js`: an item that has both members is
	// replaced by the error.
	'$error',
	'$json',
	// @n8n/expression-runtime: an expression that returns such an object throws an error.
	'__isError',
	// With this member, the editor reports that n8n stopped while the node was running, and shows no output.
	'isArtificialRecoveredEventItem',
	// The editor, through `trimmed-task-data.js` in n8n-workflow: a placeholder for output that n8n hasn't sent yet. In
	// pinned data, the editor reports the placeholder as corrupted.
	'__isTrimmedManualExecutionDataItem',
	// The editor's logs: the number of tokens that a language model used.
	'tokenUsage',
	'tokenUsageEstimate',
];

const ITEM_MEMBERS = [...N8N_MEMBERS, 'issues', 'receipt', 'summary'];
/** n8n's _Split Out_ node can turn an attachment into an item. */
const ATTACHMENT_MEMBERS = [
	...ITEM_MEMBERS,
	...['attachment', 'binaryField', 'size', 'sha256', 'detectedType'],
];

/** The members that the sender can't set, because n8n reserves them or the trigger adds them. */
export const RESERVED = {
	/** In an application, by the trigger's output. */
	application: new Set(ITEM_MEMBERS),
	attachment: new Set([...ITEM_MEMBERS, 'attachment']),
	/** In an attachment, without and with its content. */
	entry: new Set(ATTACHMENT_MEMBERS),
	entryAndContent: new Set([...ATTACHMENT_MEMBERS, 'content']),
} as const;

const CHECKED_MEMBERS: ReadonlySet<string> = new Set(Object.keys(schema.properties));
/** Each name that lodash treats as a path has one of these characters. */
const PATH = /[.[\]]/;
const FIRST_MEMBER = /^[.[\]"']*([^.[\]"']*)/;

/** Matches a name that JavaScript puts before all others. The `summary` must come first, so these get a prefix. */
const INDEX = /^\d+$/;

/** Returns the members of an application or attachment that the sender can set. */
export function pickSent(object: JsonObject, reserved: ReadonlySet<string>): JsonObject {
	const names = Object.keys(object).filter(
		(name) => !reserved.has(name) && !(PATH.test(name) && leadsToProtected(name, reserved)),
	);
	return Object.fromEntries(names.map((name) => [name.replace(INDEX, '_$&'), object[name]]));
}

/**
 * Whether a path such as `receipt.sourceIp` or `candidate["email"]` leads to a member that the trigger adds or checks.
 * n8n's nodes use names as paths. Lodash's `get` prefers a member whose name is exactly the path, whereas `set` follows
 * the path when it writes to a new object. Both ignore a backslash in quotation marks.
 */
function leadsToProtected(path: string, reserved: ReadonlySet<string>): boolean {
	const member = FIRST_MEMBER.exec(path.replaceAll('\\', ''))?.[1] ?? '';
	return reserved.has(member) || CHECKED_MEMBERS.has(member);
}
