// Starts n8n, prints its URL and waits, for a test that kills this process.
import { startInstance } from '../../../tools/n8n/instance.cts';

void startInstance().then(({ url }) => process.stdout.write(`${url}\n`));
