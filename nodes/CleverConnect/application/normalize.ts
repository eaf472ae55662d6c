import { isRecord, listMembers, type JsonObject } from '../common/jsonObject';

/** Returns a copy of an application, with known variants converted to the documented form. */
export function normalize(body: JsonObject): JsonObject {
	const application = copyObject(body);
	const { candidate, attachments } = application;
	return {
		...application,
		candidate: unwrapLocation(candidate as JsonObject),
		...(isRecord(attachments) && { attachments: [attachments] }),
	};
}

/** CleverConnect can also send the candidate's location as an array with one element. */
function unwrapLocation(candidate: JsonObject): JsonObject {
	const { location } = candidate;
	if (!Array.isArray(location) || location.length !== 1 || !isRecord(location[0])) return candidate;
	return { ...candidate, location: location[0] };
}

/**
 * `JSON.parse` creates an ordinary member for `"__proto__"`. Code that copies such a member by assignment can change
 * the copy's prototype instead, so `copyObject` removes the member.
 */
const PROTOTYPE: ReadonlySet<string> = new Set(['__proto__']);

function copyObject(object: JsonObject): JsonObject {
	const members = listMembers(object, PROTOTYPE);
	return Object.fromEntries(members.map(([name, member]) => [name, copyValue(member)]));
}

function copyValue(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(copyValue);
	return isRecord(value) ? copyObject(value) : value;
}
