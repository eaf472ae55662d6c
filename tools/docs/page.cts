import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const DOCS_FOLDER = path.join(__dirname, '..', '..', 'docs');

/** What stands below one heading, up to the next. */
export interface Section {
	readonly title: string;
	/** The fenced code in it. */
	readonly blocks: readonly Block[];
	/** The rows of its tables, without their heads. */
	readonly rows: readonly Row[];
}

export interface Block {
	readonly language: string;
	readonly code: string;
}

/** The cells of a row of a table. */
export type Row = readonly string[];

const FENCED = /^```(\w+)\n(.*?)^```$/gms;

/** The sections of a page in `docs/`, so that what is documented is what is tested. */
export function readPage(name: string): readonly Section[] {
	const text = readFileSync(path.join(DOCS_FOLDER, name), 'utf8');
	return splitAtHeadings(text).map((part) => {
		const [title = '', ...lines] = part.split('\n');
		const blocks = [...part.matchAll(FENCED)].map(([, language = '', code = '']) => ({
			language,
			code,
		}));
		return { title: title.trim(), blocks, rows: readRows(lines) };
	});
}

export function listPages(): string[] {
	return readdirSync(DOCS_FOLDER).filter((name) => name.endsWith('.md'));
}

/** The section with a title that starts like this. */
export function findSection(page: readonly Section[], start: string): Section {
	const section = page.find(({ title }) => title.startsWith(start));
	if (!section) throw new Error(`no section starts with "${start}"`);
	return section;
}

/** The only code of this language in a section. */
export function findCode({ title, blocks }: Section, language: string): string {
	const [block, ...others] = blocks.filter((candidate) => candidate.language === language);
	if (!block || others.length > 0) throw new Error(`"${title}" has not one block of ${language}`);
	return block.code;
}

/** What is written as code in a cell: `resume` of "the file `resume`". */
export function readCode(cell: string | undefined): string {
	const [, code] = /`([^`]+)`/.exec(cell ?? '') ?? [];
	if (code === undefined) throw new Error(`there is no code in "${cell}"`);
	return code;
}

/** Environment variables, as in a file for Docker. */
export function readEnvironment(code: string): Record<string, string> {
	return Object.fromEntries(
		[...code.matchAll(/^(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
	);
}

/** A line of code may start with `#` as well, where it is a comment. */
function splitAtHeadings(text: string): string[] {
	const starts = [...text.matchAll(/^```.*?^```$|^#+ (?=\S)/gms)].filter(([match]) =>
		match.startsWith('#'),
	);
	return starts.map(({ index, 0: mark }, position) =>
		text.slice(index + mark.length, starts[position + 1]?.index),
	);
}

function readRows(lines: readonly string[]): Row[] {
	return lines
		.filter((line, index) => line.startsWith('|') && !/^\| -/.test(lines[index + 1] ?? ''))
		.filter((line) => !/^\| -/.test(line))
		.map((line) =>
			line
				.split(/(?<!\\)\|/)
				.slice(1, -1)
				.map((cell) => cell.trim().replace(/\\\|/g, '|')),
		);
}
