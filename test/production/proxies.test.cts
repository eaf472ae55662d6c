import { mkdir, readFile, writeFile } from 'node:fs/promises';
import type { OutgoingHttpHeaders } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseEnv } from 'node:util';
import { run } from '../../tools/common/command.cts';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import { findBlock } from '../../tools/docs/page.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import type { Instance } from '../../tools/n8n/start/instance.cts';
import { startCaddy, type Caddy } from '../../tools/n8n/servers/caddy.cts';
import { HOST_NAME, makeCertificate, startProxy } from '../../tools/n8n/servers/proxy.cts';
import type { Replacements } from '../../tools/n8n/servers/servers.cts';
import { publishReceiver, TRIGGER } from '../../tools/n8n/client/workflow.cts';
import { send } from '../helpers/http.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';
import { runCheck } from '../helpers/runCheck.cts';
import { expectNoneInterrupted, sendWhile } from '../helpers/sendWhile.cts';

// Tests nginx and Caddy in front of a real n8n. holdApplications.test.cts tests nginx in front of a fake one.

const body = JSON.stringify(goodApplication());

/** Removes TLS, because the senders in most tests don't use it. */
const PLAIN: Replacements = [
	['\nhttp:// {', '\nhttp://unused.example.com {'],
	[`\n${HOST_NAME} {\n\ttls {\n\t\tprotocols tls1.2 tls1.3\n\t}\n`, '\nhttp:// {\n'],
];

let n8n: Instance;
let caddy: Caddy;
let plainCaddy: Caddy;
let target: string;
let workflowId: string;

beforeAll(async () => {
	n8n = await startAnotherN8n(parseEnv(findBlock('server.md', 'settings').code));
	const receiver = await publishReceiver(n8n);
	workflowId = receiver.workflowId;
	target = new URL(receiver.productionUrl).pathname;
	caddy = await startCaddy(n8n.url);
	plainCaddy = await startCaddy(n8n.url, PLAIN);
});

it("behind nginx, a delivery arrives with its sender's address, which cannot be forged", async () => {
	const nginx = await startProxy(n8n.url, [], 'machine');
	const ca = await readFile(path.join(nginx.folder, 'ssl', `${HOST_NAME}.crt`), 'utf8');
	const headers = { 'x-forwarded-for': '127.0.0.3', 'x-real-ip': '127.0.0.3' };
	const options = { body, ca, localAddress: '127.0.0.2', headers };
	expect((await send(nginx.httpsPort, target, options)).status).toBe(200);
	const execution = await n8n.session.waitForExecution(workflowId);
	expect(execution.itemOf(TRIGGER).json.receipt).toMatchObject({ sourceIp: '127.0.0.2' });
});

it('nginx accepts TLS 1.2 and 1.3, but not 1.1', async () => {
	// By default, OpenSSL refuses TLS 1.1 in both nginx and its clients, so the test would prove nothing.
	const ciphers = 'DEFAULT@SECLEVEL=0';
	const permissive = ['ssl_protocols', `ssl_ciphers ${ciphers}; ssl_protocols`] as const;
	const nginx = await startProxy(n8n.url, [permissive], 'machine');
	const address = ['-connect', `127.0.0.1:${nginx.httpsPort}`, '-cipher', ciphers];
	const canUse = async (version: string) =>
		await run('openssl', ['s_client', version, ...address]).then(
			() => true,
			() => false,
		);
	const versions = ['-tls1_1', '-tls1_2', '-tls1_3'];
	expect(await Promise.all(versions.map(canUse))).toEqual([false, true, true]);
});

it('with the compose file, nginx starts without a certificate, and uses each new certificate at once', async () => {
	const nginx = await startProxy(n8n.url);
	const challenge = '.well-known/acme-challenge/token';
	const file = path.join(nginx.folder, 'acme', challenge);
	await mkdir(path.dirname(file), { recursive: true });
	await writeFile(file, 'token.thumbprint');
	const answer = await send(nginx.httpPort, `/${challenge}`, { method: 'GET' });
	expect(answer.body).toBe('token.thumbprint');

	const folder = path.join(nginx.folder, 'letsencrypt', 'live', HOST_NAME);
	for (let count = 0; count < 2; count++) {
		const ca = await makeCertificate(folder, 'fullchain.pem', 'privkey.pem');
		expect((await send(nginx.httpsPort, target, { body, ca })).status).toBe(200);
	}
});

it('npm run check finds nothing wrong behind Caddy', async () => {
	const { httpsPort, certificate } = caddy;
	expect(await runCheck(`https://localhost:${httpsPort}${target}`, certificate)).toEqual([0]);
});

it.each<[number, string, () => Caddy, OutgoingHttpHeaders?, string?]>([
	[415, 'a compressed application', () => plainCaddy, { 'content-encoding': 'gzip' }],
	[413, 'an application of 70 MB', () => plainCaddy, { 'content-length': 70_000_000 }],
	[403, 'an application over http://', () => caddy],
	[403, 'a request for a new owner', () => plainCaddy, {}, '/REST/owner//setup/'],
	[403, 'an encoded request for a new owner', () => plainCaddy, {}, '/rest/owner/%73etup'],
])('Caddy answers %i to %s', async (status, _title, server, headers = {}, where = target) => {
	const answer = await send(server().httpPort, where, { body, headers });
	expect(answer).toMatchObject({ status, body: '' });
});

it("Caddy's log contains no URL or header of a request, even if n8n cannot be reached", async () => {
	const { httpPort, log } = await startCaddy('http://127.0.0.1:1', PLAIN);
	const headers = { 'x-api-key': 'SECRET' };
	expect((await fetch(`http://localhost:${httpPort}/SECRET?SECRET`, { headers })).status).toBe(502);
	await waitUntil('the line', () => log().includes('"status":502'));
	expect(log()).not.toContain('SECRET');
});

const RUNNING = `/executions?filter=${encodeURIComponent('{"status":["running"]}')}`;

it('no application is lost, doubled, or interrupted when n8n is updated behind Caddy as documented', async () => {
	const outcome = await sendWhile({
		n8n,
		proxyUrl: `http://localhost:${plainCaddy.httpPort}`,
		cause: async () => {
			await plainCaddy.hold();
			await sleep(2000);
			await waitUntil('all executions to finish', async () => {
				const { count } = await n8n.session.call<{ count: number }>('GET', RUNNING);
				return count === 0;
			});
			await n8n.restart('SIGTERM');
			await plainCaddy.release();
		},
	});
	expectNoneInterrupted(outcome);
});
