import { parseKnownType } from '../documents';
import { isProgram } from '../fileNames/programs';

export type AcceptedTypes = ReturnType<typeof parseAcceptedTypes>;

/**
 * Parses a list of extensions and MIME types that are separated by commas, semicolons, spaces, or newlines. An empty
 * list accepts every type other than a program's.
 */
export function parseAcceptedTypes(text: string) {
	const entries = text.match(/[^\s,;]+/g) ?? [];
	const types = entries.map((entry) => parseKnownType(entry));
	return {
		/** The entries that aren't known file types, exactly as someone entered them. */
		faults: entries.filter((_, index) => types[index] === undefined),
		has: (type: string | undefined) => {
			if (entries.length === 0) return !isProgram(type);
			return type !== undefined && types.includes(type);
		},
	};
}
