import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type SecureVersion } from 'node:tls';
import { parseEnv } from 'node:util';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import { findBlock } from '../../tools/docs/page.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import type { Instance } from '../../tools/n8n/start/instance.cts';
import { startCaddy, type Caddy } from '../../tools/n8n/servers/caddy.cts';
import {
	HOST_NAME,
	makeCertificate,
	startProxy,
	type Proxy,
} from '../../tools/n8n/servers/proxy.cts';
import type { Replacements } from '../../tools/n8n/servers/servers.cts';
import { deliver, publishReceiver, TRIGGER } from '../../tools/n8n/client/workflow.cts';
import { open, send, type SendOptions } from '../helpers/http.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';
import { runCheck } from '../helpers/runCheck.cts';
import { expectNoneInterrupted, sendWhile } from '../helpers/sendWhile.cts';

// nginx and Caddy in front of n8n. What nginx does without regard to n8n is tested in holdApplications.test.cts.

const environment = parseEnv(findBlock('proxy-and-https.md', 'settings').code);
const SENDER = '127.0.0.2';
const OTHER_SENDER = '127.0.0.3';
/** Allows TLS 1.0 and 1.1. */
const PERMISSIVE = 'DEFAULT@SECLEVEL=0';
const body = JSON.stringify(goodApplication());

/** Without TLS, because the sender that never repeats doesn't use it. */
const PLAIN: Replacements = [
	['\nhttp:// {', '\nhttp://unused.example.com {'],
	[`\n${HOST_NAME} {\n\ttls {\n\t\tprotocols tls1.2 tls1.3\n\t}\n`, '\nhttp:// {\n'],
];

let n8n: Instance;
let nginx: Proxy;
let caddy: Caddy;
let plainCaddy: Caddy;
let ca: string;
let target: string;
let workflowId: string;

beforeAll(async () => {
	n8n = await startAnotherN8n(environment);
	// With OpenSSL's own settings, both nginx and its clients refuse earlier versions of TLS.
	const permissive = ['ssl_protocols', `ssl_ciphers ${PERMISSIVE}; ssl_protocols`] as const;
	nginx = await startProxy({ n8nUrl: n8n.url, from: 'machine', replacements: [permissive] });
	ca = await readFile(path.join(nginx.folder, 'ssl', `${HOST_NAME}.crt`), 'utf8');
	const receiver = await publishReceiver(n8n);
	workflowId = receiver.workflowId;
	target = new URL(receiver.productionUrl).pathname;
	caddy = await startCaddy(n8n.url);
	plainCaddy = await startCaddy(n8n.url, PLAIN);
});

async function post(where: string, options: SendOptions = {}) {
	return await send(nginx.httpsPort, where, { body, ca, from: SENDER, ...options });
}

it.each<[SecureVersion, boolean]>([
	['TLSv1.1', false],
	['TLSv1.2', true],
	['TLSv1.3', true],
])('a sender can use %s: %s', async (version, isAllowed) => {
	const versions = { minVersion: version, maxVersion: version, ciphers: PERMISSIVE };
	const socket = connect({ host: 'localhost', port: nginx.httpsPort, ca, ...versions });
	const isConnected = once(socket, 'secureConnect').then(() => true);
	expect(await isConnected.catch(() => false)).toBe(isAllowed);
	socket.destroy();
});

it("a delivery arrives with its sender's address, which cannot be forged", async () => {
	const headers = { 'x-forwarded-for': OTHER_SENDER, 'x-real-ip': OTHER_SENDER };
	expect((await post(target, { headers })).status).toBe(200);
	const execution = await n8n.session.waitForExecution(workflowId);
	expect(execution.itemOf(TRIGGER).json.receipt).toMatchObject({ sourceIp: SENDER });
});

it('n8n accepts the same spellings of the URL as nginx', async () => {
	for (const spelling of [`${target}/`, target.replace('webhook', 'Webhook')]) {
		const headers = { 'content-type': 'Application/JSON; charset=utf-8' };
		expect((await post(spelling, { headers })).status).toBe(200);
	}
});

