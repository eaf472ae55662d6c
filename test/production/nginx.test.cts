import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import path from 'node:path';
import { connect, type SecureVersion } from 'node:tls';
import { parseEnv } from 'node:util';
import { findBlock } from '../../tools/docs/page.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import type { Instance } from '../../tools/n8n/start/instance.cts';
import {
	HOST_NAME,
	makeCertificate,
	startProxy,
	type Proxy,
} from '../../tools/n8n/servers/proxy.cts';
import { OWNER } from '../../tools/n8n/client/session.cts';
import { publishReceiver, TRIGGER } from '../../tools/n8n/client/workflow.cts';
import { open, send, type SendOptions } from '../helpers/http.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';

// What nginx does without regard to n8n is tested in holdApplications.test.cts.

const PAGE = 'proxy-and-https.md';
const environment = parseEnv(findBlock(PAGE, 'settings').code);
const SENDER = '127.0.0.2';
const OTHER_SENDER = '127.0.0.3';
/** Allows TLS 1.0 and 1.1. */
const PERMISSIVE = 'DEFAULT@SECLEVEL=0';
const body = JSON.stringify(goodApplication());

let n8n: Instance;
let nginx: Proxy;
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
});

async function post(where: string, options: SendOptions = {}) {
	return await send(nginx.httpsPort, where, { body, ca, from: SENDER, ...options });
}

it.each<[SecureVersion, boolean]>([
	['TLSv1.1', false],
	['TLSv1.2', true],
	['TLSv1.3', true],
])('a sender can use %s: %s', async (version, isAllowed) => {
	const socket = connect({
		...{ host: 'localhost', port: nginx.httpsPort, ca, ciphers: PERMISSIVE },
		...{ minVersion: version, maxVersion: version },
	});
	const isConnected = once(socket, 'secureConnect').then(
		() => true,
		() => false,
	);
	expect(await isConnected).toBe(isAllowed);
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

	const credentials = { emailOrLdapLoginId: OWNER.email, password: OWNER.password };
	const login = await post('/rest/login', { body: JSON.stringify(credentials) });
	expect(login.status).toBe(200);
	const request = open(nginx.httpsPort, '/rest/push?pushRef=test', {
		method: 'GET',
		ca,
		headers: {
			cookie: login.headers['set-cookie']?.map((entry) => entry.split(';')[0]).join('; '),
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

describe('the compose file for one n8n', () => {
	it('starts nginx without a certificate, and nginx uses a certificate once it exists', async () => {
		const first = await startProxy({ n8nUrl: n8n.url, from: 'docker' });
		await expect(send(first.httpsPort, target, { body, ca })).rejects.toThrow();

		const challenge = '.well-known/acme-challenge/token';
		const file = path.join(first.folder, 'acme', challenge);
		await mkdir(path.dirname(file), { recursive: true });
		await writeFile(file, 'token.thumbprint');
		const { text } = await send(first.httpPort, `/${challenge}`, { method: 'GET' });
		expect(text).toBe('token.thumbprint');

		const folder = path.join(first.folder, 'letsencrypt', 'live', HOST_NAME);
		for (let count = 0; count < 2; count++) {
			const newest = await makeCertificate(folder, 'fullchain.pem', 'privkey.pem');
			expect((await send(first.httpsPort, target, { body, ca: newest })).status).toBe(200);
		}
	});
});
