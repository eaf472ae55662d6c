import { createHash } from 'node:crypto';
import type { CheckedAttachment } from '../attachments/readAttachments';
import { isRecord } from '../common/jsonObject';
import { composeName, replaceUnsafe, trimEdges } from '../common/safeName';
import { toLine, type ApplicationSummary } from './summary';

/** The words that a pattern can contain in braces: members of the summary, the file's type, and the date. */
export const PLACEHOLDERS = [
	...(['number', 'job', 'name', 'firstName', 'lastName', 'email', 'phone', 'city'] as const),
	...(['source', 'title', 'type', 'date'] as const),
];

export type FileNamePattern = ReturnType<typeof parseFileNamePattern>;

/**
 * Parses a pattern for file names, such as `{job} - {lastName} - {number}`. Unless the pattern is empty, a missing
 * number is added at the end, because only the number is unique to each application.
 */
export function parseFileNamePattern(text: string) {
	const known: ReadonlySet<string> = new Set(PLACEHOLDERS.map((name) => `{${name}}`));
	/** The parts in braces that aren't placeholders, exactly as someone entered them, and unpaired braces. */
	const faults = (text.match(/\{[^{}]*\}?|\}/g) ?? []).filter((part) => !known.has(part));
	const pattern = trimEdges(text);
	// If there are no parts, files keep the names that they have.
	if (pattern === '') return { faults, parts: [] };
	const complete = pattern.includes('{number}') ? pattern : `${pattern} - {number}`;
	// Alternating texts and placeholders, beginning and ending with a text.
	const parts = complete.split(/\{(\w+)\}/);
	return { faults, parts: parts.map((part) => replaceUnsafe(part).replace(/ +/g, ' ')) };
}

/**
 * Returns each attachment with its file renamed according to a pattern. Unless the pattern is empty or hashes collide,
 * names differ in more than case, within an application and between applications with different `id`s. If a name occurs
 * twice in an application, each repetition gets a number. If the `id` is text, or can't be read back from a name, the
 * name gets a hash of the `id`.
 */
export function renameFiles(
	attachments: readonly CheckedAttachment[],
	{ parts }: FileNamePattern,
	{ id, summary, receivedAt }: { id: unknown; summary: ApplicationSummary; receivedAt: string },
): readonly CheckedAttachment[] {
	if (parts.length === 0) return attachments;
	const date = receivedAt.slice(0, 'YYYY-MM-DD'.length);
	const hash = ` x${createHash('sha256').update(JSON.stringify(id)).digest('hex').slice(0, 8)}`;
	const used = new Set<string>();
	return attachments.map((attachment) => {
		const { kind, file } = attachment;
		if (!file) return attachment;
		const job = summary.job || 'No job';
		const values = { ...summary, job, date, type: describeType(attachment) };
		const stem = trimEdges(fillIn(parts, values)) || kind;
		const extension = file.fileName.slice(file.fileName.lastIndexOf('.'));
		const compose = (copy: number) => {
			const ending = copy > 1 ? ` ${copy}${extension}` : extension;
			const name = composeName(stem, ending);
			const isDistinct = typeof id === 'number' && readNumber(name, parts) === String(id);
			return isDistinct ? name : composeName(stem, `${hash}${ending}`);
		};
		let fileName = compose(1);
		for (let copy = 2; used.has(fileName.toLowerCase()); copy++) fileName = compose(copy);
		used.add(fileName.toLowerCase());
		return { ...attachment, file: { ...file, fileName } };
	});
}

function describeType({ kind, sent }: CheckedAttachment): string {
	if (kind !== 'attachment') return kind === 'resume' ? 'CV' : kind;
	return (isRecord(sent) && toLine(sent.type)) || kind;
}

/** Stands for a missing value, because no safe value contains it. */
const MISSING = '/';
const GAP = /[ ._-]*(?:\/[ ._-]*)+/g;

/** Fills in a pattern's values. In each gap that missing values leave, at most the longest separator is kept. */
function fillIn(parts: readonly string[], values: Readonly<Record<string, string>>): string {
	const filled = parts
		.map((part, index) => {
			if (isText(index)) return part;
			return values[part] ? replaceUnsafe(values[part]) : MISSING;
		})
		.join('')
		.normalize('NFC');
	return filled.replace(GAP, (gap, start: number) => {
		if (start === 0 || start + gap.length === filled.length) return '';
		return gap.split(MISSING).reduce((one, other) => (other.length > one.length ? other : one));
	});
}

function isText(index: number): boolean {
	return index % 2 === 0;
}

/**
 * Reads the application's number from a file name, at its place in the pattern in any letter case. Returns `undefined`
 * if there is no number, or if the name ends like one with a hash.
 */
function readNumber(name: string, parts: readonly string[]): string | undefined {
	if (/ x[0-9a-f]{8}(?: \d+)?\.[^.]+$/i.test(name)) return undefined;
	const place = parts.findIndex((part, index) => !isText(index) && part === 'number');
	const texts = parts
		.filter((_part, index) => isText(index))
		.map((text) => text.replaceAll('.', '\\.'));
	const earlier = texts.slice(0, (place + 1) / 2);
	const [before, next] = [earlier.pop(), texts[(place + 1) / 2]];
	// Limits backtracking (https://en.wikipedia.org/wiki/ReDoS), because a candidate can choose the values.
	const skipped = earlier.map((text, index) => `(?=(.*?${text}))\\${index + 1}`).join('');
	const end = '(?: \\d\\d?)?\\.[^.]+$';
	const after = place === parts.length - 2 && !next ? end : `(?:${next}|${end})`;
	// If a value is missing, the text next to it might be missing too.
	for (const lead of [`^${skipped}.*?${before}`, before, '^']) {
		const number = new RegExp(`${lead}(-?\\d+)${after}`, 'i').exec(name)?.at(-1);
		if (number !== undefined) return number;
	}
	return undefined;
}
