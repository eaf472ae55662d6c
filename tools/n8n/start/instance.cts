import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { installCommunityPackage } from '../install/communityPackage.cts';
import { createFolder } from '../../common/cleanUp.cts';
import { run } from '../../common/command.cts';
import { installN8n } from '../install/installation.cts';
import { createN8nProcess } from './n8nProcess.cts';
import { findFreePorts } from '../../common/ports.cts';
import { N8nSession } from '../client/session.cts';

export type Instance = Awaited<ReturnType<typeof startInstance>>;

/** A data folder with tables, an owner, and the package. Instances that start with a copy of it start sooner. */
export interface PreparedData {
	readonly folder: string;
	readonly cookie: string;
}

/** Starts n8n on free ports with a new user folder, the packed tarball as a community package, and an owner. */
export async function startInstance(environment: NodeJS.ProcessEnv = {}, prepared?: PreparedData) {
	const installation = await installN8n();
	const userFolder = await createFolder('n8n-nodes-cleverconnect');
	const folder = path.join(userFolder, '.n8n');
	const [port = 0, brokerPort = 0] = await findFreePorts(2);
	const url = `http://localhost:${port}`;
	const n8n = createN8nProcess({
		installation,
		command: 'start',
		userFolder,
		port,
		brokerPort,
		environment: { N8N_PAYLOAD_SIZE_MAX: '64', ...environment },
		logFile: logFileOf(folder),
	});
	/** Starts n8n with the same data after `end`. */
	const start = async () => {
		process.stderr.write('Starting n8n …\n');
		await n8n.start();
	};
	const end = async (signal: 'SIGTERM' | 'SIGKILL') => await n8n.end(signal);
	if (prepared) await cp(prepared.folder, folder, { recursive: true });
	else await installCommunityPackage(userFolder);
	await start();
	return {
		url,
		folder,
		session: prepared ? new N8nSession(url, prepared.cookie) : await N8nSession.setUpOwner(url),
		get pid() {
			return n8n.pid;
		},
		log: () => n8n.log(),
		restart: async (signal: 'SIGTERM' | 'SIGKILL') => {
			await end(signal);
			await start();
		},
		end,
		start,
	};
}

/** Copies the data of an instance that has no workflows yet, while it is running. */
export async function prepareData(
	{ folder, session }: Instance,
	target: string,
): Promise<PreparedData> {
	await mkdir(target);
	await runSql(folder, `VACUUM INTO '${path.join(target, 'database.sqlite')}'`);
	for (const name of ['config', 'nodes']) {
		await cp(path.join(folder, name), path.join(target, name), { recursive: true });
	}
	return { folder: target, cookie: session.cookie };
}

/** Runs a statement in n8n's database, with the SQLite module of the Node.js version that runs n8n. */
export async function runSql(folder: string, statement: string): Promise<void> {
	const { node } = await installN8n();
	const script = `new (require('node:sqlite').DatabaseSync)('database.sqlite').exec(process.argv[1])`;
	// Waits if n8n is writing to the database.
	await run(node, ['-e', script, `PRAGMA busy_timeout = 10000; ${statement}`], { cwd: folder });
}

export const logFileOf = (folder: string): string => `${folder}.log`;
