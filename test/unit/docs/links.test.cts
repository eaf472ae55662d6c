import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { memoize } from 'lodash';
import MarkdownIt from 'markdown-it';
import { repository } from '../../../package.json';
import { readSections, toAnchor } from '../../../tools/docs/page.cts';

const GIT_ARGUMENTS = ['ls-files', '-co', '--exclude-standard', '--', '*.md', ':!:test/fixtures'];
const PAGES = execFileSync('git', GIT_ARGUMENTS, { encoding: 'utf8' })
	.split('\n')
	.filter((page) => existsSync(page) && !/^$|LICENSE|CHANGELOG/.test(page));

/** The files whose texts n8n or GitHub might display. */
const SHOWN_FILES = ['nodes', 'credentials', 'workflows', 'deploy', '.github'].flatMap((folder) =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.map((name) => path.posix.join(folder, ...name.split(path.sep)))
		.filter((file) => /(?:\.ts|\.json|\.ya?ml|Caddyfile)$/.test(file)),
);

const markdown = new MarkdownIt({ html: true });
const read = (file: string) => readFileSync(file, 'utf8');

/** Returns the targets of the links and images on a page, except URLs. */
const listTargets = (page: string) =>
	[...markdown.render(read(page)).matchAll(/ (?:href|src|srcset)="([^"]*)"/g)]
		.map(([, target = '']) => target)
		.filter((target) => !/^https?:/.test(target));

const listAnchors = memoize((page: string) =>
	readSections(path.join('..', page)).map(({ heading }) => toAnchor(heading)),
);

const exists = (file: string, anchor?: string) =>
	existsSync(file) && (anchor === undefined || listAnchors(file).includes(anchor));

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

it.each(PAGES)('%s has no broken links', (page) => {
	const broken = listTargets(page).filter((target) => {
		const [file = '', anchor] = decodeURI(target).split('#');
		return !exists(file === '' ? page : path.posix.join(path.posix.dirname(page), file), anchor);
	});
	expect([...broken, ...listBrokenUrls(read(page))]).toEqual([]);
});

it.each(SHOWN_FILES)("%s has no broken links to the repository's pages", (file) => {
	expect(listBrokenUrls(read(file))).toEqual([]);
});

it('README.md leads to every other page for users', () => {
	const others = PAGES.filter((page) => page !== 'README.md' && !page.startsWith('nodes/'));
	expect(listTargets('README.md').map((target) => target.split('#')[0])).toEqual(
		expect.arrayContaining(others),
	);
});
