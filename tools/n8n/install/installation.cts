import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { withProgress } from '../../common/progress.cts';
import { run } from '../../common/command.cts';

/** The newest n8n version in the documentation. */
export const NEWEST_N8N_VERSION = '2.41.1';

/** The n8n version for tests and tools. */
export const N8N_VERSION = process.env.N8N_VERSION ?? NEWEST_N8N_VERSION;

export interface Installation {
	/** The path of the Node.js that runs n8n. */
	readonly node: string;
	/** The path of n8n's command, which is a script for that Node.js. */
	readonly n8n: string;
	/** The folder with the installed commands, for `PATH`. */
	readonly commands: string;
}

/** Installs n8n from npm, once per machine and version, in a cache folder outside the checkout. */
export async function installN8n(): Promise<Installation> {
	const modules = path.join((await findInstalled()) ?? (await install()), 'node_modules');
	return {
		node: path.join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node'),
		n8n: path.join(modules, 'n8n', 'bin', 'n8n'),
		commands: path.join(modules, '.bin'),
	};
}

async function findInstalled(): Promise<string | undefined> {
	const start = `n8n-${N8N_VERSION}-node-`;
	const names = await readdir(cacheFolder()).catch(() => []);
	// The name of an unfinished installation ends with a process id.
	const name = names.find((entry) => entry.startsWith(start) && !entry.includes('.', start.length));
	return name && path.join(cacheFolder(), name);
}

/**
 * Two checkouts may install at the same time: each uses its own folder, and the first one to finish
 * renames it to the final name.
 */
async function install(): Promise<string> {
	await mkdir(cacheFolder(), { recursive: true });
	await removeAbandoned();
	const nodeVersion = await findNodeVersion();
	const folder = path.join(cacheFolder(), `n8n-${N8N_VERSION}-node-${nodeVersion}`);
	const building = `${folder}.${process.pid}`;
	try {
		await build(building, nodeVersion);
		await rename(building, folder).catch((error: unknown) => {
			if (!existsSync(folder)) throw error;
		});
	} finally {
		await rm(building, { recursive: true, force: true });
	}
	return folder;
}

/** Removes installations whose process ended before they were finished. Each takes about 3 GB. */
async function removeAbandoned(): Promise<void> {
	for (const name of await readdir(cacheFolder())) {
		const [, pid] = /-node-\d+\.(\d+)$/.exec(name) ?? [];
		if (pid === undefined || isRunning(Number(pid))) continue;
		await rm(path.join(cacheFolder(), name), { recursive: true, force: true });
	}
}

function isRunning(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch (error) {
		// EPERM: the process exists but belongs to another user.
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/** Returns the earliest major version of Node.js that n8n supports, such as `20` for `>=20.19 <= 24.x`. */
async function findNodeVersion(): Promise<string> {
	const engines = await run('npm', ['view', `n8n@${N8N_VERSION}`, 'engines.node'], {
		cwd: cacheFolder(),
	});
	const [major] = /\d+/.exec(engines) ?? [];
	if (major === undefined) throw new Error(`npm has no version ${N8N_VERSION} of n8n.`);
	return major;
}

async function build(folder: string, nodeVersion: string): Promise<void> {
	await mkdir(folder);
	const manifest = {
		private: true,
		dependencies: { n8n: N8N_VERSION, node: nodeVersion },
		// Earlier n8n versions download xlsx from a host of its own. This is the same code on npm.
		overrides: { xlsx: 'npm:@e965/xlsx@0.20.3' },
	};
	await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));

	await withProgress(
		`Installing n8n ${N8N_VERSION} and Node.js ${nodeVersion} into ${path.dirname(folder)} (once per machine, about 4 minutes and 3 GB)`,
		async () => {
			// Without scripts, because n8n's optional Kafka client can't be built everywhere.
			await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });
			await run('npm', ['rebuild', 'node', '--ignore-scripts=false', '--foreground-scripts'], {
				cwd: folder,
			});
			// Native modules are built for the Node.js that runs n8n, not for the one that runs this program.
			const bin = path.join(folder, 'node_modules', '.bin');
			await run('npm', ['rebuild', 'sqlite3', '--ignore-scripts=false'], {
				cwd: folder,
				env: { PATH: `${bin}${path.delimiter}${process.env.PATH}` },
			});
		},
	);
}

function cacheFolder(): string {
	const base =
		process.env.XDG_CACHE_HOME ??
		process.env.LOCALAPPDATA ??
		path.join(homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache');
	return path.join(base, 'n8n-nodes-cleverconnect');
}
