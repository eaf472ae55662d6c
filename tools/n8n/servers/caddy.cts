import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createFolder } from '../../common/cleanUp.cts';
import { findFreePorts } from '../../common/ports.cts';
import { ServerProcess } from '../../common/serverProcess.cts';
import { DEPLOY_FOLDER } from './deployFiles.cts';
import { HOST_NAME, makeCertificate } from './proxy.cts';
import { DIE_WITH_PARENT, writeReplaced, type Replacements } from './servers.cts';

export type Caddy = Awaited<ReturnType<typeof startCaddy>>;

export async function startCaddy(n8nUrl: string, replacements: Replacements = []) {
	const folder = await createFolder('caddy');
	const [httpPort = 0, httpsPort = 0, readinessPort] = await findFreePorts(3);
	const documented = await readFile(path.join(DEPLOY_FOLDER, 'caddy', 'Caddyfile'), 'utf8');
	const ports = `\tadmin off\n\thttp_port ${httpPort}\n\thttps_port ${httpsPort}\n`;
	await writeReplaced(folder, { Caddyfile: documented }, [
		...replacements,
		['\n{\n', `\n{\n${ports}`],
		['\ttls {', '\ttls certificate key {'],
		['127.0.0.1:5678', `127.0.0.1:${new URL(n8nUrl).port}`],
		[':5680', `:${readinessPort}`],
		['/etc/caddy', folder],
		['\nhttp:// {', `\nhttp://:${httpPort} {\n\tbind 127.0.0.1`],
		[`\n${HOST_NAME} {`, `\nhttps://localhost:${httpsPort} {\n\tbind 127.0.0.1`],
	]);
	await makeCertificate(folder, 'certificate', 'key');
	const server = new ServerProcess({
		name: 'Caddy',
		command: 'setpriv',
		args: [...DIE_WITH_PARENT, 'caddy', 'run', '--config', 'Caddyfile'],
		cwd: folder,
		env: { ...process.env, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
		isReady: (log) => log.includes('serving initial configuration'),
	});
	await server.start();
	return {
		httpPort,
		httpsPort,
		certificate: path.join(folder, 'certificate'),
		/** Makes Caddy hold new applications, as an administrator does before stopping n8n. `release` hands them over. */
		hold: async () => await writeFile(path.join(folder, 'hold'), ''),
		release: async () => await rm(path.join(folder, 'hold')),
		log: () => server.log(),
	};
}
