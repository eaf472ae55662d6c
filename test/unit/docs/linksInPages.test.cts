import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { memoize } from 'lodash';
import MarkdownIt from 'markdown-it';
import { repository } from '../../../package.json';
import { judge } from '../../../tools/check/checks.cts';
import { readSections, toAnchor } from '../../../tools/docs/page.cts';

const INDEX = 'docs/README.md';
/** The pages for users, all of which the index must list. */
const LISTED_PAGES = ['docs', 'deploy', 'workflows']
	.flatMap((folder) => listFiles(folder, '.md'))
	.filter((page) => page !== INDEX);
const PAGES = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', '.github/VERIFICATION.md', INDEX];

/** The files whose texts n8n or GitHub might display. */
const SHOWN_FILES = ['nodes', 'credentials', 'workflows', '.github'].flatMap((folder) =>
	listFiles(folder, '.ts', '.json', '.yml'),
);

/** Returns the paths of the files with these extensions, at any depth in a folder. */
function listFiles(folder: string, ...extensions: readonly string[]): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((name) => extensions.includes(path.extname(name)))
		.map((name) => path.posix.join(folder, ...name.split(path.sep)));
}

const markdown = new MarkdownIt({ html: true });
const readPage = (page: string) => readFileSync(page, 'utf8');

/** Returns the targets of the links and images on a page, except URLs. */
const listTargets = (page: string) =>
	[...markdown.render(readPage(page)).matchAll(/ (?:href|src|srcset)="([^"]*)"/g)]
		.map(([, target = '']) => target)
		.filter((target) => !/^https?:/.test(target));

const listAnchors = memoize((page: string) =>
	readSections(`../${page}`).map(({ heading }) => toAnchor(heading)),
);

const exists = (page: string, anchor?: string) =>
	existsSync(page) && (anchor === undefined || listAnchors(page).includes(anchor));

const REPOSITORY = repository.url.replace(/^git\+|\.git$/g, '');
/** Matches the text after the repository's URL: a page's path, its anchor, both, or nothing. */
const PAGE_ON_GITHUB = /^(?:\/(?:blob|tree)\/main\/([\w./-]*\w))?(?:#([\w-]+))?(?![\w/#-]|\.\w)/;

const listBrokenUrls = (text: string) =>
	text
		.replaceAll('${REPOSITORY}', REPOSITORY)
		.split(REPOSITORY)
		.slice(1)
		.flatMap((rest) => {
			const [link, page = 'README.md', anchor] = PAGE_ON_GITHUB.exec(rest) ?? [];
			// On GitHub, #readme leads to the README itself.
			if (link === undefined || link === '#readme') return [];
			return exists(page, anchor) ? [] : [link];
		});

it.each([...PAGES, ...LISTED_PAGES])('%s has no broken relative links', (page) => {
	const broken = listTargets(page).filter((target) => {
		const [file = '', anchor] = decodeURI(target).split('#');
		const folder = path.posix.dirname(page);
		return !exists(file === '' ? page : path.posix.join(folder, file), anchor);
	});
	expect(broken).toEqual([]);
});

it('docs/README.md lists every other page in docs, deploy, and workflows', () => {
	const listed = listTargets(INDEX).map((target) => path.posix.join('docs', target));
	expect(listed).toEqual(expect.arrayContaining(LISTED_PAGES));
});

it.each(SHOWN_FILES)("%s has no broken links to the repository's pages", (file) => {
	expect(listBrokenUrls(readPage(file))).toEqual([]);
});

it('the results of npm run check have no broken links', () => {
	expect(judge({ url: '' }, []).flatMap(({ help }) => listBrokenUrls(help))).toEqual([]);
});
