import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pickBy } from 'lodash';
import { createFolder, registerCleanUp } from '../../tools/common/cleanUp.cts';
import { run } from '../../tools/common/command.cts';
import { findFreePorts } from '../../tools/common/ports.cts';
import { findBlock } from '../../tools/docs/page.cts';
import { deliver, publishReceiver, TRIGGER } from '../../tools/n8n/client/workflow.cts';
import { installN8n } from '../../tools/n8n/install/installation.cts';
import { readCompose } from '../../tools/n8n/servers/deployFiles.cts';
import { startHttpServer } from '../../tools/n8n/servers/httpServer.cts';
import { createPostgres } from '../../tools/n8n/servers/servers.cts';
import { runSql, startInstance } from '../../tools/n8n/start/instance.cts';
import { goodApplication, resumePdf } from '../../tools/samples/exampleApplication.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';

/** Stands in for Docker: runs the commands for containers on this machine, with HOME as their home folder. */
const DOCKER = `#!/bin/sh
[ "$2" = exec ] && shift 4 && exec "$@"
[ "$2 $5" = "run --no-deps" ] && shift 6 && command=$1 && shift 2 && exec "$command" "$@"
[ "$2 $4" = "run --no-deps" ] && shift 4 && exec "$@"
exit 0
`;

let folder: string;
/** The home folder of an account without an n8n. */
let home: string;

beforeEach(async () => {
	folder = await createFolder('backup');
	// PostgreSQL might run under a different account, which must be able to open the folder.
	await chmod(folder, 0o755);
	home = path.join(folder, 'home');
	await mkdir(path.join(home, '.n8n'), { recursive: true });
	await writeFile(path.join(folder, 'docker'), DOCKER, { mode: 0o755 });
});

async function runBlock(name: string, home: string, environment: NodeJS.ProcessEnv = {}) {
	const { commands } = await installN8n();
	const PATH = [folder, commands, process.env.PATH].join(path.delimiter);
	const env = { ...environment, PATH, HOME: home, NODE_ENV: 'production' };
	await run(
		'sh',
		['-ec', findBlock(name.endsWith('queue-mode') ? 'server.md' : 'run-it.md', name).code],
		{ cwd: folder, env },
	);
}

/** Runs these commands instead of tar when a script calls tar to create an archive. */
async function replaceTar(commands: string): Promise<void> {
	const tar = `#!/bin/sh\n[ "$1" = -cz ] || exec /bin/tar "$@"\n${commands}\n`;
	await writeFile(path.join(folder, 'tar'), tar, { mode: 0o755 });
}

/** Starts PostgreSQL, and returns the settings of its clients and of n8n. */
async function startPostgres(name: string) {
	const keys = { N8N_ENCRYPTION_KEY: 'a-key', POSTGRES_PASSWORD: 'a-password', N8N_HOST: name };
	const { environmentOf } = readCompose('queue-mode/compose.yaml', keys);
	const [port = 0] = await findFreePorts(1);
	const postgres = await createPostgres(path.join(folder, name), port, environmentOf('postgres'));
	registerCleanUp(async () => await postgres.end('SIGINT'));
	await postgres.start();
	const needed = /^(DB_|N8N_ENCRYPTION_KEY|N8N_DEFAULT_BINARY_DATA_MODE)/;
	const main = pickBy(environmentOf('main'), (_value, variable) => needed.test(variable));
	const [PGHOST, PGPORT] = ['127.0.0.1', String(port)];
	return { ...main, PGHOST, PGPORT, DB_POSTGRESDB_HOST: PGHOST, DB_POSTGRESDB_PORT: PGPORT };
}

const upload = (url: string) => ({
	name: 'Upload',
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	parameters: {
		...{ method: 'POST', url, sendBody: true },
		...{ contentType: 'binaryData', inputDataFieldName: 'resume' },
	},
});

it.each([
	['SQLite', '', ['n8n-backup.tar.gz']],
	['PostgreSQL, as in queue mode', '-queue-mode', ['n8n-database.dump', 'n8n-files.tar.gz']],
])(
	'an n8n with %s is restored elsewhere with its credentials, executions, and files',
	async (_name, suffix, files) => {
		const postgres = suffix ? await startPostgres('old') : undefined;
		const newPostgres = suffix ? await startPostgres('new') : undefined;
		const old = await (postgres ? startInstance(postgres) : startAnotherN8n());
		let status = 503;
		const ats = await startHttpServer(() => ({ status, body: {} }));
		const { productionUrl, workflowId } = await publishReceiver(old, { next: [upload(ats.url)] });
		await deliver(productionUrl, goodApplication());
		const { id } = await old.session.waitForExecution(workflowId);
		// tar exits with 1 if n8n changes a file that tar is reading.
		await replaceTar('/bin/tar "$@"; exit 1');
		await runBlock(`back-up${suffix}`, path.dirname(old.folder), postgres);
		await old.end('SIGKILL');
		for (const file of files) {
			expect((await stat(path.join(folder, file))).mode & 0o777).toBe(0o600);
		}

		await runBlock(`restore${suffix}`, home, newPostgres);
		const prepared = { folder: path.join(home, '.n8n'), cookie: old.session.cookie };
		const restored = await startInstance(newPostgres, prepared);

		const url = productionUrl.replace(old.url, restored.url);
		const answer = await deliver(url, goodApplication(), { 'x-check-only': 'true' });
		expect(await answer.json()).toMatchObject({ status: 'checked', issues: [] });
		status = 200;
		expect(await restored.session.retryExecution(id)).toBe('success');
		const { candidate } = (await restored.session.readExecution(id)).itemOf(TRIGGER).json;
		expect(candidate).toEqual(goodApplication().candidate);
		expect(ats.requests.map(({ body }) => body)).toEqual([resumePdf, resumePdf]);
		if (postgres) return;

		await restored.end('SIGTERM');
		const wait = `UPDATE execution_entity SET status = 'waiting' WHERE id = ${id}`;
		await runSql(restored.folder, wait);
		await runBlock('rehearsal', path.dirname(restored.folder));
		await restored.start();
		expect(await restored.session.readWorkflow(workflowId)).toMatchObject({ active: false });
		const executions = await restored.session.summarizeExecutions(workflowId);
		expect(executions.map(({ retryOf }) => retryOf)).toEqual([id]);
	},
);

it.each([
	['if tar fails', 'exit 2'],
	['if tar returns 1, but the backup is incomplete', '/bin/tar "$@" | head -c 20; exit 1'],
	['if it is interrupted', 'kill $PPID'],
])(
	'%s, the backup of an n8n with SQLite fails, and leaves no copy of the database behind',
	async (_case, commands) => {
		await replaceTar(commands);
		await expect(runBlock('back-up', home)).rejects.toThrow('ended with');
		expect(await readdir(path.join(home, '.n8n'))).not.toContain('backup.sqlite');
	},
);
