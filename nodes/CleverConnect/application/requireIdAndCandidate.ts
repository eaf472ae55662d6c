import { isRecord, type JsonObject } from '../common/jsonObject';
import type { Issue } from '../common/issue';
import type { Refusal } from '../responses/refusals';
import { err, ok, type Result } from '../common/result';

export const MAXIMUM_ID_LENGTH = 64;

/** Returns a body's application, even if it has issues, or a refusal if `id` or `candidate` is missing or invalid. */
export function requireIdAndCandidate(
	body: unknown,
): Result<{ readonly id: number | string; readonly body: JsonObject }, Refusal> {
	if (!isRecord(body)) {
		const message = 'The body must be a JSON object.';
		return err({ kind: 'notAnApplication', issues: [{ code: 'type', path: '', message }] });
	}

	const { id, candidate } = body;
	if (isId(id) && isRecord(candidate)) return ok({ id, body });

	const idMessage = Number.isInteger(id)
		? '"id" has too many digits for a number. Send it as text, in quotation marks.'
		: `"id" must be a whole number, or text of at most ${MAXIMUM_ID_LENGTH} characters.`;
	const candidateMessage = `"candidate" must be an object with the candidate's details.`;
	const issues = [
		...(isId(id) ? [] : [createIssue('/id', id, idMessage)]),
		...(isRecord(candidate) ? [] : [createIssue('/candidate', candidate, candidateMessage)]),
	];
	return err({ kind: 'notAnApplication', issues });
}

function createIssue(path: string, value: unknown, message: string): Issue {
	return { code: value === undefined || value === null ? 'required' : 'type', path, message };
}

/**
 * Whether a value is a valid ID. Two different numbers beyond the safe integers (RFC 7493 § 2.2) could be parsed as
 * the same ID.
 */
function isId(id: unknown): id is number | string {
	if (typeof id === 'string') return id !== '' && id.length <= MAXIMUM_ID_LENGTH;
	return Number.isSafeInteger(id);
}
