import { readdirSync } from 'node:fs';
import path from 'node:path';

/** The folders that repeat names on purpose: a description has its template's name, and so can its code and its data. */
const REPEATING = /^tools\/templates\/descriptions\/|^test\/fixtures\/|\/generated\//;

const files = ['credentials', 'nodes', 'test', 'tools'].flatMap((folder) =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((name) => /\.[cm]?[jt]s$/.test(name))
		.map((name) => path.join(folder, name)),
);

it('no two sources and no two tests have the same name, unless it is index', () => {
	const names = files
		.filter((file) => !REPEATING.test(file))
		.map((file) => path.basename(file).replace(/\.[cm]?[jt]s$/, ''))
		.filter((name) => !/^index(?:\.test)?$/.test(name));
	expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
});
