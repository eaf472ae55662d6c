export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is an object other than an array or `null`. */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
