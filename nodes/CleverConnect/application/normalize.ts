import { isRecord } from '../common/jsonObject';

/** Changes known variants of an application to the documented form. */
export function normalize(body: Record<string, unknown>): void {
	const { attachments, candidate } = body;
	if (isRecord(attachments)) body.attachments = [attachments];
	if (!isRecord(candidate) || !Array.isArray(candidate.location)) return;
	const [location, ...others] = candidate.location as unknown[];
	if (isRecord(location) && others.length === 0) body.candidate = { ...candidate, location };
}

/**
 * Deletes each member with the name `__proto__`, at any depth. `JSON.parse` creates an ordinary member, but code that
 * copies it by assignment changes the prototype of the copy.
 */
export function deletePrototypes(json: object): void {
	// A list instead of recursion, because JSON can be nested deeper than the stack.
	const pending = [json];
	for (let value = pending.pop(); value; value = pending.pop()) {
		Reflect.deleteProperty(value, '__proto__');
		const members: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
		for (const member of members) {
			if (typeof member === 'object' && member !== null) pending.push(member);
		}
	}
}
