import { readFileSync } from 'node:fs';
import path from 'node:path';
import { mapValues } from 'lodash';
import { parse } from 'yaml';

export const DEPLOY_FOLDER = path.join(__dirname, '..', '..', '..', 'deploy');

export const N8N_SERVICES = ['main', 'webhook-1', 'webhook-2', 'worker-1', 'worker-2'] as const;
export type N8nService = (typeof N8N_SERVICES)[number];

interface Service {
	readonly command?: string;
	readonly environment?: Readonly<Record<string, string | number | boolean>>;
	readonly networks?: Readonly<Record<string, { readonly ipv4_address: string } | null>>;
}

interface Network {
	readonly enable_ipv6?: boolean;
	readonly ipam: { readonly config: ReadonlyArray<{ readonly subnet: string }> };
}

/** Returns the settings in a published compose file. `variables` takes the place of its `.env` file. */
export function readCompose(folder: string, variables: Readonly<Record<string, string>>) {
	const text = readFileSync(path.join(DEPLOY_FOLDER, folder, 'compose.yaml'), 'utf8').replace(
		/\$\{(\w+)(?::\?[^}]*)?\}/g,
		(_reference, name: string) => {
			const value = variables[name];
			if (value === undefined) throw new Error(`compose.yaml needs a value for ${name}`);
			return value;
		},
	);
	// Docker Compose has YAML tags of its own, about which the parser would warn.
	const { services, networks } = parse(text, { merge: true, logLevel: 'error' }) as {
		services: Readonly<Record<string, Service>>;
		networks: Readonly<Record<string, Network>>;
	};
	return {
		networks,
		commandOf: (name: string) => services[name]?.command?.split(' ') ?? [],
		environmentOf: (name: string) => mapValues(services[name]?.environment ?? {}, String),
		addressOf: (name: string) => {
			const own = Object.values(services[name]?.networks ?? {});
			return own.find((network) => network !== null)?.ipv4_address;
		},
	};
}

export function readNginxConfiguration(mode: 'regular-mode' | 'queue-mode'): string {
	return readFileSync(path.join(DEPLOY_FOLDER, mode, 'nginx.conf'), 'utf8');
}
