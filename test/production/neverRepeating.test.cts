import { setTimeout as sleep } from 'node:timers/promises';
import type { Instance } from '../../tools/n8n/start/instance.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';
import { startProxy, type Proxy } from '../../tools/n8n/servers/proxy.cts';
import {
	expectNoneInterrupted,
	expectNoneLost,
	LIGHT_LOAD,
	LOADS,
	sendWhile,
} from '../helpers/neverRepeatingSender.cts';
import { ROUNDS } from '../helpers/rounds.cts';

let n8n: Instance;
let nginx: Proxy;
let proxyUrl: string;

beforeAll(async () => {
	n8n = await startAnotherN8n({
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
		N8N_PROXY_HOPS: '1',
		// Shorter than the default of 30 seconds, so that n8n stops sooner.
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '10',
	});
	// The sender doesn't use TLS.
	nginx = await startProxy({ n8nUrl: n8n.url, replacements: [['listen 443 ssl', 'listen 443']] });
	proxyUrl = `http://127.0.0.1:${nginx.httpsPort}`;
});

afterAll(async () => {
	await nginx?.stop();
	await n8n?.stop();
});

const FAULTS = {
	'n8n is updated as documented': async () => {
		expect(await nginx.hold()).toBe(200);
		await n8n.restart('SIGTERM');
	},
	'n8n is stopped without notice': async () => await n8n.restart('SIGTERM'),
	'n8n is killed twice within ten seconds': async () => {
		await n8n.end('SIGKILL');
		const starting = n8n.start().catch(() => {});
		await sleep(8000);
		await n8n.end('SIGKILL');
		await starting;
		await n8n.start();
	},
	'n8n is killed, and again just after its start': async () => {
		await n8n.restart('SIGKILL');
		await sleep(1000);
		await n8n.restart('SIGKILL');
	},
	'nginx is reloaded while n8n is running and while it is not': async () => {
		nginx.reload();
		await sleep(1000);
		await n8n.end('SIGTERM');
		await sleep(1000);
		nginx.reload();
		await n8n.start();
	},
} as const;

describe.each(LOADS)('with a sender that never repeats ($load),', ({ load, ...rest }) => {
	describe.each(Object.entries(FAULTS))('nothing is lost or doubled when %s', (fault, cause) => {
		it.each(ROUNDS)('in round %i', async (round) => {
			const name = `${fault}, ${load}, round ${round}`;
			const outcomes = await sendWhile({ name, n8n, proxyUrl, load: rest, cause });
			const isUpdate = fault === 'n8n is updated as documented';
			expectNoneLost(outcomes, !isUpdate);
			if (isUpdate) expectNoneInterrupted(outcomes);
		});
	});
});

it('each application arrives once, although the sender hangs up after 5 s and n8n stops for 10 s', async () => {
	const outcomes = await sendWhile({
		name: 'n8n stops for 10 s, and the sender hangs up after 5 s',
		n8n,
		proxyUrl,
		load: LIGHT_LOAD,
		timeoutMs: 5000,
		cause: async () => {
			expect(await nginx.hold()).toBe(200);
			await n8n.end('SIGTERM');
			await sleep(10_000);
			await n8n.start();
		},
	});
	for (const { sent, answered, lost, doubled } of outcomes) {
		expect(answered).toBeLessThan(sent);
		expect({ lost, doubled }).toEqual({ lost: [], doubled: [] });
	}
});
