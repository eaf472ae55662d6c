import { installN8n } from '../../tools/n8n/installation.cts';

export default async function installFirst(): Promise<void> {
	await installN8n();
}
