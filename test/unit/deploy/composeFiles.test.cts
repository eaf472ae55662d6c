import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { findBlock } from '../../../tools/docs/page.cts';
import {
	DEPLOY_FOLDER,
	N8N_SERVICES,
	readCompose,
	readNginxConfiguration,
} from '../../../tools/n8n/servers/deployFiles.cts';

const host = { N8N_HOST: 'n8n.example.com' };
const VARIABLES = { ...host, N8N_ENCRYPTION_KEY: 'a-key', POSTGRES_PASSWORD: 'a-password' };

describe.each([
	['regular-mode', 'regular-mode', ['n8n']],
	['add-nginx', 'regular-mode', ['n8n']],
	['queue-mode', 'queue-mode', N8N_SERVICES],
] as const)('deploy/%s/compose.yaml', (folder, nginxFolder, n8nServices) => {
	const compose = readCompose(folder, VARIABLES);
	const nginx = readNginxConfiguration(nginxFolder);

	it.each(n8nServices)('has the documented settings: %s', (name) => {
		const documented = parseEnv(findBlock('server.md', 'settings').code);
		const pruning = parseEnv(findBlock('people-and-data.md', 'pruning').code);
		expect(compose.environmentOf(name)).toMatchObject({ ...documented, ...pruning });
	});

	it('has no variable that can be empty', () => {
		const text = readFileSync(path.join(DEPLOY_FOLDER, folder, 'compose.yaml'), 'utf8');
		const namesIn = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name);
		const required = namesIn(/\$\{(\w+):\?[^}]+\}/g);
		expect(new Set(required)).toEqual(new Set(namesIn(/\$\{(\w+)/g)));
	});

	it("shows nginx the senders' own addresses in IPv6", () => {
		const [network] = Object.values(compose.networks);
		expect(network?.enable_ipv6).toBe(true);
		// Before version 27, Docker needs a subnet for IPv6.
		expect(network?.ipam.config.map(({ subnet }) => subnet).join()).toMatch(/^10\.[^,]*,fd/);
		for (const port of ['80;', '443 ssl;']) expect(nginx).toContain(`listen [::]:${port}`);
	});

	it('gives n8n the addresses that nginx uses', () => {
		const addresses = new Set(nginx.match(/\d+\.\d+\.\d+\.\d+(?=:5678)/g));
		const own = n8nServices.map(compose.addressOf).filter((address) => address !== undefined);
		expect(new Set(own)).toEqual(addresses);
	});
});
