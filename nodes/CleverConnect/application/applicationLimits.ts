import type { IssueCode } from '../common/issue';
import { isRecord, type JsonObject } from '../common/jsonObject';
import type { Refusal } from '../responses/refusals';

const BYTES_PER_MEGABYTE = 1024 * 1024;

/** The limits for an application's content. No option of the trigger changes them. */
export const APPLICATION_LIMITS = {
	attachments: 20,
	depth: 32,
	values: 100_000,
	/** The maximum size of all names (in bytes) and texts (in characters) in all items, excluding the files' base64. */
	textMegabytes: 32,
} as const;

export interface LimitOptions {
	/** With `attachment`, each attachment becomes an item that contains the whole application. */
	readonly output: 'application' | 'attachment';
}

/**
 * Returns a refusal if an application exceeds a limit. The check copies no values, and stops at the first excess, except
 * for the limit on text, which is checked last.
 */
export function findExcess(body: JsonObject, { output }: LimitOptions): Refusal | undefined {
	const attachments = listAttachments(body);

	if (attachments.length > APPLICATION_LIMITS.attachments) {
		return makeLimitRefusal(
			'maxItems',
			'/attachments',
			`There are ${attachments.length} attachments; at most ${APPLICATION_LIMITS.attachments} are accepted.`,
		);
	}

	const items = output === 'attachment' ? Math.max(attachments.length, 1) : 1;
	const exceeded = findExceededLimit(body, attachments, items);
	return exceeded && makeLimitRefusal(exceeded, '', JSON_LIMITS[exceeded]);
}

const JSON_LIMITS = {
	maxDepth: `The JSON is nested deeper than ${APPLICATION_LIMITS.depth} levels.`,
	maxValues: 'The JSON has too many values.',
	maxLength: 'The text outside the files is too long.',
};

/** A single attachment can be sent without a list around it. */
function listAttachments({ attachments }: JsonObject): readonly unknown[] {
	return Array.isArray(attachments) ? attachments : [attachments];
}

function makeLimitRefusal(code: IssueCode, path: string, message: string): Refusal {
	return { kind: 'overLimit', issues: [{ code, path, message }] };
}

function contentOf(attachment: unknown): string {
	return isRecord(attachment) && typeof attachment.content === 'string' ? attachment.content : '';
}

/**
 * Counts the application's values and text once for each item, because a later node that copies its items copies the
 * whole application with each of them.
 */
function findExceededLimit(
	json: JsonObject,
	attachments: readonly unknown[],
	items: number,
): keyof typeof JSON_LIMITS | undefined {
	let values = 0;
	let text = 0;

	const visit = (value: unknown, level: number): keyof typeof JSON_LIMITS | undefined => {
		values += level === 1 ? 1 : items;
		if (values > APPLICATION_LIMITS.values) return 'maxValues';
		if (typeof value === 'string') text += value.length;
		if (typeof value !== 'object' || value === null) return undefined;
		if (level > APPLICATION_LIMITS.depth) return 'maxDepth';
		for (const [name, child] of listChildren(value)) {
			text += measureJson(name);
			const limit = visit(child, level + 1);
			if (limit !== undefined) return limit;
		}
		return undefined;
	};

	const exceeded = visit(json, 1);
	if (exceeded !== undefined) return exceeded;
	const base64 = attachments.reduce((sum: number, one) => sum + contentOf(one).length, 0);
	const size = ((text - base64) * items) / BYTES_PER_MEGABYTE;
	return size > APPLICATION_LIMITS.textMegabytes ? 'maxLength' : undefined;
}

/**
 * Returns the length of a member's name in JSON, in bytes. n8n stores equal texts only once, but it stores a name again
 * for each object that has it. In JSON, a control character can take six bytes.
 */
function measureJson(name: string): number {
	return Buffer.byteLength(JSON.stringify(name)) - '""'.length;
}

/** Yields one child of a value at a time. `Object.entries` would read all members before the first one is counted. */
function* listChildren(value: object): Iterable<readonly [name: string, child: unknown]> {
	if (Array.isArray(value)) for (const child of value as unknown[]) yield ['', child];
	else for (const name of Object.keys(value)) yield [name, (value as JsonObject)[name]];
}
