import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
const POSTGRESQL = '/usr/lib/postgresql';

/** Returns the paths of the servers around n8n, and of the programs that start them or send to them. */
export function findPrograms() {
	const versions = existsSync(POSTGRESQL) ? readdirSync(POSTGRESQL) : [];
	const newest = versions.sort((a, b) => Number(b) - Number(a))[0] ?? '';
	const postgresql = path.join(POSTGRESQL, newest, 'bin');
	return {
		initdb: find('initdb', 'postgresql', postgresql),
		postgres: find('postgres', 'postgresql', postgresql),
		psql: find('psql', 'postgresql', postgresql),
		redisServer: find('redis-server', 'redis-server'),
		nginx: find('nginx', 'nginx'),
		nginxJsModule: find('ngx_http_js_module.so', 'libnginx-mod-http-js', '/usr/lib/nginx/modules'),
		caddy: find('caddy', 'caddy'),
		curl: find('curl', 'curl'),
		openssl: find('openssl', 'openssl'),
		setpriv: find('setpriv', 'util-linux'),
	};
}

/** Returns the path of Docker Compose, which reads a compose file without Docker. */
export function findDockerCompose(): string {
	return find('docker-compose', 'docker-compose', '/usr/libexec/docker/cli-plugins');
}

/** Returns the paths of an SSH server, and of the program that makes its keys. */
export function findSshPrograms() {
	return {
		sshd: find('sshd', 'openssh-server'),
		sshKeygen: find('ssh-keygen', 'openssh-client'),
	};
}

function find(name: string, debianPackage: string, ...folders: readonly string[]): string {
	const candidates = [...folders, ...FOLDERS].map((folder) => path.join(folder, name));
	const found = candidates.find((candidate) => existsSync(candidate));
	if (found !== undefined) return found;
	throw new Error(
		`This needs ${name}. In Debian and Ubuntu, run: apt-get install ${debianPackage}`,
	);
}
