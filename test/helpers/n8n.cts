import { readFileSync } from 'node:fs';
import { N8nSession } from '../../tools/n8n/client/session.cts';
import {
	logFileOf,
	startInstance,
	type Instance,
	type PreparedData,
} from '../../tools/n8n/start/instance.cts';

const { url, folder, prepared } = JSON.parse(String(process.env.N8N_OF_THE_RUN)) as {
	readonly url: string;
	readonly folder: string;
	readonly prepared: PreparedData;
};

/** The n8n that test files share. Each file creates its own workflows. */
export const n8n = {
	url,
	folder,
	session: new N8nSession(url, prepared.cookie),
	log: () => readFileSync(logFileOf(folder), 'utf8'),
};

/** Starts another n8n, for tests that stop it or need other settings. */
export async function startAnotherN8n(environment?: NodeJS.ProcessEnv): Promise<Instance> {
	// The documentation recommends this setting.
	const settings = { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true', ...environment };
	return await startInstance(settings, prepared);
}
