import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { findBlock } from '../../../tools/docs/page.cts';
import {
	DEPLOY_FOLDER,
	N8N_SERVICES,
	readCompose,
} from '../../../tools/n8n/servers/deployFiles.cts';

const host = { N8N_HOST: 'n8n.example.com' };
const VARIABLES = { ...host, N8N_ENCRYPTION_KEY: 'a-key', POSTGRES_PASSWORD: 'a-password' };

describe.each([
	['compose.yaml', ['n8n']],
	['add-caddy.yaml', ['n8n']],
	['queue-mode/compose.yaml', N8N_SERVICES],
] as const)('deploy/%s', (file, services) => {
	const compose = readCompose(file, VARIABLES);

	it.each(services)('has the documented settings: %s', (name) => {
		const documented = parseEnv(findBlock('server.md', 'settings').code);
		const pruning = parseEnv(findBlock('people-and-data.md', 'pruning').code);
		expect(compose.environmentOf(name)).toMatchObject({ ...documented, ...pruning });
	});

	it('has no variable that can be empty', () => {
		const text = readFileSync(path.join(DEPLOY_FOLDER, file), 'utf8');
		const namesIn = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name);
		const required = namesIn(/\$\{(\w+):\?[^}]+\}/g);
		expect(new Set(required)).toEqual(new Set(namesIn(/\$\{(\w+)/g)));
	});
});

it('each variable of the Caddyfile is set in deploy/compose.yaml', () => {
	const text = readFileSync(path.join(DEPLOY_FOLDER, 'Caddyfile'), 'utf8');
	const names = [...text.matchAll(/\{\$(\w+):/g)].map(([, name = '']) => name);
	const caddy = readCompose('compose.yaml', VARIABLES).environmentOf('caddy');
	expect(Object.keys(caddy)).toEqual(expect.arrayContaining(names));
});
