import { startCaddy, type Caddy } from '../../tools/n8n/servers/caddy.cts';
import { readSettings } from '../../tools/n8n/servers/deployFiles.cts';
import type { Instance } from '../../tools/n8n/start/instance.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';
import { expectNoneLost, sendWhile } from '../helpers/sendWhile.cts';

let n8n: Instance;
let caddy: Caddy;

beforeAll(async () => {
	n8n = await startAnotherN8n(readSettings('n8n.env'));
	caddy = await startCaddy(n8n.url);
});

it.each<[string, 'SIGTERM' | 'SIGKILL']>([
	['stopped', 'SIGTERM'],
	['killed', 'SIGKILL'],
])(
	'no application is refused or lost when n8n is %s three times, although the sender never repeats',
	async (_how, signal) => {
		const cause = async () => {
			for (let count = 0; count < 3; count++) await n8n.restart(signal);
		};
		expectNoneLost(await sendWhile({ n8n, proxyUrl: caddy.url, perSecond: 20, cause }));
	},
);
