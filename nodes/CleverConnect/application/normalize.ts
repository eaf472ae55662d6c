import { isRecord, type JsonObject } from '../common/jsonObject';

/** Converts known variants of an application, which has a candidate, to the documented form. */
export function normalize(body: Record<string, unknown>): void {
	const { attachments, candidate } = body;
	if (isRecord(attachments)) body.attachments = [attachments];
	body.candidate = unwrapLocation(candidate as JsonObject);
}

/** CleverConnect can also send the candidate's location as an array with one element. */
function unwrapLocation(candidate: JsonObject): JsonObject {
	const { location } = candidate;
	if (!Array.isArray(location) || location.length !== 1 || !isRecord(location[0])) return candidate;
	return { ...candidate, location: location[0] };
}

/**
 * Deletes each member with the name `__proto__`, at any depth. `JSON.parse` creates an ordinary member, but code that
 * copies it by assignment changes the prototype of the copy.
 */
export function deletePrototypes(json: object): void {
	// A list instead of recursion, because JSON can be nested deeper than the stack.
	const pending: unknown[] = [json];
	while (pending.length > 0) {
		const value = pending.pop();
		if (Array.isArray(value)) for (const entry of value) addObject(entry, pending);
		if (!isRecord(value)) continue;
		Reflect.deleteProperty(value, '__proto__');
		for (const name in value) addObject(value[name], pending);
	}
}

function addObject(value: unknown, pending: unknown[]): void {
	if (typeof value === 'object' && value !== null) pending.push(value);
}

/** Whether JSON might contain the name `__proto__`, whose characters can be written as `\u005f`, for example. */
export function mayNamePrototype(json: Buffer): boolean {
	return json.includes('__proto__') || json.includes('\\u00');
}
