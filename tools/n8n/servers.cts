import { chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import path from 'node:path';
import { run } from './command.cts';
import { ServerProcess } from './serverProcess.cts';
import type { Programs } from './programs.cts';

/** Ends a server with the process that started it, however that ends. */
const DIE_WITH_PARENT = ['--pdeathsig', 'KILL'];

/** PostgreSQL with a database and a user of the documented names, not started yet. */
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

/** Redis as documented, not started yet. */
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

/** nginx with a site that answers at a port, not started yet. It writes below its own folder only. */
export async function createNginx(
	{ nginx, setpriv }: Programs,
	folder: string,
	port: number,
	site: string,
): Promise<ServerProcess> {
	await mkdir(folder, { recursive: true });
	const configuration = path.join(folder, 'nginx.conf');
	const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
		.map((name) => `${name}_temp_path ${folder}/${name};`)
		.join('\n');
	await writeFile(
		configuration,
		`daemon off;
master_process off;
${process.getuid?.() === 0 ? 'user root;' : ''}
pid ${folder}/nginx.pid;
error_log stderr;
events { worker_connections 2048; }
http {
access_log off;
${temporary}
${site}
}
`,
	);
	return new ServerProcess({
		name: 'nginx',
		command: setpriv,
		args: [...DIE_WITH_PARENT, nginx, '-p', folder, '-e', 'stderr', '-c', configuration],
		cwd: folder,
		env: process.env,
		isReady: async () => await accepts(port),
	});
}

/** PostgreSQL refuses to run as root: then it runs as the account that Debian made for it. */
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
