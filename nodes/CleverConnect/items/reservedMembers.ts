import { listMembers, type JsonObject } from '../common/jsonObject';

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

/** The members of an application that the sender can't set, because n8n reserves them or the trigger adds them. */
export const RESERVED_IN_ITEM = {
	application: new Set([...N8N_MEMBERS, 'issues', 'receipt', 'summary']),
	attachment: new Set([...N8N_MEMBERS, 'issues', 'receipt', 'summary', 'attachment']),
};

/** The members of an attachment that the sender can't set. n8n's _Split Out_ node can turn an attachment into an item. */
export const RESERVED_IN_ATTACHMENT: ReadonlySet<string> = new Set([
	...RESERVED_IN_ITEM.attachment,
	'binaryField',
	'size',
	'sha256',
	'detectedType',
]);
export const RESERVED_IN_ATTACHMENT_AND_CONTENT = new Set([...RESERVED_IN_ATTACHMENT, 'content']);

/**
 * The documented members of an application. Members whose names are paths to these, such as `candidate.email`, are
 * omitted, so that none of them replaces a value that the trigger has checked.
 */
const CHECKED_MEMBERS = new Set(['id', 'jobId', 'candidate', 'attachments', 'origin']);

/** Each name that lodash treats as a path has one of these characters. */
const PATH = /[.[\]]/;
/** Matches the characters before the first member in a path, such as `["` in `["_files"].resume`. */
const BEFORE_MEMBER = /^[.[\]"'\\]+/;
const AFTER_MEMBER = /[.[\]"'].*/s;
/** In characters. More than twice the length of any omitted name, in case a backslash precedes each character. */
const MAXIMUM_MEMBER = 128;

/** Returns the members of an application or attachment that the sender can set. */
export function listSent(object: JsonObject, omitted: ReadonlySet<string>) {
	return listMembers(object, omitted).filter(([name]) => {
		if (!PATH.test(name)) return true;
		const member = findFirstMember(name);
		return !omitted.has(member) && !CHECKED_MEMBERS.has(member);
	});
}

/**
 * Returns the first member of a path. n8n's nodes can use names such as `receipt.sourceIp` as paths. Lodash's `get`
 * prefers a member whose name is exactly the path, whereas `set` follows the path when it writes to a new object. Both
 * ignore a single backslash in quotation marks.
 */
function findFirstMember(path: string): string {
	const start = path.replace(BEFORE_MEMBER, '').slice(0, MAXIMUM_MEMBER);
	return start.replaceAll('\\', '').replace(AFTER_MEMBER, '');
}
