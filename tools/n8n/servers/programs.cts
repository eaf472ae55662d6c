import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
const POSTGRESQL = '/usr/lib/postgresql';

/** The paths of the servers around n8n, and of the programs that start them. */
export interface Programs {
	readonly initdb: string;
	readonly postgres: string;
	readonly psql: string;
	readonly redisServer: string;
	readonly nginx: string;
	readonly nginxJsModule: string;
	readonly caddy: string;
	readonly openssl: string;
	readonly setpriv: string;
}

/** The paths of the programs that run senders in other languages. */
export interface ClientPrograms {
	readonly curl: string;
	readonly go: string;
	readonly java: string;
	readonly php: string;
	readonly python: string;
}

/**
 * Returns the paths of the servers.
 *
 * @throws Error with the missing packages
 */
export function findPrograms(): Programs {
	const versions = existsSync(POSTGRESQL) ? readdirSync(POSTGRESQL) : [];
	const postgresFolders = versions
		.sort((a, b) => Number(b) - Number(a))
		.map((version) => path.join(POSTGRESQL, version, 'bin'));
	return findAll((find) => ({
		initdb: find('initdb', 'postgresql', postgresFolders),
		postgres: find('postgres', 'postgresql', postgresFolders),
		psql: find('psql', 'postgresql', postgresFolders),
		redisServer: find('redis-server', 'redis-server'),
		nginx: find('nginx', 'nginx'),
		nginxJsModule: find('ngx_http_js_module.so', 'libnginx-mod-http-js', [
			'/usr/lib/nginx/modules',
		]),
		caddy: find('caddy', 'caddy'),
		openssl: find('openssl', 'openssl'),
		setpriv: find('setpriv', 'util-linux'),
	}));
}

/**
 * Returns the paths of the programs for senders.
 *
 * @throws Error with the missing packages
 */
export function findClientPrograms(): ClientPrograms {
	return findAll((find) => ({
		curl: find('curl', 'curl'),
		go: find('go', 'golang-go'),
		java: find('java', 'default-jdk-headless'),
		php: find('php', 'php-cli'),
		python: find('python3', 'python3-requests'),
	}));
}

type Find = (name: string, debianPackage: string, folders?: readonly string[]) => string;

function findAll<T>(findEach: (find: Find) => T): T {
	const missing = new Set<string>();
	const programs = findEach((name, debianPackage, folders = []) => {
		const candidates = [...folders, ...FOLDERS].map((folder) => path.join(folder, name));
		const found = candidates.find((candidate) => existsSync(candidate));
		if (found === undefined) missing.add(debianPackage);
		return found ?? name;
	});
	if (missing.size > 0) {
		throw new Error(
			`These tests need programs that are not installed. In Debian and Ubuntu, run: apt-get install ${[...missing].join(' ')}`,
		);
	}
	return programs;
}
