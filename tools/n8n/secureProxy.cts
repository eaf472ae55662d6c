import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stopOnSignals } from './cleanUp.cts';
import { run } from './command.cts';
import { findFreePorts } from './ports.cts';
import { findPrograms } from './programs.cts';
import { createNginx } from './servers.cts';

/** nginx with HTTPS. */
export interface SecureProxy {
	readonly httpPort: number;
	readonly httpsPort: number;
	/** The certificate that it shows, signed by itself. */
	readonly certificate: string;
	stop(): Promise<void>;
}

/**
 * Runs nginx with a site that is meant for the ports 80 and 443 of `hostName` and for an n8n at port
 * 5678: on free ports, in front of the n8n that is given, and with a certificate made here.
 */
export async function startSecureProxy(
	documented: string,
	hostName: string,
	n8nUrl: string,
): Promise<SecureProxy> {
	const programs = findPrograms();
	const folder = await mkdtemp(path.join(tmpdir(), 'nginx-'));
	const [httpPort = 0, httpsPort = 0] = await findFreePorts(2);
	await makeCertificate(programs.openssl, folder, hostName);
	const site = documented
		.replaceAll(`/etc/ssl/${hostName}`, path.join(folder, hostName))
		.replaceAll('listen 443', `listen 127.0.0.1:${httpsPort}`)
		.replaceAll('listen 80', `listen 127.0.0.1:${httpPort}`)
		.replaceAll('127.0.0.1:5678', `127.0.0.1:${new URL(n8nUrl).port}`);

	const nginx = await createNginx(programs, folder, httpsPort, site);
	const stop = stopOnSignals(async () => {
		await nginx.end('SIGTERM');
		await rm(folder, { recursive: true, force: true });
	});
	try {
		await nginx.start();
	} catch (error) {
		await stop();
		throw error;
	}
	return {
		httpPort,
		httpsPort,
		certificate: await readFile(path.join(folder, `${hostName}.crt`), 'utf8'),
		stop,
	};
}

async function makeCertificate(openssl: string, folder: string, hostName: string): Promise<void> {
	await run(
		openssl,
		[
			...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1'],
			...['-subj', `/CN=${hostName}`, '-addext', `subjectAltName=DNS:${hostName}`],
			...['-keyout', `${hostName}.key`, '-out', `${hostName}.crt`],
		],
		{ cwd: folder },
	);
}
