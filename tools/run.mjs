// Runs a program in this folder: `node tools/run.mjs test`. On a fresh clone, or if package-lock.json has changed, npm
// first installs the packages that this project needs.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

if (!areDependenciesInstalled()) {
	console.error('Installing the packages that this project needs (about a minute) …');
	const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
		stdio: 'inherit',
		shell: process.platform === 'win32',
	});
	if (status !== 0) process.exit(1);
}

process.on('unhandledRejection', ({ message }) => {
	console.error(message);
	process.exitCode = 1;
});
const [program, ...args] = process.argv.slice(2);
process.argv.splice(1, process.argv.length, program, ...args);
const require = createRequire(import.meta.url);
require('tsx/cjs');
require(`./${program}.cts`);

/** npm writes the first file after it has installed the packages that the second file lists. */
function areDependenciesInstalled() {
	const [installed, wanted] = ['node_modules/.package-lock.json', 'package-lock.json'].map(
		(file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? -Infinity,
	);
	return installed >= wanted;
}
