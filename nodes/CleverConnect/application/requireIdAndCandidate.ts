import type { Issue } from '../common/issue';
import { isRecord } from '../common/jsonObject';
import { err, ok, type Result } from '../common/result';
import { APPLICATION_LIMITS } from './applicationLimits';

const NOT_AN_OBJECT: Issue = { code: 'type', path: '', message: 'The body must be a JSON object.' };
const CANDIDATE = `"candidate" must be an object with the candidate's details.`;
const ID = `"id" must be a whole number, or text of at most ${APPLICATION_LIMITS.idCharacters} characters.`;
const DIGITS = '"id" has too many digits for a number. Send it as text, in quotation marks.';

/** Returns an application and its ID, or the issues because of which a body isn't an application. */
export function requireIdAndCandidate(
	body: unknown,
): Result<{ readonly id: number | string; readonly body: Record<string, unknown> }, Issue[]> {
	if (!isRecord(body)) return err([NOT_AN_OBJECT]);
	const { id, candidate } = body;
	if (isId(id) && isRecord(candidate)) return ok({ id, body });
	return err([
		...(isId(id) ? [] : [createIssue('/id', id, Number.isInteger(id) ? DIGITS : ID)]),
		...(isRecord(candidate) ? [] : [createIssue('/candidate', candidate, CANDIDATE)]),
	]);
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
