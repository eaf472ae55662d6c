import path from 'node:path';
import type { Installation } from '../install/installation.cts';
import { ServerProcess } from '../../common/serverProcess.cts';

/** A line that each process logs when it has started. Its health check succeeds slightly earlier. */
const READY_LINES = {
	start: 'Editor is now accessible',
	webhook: 'Webhook listener waiting for requests',
	worker: 'n8n worker is now ready',
} as const;

interface N8nProcessOptions {
	readonly installation: Installation;
	/** n8n's command, which starts regular mode or main, a webhook process, or a worker. */
	readonly command: keyof typeof READY_LINES;
	readonly userFolder: string;
	readonly port: number;
	readonly brokerPort: number;
	readonly environment: NodeJS.ProcessEnv;
	readonly logFile?: string;
}

/** Returns an n8n process that hasn't been started yet. It ends when the process that starts it ends. */
export function createN8nProcess(options: N8nProcessOptions): ServerProcess {
	const { installation, command, userFolder, port, logFile } = options;
	const preload = path.join(__dirname, 'dieWithParent.cjs');
	return new ServerProcess({
		name: command === 'start' ? 'n8n' : `n8n ${command}`,
		command: installation.node,
		args: ['--require', preload, installation.n8n, command],
		cwd: userFolder,
		env: {
			...composeEnvironment(userFolder, options.environment),
			N8N_PORT: String(port),
			QUEUE_HEALTH_CHECK_PORT: String(port),
			N8N_RUNNERS_BROKER_PORT: String(options.brokerPort),
			// Node.js stores compiled code in this folder, so that n8n starts sooner.
			NODE_COMPILE_CACHE: path.join(installation.commands, '..', '..', 'compile-cache'),
		},
		logFile,
		isReady: async (log) =>
			log.includes(READY_LINES[command]) &&
			(await fetch(`http://localhost:${port}/healthz/readiness`).catch(() => undefined))?.ok ===
				true,
	});
}

function composeEnvironment(userFolder: string, environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	// Omits variables for another n8n on this machine, and those for Node.js, jest, and npm in this process.
	const others = Object.entries(process.env).filter(
		([name]) => !/^(?:N8N|DB|EXECUTIONS|WEBHOOK|QUEUE|NODE_|JEST|npm)/i.test(name),
	);
	return {
		...Object.fromEntries(others),
		N8N_USER_FOLDER: userFolder,
		// The owner's password is public, so only this machine may have access.
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_SECURE_COOKIE: 'false',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		// The value in n8n's image. With this value, n8n checks the origin of the editor's push connection.
		NODE_ENV: 'production',
		NO_COLOR: '1',
		...environment,
	};
}
