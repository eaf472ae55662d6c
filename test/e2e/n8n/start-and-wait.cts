// Starts an n8n, says where it is, and then does nothing: for the test that kills it.
import { startInstance } from '../../../tools/n8n/instance.cts';

void startInstance().then(({ url }) => process.stdout.write(`${url}\n`));
