import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import http, { type IncomingMessage } from 'node:http';
import { createConnection } from 'node:net';
import path from 'node:path';
import { run } from '../../common/command.cts';
import { DEPLOY_FOLDER } from './deployFiles.cts';
import { ServerProcess } from '../../common/serverProcess.cts';

// Paths in Debian's packages, because not every account has these programs in its PATH.
const NGINX = '/usr/sbin/nginx';
const NGINX_JS_MODULE = '/usr/lib/nginx/modules/ngx_http_js_module.so';
const POSTGRESQL = '/usr/lib/postgresql';

/** Returns the path of a program of PostgreSQL's newest version. */
export function findPostgres(name: 'initdb' | 'postgres' | 'psql'): string {
	const [newest = ''] = readdirSync(POSTGRESQL).sort((a, b) => Number(b) - Number(a));
	return path.join(POSTGRESQL, newest, 'bin', name);
}

/** The arguments of `setpriv` that end a server when the process that started it ends. */
export const DIE_WITH_PARENT = ['--pdeathsig', 'KILL'];

/** Returns a PostgreSQL server, not yet started, with the documented database and user. */
export async function createPostgres(
	folder: string,
	port: number,
	environment: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
	const postgres = findPostgres('postgres');
	await mkdir(folder);
	// PostgreSQL refuses to run as root, so root starts it under the account that Debian created for it.
	const isRoot = process.getuid?.() === 0;
	if (isRoot) await run('chown', ['postgres:', folder]);
	const identity = isRoot ? ['--reuid=postgres', '--regid=postgres', '--clear-groups'] : [];
	const env = { ...process.env, LC_ALL: 'C.UTF-8' };
	const create = `
		${findPostgres('initdb')} -D data -U ${environment.POSTGRES_USER} -A trust --no-sync
		echo 'CREATE DATABASE ${environment.POSTGRES_DB};' | ${postgres} --single -D data postgres`;
	await run('setpriv', [...identity, '/bin/sh', '-ec', create], { cwd: folder, env });
	return new ServerProcess({
		name: 'PostgreSQL',
		command: 'setpriv',
		args: [
			...DIE_WITH_PARENT,
			...identity,
			postgres,
			...['-D', 'data', '-p', String(port), '-k', folder, '-c', 'listen_addresses=127.0.0.1'],
		],
		cwd: folder,
		env,
		isReady: (log) => log.includes('ready to accept connections'),
	});
}

export async function createRedis(
	folder: string,
	port: number,
	[, ...documentedArgs]: readonly string[],
): Promise<ServerProcess> {
	await mkdir(folder);
	const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
	return new ServerProcess({
		name: 'Redis',
		command: 'setpriv',
		args: [...DIE_WITH_PARENT, 'redis-server', ...documentedArgs, ...place],
		cwd: folder,
		env: process.env,
		isReady: (log) => log.includes('Ready to accept connections'),
	});
}

/** Texts in a published configuration, and their replacements. */
export type Replacements = ReadonlyArray<readonly [documented: string, here: string]>;

/** Not every machine that runs the tests has IPv6. */
export const WITHOUT_IPV6: Replacements = [
	['listen [::]:443 ssl;', ''],
	['listen [::]:80;', ''],
];

/** Returns an nginx server, not yet started, with a published configuration. It is ready once it listens on the port. */
export async function createNginx(
	folder: string,
	port: number,
	documented: string,
	replacements: Replacements,
): Promise<ServerProcess> {
	const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
		.map((name) => `${name}_temp_path ${folder}/${name};`)
		.join('\n');
	await writeReplaced(folder, { 'nginx.conf': documented, ...(await readIncluded()) }, [
		['modules/ngx_http_js_module.so', NGINX_JS_MODULE],
		['user nginx;', process.getuid?.() === 0 ? 'user root;' : ''],
		['/run/nginx.pid;', `${folder}/nginx.pid;\ndaemon off;`],
		['http {', `http {\n${temporary}`],
		['/var/log/nginx', folder],
		['/var/www/acme', `${folder}/acme`],
		['/run/nginx-hold', holdFolderOf(folder)],
		...replacements,
	]);
	return new ServerProcess({
		name: 'nginx',
		command: 'setpriv',
		args: [
			// TERM instead of KILL, because nginx has to stop its workers.
			...['--pdeathsig', 'TERM'],
			// The limit of open files that systemd sets by default.
			...['sh', '-c', 'ulimit -S -n 1024; exec "$@"', 'sh'],
			...[NGINX, '-p', folder, '-e', 'stderr', '-c', `${folder}/nginx.conf`],
		],
		cwd: folder,
		env: process.env,
		isReady: async () => {
			const socket = createConnection(port, '127.0.0.1');
			const isConnected = once(socket, 'connect').then(() => true);
			return await isConnected.catch(() => false).finally(() => socket.destroy());
		},
	});
}

/** The folder of the socket at which nginx can be told to hold new applications. */
export const holdFolderOf = (nginxFolder: string): string => path.join(nginxFolder, 'hold');

/** Makes nginx hold new applications, as an administrator does before stopping n8n. Returns the response's status. */
export async function hold(nginxFolder: string): Promise<number | undefined> {
	const socketPath = path.join(holdFolderOf(nginxFolder), 'nginx.sock');
	const request = http.request({ socketPath, path: '/hold' }).end();
	const [response] = (await once(request, 'response')) as [IncomingMessage];
	response.resume();
	return response.statusCode;
}

/** Returns the files that a published `nginx.conf` includes or imports, by their names in the directives. */
async function readIncluded(): Promise<Record<string, string>> {
	const folder = path.join(DEPLOY_FOLDER, 'nginx', 'n8n');
	const files = (await readdir(folder)).map(async (name) => {
		return [`n8n/${name}`, await readFile(path.join(folder, name), 'utf8')];
	});
	return Object.fromEntries(await Promise.all(files)) as Record<string, string>;
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
