const { readdirSync } = require('node:fs');
const { join, parse } = require('node:path');

// A name, except `index`, tells which file is meant, because no other TypeScript file has the same name.
const files = ['nodes', 'credentials', 'test', 'tools'].flatMap((folder) =>
	readdirSync(folder, { recursive: true }).map((file) => join(folder, file)),
);
const names = files.filter((file) => /\.c?ts$/.test(file)).map((file) => parse(file).name);
const repeated = names.filter((name, index) => name !== 'index' && names.indexOf(name) < index);
if (repeated.length > 0) throw new Error(`Several files are called ${repeated.join(', ')}`);
