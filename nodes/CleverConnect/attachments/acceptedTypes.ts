import { parseKnownType } from './mimeType';

export interface AcceptedTypes {
	/** The entries that aren't file types, as they were written. */
	readonly faults: readonly string[];
	has(mimeType: string | undefined): boolean;
}

/**
 * Returns the types in a list of extensions and MIME types, which are separated by commas, semicolons,
 * spaces, or new lines. An empty list accepts every type.
 */
export function parseAcceptedTypes(text: string): AcceptedTypes {
	const entries = text.match(/[^\s,;]+/g) ?? [];
	const types = new Set(entries.map((entry) => parseKnownType(entry)));
	return {
		faults: entries.filter((entry) => parseKnownType(entry) === undefined),
		has: (mimeType) => entries.length === 0 || types.has(mimeType),
	};
}
