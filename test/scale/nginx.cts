import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '../n8n/command.cts';
import { findFreePorts } from '../n8n/ports.cts';

export interface Nginx {
	readonly httpPort: number;
	readonly httpsPort: number;
	/** The certificate that it shows, signed by itself. */
	readonly certificate: string;
	stop(): Promise<void>;
}

const READY_WITHIN_MS = 30_000;

/**
 * Runs nginx with a configuration that is meant for the ports 80 and 443 of `hostName` and for an n8n
 * at port 5678: on free ports, in front of the n8n that is given, and with a certificate made here.
 */
export async function startNginx(
	configuration: string,
	hostName: string,
	n8nUrl: string,
): Promise<Nginx> {
	for (const [command, argument] of [
		['nginx', '-v'],
		['openssl', 'version'],
	] as const) {
		await run(command, [argument], { cwd: tmpdir() }).catch(() => {
			throw new Error(`This needs ${command}: install the package "${command}" of your system.`);
		});
	}

	const folder = await mkdtemp(path.join(tmpdir(), 'nginx-'));
	const [httpPort = 0, httpsPort = 0] = await findFreePorts(2);
	await makeCertificate(folder, hostName);
	const adapted = configuration
		.replaceAll(`/etc/ssl/${hostName}`, path.join(folder, hostName))
		.replaceAll('listen 443', `listen 127.0.0.1:${httpsPort}`)
		.replaceAll('listen 80', `listen 127.0.0.1:${httpPort}`)
		.replaceAll('127.0.0.1:5678', `127.0.0.1:${new URL(n8nUrl).port}`);
	await writeFile(path.join(folder, 'nginx.conf'), composeMainFile(folder, adapted));

	const child = spawn('nginx', ['-p', folder, '-c', path.join(folder, 'nginx.conf')], {
		stdio: ['ignore', 'ignore', 'pipe'],
	});
	let log = '';
	child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
	const killIt = () => child.kill();
	process.once('exit', killIt);

	const deadline = Date.now() + READY_WITHIN_MS;
	while (!(await isOpen(httpsPort))) {
		if (child.exitCode !== null || Date.now() > deadline) {
			child.kill();
			throw new Error(`nginx did not start:\n${log}`);
		}
		await sleep(50);
	}
	return {
		httpPort,
		httpsPort,
		certificate: await readFile(path.join(folder, `${hostName}.crt`), 'utf8'),
		stop: async () => {
			process.off('exit', killIt);
			const ended = once(child, 'exit');
			child.kill();
			await ended;
			await rm(folder, { recursive: true });
		},
	};
}

/** What is around the configuration, for one process that writes below its own folder only. */
function composeMainFile(folder: string, configuration: string): string {
	const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
		.map((name) => `${name}_temp_path ${path.join(folder, name)};`)
		.join('\n');
	return `daemon off;
master_process off;
pid ${path.join(folder, 'nginx.pid')};
error_log stderr;
events { worker_connections 2048; }
http {
access_log off;
${temporary}
${configuration}
}
`;
}

async function makeCertificate(folder: string, hostName: string): Promise<void> {
	await run(
		'openssl',
		[
			...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1'],
			...['-subj', `/CN=${hostName}`, '-addext', `subjectAltName=DNS:${hostName}`],
			...['-keyout', `${hostName}.key`, '-out', `${hostName}.crt`],
		],
		{ cwd: folder },
	);
}

async function isOpen(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = createConnection({ host: '127.0.0.1', port });
		socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
		socket.on('connect', () => socket.destroy());
	});
}
