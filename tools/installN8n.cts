import { installN8n } from './n8n/install/installation.cts';
import { say } from './common/progress.cts';

/** Installs n8n into the cache folder, so that the first test that needs n8n doesn't have to. */
async function main(): Promise<void> {
	const { n8n } = await installN8n();
	say(`n8n is installed: ${n8n}`);
}

void main();
