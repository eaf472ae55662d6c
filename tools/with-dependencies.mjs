// Runs a script of this folder, after it has installed what the script needs: on a fresh clone the
// first command may be any.
//
// node test/with-dependencies.mjs ./all.cts [arguments for the script]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(fileURLToPath(new URL('.', import.meta.url)), '..');
process.chdir(root);

const [major] = process.versions.node.split('.');
if (Number(major) < 20) {
	console.error(`This needs Node.js 20 or later; here is ${process.version}.`);
	process.exit(1);
}

if (!areDependenciesInstalled()) await installDependencies();
const [script, ...args] = process.argv.slice(2);
process.argv.splice(1, process.argv.length, script, ...args);
const require = createRequire(import.meta.url);
require('tsx/cjs');
require(script);

/** npm writes the second file when it has installed what the first one says. */
function areDependenciesInstalled() {
	const installed = path.join('node_modules', '.package-lock.json');
	return (
		existsSync(installed) && statSync(installed).mtimeMs >= statSync('package-lock.json').mtimeMs
	);
}

async function installDependencies() {
	const start = Date.now();
	const seconds = () => `${Math.round((Date.now() - start) / 1000)} s`;
	console.error('Installing the packages that this project is built with (about a minute) …');
	const timer = setInterval(() => console.error(`  … ${seconds()}`), 10_000);
	// Without scripts: nothing that is needed has to be built.
	const npm = spawn(
		'npm',
		['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
		{
			stdio: 'inherit',
			shell: process.platform === 'win32',
		},
	);
	const [code] = await once(npm, 'exit');
	clearInterval(timer);
	if (code !== 0) process.exit(code ?? 1);
	console.error(`  done in ${seconds()}`);
}
