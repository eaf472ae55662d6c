import { setTimeout as sleep } from 'node:timers/promises';
import { parseEnv } from 'node:util';
import { findBlock } from '../../tools/docs/page.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { startCaddy, type Caddy } from '../../tools/n8n/servers/caddy.cts';
import { HOST_NAME } from '../../tools/n8n/servers/proxy.cts';
import type { Replacements } from '../../tools/n8n/servers/servers.cts';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import type { Instance } from '../../tools/n8n/start/instance.cts';
import { deliver, publishReceiver } from '../../tools/n8n/client/workflow.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';
import { expectNoneInterrupted, sendWhile } from '../helpers/sendWhile.cts';
import { runCheck } from '../helpers/runCheck.cts';

const documented = parseEnv(findBlock('proxy-and-https.md', 'settings').code);

/** Without TLS, because the sender that never repeats doesn't use it. */
const PLAIN: Replacements = [
	['\nhttp:// {', '\nhttp://unused.example.com {'],
	[`\n${HOST_NAME} {\n\ttls {\n\t\tprotocols tls1.2 tls1.3\n\t}\n`, '\nhttp:// {\n'],
];

const RUNNING = `/executions?filter=${encodeURIComponent('{"status":["running"]}')}`;

let n8n: Instance;
let caddy: Caddy;
let plainCaddy: Caddy;
let target: string;

beforeAll(async () => {
	n8n = await startAnotherN8n(documented);
	caddy = await startCaddy(n8n.url);
	plainCaddy = await startCaddy(n8n.url, PLAIN);
	target = new URL((await publishReceiver(n8n)).productionUrl).pathname;
});

it('npm run check finds nothing wrong behind Caddy', async () => {
	const { httpsPort, certificate } = caddy;
	expect(await runCheck(`https://localhost:${httpsPort}${target}`, certificate)).toEqual([0]);
});

it.each<[number, string, () => Caddy, object?, Record<string, string>?]>([
	[415, 'a compressed application', () => plainCaddy, {}, { 'content-encoding': 'gzip' }],
	[413, 'an application of more than 70 MB', () => plainCaddy, { origin: 'x'.repeat(7e7) }],
	[403, 'an application over http://', () => caddy],
])('Caddy answers %i to %s', async (status, _title, server, change = {}, headers = {}) => {
	const url = `http://localhost:${server().httpPort}${target}`;
	// Caddy can close the connection to a sender that hasn't read the answer yet.
	const response = await waitUntil(
		'an answer',
		async () =>
			await deliver(url, { ...goodApplication(), ...change }, headers).catch(() => undefined),
	);
	expect([response.status, await response.text()]).toEqual([status, '']);
});

it.each(['/REST/owner//setup/', '/rest/owner/%73etup'])('Caddy refuses %s', async (path) => {
	const url = `http://localhost:${plainCaddy.httpPort}${path}`;
	expect((await fetch(url, { method: 'POST' })).status).toBe(403);
});

it("Caddy's log contains nothing of a request, even if n8n cannot be reached", async () => {
	const { httpPort, log } = await startCaddy('http://127.0.0.1:1', PLAIN);
	const headers = { 'x-api-key': 'SECRET' };
	expect((await fetch(`http://localhost:${httpPort}/SECRET?SECRET`, { headers })).status).toBe(502);
	await waitUntil('the line', () => log().includes('"status":502'));
	expect(log()).not.toContain('SECRET');
});

it('no application is lost, doubled, or interrupted when n8n is updated as documented', async () => {
	const outcomes = await sendWhile({
		name: 'n8n is updated behind Caddy',
		n8n,
		proxyUrl: `http://localhost:${plainCaddy.httpPort}`,
		cause: async () => {
			await plainCaddy.hold();
			await sleep(2000);
			await waitUntil('all executions to finish', async () => {
				const { body } = await n8n.session.try('GET', RUNNING);
				return (body as { data: { count: number } }).data.count === 0;
			});
			await n8n.restart('SIGTERM');
			await plainCaddy.release();
		},
	});
	expectNoneInterrupted(outcomes);
});
