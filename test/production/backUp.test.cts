import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createFolder, registerCleanUp } from '../../tools/common/cleanUp.cts';
import { run } from '../../tools/common/command.cts';
import { findFreePorts } from '../../tools/common/ports.cts';
import { findBlock } from '../../tools/docs/page.cts';
import { deliver, publishReceiver, TRIGGER } from '../../tools/n8n/client/workflow.cts';
import { installN8n } from '../../tools/n8n/install/installation.cts';
import { readCompose } from '../../tools/n8n/servers/deployFiles.cts';
import { startHttpServer } from '../../tools/n8n/servers/httpServer.cts';
import { createPostgres } from '../../tools/n8n/servers/servers.cts';
import { startInstance } from '../../tools/n8n/start/instance.cts';
import { goodApplication, resumePdf } from '../../tools/samples/exampleApplication.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';

/** Runs the documented commands in a container's place, with a container's home folder. */
const DOCKER = `#!/bin/sh
[ "$2" = exec ] && shift 4 && exec "$@"
[ "$2 $5" = "run --no-deps" ] && shift 6 && command=$1 && shift 2 && exec "$command" "$@"
[ "$2 $4" = "run --no-deps" ] && shift 4 && exec "$@"
exit 0
`;

let folder: string;

beforeEach(async () => {
	folder = await createFolder('backup');
	// PostgreSQL may run under another account.
	await chmod(folder, 0o755);
	await writeFile(path.join(folder, 'docker'), DOCKER, { mode: 0o755 });
});

async function runBlock(name: string, home: string, environment: NodeJS.ProcessEnv = {}) {
	const { commands } = await installN8n();
	const PATH = [folder, commands, process.env.PATH].join(path.delimiter);
	const env = { ...environment, PATH, HOME: home, NODE_ENV: 'production' };
	await run('sh', ['-ec', findBlock('back-up.md', name).code], { cwd: folder, env });
}

async function createHome(): Promise<string> {
	const home = path.join(folder, 'home');
	await mkdir(path.join(home, '.n8n'), { recursive: true });
	return home;
}

async function startPostgres(name: string) {
	const compose = readCompose('queue-mode', {
		N8N_ENCRYPTION_KEY: 'a-key',
		POSTGRES_PASSWORD: 'a-password',
		N8N_HOST: name,
	});
	const [port = 0] = await findFreePorts(1);
	const place = path.join(folder, name);
	const postgres = await createPostgres(place, port, compose.environmentOf('postgres'));
	registerCleanUp(async () => await postgres.end('SIGINT'));
	await postgres.start();
	const variables = Object.entries(compose.environmentOf('main')).filter(([variable]) =>
		/^(DB_|N8N_ENCRYPTION_KEY|N8N_DEFAULT_BINARY_DATA_MODE)/.test(variable),
	);
	const address = { DB_POSTGRESDB_HOST: '127.0.0.1', DB_POSTGRESDB_PORT: String(port) };
	return {
		forClient: { PGHOST: '127.0.0.1', PGPORT: String(port) },
		forN8n: { ...Object.fromEntries(variables), ...address },
	};
}

it.each([
	['one process', '', ['n8n-backup.tar.gz']],
	['queue mode', '-queue-mode', ['n8n-database.dump', 'n8n-files.tar.gz']],
])(
	'an n8n that receives applications meanwhile is restored elsewhere with its credentials, executions, and files: %s',
	async (_name, suffix, files) => {
		const [postgres, newPostgres] = suffix
			? [await startPostgres('old'), await startPostgres('new')]
			: [];
		const old = await (postgres ? startInstance(postgres.forN8n) : startAnotherN8n());
		let status = 503;
		const ats = await startHttpServer(() => ({ status, body: {} }));
		const parameters = {
			...{ method: 'POST', url: ats.url, sendBody: true },
			...{ contentType: 'binaryData', inputDataFieldName: 'resume' },
		};
		const type = { type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2 };
		const upload = { name: 'Upload', ...type, parameters };
		const { productionUrl, workflowId } = await publishReceiver(old, { next: [upload] });
		let isBackedUp = false;
		const sending = (async () => {
			for (let id = 1; !isBackedUp; id++) await deliver(productionUrl, goodApplication({ id }));
		})();
		await old.session.waitForExecutions(workflowId, 5);
		// Keeps tar busy in the folder in which n8n creates a folder for each execution.
		const executionsFolder = `storage/workflows/${workflowId}/executions`;
		if (!postgres) {
			await writeFile(path.join(old.folder, executionsFolder, '0'), randomBytes(60_000_000));
		}
		await runBlock(`back-up${suffix}`, path.dirname(old.folder), postgres?.forClient);
		isBackedUp = true;
		await sending;
		await old.end('SIGTERM');
		for (const file of files) {
			expect((await stat(path.join(folder, file))).mode & 0o777).toBe(0o600);
		}

		const home = await createHome();
		await runBlock(`restore${suffix}`, home, newPostgres?.forClient);
		const prepared = { folder: path.join(home, '.n8n'), cookie: old.session.cookie };
		const restored = await startInstance(newPostgres?.forN8n, prepared);

		const url = productionUrl.replace(old.url, restored.url);
		const answer = await deliver(url, goodApplication(), { 'x-check-only': 'true' });
		expect(await answer.json()).toMatchObject({ status: 'checked', issues: [] });
		const executions = await restored.session.waitForExecutions(workflowId, 5);
		// The others were running during the backup.
		const failed = executions.filter((execution) => execution.status === 'error');
		expect(failed.length).toBeGreaterThanOrEqual(5);
		status = 200;
		for (const execution of failed) {
			ats.requests.length = 0;
			expect(execution.outputsOf(TRIGGER)[0]?.[0]?.json.candidate).toEqual(
				goodApplication().candidate,
			);
			expect(await restored.session.retryExecution(execution.id)).toBe('success');
			expect(ats.requests.map(({ body }) => body)).toEqual([resumePdf]);
		}
		if (postgres) return;

		await restored.end('SIGTERM');
		await runBlock('rehearsal', path.dirname(restored.folder));
		await restored.start();
		expect(await restored.session.readWorkflow(workflowId)).toMatchObject({ active: false });
	},
);

describe('the backup of one process fails, and leaves no copy of the database behind', () => {
	it.each([
		['if tar fails', 'exit 2'],
		['if tar returns 1, but the backup is incomplete', '/bin/tar "$@" | head -c 20; exit 1'],
		['if it is interrupted', 'kill $PPID'],
	])('%s', async (_case, commands) => {
		const tar = `#!/bin/sh\n[ "$1" = -tzf ] && exec /bin/tar "$@"\n${commands}\n`;
		await writeFile(path.join(folder, 'tar'), tar, { mode: 0o755 });
		const home = await createHome();
		await expect(runBlock('back-up', home)).rejects.toThrow('ended with');
		expect(await readdir(path.join(home, '.n8n'))).not.toContain('backup.sqlite');
	});
});
