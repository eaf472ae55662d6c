export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is an object other than an array or `null`. */
export function isRecord(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Returns the members of an object, except members with omitted names. For an object with many members,
 * `Object.entries` is slower.
 */
export function listMembers(
	object: JsonObject,
	omitted: ReadonlySet<string>,
): Array<readonly [name: string, value: unknown]> {
	return Object.keys(object)
		.filter((name) => !omitted.has(name))
		.map((name) => [name, object[name]] as const);
}
