import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Token } from 'markdown-it';
import { DOCS_FOLDER, parseMarkdown } from '../../tools/docs/page.cts';

const ENGLISH = 'README.md';
const TRANSLATIONS = ['docs/fr/README.md', 'docs/de/README.md'];

const readPage = (page: string) => readFileSync(path.join(DOCS_FOLDER, '..', page), 'utf8');

const listInlines = (text: string) => parseMarkdown(text).filter(({ type }) => type === 'inline');

/** Returns the names in a paragraph with their markup, such as `**Save**` and `_Token_`. */
function listNames({ children }: Token): string[] {
	const parts = (children ?? []).filter(({ type, content }) => type !== 'text' || content !== '');
	return parts.flatMap(({ type, markup, content }, index) => {
		if (type === 'code_inline') return `${markup}${content}${markup}`;
		// Bold text at the beginning of a paragraph says what the paragraph is about.
		if (type !== 'em_open' && (type !== 'strong_open' || index === 0)) return [];
		const rest = parts.slice(index);
		const end = rest.findIndex((part) => part.type === type.replace('open', 'close'));
		const name = rest.slice(0, end).map((part) => part.content);
		return `${markup}${name.join('')}${markup}`;
	});
}

/** Returns the names in each section whose heading begins with a number. */
const readSteps = (text: string) =>
	text
		.split(/^#+ (?=\d\. )/m)
		.slice(1)
		.map((step) => new Set(listInlines(step.split(/^#+ /m, 1)[0] ?? '').flatMap(listNames)));

it('README.md has five steps, each with names from the editor', () => {
	const steps = readSteps(readPage(ENGLISH));
	expect(steps).toHaveLength(5);
	for (const step of steps) expect(step.size).toBeGreaterThan(0);
});

it.each(TRANSLATIONS)('%s has the same steps as README.md, with the same names', (page) => {
	expect(readSteps(readPage(page))).toEqual(readSteps(readPage(ENGLISH)));
});
