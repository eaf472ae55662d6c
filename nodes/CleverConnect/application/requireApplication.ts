import type { Issue } from '../common/issue';
import { isRecord, type JsonObject } from '../common/jsonObject';
import { err, ok, type Result } from '../common/result';
import type { Refusal } from '../responses/refusals';

/** The limits for an application. No option of the trigger changes them. */
export const APPLICATION_LIMITS = {
	idCharacters: 64,
	attachments: 20,
	/** The maximum number of fields that are copied into items. What a field contains isn't copied. */
	copiedFields: 200_000,
} as const;

const ID = `"id" must be a whole number up to ${Number.MAX_SAFE_INTEGER}, or text of at most ${APPLICATION_LIMITS.idCharacters} characters.`;
const CANDIDATE = `"candidate" must be an object with the candidate's details.`;

interface Identified {
	readonly id: number | string;
	readonly body: Record<string, unknown>;
}

/** Returns an application and its ID, or the refusal of a body that isn't an application or exceeds a limit. */
export function requireApplication(
	body: unknown,
	output: 'application' | 'attachment',
): Result<Identified, Refusal> {
	if (!isRecord(body)) {
		const issue: Issue = { code: 'type', path: '', message: 'The body must be a JSON object.' };
		return err({ kind: 'notAnApplication', issues: [issue] });
	}
	const { id, candidate } = body;
	if (!isId(id) || !isRecord(candidate)) {
		const issues = [
			...(isId(id) ? [] : [createIssue('/id', id, ID)]),
			...(isRecord(candidate) ? [] : [createIssue('/candidate', candidate, CANDIDATE)]),
		];
		return err({ kind: 'notAnApplication', issues });
	}
	const excess = findExcess(body, output);
	return excess ? err({ kind: 'overLimit', issues: [excess] }) : ok({ id, body });
}

function createIssue(path: string, value: unknown, message: string): Issue {
	return { code: value === undefined || value === null ? 'required' : 'type', path, message };
}

/**
 * Whether a value is a valid ID. Two different numbers beyond the safe integers (RFC 7493 § 2.2) could be parsed as
 * the same ID.
 */
function isId(id: unknown): id is number | string {
	if (typeof id === 'string') return id !== '' && id.length <= APPLICATION_LIMITS.idCharacters;
	return Number.isSafeInteger(id);
}

function findExcess(body: JsonObject, output: 'application' | 'attachment'): Issue | undefined {
	// A single attachment can be sent without a list around it.
	const files: readonly unknown[] = Array.isArray(body.attachments)
		? body.attachments
		: [body.attachments];
	if (files.length > APPLICATION_LIMITS.attachments) {
		const message = `There are ${files.length} attachments; at most ${APPLICATION_LIMITS.attachments} are accepted.`;
		return { code: 'maxItems', path: '/attachments', message };
	}
	const copies = output === 'attachment' ? files.length : 1;
	const counts = [body, ...files].map((part) => (isRecord(part) ? Object.keys(part).length : 0));
	const fields = counts.reduce((sum, count) => sum + count);
	if (fields * copies <= APPLICATION_LIMITS.copiedFields) return undefined;
	return { code: 'maxProperties', path: '', message: 'There are too many fields.' };
}
