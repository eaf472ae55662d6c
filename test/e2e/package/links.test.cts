import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DOCS_FOLDER, listPages, parseMarkdown, toPlainText } from '../../../tools/docs/page.cts';

const ROOT = path.join(DOCS_FOLDER, '..');
const PAGES = [
	'README.md',
	'CONTRIBUTING.md',
	'SECURITY.md',
	'deploy/queue-mode/README.md',
	...listPages().map((name) => `docs/${name}`),
];

const parsePage = (page: string) => parseMarkdown(readFileSync(path.join(ROOT, page), 'utf8'));

/** Returns the targets of a page's links and pictures. */
function listTargets(page: string): string[] {
	return parsePage(page)
		.flatMap(({ children }) => children ?? [])
		.flatMap((token) => token.attrGet('href') ?? token.attrGet('src') ?? [])
		.map(String);
}

/** Returns the anchors that GitHub gives to a page's headings. */
function listAnchors(page: string): string[] {
	const tokens = parsePage(page);
	return tokens
		.flatMap(({ type }, index) => (type === 'heading_open' ? toPlainText(tokens[index + 1]) : []))
		.map((title) =>
			title
				.toLowerCase()
				.replace(/[^\p{L}\p{N}\s_-]/gu, '')
				.replaceAll(' ', '-'),
		);
}

function leadsSomewhere(page: string, target: string): boolean {
	if (/^https?:/.test(target)) return true;
	const [file = '', anchor] = decodeURI(target).split('#');
	const other = file === '' ? page : path.posix.join(path.posix.dirname(page), file);
	if (!existsSync(path.join(ROOT, other))) return false;
	return anchor === undefined || listAnchors(other).includes(anchor);
}

it.each(PAGES)('the links of %s lead somewhere', (page) => {
	expect(listTargets(page).filter((target) => !leadsSomewhere(page, target))).toEqual([]);
});

it('docs/README.md lists every page', () => {
	expect(listTargets('docs/README.md')).toEqual(
		expect.arrayContaining(listPages().filter((name) => name !== 'README.md')),
	);
});
