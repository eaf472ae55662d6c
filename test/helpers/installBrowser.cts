import { installBrowser } from '../../../tools/n8n/browser.cts';
import installN8nFirst from '../installFirst.cts';

export default async function installFirst(): Promise<void> {
	await installBrowser();
	await installN8nFirst();
}
