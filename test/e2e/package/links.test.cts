import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DOCS_FOLDER, listPages } from '../../../tools/docs/page.cts';

const ROOT = path.join(DOCS_FOLDER, '..');
const PAGES = [
	'README.md',
	'CONTRIBUTING.md',
	'SECURITY.md',
	...listPages().map((name) => `docs/${name}`),
];

const readText = (page: string) =>
	readFileSync(path.join(ROOT, page), 'utf8').replace(/^```.*?^```$/gms, '');

/** What GitHub makes of the headings of a page, for links to them. */
function listAnchors(page: string): string[] {
	return [...readText(page).matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
		title
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s_-]/gu, '')
			.replaceAll(' ', '-'),
	);
}

it.each(PAGES)('the links of %s lead somewhere', (page) => {
	const links = [...readText(page).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)];
	const broken = links.filter(([, file = '', anchor]) => {
		const target = file === '' ? page : path.posix.join(path.posix.dirname(page), file);
		if (!existsSync(path.join(ROOT, target))) return true;
		return anchor !== undefined && !listAnchors(target).includes(anchor);
	});
	expect(broken.map(([link]) => link)).toEqual([]);
});

it('docs/README.md lists every page', () => {
	const list = readText('docs/README.md');
	const missing = listPages().filter((name) => name !== 'README.md' && !list.includes(`(${name})`));
	expect(missing).toEqual([]);
});
