import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stopOnSignals } from '../../common/cleanUp.cts';
import { run } from '../../common/command.cts';
import { installCommunityPackage, pack } from '../install/communityPackage.cts';
import { installN8n } from '../install/installation.cts';
import { createN8nProcess, runScript } from './n8nProcess.cts';
import { findFreePorts } from '../../common/ports.cts';
import type { ServerProcess } from '../../common/serverProcess.cts';
import {
	N8nSession,
	parseExecution,
	type Execution,
	type ExecutionSummary,
} from '../client/session.cts';
import { withProgress } from '../../common/progress.cts';
import {
	Compose,
	DEPLOY_FOLDER,
	N8N_SERVICES,
	readNginxConfiguration,
	type N8nService,
} from '../servers/compose.cts';
import { findPrograms } from '../servers/programs.cts';
import { createNginx, createPostgres, createRedis, hold } from '../servers/servers.cts';

export type ServiceName = N8nService | 'postgres' | 'redis' | 'nginx';

/** These services need to clean up. PostgreSQL removes its shared memory, and nginx stops its workers. */
const STOP_SIGNALS: Partial<Record<ServiceName, NodeJS.Signals>> = {
	nginx: 'SIGTERM',
	postgres: 'SIGINT',
};

/** n8n in queue mode, as deploy/queue-mode/compose.yaml describes it. */
export interface Cluster {
	/** The URL of nginx, which forwards to all n8n processes. */
	readonly url: string;
	/** Returns the URL at which an n8n process listens. */
	urlOf(service: N8nService): string;
	/** The data for n8n's PostgreSQL credential. */
	readonly database: Readonly<Record<string, string | number>>;
	/** Runs an SQL file from the `deploy` folder in PostgreSQL, with values for its variables. */
	runSql(file: string, variables?: Readonly<Record<string, string>>): Promise<void>;
	/** Runs a script from the `deploy` folder with the settings of main, and returns its output. */
	runScript(script: string, ...args: readonly string[]): Promise<string>;
	/** Sets back the creation time of all files in the database by two hours. */
	ageFiles(): Promise<void>;
	/**
	 * Returns an execution with all its data from the database. n8n hides the data if PostgreSQL wasn't
	 * available when n8n checked whether a credential in it is private.
	 */
	readonly readExecution: (id: string) => Promise<Execution>;
	/**
	 * Returns all executions of a workflow from the database. n8n's list is sorted by start time and paged
	 * by `id`, so it skips executions that weren't started in the order of their ids.
	 */
	summarizeExecutions(workflowId: string): Promise<ExecutionSummary[]>;
	/** Does what n8n does to an execution that is stored but not queued. */
	markAsCrashed(executionId: string): Promise<void>;
	/** Returns the SHA-256 of each file in the database, by the `id` of its entry in an item. */
	hashFiles(): Promise<ReadonlyMap<string, string>>;
	readonly session: N8nSession;
	readonly processes: Readonly<Record<ServiceName, ServerProcess>>;
	/** Makes nginx hold all applications, as before n8n is stopped. Returns the status of nginx's response. */
	hold(): Promise<number | undefined>;
	/** Waits until all services are ready. */
	waitUntilUp(): Promise<void>;
	stop(): Promise<void>;
}

/**
 * Starts all services on free ports, with temporary data folders. Until `stop`, a service that ends is
 * restarted.
 */
