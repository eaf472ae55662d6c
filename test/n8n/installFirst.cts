import { installN8n } from './installation.cts';

export default async function installFirst(): Promise<void> {
	await installN8n();
}
