import { once } from 'node:events';
import { chown, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import http, { type IncomingMessage } from 'node:http';
import { createConnection } from 'node:net';
import path from 'node:path';
import { run } from '../../common/command.cts';
import { DEPLOY_FOLDER } from './compose.cts';
import { ServerProcess } from '../../common/serverProcess.cts';
import type { Programs } from './programs.cts';

/** The arguments of `setpriv` that end a server with the process that started it. */
export const DIE_WITH_PARENT = ['--pdeathsig', 'KILL'];

/** Returns a PostgreSQL server, not yet started, with the documented database and user. */
export async function createPostgres(
	{ initdb, postgres, setpriv }: Programs,
	folder: string,
	port: number,
	environment: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
	await mkdir(folder);
	const account = await findAccount('postgres');
	if (account) await chown(folder, account.uid, account.gid);
	const identity = account
		? ['--reuid', String(account.uid), '--regid', String(account.gid), '--clear-groups']
		: [];
	const data = path.join(folder, 'data');
	const { POSTGRES_USER = '', POSTGRES_DB = '' } = environment;
	await run(
		setpriv,
		[...identity, initdb, '-D', data, '-U', POSTGRES_USER, '-A', 'trust', '--no-sync'],
		{ cwd: folder },
	);
	const env = { ...process.env, LC_ALL: 'C.UTF-8' };
	await run(
		setpriv,
		[
			...identity,
			'/bin/sh',
			'-c',
			`echo 'CREATE DATABASE ${POSTGRES_DB};' | '${postgres}' --single -D '${data}' postgres`,
		],
		{ cwd: folder, env },
	);
	return new ServerProcess({
		name: 'PostgreSQL',
		command: setpriv,
		args: [
			...DIE_WITH_PARENT,
			...identity,
			postgres,
			...['-D', data, '-p', String(port), '-k', folder, '-c', 'listen_addresses=127.0.0.1'],
		],
		cwd: folder,
		env,
		isReady: (log) => log.includes('ready to accept connections'),
	});
}

/** Returns a Redis server, not yet started, with the documented arguments. */
export async function createRedis(
	{ redisServer, setpriv }: Programs,
	folder: string,
	port: number,
	[, ...documentedArgs]: readonly string[],
): Promise<ServerProcess> {
	await mkdir(folder);
	const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
	return new ServerProcess({
		name: 'Redis',
		command: setpriv,
		args: [...DIE_WITH_PARENT, redisServer, ...documentedArgs, ...place],
		cwd: folder,
		env: process.env,
		isReady: async (log) => log.includes('Ready to accept connections') && (await accepts(port)),
	});
}

/** Texts in a published nginx configuration, and their replacements. */
export type Replacements = ReadonlyArray<readonly [documented: string, here: string]>;

/**
 * Returns an nginx server, not yet started, that uses a published `nginx.conf` and the files that it includes. nginx
 * writes only to its own folder.
 *
 * @param port the port that shows whether nginx is ready
 */
export async function createNginx(
	{ nginx, nginxJsModule, setpriv }: Programs,
	folder: string,
	port: number,
	documented: string,
	replacements: Replacements,
): Promise<ServerProcess> {
	const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
		.map((name) => `${name}_temp_path ${folder}/${name};`)
		.join('\n');
	await writeReplaced(folder, { 'nginx.conf': documented, ...(await readIncluded()) }, [
		['modules/ngx_http_js_module.so', nginxJsModule],
		['user nginx;', process.getuid?.() === 0 ? 'user root;' : ''],
		['/run/nginx.pid;', `${folder}/nginx.pid;\ndaemon off;`],
		['access_log /dev/stdout;', `access_log off;\n${temporary}`],
		['/var/www/acme', `${folder}/acme`],
		['/run/nginx-hold', holdFolderOf(folder)],
		...replacements,
	]);
	return new ServerProcess({
		name: 'nginx',
		command: setpriv,
		args: [
			// TERM, because nginx has to stop its workers.
			...['--pdeathsig', 'TERM'],
			// The limit of open files that systemd sets by default.
			...['sh', '-c', 'ulimit -S -n 1024; exec "$@"', 'sh'],
			...[nginx, '-p', folder, '-e', 'stderr', '-c', `${folder}/nginx.conf`],
		],
		cwd: folder,
		env: process.env,
		isReady: async () => await accepts(port),
	});
}

/** The folder of the socket at which nginx can be told to hold all applications. */
export function holdFolderOf(nginxFolder: string): string {
	return path.join(nginxFolder, 'hold');
}

/** Makes nginx hold all applications, as before n8n is stopped. Returns the status of nginx's response. */
export async function hold(nginxFolder: string): Promise<number | undefined> {
	const socketPath = path.join(holdFolderOf(nginxFolder), 'nginx.sock');
	const request = http.request({ socketPath, path: '/hold' }).end();
	const [response] = (await once(request, 'response')) as [IncomingMessage];
	response.resume();
	return response.statusCode;
}

/** Returns the files that a published `nginx.conf` includes, by their names in the `include` directives. */
async function readIncluded(): Promise<Record<string, string>> {
	const source = path.join(DEPLOY_FOLDER, 'nginx', 'n8n');
	const names = await readdir(source);
	const texts = await Promise.all(
		names.map(async (name) => await readFile(path.join(source, name), 'utf8')),
	);
	return Object.fromEntries(names.map((name, index) => [`n8n/${name}`, texts[index] ?? '']));
}

/** Writes files with replacements. Each replaced text must occur in at least one file. */
export async function writeReplaced(
	folder: string,
	files: Readonly<Record<string, string>>,
	replacements: Replacements,
): Promise<void> {
	for (const [search] of replacements) {
		if (!Object.values(files).some((text) => text.includes(search))) {
			throw new Error(`the published configuration has no "${search}"`);
		}
	}
	for (const [name, text] of Object.entries(files)) {
		const file = path.join(folder, name);
		await mkdir(path.dirname(file), { recursive: true });
		await writeFile(
			file,
			replacements.reduce((result, [search, here]) => result.replaceAll(search, here), text),
		);
	}
}

/** PostgreSQL refuses to run as root. If necessary, it runs under the account that Debian created for it. */
async function findAccount(name: string): Promise<{ uid: number; gid: number } | undefined> {
	if (process.getuid?.() !== 0) return undefined;
	const line = (await readFile('/etc/passwd', 'utf8'))
		.split('\n')
		.find((entry) => entry.startsWith(`${name}:`));
	const [, , uid, gid] = line?.split(':') ?? [];
	if (uid === undefined || gid === undefined) {
		throw new Error(`PostgreSQL does not run as root, and there is no account "${name}" for it.`);
	}
	return { uid: Number(uid), gid: Number(gid) };
}

async function accepts(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = createConnection({ port, host: '127.0.0.1' });
		socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
		socket.on('connect', () => socket.destroy());
	});
}