export async function startCluster(environment: NodeJS.ProcessEnv = {}): Promise<Cluster> {
	const programs = findPrograms();
	const installation = await installN8n();
	const compose = new Compose('queue-mode', {
		N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
		POSTGRES_PASSWORD: randomBytes(12).toString('hex'),
		N8N_HOST: 'localhost',
	});
	const folder = await mkdtemp(path.join(tmpdir(), 'n8n-nodes-cleverconnect-scale-'));
	// PostgreSQL may run under another account.
	await chmod(folder, 0o755);

	const names: readonly ServiceName[] = ['postgres', 'redis', 'nginx', ...N8N_SERVICES];
	const freePorts = await findFreePorts(names.length + N8N_SERVICES.length + 1);
	const [httpPort] = freePorts.slice(-1);
	const ports = Object.fromEntries(
		names.map((name, index) => [name, freePorts[index] ?? 0]),
	) as Record<ServiceName, number>;
	const url = `http://localhost:${ports.nginx}`;

	const environmentOf = (name: N8nService) => ({
		...compose.environmentOf(name),
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(ports.postgres),
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(ports.redis),
		WEBHOOK_URL: `${url}/`,
	});

	const createN8n = (name: N8nService, index: number) => {
		const [command = 'start'] = compose.commandOf(name);
		return createN8nProcess({
			installation,
			command: command as 'start' | 'webhook' | 'worker',
			userFolder: folder,
			port: ports[name],
			environment: {
				...environmentOf(name),
				N8N_PORT: String(ports[name]),
				QUEUE_HEALTH_CHECK_PORT: String(ports[name]),
				N8N_RUNNERS_BROKER_PORT: String(freePorts[names.length + index]),
				...environment,
			},
		});
	};

	const { DB_POSTGRESDB_USER = '', DB_POSTGRESDB_DATABASE = '' } = compose.environmentOf('main');
	const database = {
		host: '127.0.0.1',
		port: ports.postgres,
		user: DB_POSTGRESDB_USER,
		database: DB_POSTGRESDB_DATABASE,
		password: '',
		ssl: 'disable',
	} as const;

	const psql = async (args: readonly string[]) => {
		const place = ['-h', database.host, '-p', String(database.port)];
		const access = ['-U', database.user, '-d', database.database, '-v', 'ON_ERROR_STOP=1'];
		return await run(programs.psql, [...place, ...access, ...args], { cwd: folder });
	};

	const processes: Partial<Record<ServiceName, ServerProcess>> = {};
	const stop = stopOnSignals(async () => {
		for (const name of [...names].reverse()) {
			await processes[name]?.end(STOP_SIGNALS[name] ?? 'SIGKILL');
		}
		await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
	});
	try {
		await installCommunityPackage(await pack(folder), path.join(folder, '.n8n', 'nodes'));
		const all: Record<ServiceName, ServerProcess> = {
			postgres: await createPostgres(
				programs,
				path.join(folder, 'postgres'),
				ports.postgres,
				compose.environmentOf('postgres'),
			),
			redis: await createRedis(
				programs,
				path.join(folder, 'redis'),
				ports.redis,
				compose.commandOf('redis'),
			),
			nginx: await createNginx(
				programs,
				path.join(folder, 'nginx'),
				ports.nginx,
				readNginxConfiguration('queue-mode'),
				[
					// The tests send without TLS.
					['listen 443 ssl;', `listen 127.0.0.1:${ports.nginx};`],
					['listen 80;', `listen 127.0.0.1:${httpPort};`],
					...(['main', 'webhook-1', 'webhook-2'] as const).map(
						(name) => [`${compose.addressOf(name)}:5678`, `127.0.0.1:${ports[name]}`] as const,
					),
				],
			),
			main: createN8n('main', 0),
			'webhook-1': createN8n('webhook-1', 1),
			'webhook-2': createN8n('webhook-2', 2),
			'worker-1': createN8n('worker-1', 3),
			'worker-2': createN8n('worker-2', 4),
		};
		Object.assign(processes, all);
		await withProgress('Starting PostgreSQL, Redis, nginx and five n8n processes', async () => {
			await Promise.all([all.postgres.start(), all.redis.start(), all.nginx.start()]);
			// The first process creates the tables.
			await all.main.start();
			const others = N8N_SERVICES.filter((name) => name !== 'main');
			await Promise.all(others.map(async (name) => await all[name].start()));
		});
		for (const name of names) all[name].keepRunning();
		return {
			url,
			urlOf: (service) => `http://localhost:${ports[service]}`,
			database,
			runSql: async (file, variables = {}) => {
				const settings = Object.entries(variables).flatMap(([name, value]) => [
					'-v',
					`${name}=${value}`,
				]);
				await psql([...settings, '-f', path.join(DEPLOY_FOLDER, file)]);
			},
			runScript: async (script, ...args) =>
				await runScript(path.join(DEPLOY_FOLDER, script), args, {
					installation,
					userFolder: folder,
					environment: environmentOf('main'),
				}),
			ageFiles: async () => {
				await psql(['-c', `UPDATE binary_data SET "createdAt" = "createdAt" - interval '2 hours'`]);
			},
			readExecution: async (id) => {
				const row = await psql([
					'-Atc',
					`SELECT status || ' ' || data FROM execution_entity e
					JOIN execution_data d ON d."executionId" = e.id WHERE e.id = ${Number(id)}`,
				]);
				const [, status = '', data = ''] = /^(\w+) (.*)$/s.exec(row.trim()) ?? [];
				return parseExecution({ id, status, data });
			},
			summarizeExecutions: async (workflowId) => {
				const rows = await psql([
					'-Atc',
					`SELECT id || ' ' || status FROM execution_entity
					WHERE "workflowId" = '${workflowId}' ORDER BY id`,
				]);
				const lines = rows.split('\n').filter((row) => row !== '');
				return lines.map((row) => {
					const [id = '', status = ''] = row.split(' ');
					return { id, status };
				});
			},
			markAsCrashed: async (executionId) => {
				const id = Number(executionId);
				await psql(['-c', `UPDATE execution_entity SET status = 'crashed' WHERE id = ${id}`]);
			},
			hashFiles: async () => {
				const rows = await psql([
					'-Atc',
					`SELECT "fileId", encode(sha256(data), 'hex') FROM binary_data`,
				]);
				return new Map(
					rows
						.trim()
						.split('\n')
						.map((row) => row.split('|'))
						.map(([fileId, hash = '']) => [`database:${fileId}`, hash]),
				);
			},
			session: await N8nSession.setUpOwner(`http://localhost:${ports.main}`),
			processes: all,
			hold: async () => await hold(path.join(folder, 'nginx')),
			waitUntilUp: async () => {
				await Promise.all(names.map(async (name) => await all[name].waitUntilUp()));
			},
			stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}
