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

interface Service {
	readonly ports?: ReadonlyArray<{ readonly host_ip?: string }>;
}

let folder: string;

beforeEach(async () => {
	folder = await createFolder('compose');
	await cp(DEPLOY_FOLDER, path.join(folder, 'deploy'), { recursive: true });
});

/** Returns the services that Docker Compose reads from a folder's compose files. */
async function readServices(cwd: string) {
	const env = { N8N_HOST: 'value', N8N_ENCRYPTION_KEY: 'value', POSTGRES_PASSWORD: 'value' };
	const output = await run('docker-compose', ['config', '--format', 'json'], { cwd, env });
	return (JSON.parse(output) as { services: Readonly<Record<string, Service>> }).services;
}

/** The Caddyfile that is mounted, although the compose files are in different folders. */
const mounted = () => ({
	volumes: expect.arrayContaining([
		expect.objectContaining({ source: path.join(folder, 'deploy/Caddyfile') }),
	]) as unknown,
});

it.each([
	['deploy', 'n8n', { N8N_MAIN: 'n8n:5678' }],
	['deploy/queue-mode', 'main', { N8N_WEBHOOKS: 'webhook-1:5678 webhook-2:5678' }],
])('%s/compose.yaml puts the same Caddy in front of %s', async (name, n8n, environment) => {
	const services = await readServices(path.join(folder, name));
	expect(services.caddy).toMatchObject({ environment, ...mounted() });
	for (const { host_ip } of services[n8n]?.ports ?? []) expect(host_ip).toBe('127.0.0.1');
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
	expect(caddy).toMatchObject({ ports: [{ published: '80' }, { published: '443' }], ...mounted() });
});
