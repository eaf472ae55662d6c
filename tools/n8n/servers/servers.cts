import { readdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../../common/command.cts';
import { ServerProcess } from '../../common/serverProcess.cts';

/** The path in Debian's packages, because not every account has PostgreSQL in its PATH. */
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
