import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Token } from 'markdown-it';
import {
	DOCS_FOLDER,
	listHeadings,
	parseMarkdown,
	toAnchor,
	toPlainText,
} from '../../tools/docs/page.cts';

const ENGLISH = 'README.md';
const MESSAGES = 'docs/troubleshooting.md';
/** The English pages from which the names in a translation come. */
const SOURCES = [ENGLISH, MESSAGES, 'docs/settings.md'];
const TRANSLATIONS = ['docs/fr/README.md', 'docs/de/README.md'];

/** A numbered section on a page. */
interface Step {
	readonly names: Set<string>;
	/** The number of list items. */
	items: number;
}

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

/** Returns the sections whose headings begin with a number, by that number. */
function readSteps(text: string): Map<string, Step> {
	const steps = new Map<string, Step>();
	const tokens = parseMarkdown(text);
	let step: Step | undefined;
	for (const [index, token] of tokens.entries()) {
		if (token.type === 'heading_open') {
			const [, number] = /^(\d+)\. /.exec(toPlainText(tokens[index + 1])) ?? [];
			step = number === undefined ? undefined : { names: new Set(), items: 0 };
			if (step) steps.set(String(number), step);
		}
		if (token.type === 'list_item_open' && step) step.items += 1;
		if (token.type === 'inline') listNames(token).forEach((name) => step?.names.add(name));
	}
	return steps;
}

/** Returns the differences between the steps on a page and those on the English page. */
function compareSteps(page: string, text: string, english: string): string[] {
	const translated = readSteps(text);
	const original = readSteps(english);
	const numbers = new Set([...original.keys(), ...translated.keys()]);
	return [...numbers].flatMap((number) => {
		const mine = translated.get(number);
		const theirs = original.get(number);
		const where = `${page}, step ${number}`;
		if (!mine || !theirs) return `${where}: only one of the two pages has this step`;
		const missing = [...theirs.names].filter((name) => !mine.names.has(name));
		const added = [...mine.names].filter((name) => !theirs.names.has(name));
		return [
			...missing.map((name) => `${where}: ${name} is missing`),
			...added.map((name) => `${where}: ${name} is not in this step of ${ENGLISH}`),
			...(mine.items === theirs.items
				? []
				: [`${where}: ${mine.items} list items, but ${theirs.items} in ${ENGLISH}`]),
		];
	});
}

/** Returns the names on a page that don't appear on any English page. */
function listUnknownNames(page: string, text: string, sources: readonly string[]): string[] {
	// Searches the whole text, because an English page may have the name at the beginning of a paragraph.
	const known = sources
		.flatMap(listInlines)
		.map(({ content }) => content)
		.join('\n');
	return listInlines(text)
		.flatMap(listNames)
		.filter((name) => !known.includes(name))
		.map((name) => `${page}: ${name} is not in ${SOURCES.join(', ')}`);
}

/** Returns the links to the headings of the troubleshooting page. */
function listMessageLinks(text: string): Array<{ name: string; target: string }> {
	return listInlines(text).flatMap(({ children }) =>
		(children ?? []).flatMap((token, index, all) => {
			const target = decodeURI(String(token.attrGet('href')));
			if (!target.includes('troubleshooting.md#')) return [];
			const rest = all.slice(index);
			const end = rest.findIndex(({ type }) => type === 'link_close');
			const name = rest.slice(0, end).map(({ content }) => content);
			return { name: name.join(''), target };
		}),
	);
}

/** Returns the links to the troubleshooting page whose text isn't the heading. */
function listMisnamedLinks(page: string, text: string): string[] {
	const headings = listHeadings(readPage(MESSAGES));
	return listMessageLinks(text)
		.filter(
			({ name, target }) => !headings.includes(name) || !target.endsWith(`#${toAnchor(name)}`),
		)
		.map(({ name, target }) => `${page}: "${name}" is not the heading at ${target}`);
}

it('README.md has five steps, each with names from the editor', () => {
	const steps = [...readSteps(readPage(ENGLISH))];
	expect(steps.map(([number]) => number)).toEqual(['1', '2', '3', '4', '5']);
	expect(steps.filter(([, { names }]) => names.size === 0)).toEqual([]);
});

describe.each(TRANSLATIONS)('%s', (page) => {
	const text = readPage(page);

	it('has the same steps as README.md, with the same names', () => {
		expect(compareSteps(page, text, readPage(ENGLISH))).toEqual([]);
	});

	it('uses the same names for things in the editor as the English pages', () => {
		expect(listUnknownNames(page, text, SOURCES.map(readPage))).toEqual([]);
	});

	it('uses the headings on the troubleshooting page as link texts', () => {
		expect(listMessageLinks(text).length).toBeGreaterThan(5);
		expect(listMisnamedLinks(page, text)).toEqual([]);
	});
});

it('missing and added names, list items, and steps are detected', () => {
	const english = '### 1. Save\n\n1. **Now** click **Save** in _Token_, `a`.\n\n### 2. Send\n';
	const text = '### 1. Speichern\n\n**Jetzt** auf **Sichern** klicken, _Token_, `a`.\n';
	expect(compareSteps('de.md', text, english)).toEqual([
		'de.md, step 1: **Save** is missing',
		'de.md, step 1: **Sichern** is not in this step of README.md',
		'de.md, step 1: 0 list items, but 1 in README.md',
		'de.md, step 2: only one of the two pages has this step',
	]);
	expect(listUnknownNames('de.md', text, [english])).toEqual([
		expect.stringContaining('de.md: **Sichern** is not in README.md'),
	]);
});

it('links whose text differs from the heading are detected', () => {
	const text =
		'[Nichts](../troubleshooting.md#nothing-arrives), [Crashed](troubleshooting.md#none)';
	expect(listMisnamedLinks('de.md', text)).toEqual([
		'de.md: "Nichts" is not the heading at ../troubleshooting.md#nothing-arrives',
		'de.md: "Crashed" is not the heading at troubleshooting.md#none',
	]);
});
