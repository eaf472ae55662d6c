import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createFolder, registerCleanUp } from '../../common/cleanUp.cts';
import { findFreePorts } from '../../common/ports.cts';
import { ServerProcess } from '../../common/serverProcess.cts';
import { DEPLOY_FOLDER } from './deployFiles.cts';
import { DIE_WITH_PARENT } from './servers.cts';

export const HOST_NAME = 'n8n.example.com';

export type Caddy = Awaited<ReturnType<typeof startCaddy>>;

/** Texts in the published Caddyfile, and their replacements. */
type Replacements = ReadonlyArray<readonly [published: string, here: string]>;

/** The addresses of n8n's processes, such as `127.0.0.1:5678`. */
interface Upstreams {
	readonly main: string;
	readonly webhooks: readonly string[];
}

/**
 * Starts Caddy on free ports with the published Caddyfile, in front of an n8n or of several processes. It also answers
 * at a port without TLS, which most senders in tests use.
 */
export async function startCaddy(n8n: string | Upstreams, replacements: Replacements = []) {
	const folder = await createFolder('caddy');
	const [port, redirectPort = 0, httpsPort = 0, innerPort, lastPort] = await findFreePorts(5);
	const { host } = new URL(typeof n8n === 'string' ? n8n : 'http://several');
	const { main, webhooks } = typeof n8n === 'string' ? { main: host, webhooks: [host] } : n8n;
	const published = await readFile(path.join(DEPLOY_FOLDER, 'Caddyfile'), 'utf8');
	const ports = `\tadmin off\n\thttp_port ${redirectPort}\n\thttps_port ${httpsPort}\n\tlocal_certs\n\tskip_install_trust`;
	const hosts = [HOST_NAME, 'localhost'].map((name) => `https://${name}:${httpsPort}`);
	const text = [
		...replacements,
		['\n{\n', `\n{\n${ports}\n`],
		[':5680', `:${innerPort}`],
		[':5681', `:${lastPort}`],
	].reduce((result, [search = '', here = '']) => {
		if (!result.includes(search)) throw new Error(`the Caddyfile has no "${search}"`);
		return result.replaceAll(search, here);
	}, published);
	await writeFile(path.join(folder, 'Caddyfile'), text);
	const caddy = new ServerProcess({
		name: 'Caddy',
		command: 'setpriv',
		args: [...DIE_WITH_PARENT, 'caddy', 'run', '--config', 'Caddyfile'],
		cwd: folder,
		env: {
			...process.env,
			...{ XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
			N8N_HOST: [...hosts, `http://:${port}`].join(', '),
			N8N_MAIN: main,
			N8N_WEBHOOKS: webhooks.join(' '),
		},
		isReady: (log) => log.includes('serving initial configuration'),
	});
	registerCleanUp(async () => await caddy.end('SIGKILL'));
	await caddy.start();
	return {
		port: Number(port),
		url: `http://localhost:${port}`,
		redirectPort,
		get pid() {
			return caddy.pid;
		},
		log: () => caddy.log(),
	};
}
