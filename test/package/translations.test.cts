import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DOCS_FOLDER, listNames } from '../../tools/docs/page.cts';

const ENGLISH = 'README.md';
const TRANSLATIONS = ['docs/fr/README.md', 'docs/de/README.md'];

const readPage = (page: string) => readFileSync(path.join(DOCS_FOLDER, '..', page), 'utf8');

/** Returns the names in each section whose heading begins with a number. */
const readSteps = (text: string) =>
	text
		.split(/^#+ (?=\d\. )/m)
		.slice(1)
		.map((step) => new Set(listNames(step.split(/^#+ /m, 1)[0] ?? '')));

it('README.md has five steps, each with names from the editor', () => {
	const steps = readSteps(readPage(ENGLISH));
	expect(steps).toHaveLength(5);
	for (const step of steps) expect(step.size).toBeGreaterThan(0);
});

it.each(TRANSLATIONS)('%s has the same steps as README.md, with the same names', (page) => {
	expect(readSteps(readPage(page))).toEqual(readSteps(readPage(ENGLISH)));
});
