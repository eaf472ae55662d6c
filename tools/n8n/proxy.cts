import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stopOnSignals } from './cleanUp.cts';
import { run } from './command.cts';
import { Compose, DEPLOY_FOLDER, readNginxConfiguration } from './compose.cts';
import { findFreePorts } from './ports.cts';
import { findPrograms } from './programs.cts';
import { createNginx, type Replacements } from './servers.cts';

/** The name that the documentation gives to n8n. */
export const HOST_NAME = 'n8n.example.com';

/** The documented nginx in front of one n8n. */
export interface Proxy {
	readonly httpPort: number;
	readonly httpsPort: number;
	/** All that it reads and writes, with `letsencrypt` and `acme` in the place of the documented folders. */
	readonly folder: string;
	/** Has it read its configuration again. */
	reload(): void;
	stop(): Promise<void>;
}

export interface ProxyOptions {
	readonly n8nUrl: string;
	/** The documented configuration: the one for Docker, or the one for n8n and nginx on one machine. */
	readonly from?: 'docker' | 'machine';
	/** What differs here from what is documented. */
	readonly replacements?: Replacements;
}

/** What an nginx that was installed on the machine has around the files in its folder `conf.d`. */
const MACHINE = `
load_module modules/ngx_http_js_module.so;
user nginx;
worker_processes auto;
error_log stderr;
pid /run/nginx.pid;
events { worker_connections 4096; }
http {
	access_log /dev/stdout;
	${readFileSync(path.join(DEPLOY_FOLDER, 'reverse-proxy', 'n8n.conf'), 'utf8')}
}
`;

/** Starts nginx with a documented configuration, on free ports, in front of the n8n that is given. */
export async function startProxy({
	n8nUrl,
	from = 'docker',
	replacements = [],
}: ProxyOptions): Promise<Proxy> {
	const programs = findPrograms();
	const folder = await mkdtemp(path.join(tmpdir(), 'nginx-'));
	const [httpPort = 0, httpsPort = 0] = await findFreePorts(2);
	const compose = new Compose('regular-mode', { N8N_HOST: HOST_NAME });
	const [documented, n8nAddress, certificates] =
		from === 'docker'
			? [readNginxConfiguration('regular-mode'), compose.addressOf('n8n'), '/etc/letsencrypt']
			: [MACHINE, '127.0.0.1', '/etc/ssl'];
	const nginx = await createNginx(programs, folder, httpsPort, documented, [
		...replacements,
		[`${n8nAddress}:5678`, `127.0.0.1:${new URL(n8nUrl).port}`],
		[certificates, path.join(folder, path.basename(certificates))],
		['listen 443', `listen 127.0.0.1:${httpsPort}`],
		['listen 80', `listen 127.0.0.1:${httpPort}`],
	]);
	const stop = stopOnSignals(async () => {
		await nginx.end('SIGTERM');
		await rm(folder, { recursive: true, force: true });
	});
	try {
		if (from === 'machine') {
			await makeCertificate(path.join(folder, 'ssl'), `${HOST_NAME}.crt`, `${HOST_NAME}.key`);
		}
		await nginx.start();
	} catch (error) {
		await stop();
		throw error;
	}
	return {
		httpPort,
		httpsPort,
		folder,
		reload: () => process.kill(nginx.pid, 'SIGHUP'),
		stop,
	};
}

/**
 * Makes a certificate for the documented name and this machine, signed by itself.
 *
 * @returns the certificate
 */
export async function makeCertificate(
	folder: string,
	certificateName: string,
	keyName: string,
): Promise<string> {
	await mkdir(folder, { recursive: true });
	await run(
		findPrograms().openssl,
		[
			...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1'],
			...['-subj', `/CN=${HOST_NAME}`, '-addext', `subjectAltName=DNS:${HOST_NAME},DNS:localhost`],
			...['-keyout', keyName, '-out', certificateName],
		],
		{ cwd: folder },
	);
	return await readFile(path.join(folder, certificateName), 'utf8');
}
