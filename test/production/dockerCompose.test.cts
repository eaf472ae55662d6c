import { cp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createFolder } from '../../tools/common/cleanUp.cts';
import { run } from '../../tools/common/command.cts';
import { DEPLOY_FOLDER } from '../../tools/n8n/servers/deployFiles.cts';

/** n8n as its documentation starts it. */
const OWN_COMPOSE_FILE = `
services:
  n8n:
    image: docker.n8n.io/n8nio/n8n
    restart: always
    ports: ['5678:5678']
    environment:
      - N8N_HOST=localhost
      - GENERIC_TIMEZONE=Europe/Paris
    volumes: ['n8n_data:/home/node/.n8n']
volumes:
  n8n_data:
    external: true
`;

/** Has Docker Compose read the compose file in a folder, with a `.env` file. */
async function readWithDockerCompose(folder: string) {
	const names = ['N8N_HOST', 'N8N_ENCRYPTION_KEY', 'POSTGRES_PASSWORD'];
	await writeFile(path.join(folder, '.env'), names.map((name) => `${name}=value`).join('\n'));
	const output = await run('docker-compose', ['config', '--format', 'json'], { cwd: folder });
	return JSON.parse(output) as {
		readonly services: Readonly<Record<string, Record<string, unknown>>>;
	};
}

it.each(['regular-mode', 'queue-mode'])(
	'Docker Compose reads deploy/%s/compose.yaml',
	async (mode) => {
		const deploy = await createFolder('compose');
		await cp(DEPLOY_FOLDER, deploy, { recursive: true });
		const { services } = await readWithDockerCompose(path.join(deploy, mode));
		expect(services.nginx).toMatchObject({ logging: { options: { 'max-file': '5' } } });
	},
);

it('deploy/add-nginx/compose.yaml adds nginx to an existing compose file', async () => {
	const folder = await createFolder('compose');
	await cp(DEPLOY_FOLDER, path.join(folder, 'deploy'), { recursive: true });
	await writeFile(path.join(folder, 'compose.yaml'), OWN_COMPOSE_FILE);
	const added = path.join(DEPLOY_FOLDER, 'add-nginx', 'compose.yaml');
	await cp(added, path.join(folder, 'compose.override.yaml'));
	const { services } = await readWithDockerCompose(folder);

	expect(Object.keys(services).sort()).toEqual(['certbot', 'n8n', 'nginx']);
	expect(services.n8n).toMatchObject({
		environment: { GENERIC_TIMEZONE: 'Europe/Paris', N8N_PROXY_HOPS: '1' },
		logging: { options: { 'max-file': '5' } },
		volumes: [{ source: 'n8n_data' }],
	});
	// Only nginx can be reached.
	expect(services.n8n).not.toHaveProperty('ports');
	expect(services.nginx).toMatchObject({
		ports: [{ published: '80' }, { published: '443' }],
		volumes: expect.arrayContaining([
			expect.objectContaining({ source: path.join(folder, 'deploy/regular-mode/nginx.conf') }),
		]) as unknown,
	});
	for (const name of ['n8n', 'nginx']) {
		expect(Object.keys(services[name]?.networks ?? {})).toContain('nginx');
	}
});
