import { setTimeout as sleep } from 'node:timers/promises';
import type { Instance } from '../../tools/n8n/start/instance.cts';
import { startProxy, type Proxy } from '../../tools/n8n/servers/proxy.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';
import { expectNoneInterrupted, expectNoneLost, sendWhile } from '../helpers/sendWhile.cts';

let n8n: Instance;
let nginx: Proxy;

beforeAll(async () => {
	n8n = await startAnotherN8n({
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
		N8N_PROXY_HOPS: '1',
		// Shorter than the default of 30 seconds, so that n8n stops sooner.
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '10',
	});
	// The sender doesn't use TLS.
	nginx = await startProxy(n8n.url, [['listen 443 ssl', 'listen 443']]);
});

async function sendOnceWhile(name: string, cause: () => Promise<void>) {
	const proxyUrl = `http://127.0.0.1:${nginx.httpsPort}`;
	return await sendWhile({ name, n8n, proxyUrl, cause });
}

const FAULTS = {
	'n8n is stopped without notice, and nginx is reloaded before and meanwhile': async () => {
		nginx.reload();
		await sleep(1000);
		await n8n.end('SIGTERM');
		nginx.reload();
		await n8n.start();
	},
	'n8n is killed, while it starts, and just after its start': async () => {
		await n8n.end('SIGKILL');
		const starting = n8n.start().catch(() => {});
		await sleep(5000);
		await n8n.end('SIGKILL');
		await starting;
		await n8n.start();
		await sleep(1000);
		await n8n.restart('SIGKILL');
	},
};

it('no application is lost, doubled, or interrupted when n8n is updated as documented', async () => {
	const update = async () => {
		expect(await nginx.hold()).toBe(200);
		await n8n.restart('SIGTERM');
	};
	expectNoneInterrupted(await sendOnceWhile('n8n is updated', update));
});

it.each(Object.entries(FAULTS))('no application is lost when %s', async (fault, cause) => {
	expectNoneLost(await sendOnceWhile(fault, cause), true);
});
