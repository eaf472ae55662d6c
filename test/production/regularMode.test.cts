import { startCaddy, type Caddy } from '../../tools/n8n/servers/caddy.cts';
import { readSettings } from '../../tools/n8n/servers/deployFiles.cts';
import type { Instance } from '../../tools/n8n/start/instance.cts';
import { deliver, publishReceiver, TRIGGER } from '../../tools/n8n/client/workflow.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';
import { expectNoneLost, sendWhile } from '../helpers/sendWhile.cts';

let n8n: Instance;
let caddy: Caddy;

beforeAll(async () => {
	n8n = await startAnotherN8n(readSettings('n8n.env'));
	caddy = await startCaddy(n8n.url);
});

it("n8n sees the sender's address, not Caddy's", async () => {
	const { productionUrl, workflowId } = await publishReceiver(n8n);
	const forged = { 'x-forwarded-for': '192.0.2.1' };
	await deliver(productionUrl.replace(n8n.url, caddy.url), goodApplication(), forged);
	const { receipt } = (await n8n.session.waitForExecution(workflowId)).itemOf(TRIGGER).json;
	// The sender is on this machine, so it has either of two addresses.
	expect(receipt).toMatchObject({
		sourceIp: expect.stringMatching(/^(127\.0\.0\.1|::1)$/) as string,
	});
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
