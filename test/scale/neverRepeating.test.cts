import { setTimeout as sleep } from 'node:timers/promises';
import { startInstance, type Instance } from '../../tools/n8n/instance.cts';
import { startProxy, type Proxy } from '../../tools/n8n/proxy.cts';
import { publishReceiver, waitingNode } from '../../tools/n8n/workflow.cts';
import {
	countOutcome,
	NeverRepeatingSender,
	printOutcome,
	type Outcome,
} from './neverRepeatingSender.cts';

jest.setTimeout(15 * 60_000);

const ROUNDS = Number(process.env.SCALE_ROUNDS ?? 1);
const BEFORE_AND_AFTER_MS = 3000;

let n8n: Instance;
let nginx: Proxy;

beforeAll(async () => {
	n8n = await startInstance({
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
		N8N_PROXY_HOPS: '1',
	});
	// The sender speaks no TLS.
	nginx = await startProxy({ n8nUrl: n8n.url, replacements: [['listen 443 ssl', 'listen 443']] });
});

afterAll(async () => {
	await nginx?.stop();
	await n8n?.stop();
});

const KILOBYTE = 1024;
const LOADS = [
	{ load: '20 a second of 3 KB', perSecond: 20, bytes: 3 * KILOBYTE },
	{ load: '5 a second of 2 MB', perSecond: 5, bytes: 2 * KILOBYTE ** 2 },
] as const;

const FAULTS = {
	'n8n is stopped': async () => await n8n.restart('SIGTERM'),
	'n8n is killed': async () => await n8n.restart('SIGKILL'),
	'n8n is killed twice within ten seconds': async () => {
		await n8n.end('SIGKILL');
		const starting = n8n.start().catch(() => {});
		await sleep(8000);
		await n8n.end('SIGKILL');
		await starting;
		await n8n.start();
	},
	'n8n is killed again when it is just back': async () => {
		await n8n.restart('SIGKILL');
		await sleep(1000);
		await n8n.restart('SIGKILL');
	},
	'nginx is reloaded, while n8n is there and while it is not': async () => {
		nginx.reload();
		await sleep(1000);
		await n8n.end('SIGKILL');
		await sleep(1000);
		nginx.reload();
		await n8n.start();
	},
} as const;

describe.each(LOADS)('$load', ({ load, perSecond, bytes }) => {
	describe.each(Object.entries(FAULTS))('when %s', (fault, strike) => {
		it.each(Array.from({ length: ROUNDS }, (_, index) => index + 1))(
			'nothing is lost or doubled (round %i)',
			async (round) => {
				const modes = ['onReceived', 'lastNode'] as const;
				const receivers = await Promise.all(
					modes.map(async (responseMode) => {
						return await publishReceiver(n8n, {
							parameters: { responseMode },
							// So that executions are under way when n8n dies.
							next: [waitingNode(1)],
						});
					}),
				);
				const senders = receivers.map(({ productionUrl }) => {
					const url = productionUrl.replace(n8n.url, `http://127.0.0.1:${nginx.httpsPort}`);
					return new NeverRepeatingSender(url, perSecond / modes.length, bytes);
				});
				const sending = senders.map(async (sender) => await sender.send());
				await sleep(BEFORE_AND_AFTER_MS);
				await strike();
				await sleep(BEFORE_AND_AFTER_MS);
				for (const sender of senders) sender.stop();
				await Promise.all(sending);

				const outcomes: Outcome[] = [];
				for (const [index, responseMode] of modes.entries()) {
					const [receiver, sender] = [receivers[index], senders[index]];
					if (!receiver || !sender) throw new Error('there is no such mode');
					const { workflowId } = receiver;
					const outcome = await countOutcome(n8n.session, workflowId, responseMode, sender);
					printOutcome(`${fault}, ${load}, ${responseMode}, round ${round}`, outcome);
					outcomes.push(outcome);
				}
				for (const { refused, lost, doubled } of outcomes) {
					expect({ refused, lost, doubled }).toEqual({ refused: {}, lost: [], doubled: [] });
				}
			},
		);
	});
});