it('the editor and its push connection work, and the editor shows the public URLs', async () => {
	const page = await post('/', { method: 'GET' });
	expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);

	const request = open(nginx.httpsPort, '/rest/push?pushRef=test', {
		method: 'GET',
		ca,
		headers: {
			cookie: n8n.session.cookie,
			origin: `https://${HOST_NAME}`,
			connection: 'Upgrade',
			upgrade: 'websocket',
			'sec-websocket-version': '13',
			'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
		},
	}).end();
	const [, socket] = (await once(request, 'upgrade')) as [IncomingMessage, Socket];
	// RFC 6455: the response to a ping is a pong, unless n8n has closed the connection with a reason.
	socket.write(Buffer.from('898000000000', 'hex'));
	expect(await once(socket, 'data')).toEqual([Buffer.from('8a00', 'hex')]);
	socket.destroy();

	expect((await n8n.session.try('GET', '/settings')).body).toMatchObject({
		data: { urlBaseWebhook: environment.WEBHOOK_URL },
	});
});

it('with the compose file, nginx starts without a certificate, and uses a certificate once it exists', async () => {
	const first = await startProxy({ n8nUrl: n8n.url, from: 'docker' });
	await expect(send(first.httpsPort, target, { body, ca })).rejects.toThrow();

	const challenge = '.well-known/acme-challenge/token';
	const file = path.join(first.folder, 'acme', challenge);
	await mkdir(path.dirname(file), { recursive: true });
	await writeFile(file, 'token.thumbprint');
	const answer = await send(first.httpPort, `/${challenge}`, { method: 'GET' });
	expect(answer.body).toBe('token.thumbprint');

	const folder = path.join(first.folder, 'letsencrypt', 'live', HOST_NAME);
	for (let count = 0; count < 2; count++) {
		const newest = await makeCertificate(folder, 'fullchain.pem', 'privkey.pem');
		expect((await send(first.httpsPort, target, { body, ca: newest })).status).toBe(200);
	}
});

it('npm run check finds nothing wrong behind Caddy', async () => {
	const { httpsPort, certificate } = caddy;
	expect(await runCheck(`https://localhost:${httpsPort}${target}`, certificate)).toEqual([0]);
});

it.each<
	[number, string, () => Caddy, path?: string | undefined, change?: object, encoding?: string]
>([
	[415, 'a compressed application', () => plainCaddy, undefined, {}, 'gzip'],
	[413, 'an application of 70 MB', () => plainCaddy, undefined, { origin: 'x'.repeat(7e7) }],
	[403, 'an application over http://', () => caddy],
	[403, 'a new owner', () => plainCaddy, '/REST/owner//setup/'],
	[403, 'a new owner in another spelling', () => plainCaddy, '/rest/owner/%73etup'],
])('Caddy answers %i to %s', async (status, _title, server, path = target, change, encoding) => {
	const url = `http://localhost:${server().httpPort}${path}`;
	const headers = encoding ? { 'content-encoding': encoding } : {};
	const application = { ...goodApplication(), ...change };
	// Caddy can close the connection to a sender that hasn't read the answer yet.
	const trySending = async () => await deliver(url, application, headers).catch(() => undefined);
	const response = await waitUntil('an answer', trySending);
	expect([response.status, await response.text()]).toEqual([status, '']);
});

it("Caddy's log contains nothing of a request, even if n8n cannot be reached", async () => {
	const { httpPort, log } = await startCaddy('http://127.0.0.1:1', PLAIN);
	const headers = { 'x-api-key': 'SECRET' };
	expect((await fetch(`http://localhost:${httpPort}/SECRET?SECRET`, { headers })).status).toBe(502);
	await waitUntil('the line', () => log().includes('"status":502'));
	expect(log()).not.toContain('SECRET');
});

const RUNNING = `/executions?filter=${encodeURIComponent('{"status":["running"]}')}`;

it('no application is lost, doubled, or interrupted when n8n is updated behind Caddy as documented', async () => {
	const outcomes = await sendWhile({
		name: 'n8n is updated behind Caddy',
		n8n,
		proxyUrl: `http://localhost:${plainCaddy.httpPort}`,
		cause: async () => {
			await plainCaddy.hold();
			await sleep(2000);
			await waitUntil('all executions to finish', async () => {
				const running = await n8n.session.try('GET', RUNNING);
				return (running.body as { data: { count: number } }).data.count === 0;
			});
			await n8n.restart('SIGTERM');
			await plainCaddy.release();
		},
	});
	expectNoneInterrupted(outcomes);
});
