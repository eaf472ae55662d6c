import path from 'node:path';
import { prepareData, startInstance } from '../../tools/n8n/start/instance.cts';

/** Starts the n8n that test files share. jest's workers inherit the variable that says where it is. */
export default async function startN8n(): Promise<void> {
	const n8n = await startInstance();
	const { url, folder } = n8n;
	const prepared = await prepareData(n8n, path.join(folder, '..', 'prepared'));
	process.env.N8N_OF_THE_RUN = JSON.stringify({ url, folder, prepared });
}
