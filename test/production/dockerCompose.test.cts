import { cp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createFolder } from '../../tools/common/cleanUp.cts';
import { run } from '../../tools/common/command.cts';
import { DEPLOY_FOLDER } from '../../tools/n8n/servers/deployFiles.cts';

/** A compose file such as the one in n8n's documentation. */
const OWN_COMPOSE_FILE = `
services:
  n8n:
    image: docker.n8n.io/n8nio/n8n
    ports: ['5678:5678']
    environment:
      - GENERIC_TIMEZONE=Europe/Paris
    volumes: ['n8n_data:/home/node/.n8n']
volumes:
  n8n_data:
`;

let folder: string;

beforeEach(async () => {
	folder = await createFolder('compose');
	await cp(DEPLOY_FOLDER, path.join(folder, 'deploy'), { recursive: true });
});

/** Returns the services that Docker Compose reads from a folder's compose files. */
async function readServices(cwd: string) {
	const env = { N8N_HOST: 'value', N8N_ENCRYPTION_KEY: 'value', POSTGRES_PASSWORD: 'value' };
	const output = await run('docker-compose', ['config', '--format', 'json'], { cwd, env });
	return (JSON.parse(output) as { services: Readonly<Record<string, object>> }).services;
}

it('deploy/compose.yaml is valid', async () => {
	const { caddy, n8n } = await readServices(path.join(folder, 'deploy'));
	expect(caddy).toMatchObject({
		environment: { N8N_HOST: 'value', N8N_MAIN: 'n8n:5678' },
		logging: { options: { 'max-file': '5' } },
	});
	expect(n8n).toMatchObject({
		environment: { N8N_PROXY_HOPS: '1' },
		ports: [{ host_ip: '127.0.0.1' }],
	});
});

it('deploy/queue-mode/compose.yaml puts the same Caddy in front of the processes', async () => {
	const { caddy, main } = await readServices(path.join(folder, 'deploy/queue-mode'));
	expect(caddy).toMatchObject({
		environment: { N8N_HOST: 'value', N8N_WEBHOOKS: 'webhook-1:5678 webhook-2:5678' },
		volumes: expect.arrayContaining([
			expect.objectContaining({ source: path.join(folder, 'deploy/Caddyfile') }),
		]) as unknown,
	});
	expect(main).toMatchObject({ environment: { N8N_PROXY_HOPS: '1', EXECUTIONS_MODE: 'queue' } });
});

it('deploy/add-caddy.yaml puts Caddy in front of the n8n of another compose file', async () => {
	await writeFile(path.join(folder, 'compose.yaml'), OWN_COMPOSE_FILE);
	const added = path.join(DEPLOY_FOLDER, 'add-caddy.yaml');
	await cp(added, path.join(folder, 'compose.override.yaml'));
	const { n8n, caddy } = await readServices(folder);
	expect(n8n).toMatchObject({
		environment: { GENERIC_TIMEZONE: 'Europe/Paris', N8N_PROXY_HOPS: '1' },
		volumes: [{ source: 'n8n_data' }],
	});
	expect(n8n).not.toHaveProperty('ports');
	expect(caddy).toMatchObject({
		ports: [{ published: '80' }, { published: '443' }],
		volumes: expect.arrayContaining([
			expect.objectContaining({ source: path.join(folder, 'deploy/Caddyfile') }),
		]) as unknown,
	});
});
