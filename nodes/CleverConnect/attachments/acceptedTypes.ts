import { parseKnownType } from '../documents';

export interface AcceptedTypes {
	/** The entries that aren't file types, exactly as someone entered them. */
	readonly faults: readonly string[];
	has(mimeType: string | undefined): boolean;
}

/**
 * Parses a list of extensions and MIME types that are separated by commas, semicolons, spaces, or newlines. An empty
 * list accepts every type.
 */
export function parseAcceptedTypes(text: string): AcceptedTypes {
	const entries = text.match(/[^\s,;]+/g) ?? [];
	const types = new Set(entries.map((entry) => parseKnownType(entry)));
	return {
		faults: entries.filter((entry) => parseKnownType(entry) === undefined),
		has: (mimeType) => entries.length === 0 || types.has(mimeType),
	};
}
