import { readFileSync } from 'node:fs';
import path from 'node:path';
import MarkdownIt, { type Token } from 'markdown-it';

export const DOCS_FOLDER = path.join(__dirname, '..', '..', 'docs');

/** A code block or a table on a page. */
export interface Block {
	/** The name in the comment above the block: `<!-- test: name -->`. */
	readonly name: string | undefined;
	readonly heading: string;
	readonly language: string;
	readonly code: string;
	/** The rows of the table as plain text, without the header. */
	readonly rows: string[][];
}

function parseMarkdown(text: string): Token[] {
	return new MarkdownIt({ html: true }).parse(text, {});
}

/** Returns the text of inline Markdown in a heading or a cell, without formatting and URLs. */
function toPlainText(inline: Token | undefined): string {
	return (inline?.children ?? []).map(({ content }) => content).join('');
}

/** Returns the names and the code in Markdown with their markup, such as `**Save**` and `_Token_`. */
export function listNames(text: string): string[] {
	const inlines = parseMarkdown(text).filter(({ type }) => type === 'inline');
	return inlines.flatMap(({ content }) => [
		...(content.match(/`[^`]+`|(?<!\w)_[^_]+_(?!\w)/g) ?? []),
		// Bold text isn't a name if it begins a paragraph, where it says what follows, or if it begins with a link.
		...(content.replace(/^\*\*.+?\*\*|\*\*\[.+?\*\*/g, '').match(/\*\*.+?\*\*/g) ?? []),
	]);
}

export function readBlocks(page: string): readonly Block[] {
	const tokens = parseMarkdown(readFileSync(path.join(DOCS_FOLDER, page), 'utf8'));
	const blocks: Block[] = [];
	let name: string | undefined;
	let heading = '';
	for (const [index, token] of tokens.entries()) {
		if (token.type === 'heading_open') heading = toPlainText(tokens[index + 1]);
		if (token.type === 'html_block') [, name] = /^<!-- test: (\S+) -->/.exec(token.content) ?? [];
		if (token.type === 'fence' || token.type === 'table_open') {
			blocks.push({ name, heading, language: token.info, code: token.content, rows: [] });
			name = undefined;
		}
		const rows = blocks.at(-1)?.rows ?? [];
		if (token.type === 'tr_open') rows.push([]);
		if (token.type === 'thead_close') rows.pop();
		if (token.type === 'td_open') rows.at(-1)?.push(toPlainText(tokens[index + 1]));
	}
	return blocks;
}

export function findBlock(page: string, name: string): Block {
	const [block, ...others] = readBlocks(page).filter((candidate) => candidate.name === name);
	if (!block || others.length > 0) {
		throw new Error(
			`docs/${page} must have exactly one <!-- test: ${name} --> above a code block or a table.`,
		);
	}
	return block;
}

/** Returns the sections of a page, each with the Markdown between its heading and the next. */
export function readSections(page: string) {
	const text = readFileSync(path.join(DOCS_FOLDER, page), 'utf8');
	const lines = text.split('\n');
	const tokens = parseMarkdown(text);
	const headings = tokens.filter(({ type }) => type === 'heading_open');
	return headings.map((token, index) => ({
		heading: toPlainText(tokens[tokens.indexOf(token) + 1]),
		text: lines.slice(token.map?.[1], headings[index + 1]?.map?.[0]).join('\n'),
	}));
}

/** Returns the anchor that GitHub gives to the first heading with this text. */
export function toAnchor(heading: string): string {
	return heading
		.toLowerCase()
		.replace(/[^\p{L}\p{N} _-]/gu, '')
		.replaceAll(' ', '-');
}
