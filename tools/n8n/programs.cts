import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
const POSTGRESQL = '/usr/lib/postgresql';

/** The servers around n8n, and what they are started with. */
export interface Programs {
	readonly initdb: string;
	readonly postgres: string;
	readonly psql: string;
	readonly redisServer: string;
	readonly nginx: string;
	readonly nginxJsModule: string;
	readonly openssl: string;
	readonly setpriv: string;
}

/** @throws Error that says what to install */
export function findPrograms(): Programs {
	const versions = existsSync(POSTGRESQL) ? readdirSync(POSTGRESQL) : [];
	const postgresFolders = versions
		.sort((a, b) => Number(b) - Number(a))
		.map((version) => path.join(POSTGRESQL, version, 'bin'));
	const missing: string[] = [];
	const find = (name: string, debianPackage: string, folders: readonly string[] = []) => {
		const candidates = [...folders, ...FOLDERS].map((folder) => path.join(folder, name));
		const found = candidates.find((candidate) => existsSync(candidate));
		if (found === undefined) missing.push(debianPackage);
		return found ?? name;
	};
	const programs = {
		initdb: find('initdb', 'postgresql', postgresFolders),
		postgres: find('postgres', 'postgresql', postgresFolders),
		psql: find('psql', 'postgresql', postgresFolders),
		redisServer: find('redis-server', 'redis-server'),
		nginx: find('nginx', 'nginx'),
		nginxJsModule: find('ngx_http_js_module.so', 'libnginx-mod-http-js', [
			'/usr/lib/nginx/modules',
		]),
		openssl: find('openssl', 'openssl'),
		setpriv: find('setpriv', 'util-linux'),
	};
	if (missing.length > 0) {
		const packages = [...new Set(missing)].join(' ');
		throw new Error(
			`Programs are missing that these tests need. In Debian and Ubuntu, install them with: apt-get install ${packages}`,
		);
	}
	return programs;
}
