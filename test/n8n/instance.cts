import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withProgress } from '../progress.cts';
import { installN8n } from './installation.cts';
import { installCommunityPackage, pack } from './communityPackage.cts';
import { N8nSession } from './session.cts';

export interface Instance {
	/** `http://localhost:<port>`. */
	readonly url: string;
	/** The owner's session, as the editor has it. */
	readonly session: N8nSession;
	/** Where it keeps all that it keeps. */
	readonly folder: string;
	/** The process id of n8n; another one after `restart`. */
	readonly pid: number;
	/** All that n8n has written so far. */
	log(): string;
	/** Ends n8n by a signal and starts it again, with all that it kept. */
	restart(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
	/** Stops n8n and removes all that it kept. */
	stop(): Promise<void>;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const READY_WITHIN_MS = 120_000;
const STOPPED_WITHIN_MS = 15_000;

/**
 * Starts an n8n of its own: on free ports, with a new user folder and SQLite, with the packed tarball
 * installed as n8n's own installer does it, and an owner who is logged in.
 *
 * It ends with `stop`, and at the latest with the process that started it, however that ends.
 */
export async function startInstance(environment: NodeJS.ProcessEnv = {}): Promise<Instance> {
	const { node, n8n } = await installN8n();
	const userFolder = await mkdtemp(path.join(tmpdir(), 'n8n-nodes-cleverconnect-'));
	const [port = 0, brokerPort] = await findFreePorts(2);
	const url = `http://localhost:${port}`;
	const output: string[] = [];
	const log = () => output.join('');
	let child: ChildProcess | undefined;

	const launch = async () => {
		const preload = path.join(__dirname, 'die-with-parent.cjs');
		const launched = spawn(node, ['--require', preload, n8n, 'start'], {
			cwd: userFolder,
			env: {
				...withoutN8nSettings(process.env),
				N8N_USER_FOLDER: userFolder,
				N8N_PORT: String(port),
				N8N_RUNNERS_BROKER_PORT: String(brokerPort),
				N8N_PAYLOAD_SIZE_MAX: '64',
				N8N_DIAGNOSTICS_ENABLED: 'false',
				N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
				N8N_TEMPLATES_ENABLED: 'false',
				N8N_PERSONALIZATION_ENABLED: 'false',
				N8N_SECURE_COOKIE: 'false',
				N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
				NO_COLOR: '1',
				DIE_WITH_PARENT: String(process.pid),
				...environment,
			},
			stdio: ['pipe', 'pipe', 'pipe'],
		});
		child = launched;
		const linesBefore = output.length;
		for (const stream of [launched.stdout, launched.stderr]) {
			stream.setEncoding('utf8').on('data', (text: string) => output.push(text));
		}
		await waitUntilReady(url, launched, () => output.slice(linesBefore).join(''));
	};

	const stop = async () => {
		for (const signal of SIGNALS) process.off(signal, stopAndExit);
		if (child) await end(child, 'SIGTERM');
		await rm(userFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
	};
	const stopAndExit = () => void stop().finally(() => process.exit(130));
	for (const signal of SIGNALS) process.on(signal, stopAndExit);

	try {
		const tarball = await pack(userFolder);
		await installCommunityPackage(tarball, path.join(userFolder, '.n8n', 'nodes'));
		await withProgress('Starting n8n', launch);
		return {
			url,
			folder: path.join(userFolder, '.n8n'),
			session: await N8nSession.setUpOwner(url),
			get pid() {
				return child?.pid ?? 0;
			},
			log,
			restart: async (signal) => {
				if (child) await end(child, signal);
				await withProgress('Starting n8n again', launch);
			},
			stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

/**
 * Settings of an n8n that somebody runs on this machine must not reach the one that is started here,
 * nor must `NODE_ENV=test`, with which n8n does not start.
 */
function withoutN8nSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	return Object.fromEntries(
		Object.entries(environment).filter(
			([name]) => !/^(?:N8N|DB|EXECUTIONS|WEBHOOK|QUEUE|NODE_|JEST|npm)/i.test(name),
		),
	);
}

async function waitUntilReady(url: string, child: ChildProcess, log: () => string): Promise<void> {
	const deadline = Date.now() + READY_WITHIN_MS;
	while (Date.now() < deadline) {
		if (child.exitCode !== null) throw new Error(`n8n ended with ${child.exitCode}:\n${log()}`);
		const isReady = await fetch(`${url}/healthz/readiness`).then(
			({ ok }) => ok,
			() => false,
		);
		// n8n answers this before its editor and its API do.
		if (isReady && log().includes('Editor is now accessible')) return;
		await sleep(100);
	}
	throw new Error(`n8n was not ready within ${READY_WITHIN_MS / 1000} s:\n${log()}`);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const ended = once(child, 'exit');
	child.kill(signal);
	const timer = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS);
	await ended;
	clearTimeout(timer);
}

/** Ports are held open together, so that they differ, and let go just before n8n takes them. */
async function findFreePorts(count: number): Promise<number[]> {
	const servers = Array.from({ length: count }, () => createServer().listen(0));
	await Promise.all(servers.map(async (server) => await once(server, 'listening')));
	const ports = servers.map((server) => (server.address() as AddressInfo).port);
	await Promise.all(servers.map(async (server) => await once(server.close(), 'close')));
	return ports;
}
