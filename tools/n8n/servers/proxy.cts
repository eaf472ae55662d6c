import { readFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { createFolder } from '../../common/cleanUp.cts';
import { run } from '../../common/command.cts';
import { readCompose, DEPLOY_FOLDER, readNginxConfiguration } from './deployFiles.cts';
import { findFreePorts } from '../../common/ports.cts';
import { createNginx, hold, WITHOUT_IPV6, type Replacements } from './servers.cts';

export const HOST_NAME = 'n8n.example.com';

export type Proxy = Awaited<ReturnType<typeof startProxy>>;

/** A main configuration, with the changes in docs/proxy-and-https.md. The text in `http` replaces an `include`. */
const MACHINE = `
load_module modules/ngx_http_js_module.so;
user nginx;
worker_processes auto;
worker_rlimit_nofile 16384;
error_log stderr;
pid /run/nginx.pid;
events { worker_connections 8192; }
http {
	${readFileSync(path.join(DEPLOY_FOLDER, 'nginx', 'conf.d', 'n8n.conf'), 'utf8')}
}
`;

/** Starts nginx on free ports in front of n8n, with the configuration for Docker, or for n8n and nginx on one machine. */
export async function startProxy(
	n8nUrl: string,
	replacements: Replacements = [],
	from: 'docker' | 'machine' = 'docker',
) {
	const folder = await createFolder('nginx');
	const [httpPort = 0, httpsPort = 0] = await findFreePorts(2);
	const compose = readCompose('regular-mode', { N8N_HOST: HOST_NAME });
	const [documented, n8nAddress, certificates] =
		from === 'docker'
			? [readNginxConfiguration('regular-mode'), compose.addressOf('n8n'), '/etc/letsencrypt']
			: [MACHINE, '127.0.0.1', '/etc/ssl'];
	const nginx = await createNginx(folder, httpsPort, documented, [
		...replacements,
		[`${n8nAddress}:5678`, `127.0.0.1:${new URL(n8nUrl).port}`],
		[certificates, path.join(folder, path.basename(certificates))],
		['listen 443', `listen 127.0.0.1:${httpsPort}`],
		['listen 80;', `listen 127.0.0.1:${httpPort};`],
		...(from === 'docker' ? WITHOUT_IPV6 : []),
	]);
	if (from === 'machine') {
		await makeCertificate(path.join(folder, 'ssl'), `${HOST_NAME}.crt`, `${HOST_NAME}.key`);
	}
	await nginx.start();
	return {
		httpPort,
		httpsPort,
		/** The folder with nginx's files. Its folders, such as `letsencrypt` and `acme`, replace the documented ones. */
		folder,
		hold: async () => await hold(folder),
		reload: () => process.kill(nginx.pid, 'SIGHUP'),
		/** Kills nginx's processes, except for the main process, which starts new ones. */
		killWorkers: async () => {
			const pids = await readFile(`/proc/${nginx.pid}/task/${nginx.pid}/children`, 'utf8');
			for (const pid of pids.trim().split(' ')) process.kill(Number(pid), 'SIGKILL');
		},
		stop: nginx.stop,
	};
}

/** Creates a self-signed certificate for the documented host name and `localhost`, and returns its text. */
export async function makeCertificate(
	folder: string,
	certificateName: string,
	keyName: string,
): Promise<string> {
	await mkdir(folder, { recursive: true });
	await run(
		'openssl',
		[
			...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1'],
			...['-subj', `/CN=${HOST_NAME}`],
			...['-addext', `subjectAltName=DNS:${HOST_NAME},DNS:localhost`],
			...['-keyout', keyName, '-out', certificateName],
		],
		{ cwd: folder },
	);
	return await readFile(path.join(folder, certificateName), 'utf8');
}
