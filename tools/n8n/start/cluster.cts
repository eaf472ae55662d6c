import { randomBytes } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { zipObject } from 'lodash';
import { createFolder, registerCleanUp } from '../../common/cleanUp.cts';
import { run } from '../../common/command.cts';
import { installCommunityPackage } from '../install/communityPackage.cts';
import { installN8n } from '../install/installation.cts';
import { createN8nProcess } from './n8nProcess.cts';
import { findFreePorts } from '../../common/ports.cts';
import type { ServerProcess } from '../../common/serverProcess.cts';
import {
	N8nSession,
	parseExecution,
	type ExecutionSummary,
	type StoredExecution,
} from '../client/session.cts';
import {
	readCompose,
	DEPLOY_FOLDER,
	N8N_SERVICES,
	type N8nService,
} from '../servers/deployFiles.cts';
import { startCaddy } from '../servers/caddy.cts';
import { createPostgres, createRedis, findPostgres } from '../servers/servers.cts';

const OTHER_SERVICES = ['redis', 'postgres'] as const;
export type ServiceName = N8nService | (typeof OTHER_SERVICES)[number];

export type Cluster = Awaited<ReturnType<typeof startCluster>>;

/** Starts n8n in queue mode, as deploy/queue-mode/compose.yaml describes it. A service that ends is restarted. */
export async function startCluster(environment: NodeJS.ProcessEnv = {}) {
	const installation = await installN8n();
	const compose = readCompose('queue-mode/compose.yaml', {
		N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
		POSTGRES_PASSWORD: randomBytes(12).toString('hex'),
		N8N_HOST: 'localhost',
	});
	const folder = await createFolder('n8n-nodes-cleverconnect-scale');
	// PostgreSQL might run under a different account, which must be able to open the folder.
	await chmod(folder, 0o755);

	const names: readonly ServiceName[] = [...OTHER_SERVICES, ...N8N_SERVICES];
	const freePorts = await findFreePorts(2 * names.length);
	const ports = zipObject(names, freePorts) as Record<ServiceName, number>;
	const brokerPorts = zipObject(names, freePorts.slice(names.length)) as typeof ports;
	const addressOf = (name: N8nService) => `127.0.0.1:${ports[name]}`;
	const caddy = await startCaddy({
		main: addressOf('main'),
		webhooks: [addressOf('webhook-1'), addressOf('webhook-2')],
	});
	const environmentOf = (name: N8nService) => ({
		...compose.environmentOf(name),
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(ports.postgres),
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(ports.redis),
		WEBHOOK_URL: `${caddy.url}/`,
	});
	const createN8n = (name: N8nService) =>
		createN8nProcess({
			installation,
			command: (compose.commandOf(name)[0] ?? 'start') as 'start' | 'webhook' | 'worker',
			userFolder: folder,
			port: ports[name],
			brokerPort: brokerPorts[name],
			environment: { ...environmentOf(name), ...environment },
		});

	const { DB_POSTGRESDB_USER: user = '', DB_POSTGRESDB_DATABASE: name = '' } =
		compose.environmentOf('main');
	const psql = async (...args: readonly string[]) => {
		const place = `postgresql://${user}@127.0.0.1:${ports.postgres}/${name}`;
		return await run(findPostgres('psql'), [place, '-v', 'ON_ERROR_STOP=1', ...args]);
	};

	await installCommunityPackage(folder);
	const folderOf = (name: ServiceName) => path.join(folder, name);
	const all: Record<ServiceName, ServerProcess> = {
		...(zipObject(N8N_SERVICES, N8N_SERVICES.map(createN8n)) as Record<N8nService, ServerProcess>),
		postgres: await createPostgres(
			folderOf('postgres'),
			ports.postgres,
			compose.environmentOf('postgres'),
		),
		redis: await createRedis(folderOf('redis'), ports.redis, compose.commandOf('redis')),
	};
	// n8n ends before the services that it uses.
	registerCleanUp(async () => {
		for (const name of N8N_SERVICES) await all[name].end('SIGKILL');
		for (const name of OTHER_SERVICES) await all[name].end('SIGINT');
	});
	process.stderr.write('Starting PostgreSQL, Redis, Caddy, and five n8n processes …\n');
	await Promise.all([all.postgres.start(), all.redis.start()]);
	// The first process creates the tables.
	await all.main.start();
	await Promise.all(N8N_SERVICES.slice(1).map(async (name) => await all[name].start()));
	for (const name of names) all[name].keepRunning();
	const session = Object.assign(await N8nSession.setUpOwner(`http://localhost:${ports.main}`), {
		/** Reads the database. n8n's API hides an execution's data if PostgreSQL was down while n8n checked its credentials. */
		readExecution: async (id: string) => {
			const select = `SELECT json_build_object('id', e.id::text, 'status', status, 'data', data)
				FROM execution_entity e JOIN execution_data d ON d."executionId" = e.id
				WHERE e.id = ${Number(id)}`;
			return parseExecution(JSON.parse(await psql('-Atc', select)) as StoredExecution);
		},
		/** Reads the database. n8n's API pages by `id`, so it can skip executions that didn't start in the order of their ids. */
		summarizeExecutions: async (workflowId: string): Promise<ExecutionSummary[]> => {
			const select = `SELECT coalesce(json_agg(e ORDER BY e.id::int), '[]') FROM (
				SELECT id::text, status, "retryOf" FROM execution_entity WHERE "workflowId" = '${workflowId}') e`;
			return JSON.parse(await psql('-Atc', select)) as ExecutionSummary[];
		},
	});
	return {
		url: caddy.url,
		urlOf: (service: N8nService) => `http://localhost:${ports[service]}`,
		runSql: async (file: string) => await psql('-f', path.join(DEPLOY_FOLDER, file)),
		session,
		processes: all,
	};
}
