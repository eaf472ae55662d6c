import { createHash } from 'node:crypto';
import { composeName, replaceUnsafe, trimEdges, truncate } from './safeName';

/** The words that a pattern can contain in braces: members of the summary, the file's type, and the date. */
export const PLACEHOLDERS = [
	...(['job', 'name', 'firstName', 'lastName', 'email', 'phone', 'city'] as const),
	...(['source', 'title', 'type', 'date'] as const),
];

/** Stands for a missing job in the names of files and folders. */
export const NO_JOB = 'No job';

export type FileNamePattern = ReturnType<typeof parseFileNamePattern>;
export type FileNameValues = Readonly<Record<(typeof PLACEHOLDERS)[number], string>>;

/**
 * Parses a pattern for file names, such as `{job} - {lastName} {firstName} - {type}`. With an empty pattern, files keep
 * their names.
 */
export function parseFileNamePattern(text: string) {
	const known: ReadonlySet<string> = new Set(PLACEHOLDERS.map((name) => `{${name}}`));
	// The number follows after a separator of its own.
	const pattern = trimEdges(text.replace(/[-. ]+$/, ''));
	return {
		/** The parts in braces that aren't placeholders, exactly as someone entered them, and unpaired braces. */
		faults: (text.match(/\{[^{}]*\}?|\}/g) ?? []).filter((part) => !known.has(part)),
		isEmpty: pattern === '',
		/** Placeholders, with their braces, and the texts between them. */
		parts: pattern
			.split(/(\{\w+\})/)
			.map((part) => (known.has(part) ? part : replaceUnsafe(part).replace(/ +/g, ' '))),
	};
}

/** Stands for a missing value, because no safe value contains it. */
const MISSING = '/';
const GAP = /[ ._-]*(?:\/[ ._-]*)+/g;

/**
 * Returns a pattern with its values, safe as the beginning of a file name. In each gap that missing values leave, at
 * most the longest separator is kept.
 */
export function fillInPattern({ parts }: FileNamePattern, values: FileNameValues): string {
	const given = Object.entries({ ...values, job: values.job || NO_JOB });
	const byPlaceholder = new Map(given.map(([name, value]) => [`{${name}}`, value]));
	const filled = parts
		.map((part) => {
			const value = byPlaceholder.get(part);
			return value === undefined ? part : replaceUnsafe(value) || MISSING;
		})
		.join('')
		.normalize('NFC');
	const stem = filled.replace(GAP, (gap, start: number) => {
		if (start === 0 || start + gap.length === filled.length) return '';
		return gap.split(MISSING).reduce((one, other) => (other.length > one.length ? other : one));
	});
	return trimEdges(stem);
}

/** In bytes. Leaves room for the beginning of a name, and for a hash. */
const MAXIMUM_ID = 60;

/**
 * Returns a file name that no file of another application has, in any letter case, unless hashes collide: a number has
 * only digits after the last ` - `, and any other ID has a hash.
 *
 * @param copy the number of the file among those of the application that would otherwise have the same name.
 */
export function composeNumberedName(
	stem: string,
	id: number | string,
	{ copy, extension }: { readonly copy: number; readonly extension: string },
): string {
	const number = typeof id === 'number' ? String(id) : composeTextId(id);
	return composeName(stem, ` - ${number}${copy > 1 ? ` ${copy}` : ''}${extension}`);
}

function composeTextId(id: string): string {
	// In JSON, different lone surrogates are different bytes.
	const hash = createHash('sha256').update(JSON.stringify(id)).digest('hex').slice(0, 8);
	const text = trimEdges(truncate(trimEdges(replaceUnsafe(id)), MAXIMUM_ID));
	return text === '' ? `x${hash}` : `${text} x${hash}`;
}
