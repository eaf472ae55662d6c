import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { withProgress } from '../progress.cts';
import { run } from './command.cts';

/** The newest n8n that the README names. */
export const NEWEST_N8N_VERSION = '2.41.1';

/** The n8n that everything is tried on; the environment variable names another one. */
export const N8N_VERSION = process.env.N8N_VERSION ?? NEWEST_N8N_VERSION;

export interface Installation {
	/** The Node.js to run n8n with. */
	readonly node: string;
	/** n8n's command, a script for that Node.js. */
	readonly n8n: string;
	/** The folder of all commands, for `PATH`. */
	readonly commands: string;
}

/** Installs n8n from npm, once per machine and version, into a cache folder outside the checkout. */
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
	// What is being built has the process's id behind the name.
	const name = names.find((entry) => entry.startsWith(start) && !entry.includes('.', start.length));
	return name && path.join(cacheFolder(), name);
}

/**
 * Two checkouts may do this at the same time: each builds in a folder of its own, and the first to
 * be ready gives it the final name.
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

/** What was being built by a process that has been ended meanwhile takes some 3 GB. */
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
		// It is there, and somebody else's.
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/** The oldest Node.js that this n8n runs on: `24` of `>=24.0.0`, `20` of `>=20.19 <= 24.x`. */
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
		// Older n8n take it from a host of its own; this is the same code, from npm.
		overrides: { xlsx: 'npm:@e965/xlsx@0.20.3' },
	};
	await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));

	await withProgress(
		`Installing n8n ${N8N_VERSION} and Node.js ${nodeVersion} into ${path.dirname(folder)} (once per machine, about 4 minutes and 3 GB)`,
		async () => {
			// Without scripts: an optional part of n8n, for Kafka, cannot be built everywhere.
			await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });
			await run('npm', ['rebuild', 'node', '--ignore-scripts=false', '--foreground-scripts'], {
				cwd: folder,
			});
			// Native parts are built for the Node.js that runs n8n, not for the one that runs this.
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
