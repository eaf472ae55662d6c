import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseEnv } from 'node:util';
import { findBlock } from '../../tools/docs/page.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { Compose, readNginxConfiguration } from '../../tools/n8n/servers/compose.cts';
import type { Instance } from '../../tools/n8n/start/instance.cts';
import {
	HOST_NAME,
	makeCertificate,
	startProxy,
	type Proxy,
} from '../../tools/n8n/servers/proxy.cts';
import { OWNER } from '../../tools/n8n/client/session.cts';
import { publishReceiver, TRIGGER } from '../../tools/n8n/client/workflow.cts';
import { attack } from '../helpers/attack.cts';
import { open, readAnswer, send, type SendOptions } from '../helpers/http.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';

// What nginx does without regard to n8n is tested in holdApplications.test.cts.

const PAGE = 'proxy-and-https.md';
const environment = parseEnv(findBlock(PAGE, 'settings').code);
const SENDER = '127.0.0.2';
const OTHER_SENDER = '127.0.0.3';
const body = JSON.stringify(goodApplication());

let n8n: Instance;
let nginx: Proxy;
let ca: string;
let target: string;
let workflowId: string;

beforeAll(async () => {
	n8n = await startAnotherN8n(environment);
	nginx = await startProxy({ n8nUrl: n8n.url, from: 'machine' });
	ca = await readFile(path.join(nginx.folder, 'ssl', `${HOST_NAME}.crt`), 'utf8');
});

beforeEach(async () => {
	const receiver = await publishReceiver(n8n);
	workflowId = receiver.workflowId;
	target = new URL(receiver.productionUrl).pathname;
});

afterAll(async () => {
	await nginx?.stop();
	await n8n?.stop();
});

async function post(where: string, options: SendOptions = {}) {
	return await send(nginx.httpsPort, where, { body, ca, from: SENDER, ...options });
}

it("a delivery arrives with its sender's address, which cannot be forged", async () => {
	const headers = { 'x-forwarded-for': OTHER_SENDER, 'x-real-ip': OTHER_SENDER };
	expect((await post(target, { headers })).status).toBe(200);
	const [execution] = await n8n.session.waitForExecutions(workflowId, 1);
	const [[item] = []] = execution?.outputsOf(TRIGGER) ?? [];
	expect(item?.json.receipt).toMatchObject({ sourceIp: SENDER });
});

it('n8n accepts the same spellings of the URL as nginx', async () => {
	for (const spelling of [`${target}/`, target.replace('webhook', 'Webhook')]) {
		const headers = { 'content-type': 'Application/JSON; charset=utf-8' };
		expect((await post(spelling, { headers })).status).toBe(200);
	}
});

it('during an attack, all applications are answered within 10 s, and n8n needs less than 4 GB', async () => {
	// Without TLS, the attack takes less time from the machine.
	const attacked = await startProxy({
		n8nUrl: n8n.url,
		from: 'machine',
		replacements: [['listen 443 ssl', 'listen 443']],
	});
	const endAttack = attack(attacked.httpsPort, target);
	try {
		const answers = Array.from({ length: 20 }, async (_, id) => {
			await sleep(id * 500);
			const application = JSON.stringify(goodApplication({ id }));
			const options = { body: application, timeoutMs: 10_000 };
			return (await send(attacked.httpsPort, target, options)).status;
		});
		expect(new Set(await Promise.all(answers))).toEqual(new Set([200]));
	} finally {
		endAttack();
		await attacked.stop();
	}
	const status = await readFile(`/proc/${n8n.pid}/status`, 'utf8');
	const [, peakKilobytes] = /VmHWM:\s+(\d+) kB/.exec(status) ?? [];
	expect(Number(peakKilobytes)).toBeLessThan(4 * 1024 ** 2);
});

it('nginx soon closes connections that send no complete header or a refused body', async () => {
	const begun = [
		[nginx.httpPort, 'POST / HT'],
		[nginx.httpsPort, '\x16'],
		[nginx.httpPort, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n'],
	] as const;
	const closed = begun.map(async ([port, text]) => {
		const socket = connect(port, '127.0.0.1').resume();
		socket.write(text);
		await once(socket, 'close');
	});
	expect(await Promise.race([Promise.all(closed), sleep(15_000, 'open')])).not.toBe('open');
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
	const [ping, pong] = [Buffer.from('898000000000', 'hex'), Buffer.from('8a00', 'hex')];
	socket.write(ping);
	let isAnswered = false;
	for await (const data of socket) {
		isAnswered = (data as Buffer).includes(pong);
		if (isAnswered) break;
	}
	expect(isAnswered).toBe(true);

	expect((await n8n.session.try('GET', '/settings')).body).toMatchObject({
		data: { urlBaseWebhook: environment.WEBHOOK_URL },
	});
});

it('while n8n is not running, applications wait, and invalid requests get the same responses as usual', async () => {
	// The upload begins while n8n is running, and ends while n8n is not running.
	const headers = { 'content-length': Buffer.byteLength(body) };
	const upload = open(nginx.httpsPort, target, { headers, ca });
	upload.write(body.slice(0, 100));
	const uploaded = readAnswer(upload);
	await n8n.end('SIGTERM');
	const answers = [
		post(target, { body: JSON.stringify(goodApplication({ id: 1 })) }),
		post(target, { headers: { authorization: 'Bearer somebody-guesses-tokens' } }),
		post('/webhook/0b46b0ee-8a1f-4b6e-9c1d-0d7a5a1f3c52/applications'),
	];
	expect(await Promise.race([...answers, sleep(2000, 'no answer')])).toBe('no answer');
	upload.end(body.slice(100));
	await n8n.start();
	const statuses = (await Promise.all([uploaded, ...answers])).map(({ status }) => status);
	expect(statuses).toEqual([200, 200, 401, 404]);
	expect(await n8n.session.waitForExecutions(workflowId, 2)).toHaveLength(2);
});

describe('the compose file for one n8n', () => {
	it.each(['regular-mode', 'add-nginx'] as const)(
		'has the documented n8n settings (%s)',
		(mode) => {
			const compose = new Compose(mode, { N8N_HOST: HOST_NAME });
			expect(compose.environmentOf('n8n')).toMatchObject(environment);
			expect(readNginxConfiguration('regular-mode')).toContain(` ${compose.addressOf('n8n')}:5678`);
		},
	);

	it('starts nginx without a certificate, and nginx uses a certificate once it exists', async () => {
		const first = await startProxy({ n8nUrl: n8n.url, from: 'docker' });
		try {
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
		} finally {
			await first.stop();
		}
	});
});
