import {
	attachToInstance,
	startInstance,
	type Instance,
	type PreparedData,
} from '../../tools/n8n/start/instance.cts';

const { url, folder, prepared } = JSON.parse(String(process.env.N8N_OF_THE_RUN)) as {
	readonly url: string;
	readonly folder: string;
	readonly prepared: PreparedData;
};

/** The n8n that all test files share. Each test has its own workflow. */
export const n8n = attachToInstance(url, folder, prepared.cookie);

/** Starts another n8n, for tests that stop it or need other settings. */
export async function startAnotherN8n(environment?: NodeJS.ProcessEnv): Promise<Instance> {
	return await startInstance(environment, prepared);
}
