import { parseKnownType } from '../documents';

export type AcceptedTypes = ReturnType<typeof parseAcceptedTypes>;

/**
 * Parses a list of extensions and MIME types that are separated by commas, semicolons, spaces, or newlines. An empty
 * list accepts every type.
 */
export function parseAcceptedTypes(text: string) {
	const entries = text.match(/[^\s,;]+/g) ?? [];
	const types = new Set(entries.map((entry) => parseKnownType(entry)));
	return {
		/** The entries that aren't known file types, exactly as someone entered them. */
		faults: entries.filter((entry) => parseKnownType(entry) === undefined),
		has: (mimeType: string | undefined) => entries.length === 0 || types.has(mimeType),
	};
}
