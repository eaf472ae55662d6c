import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { run } from '../../common/command.cts';

/** The newest version of n8n that the README names. */
export const NEWEST_N8N_VERSION = '2.41.1';

export const N8N_VERSION = process.env.N8N_VERSION ?? NEWEST_N8N_VERSION;

const CACHE_FOLDER = path.join(homedir(), '.cache', 'n8n-nodes-cleverconnect');

export type Installation = Awaited<ReturnType<typeof installN8n>>;

/** Installs n8n from npm, once per version, in a cache folder outside the checkout. */
export async function installN8n() {
	const modules = path.join((await findInstalled()) ?? (await install()), 'node_modules');
	return {
		node: path.join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node'),
		n8n: path.join(modules, 'n8n', 'bin', 'n8n'),
		/** The folder with the installed commands, for `PATH`. */
		commands: path.join(modules, '.bin'),
	};
}

async function findInstalled(): Promise<string | undefined> {
	const names = await readdir(CACHE_FOLDER).catch(() => []);
	const name = names.find((entry) => entry.startsWith(`n8n-${N8N_VERSION}-node-`));
	return name && path.join(CACHE_FOLDER, name);
}

async function install(): Promise<string> {
	// The earliest major version of Node.js that n8n supports, such as `20` for `>=20.19 <= 24.x`.
	const engines = await run('npm', ['view', `n8n@${N8N_VERSION}`, 'engines.node']);
	const nodeVersion = String(/\d+/.exec(engines));
	const cwd = path.join(CACHE_FOLDER, `unfinished-${N8N_VERSION}`);
	await rm(cwd, { recursive: true, force: true });
	await mkdir(cwd, { recursive: true });
	const manifest = {
		private: true,
		dependencies: { n8n: N8N_VERSION, node: nodeVersion },
		// Earlier n8n versions download xlsx from its own host. This package on npm is a copy of it.
		overrides: { xlsx: 'npm:@e965/xlsx@0.20.3' },
	};
	await writeFile(path.join(cwd, 'package.json'), JSON.stringify(manifest));
	process.stderr.write(
		`Installing n8n ${N8N_VERSION} and Node.js ${nodeVersion} into ${CACHE_FOLDER} (once per machine, about 4 minutes and 3 GB) …\n`,
	);
	// Without scripts, because n8n's Kafka client can't be built everywhere.
	await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd });
	await run('npm', ['rebuild', 'node', '--ignore-scripts=false'], { cwd });
	// Native modules are built for the Node.js that runs n8n, not for the one that runs this program.
	const bin = path.join(cwd, 'node_modules', '.bin');
	const env = { PATH: `${bin}${path.delimiter}${process.env.PATH}` };
	await run('npm', ['rebuild', 'sqlite3', '--ignore-scripts=false'], { cwd, env });
	const folder = path.join(CACHE_FOLDER, `n8n-${N8N_VERSION}-node-${nodeVersion}`);
	await rename(cwd, folder);
	return folder;
}
