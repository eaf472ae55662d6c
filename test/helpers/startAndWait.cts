// Starts n8n, prints its URL, and waits. Used by a test that kills this process.
import { startInstance } from '../../tools/n8n/start/instance.cts';

void startInstance().then(({ url }) => process.stdout.write(`${url}\n`));
