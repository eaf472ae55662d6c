import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { mapValues } from 'lodash';
import { parse } from 'yaml';

export const DEPLOY_FOLDER = path.join(__dirname, '..', '..', '..', 'deploy');

export const N8N_SERVICES = ['main', 'webhook-1', 'webhook-2', 'worker-1', 'worker-2'] as const;
export type N8nService = (typeof N8N_SERVICES)[number];

interface Service {
	readonly command?: string;
	readonly env_file?: string;
	readonly environment?: Readonly<Record<string, string | number | boolean>>;
}

/** Returns the settings in a published compose file. `variables` takes the place of its `.env` file. */
export function readCompose(name: string, variables: Readonly<Record<string, string>>) {
	const text = readFileSync(path.join(DEPLOY_FOLDER, name), 'utf8').replace(
		/\$\{(\w+)(?::\?[^}]*)?\}/g,
		(_reference, variable: string) => {
			const value = variables[variable];
			if (value === undefined) throw new Error(`${name} needs a value for ${variable}`);
			return value;
		},
	);
	// Docker Compose has YAML tags of its own, about which the parser would warn.
	const { services } = parse(text, { merge: true, logLevel: 'error' }) as {
		services: Readonly<Record<string, Service>>;
	};
	return {
		commandOf: (service: string) => services[service]?.command?.split(' ') ?? [],
		environmentOf: (service: string): Record<string, string> => {
			const { env_file: common, environment } = services[service] ?? {};
			return {
				...(common !== undefined && readSettings(path.basename(common))),
				...mapValues(environment, String),
			};
		},
	};
}

/** Returns the settings in a file such as `n8n.env`. */
export const readSettings = (name: string) =>
	parseEnv(readFileSync(path.join(DEPLOY_FOLDER, name), 'utf8')) as Record<string, string>;
