import { installN8n } from './n8n/install/installation.cts';

// Installs n8n, so that the first test that needs it doesn't have to install it.
void installN8n().then(({ n8n }) => console.log(`n8n is installed: ${n8n}`));
