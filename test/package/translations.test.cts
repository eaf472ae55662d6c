import { readFileSync } from 'node:fs';
import { listNames } from '../../tools/docs/page.cts';

const ENGLISH = 'README.md';
const TRANSLATIONS = ['docs/fr/README.md', 'docs/de/README.md'];

/** Returns the names in each section of a page whose heading begins with a number. */
const readSteps = (page: string) =>
	readFileSync(page, 'utf8')
		.split(/^#+ (?=\d\. )/m)
		.slice(1)
		.map((step) => new Set(listNames(step.split(/^#+ /m, 1)[0] ?? '')));

it('README.md has five steps, each with names from the editor', () => {
	const steps = readSteps(ENGLISH);
	expect(steps).toHaveLength(5);
	for (const step of steps) expect(step.size).toBeGreaterThan(0);
});

it.each(TRANSLATIONS)('%s has the same steps as README.md, with the same names', (page) => {
	expect(readSteps(page)).toEqual(readSteps(ENGLISH));
});
