import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withProgress } from '../progress.cts';
import { installCommunityPackage, pack } from './communityPackage.cts';
import { stopOnSignals } from './cleanUp.cts';
import { installN8n } from './installation.cts';
import { DEPLOY_FOLDER } from './compose.cts';
import { createN8nProcess, runScript } from './n8nProcess.cts';
import { findFreePorts } from './ports.cts';
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
	/** Runs a script of the folder `deploy` as it is documented, and returns its output. */
	runScript(script: string, ...args: readonly string[]): Promise<string>;
	/** Ends n8n by a signal. */
	end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
	/** Starts n8n after `end`, with all that it kept. */
	start(): Promise<void>;
	/** Stops n8n and removes all that it kept. */
	stop(): Promise<void>;
}

/**
 * Starts an n8n of its own: on free ports, with a new user folder and SQLite, with the packed tarball
 * installed as n8n's own installer does it, and an owner who is logged in.
 *
 * It ends with `stop`, and at the latest with the process that started it, however that ends.
 */
export async function startInstance(environment: NodeJS.ProcessEnv = {}): Promise<Instance> {
	const installation = await installN8n();
	const userFolder = await mkdtemp(path.join(tmpdir(), 'n8n-nodes-cleverconnect-'));
	const [port = 0, brokerPort] = await findFreePorts(2);
	const url = `http://localhost:${port}`;
	const n8n = createN8nProcess({
		installation,
		command: 'start',
		userFolder,
		port,
		environment: {
			N8N_PORT: String(port),
			N8N_RUNNERS_BROKER_PORT: String(brokerPort),
			N8N_PAYLOAD_SIZE_MAX: '64',
			...environment,
		},
	});
	const stop = stopOnSignals(async () => {
		await n8n.end('SIGTERM');
		await rm(userFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
	});

	const startAgain = async () => {
		await withProgress('Restarting n8n', async () => await n8n.start());
	};

	try {
		const tarball = await pack(userFolder);
		await installCommunityPackage(tarball, path.join(userFolder, '.n8n', 'nodes'));
		await withProgress('Starting n8n', async () => await n8n.start());
		return {
			url,
			folder: path.join(userFolder, '.n8n'),
			session: await N8nSession.setUpOwner(url),
			get pid() {
				return n8n.pid;
			},
			log: () => n8n.log(),
			restart: async (signal) => {
				await n8n.end(signal);
				await startAgain();
			},
			runScript: async (script, ...args) =>
				await runScript(path.join(DEPLOY_FOLDER, script), args, {
					installation,
					userFolder,
					environment,
				}),
			end: async (signal) => await n8n.end(signal),
			start: startAgain,
			stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}
