import { once } from 'node:events';
import http, { type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import https from 'node:https';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseEnv } from 'node:util';
import { findBlock } from '../../tools/docs/page.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { Compose, readNginxConfiguration } from '../../tools/n8n/servers/compose.cts';
import type { Instance } from '../../tools/n8n/start/instance.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';
import {
	HOST_NAME,
	makeCertificate,
	startProxy,
	type Proxy,
} from '../../tools/n8n/servers/proxy.cts';
import { OWNER } from '../../tools/n8n/client/session.cts';
import {
	type ReceiverOptions,
	TOKEN,
	TRIGGER,
	publishReceiver,
} from '../../tools/n8n/client/workflow.cts';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import { attack } from '../helpers/attack.cts';
import { makeNewApplications } from '../helpers/sentApplications.cts';

const PAGE = 'proxy-and-https.md';
const environment = parseEnv(findBlock(PAGE, 'settings').code);
const answersOfNginx = findBlock(PAGE, 'answers').rows;

/** On Linux, every address in 127.0.0.0/8 belongs to the machine, so each sender can have its own. */
const SENDER = '127.0.0.2';
const OTHER_SENDER = '127.0.0.3';

let n8n: Instance;
let nginx: Proxy;
let certificate: string;

beforeAll(async () => {
	n8n = await startAnotherN8n(environment);
	nginx = await startProxy({ n8nUrl: n8n.url, from: 'machine' });
	certificate = await readFile(path.join(nginx.folder, 'ssl', `${HOST_NAME}.crt`), 'utf8');
});

afterAll(async () => {
	await nginx?.stop();
	await n8n?.stop();
});

interface Answer {
	readonly status: number | undefined;
	readonly headers: IncomingMessage['headers'];
	readonly text: string;
}

interface SendOptions {
	readonly method?: string;
	readonly headers?: OutgoingHttpHeaders;
	readonly body?: string;
	/** The sender's address. */
	readonly from?: string;
	readonly to?: Proxy;
	/** The trusted certificate. */
	readonly ca?: string;
}

const DELIVERY_HEADERS = { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` };

function open(
	target: string,
	{ method = 'POST', headers, from = SENDER, to = nginx, ca = certificate }: SendOptions,
) {
	return https.request({
		host: '127.0.0.1',
		port: to.httpsPort,
		servername: HOST_NAME,
		ca,
		localAddress: from,
		agent: false,
		method,
		path: target,
		headers: { host: HOST_NAME, ...DELIVERY_HEADERS, ...headers },
	});
}

async function send(target: string, options: SendOptions = {}): Promise<Answer> {
	const request = open(target, options).end(options.body);
	const [response] = (await once(request, 'response')) as [IncomingMessage];
	return { status: response.statusCode, headers: response.headers, text: await text(response) };
}

async function publishAt(options?: ReceiverOptions) {
	const receiver = await publishReceiver(n8n, options);
	return { ...receiver, target: new URL(receiver.productionUrl).pathname };
}

function expectAnswerOfNginx({ status, headers, text: page }: Answer, expected: number) {
	expect(status).toBe(expected);
	expect(headers['content-type']).toBe('text/html');
	expect(page).toMatch(/<center>nginx/);
	expect(answersOfNginx.map(([code]) => Number(code))).toContain(expected);
}

const body = JSON.stringify(goodApplication());

it("a delivery arrives with its sender's address", async () => {
	const { target, workflowId } = await publishAt();
	expect(await send(target, { body })).toMatchObject({
		status: 200,
		text: '{"status":"accepted","id":4711}',
	});
	const [execution] = await n8n.session.waitForExecutions(workflowId, 1);
	const [[item] = []] = execution?.outputsOf(TRIGGER) ?? [];
	expect(item?.json.receipt).toMatchObject({ sourceIp: SENDER });
});

it('a sender cannot forge its address', async () => {
	const { target } = await publishAt({
		credential: { authentication: 'bearer', token: TOKEN, allowedIps: OTHER_SENDER },
	});
	const headers = { 'x-forwarded-for': OTHER_SENDER, 'x-real-ip': OTHER_SENDER };
	const forged = await send(target, { body, headers });
	expect(forged.status).toBe(403);
	expect(forged.headers['content-type']).toBe('application/problem+json');
	expect((await send(target, { body, from: OTHER_SENDER })).status).toBe(200);
});

it.each(['text/plain', 'application/xml', 'application/jsonp', 'multipart/form-data', ''])(
	'a body declared as "%s" does not reach n8n',
	async (contentType) => {
		const { target } = await publishAt();
		const headers = { 'content-type': contentType };
		expectAnswerOfNginx(await send(target, { body, headers }), 415);
		const test = target.replace('/webhook/', '/webhook-test/');
		expectAnswerOfNginx(await send(test, { body, headers }), 415);
	},
);

it('nginx recognizes every spelling of the URL that n8n accepts', async () => {
	const { target } = await publishAt();
	const headers = { 'content-type': 'application/xml' };
	for (const spelling of [`${target}/`, target.replace('webhook', 'Webhook')]) {
		expect((await send(spelling, { body })).status).toBe(200);
		expectAnswerOfNginx(await send(spelling, { body, headers }), 415);
	}
});

it('the JSON content type may have parameters', async () => {
	const { target } = await publishAt();
	const headers = { 'content-type': 'Application/JSON; charset=utf-8' };
	expect((await send(target, { body, headers })).status).toBe(200);
});

it('a large application is accepted, and an application that is too large is refused before its body is sent', async () => {
	const { target } = await publishAt();
	const attachments = [{ content: Buffer.alloc(20_000_000).toString('base64') }];
	const large = JSON.stringify(goodApplication({ attachments }));
	expect((await send(target, { body: large })).status).toBe(200);

	const length = Number(environment.N8N_PAYLOAD_SIZE_MAX) * 1024 * 1024 + 1;
	const headers = { 'content-length': length, expect: '100-continue' };
	const request = open(target, { headers });
	request.flushHeaders();
	const [response] = (await once(request, 'response')) as [IncomingMessage];
	const page = await text(response);
	request.destroy();
	const { statusCode: status } = response;
	expectAnswerOfNginx({ status, headers: response.headers, text: page }, 413);
});

it('150 simultaneous applications are accepted', async () => {
	const { target, workflowId } = await publishAt();
	const backlog = Array.from({ length: 150 }, async (_, index) => {
		const application = JSON.stringify(goodApplication({ id: index + 1, attachments: [] }));
		return (await send(target, { body: application })).status;
	});
	expect(new Set(await Promise.all(backlog))).toEqual(new Set([200]));
	expect(await n8n.session.countExecutions(workflowId)).toBe(150);
});

it('nginx limits the rate of one sender without affecting other senders', async () => {
	const { target } = await publishAt();
	const strict = await startProxy({
		n8nUrl: n8n.url,
		from: 'machine',
		replacements: [
			['rate=50r/s', 'rate=1r/m'],
			['burst=1000 nodelay', 'burst=50 nodelay'],
		],
	});
	try {
		const ca = await readFile(path.join(strict.folder, 'ssl', `${HOST_NAME}.crt`), 'utf8');
		const headers = { authorization: 'Bearer somebody-guesses-tokens' };
		const answers = await Promise.all(
			Array.from(
				{ length: 100 },
				async () => await send(target, { body: '{}', headers, to: strict, ca }),
			),
		);
		const [refused] = answers.filter(({ status }) => status !== 401);
		if (!refused) throw new Error('nginx has not refused any of the requests');
		expectAnswerOfNginx(refused, 503);
		expect((await send(target, { body, from: OTHER_SENDER, to: strict, ca })).status).toBe(200);
	} finally {
		await strict.stop();
	}
});

it('during an attack, all applications are answered within 10 s, and n8n needs less than 4 GB', async () => {
	const { target } = await publishAt();
	// Without TLS, the attack takes less time from the machine.
	const attacked = await startProxy({
		n8nUrl: n8n.url,
		from: 'machine',
		replacements: [['listen 443 ssl', 'listen 443']],
	});
	const url = `http://127.0.0.1:${attacked.httpsPort}`;
	const endAttack = attack(attacked.httpsPort, target);
	try {
		const answers = makeNewApplications(20).map(async ({ body: application }, index) => {
			await sleep(index * 500);
			const signal = AbortSignal.timeout(10_000);
			const init = { method: 'POST', headers: DELIVERY_HEADERS, body: application, signal };
			return (await fetch(`${url}${target}`, init)).status;
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

it('http:// requests are refused for applications and redirected for browsers', async () => {
	const { target } = await publishAt();
	const ask = async (method: string, wanted: string) => {
		const options = { host: '127.0.0.1', port: nginx.httpPort, method, path: wanted };
		const request = http.request({ ...options, headers: { host: HOST_NAME, ...DELIVERY_HEADERS } });
		const [response] = (await once(request.end(), 'response')) as [IncomingMessage];
		const { statusCode: status, headers } = response;
		return { status, headers, text: await text(response) };
	};
	expectAnswerOfNginx(await ask('POST', target), 403);
	expect(await ask('GET', '/home?a=b')).toMatchObject({
		status: 301,
		headers: { location: `https://${HOST_NAME}/home?a=b` },
	});
});

it('the editor and its push connection work, and the editor shows the public URLs', async () => {
	const page = await send('/', { method: 'GET' });
	expect(page.status).toBe(200);
	expect(page.headers['content-type']).toContain('text/html');

	const credentials = { emailOrLdapLoginId: OWNER.email, password: OWNER.password };
	const login = await send('/rest/login', { body: JSON.stringify(credentials) });
	expect(login.status).toBe(200);
	const cookie = login.headers['set-cookie']?.map((entry) => entry.split(';')[0]).join('; ');
	const request = open('/rest/push?pushRef=test', {
		method: 'GET',
		headers: {
			cookie,
			origin: `https://${HOST_NAME}`,
			connection: 'Upgrade',
			upgrade: 'websocket',
			'sec-websocket-version': '13',
			'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
		},
	}).end();
	const [response, socket] = (await Promise.race([
		once(request, 'upgrade'),
		once(request, 'response'),
	])) as [IncomingMessage, Socket];
	expect(response.statusCode).toBe(101);
	// RFC 6455: the response to a ping is a pong, unless n8n has closed the connection with a reason.
	const [ping, pong] = [Buffer.from('898000000000', 'hex'), Buffer.from('8a00', 'hex')];
	let received = Buffer.alloc(0);
	socket.on('data', (data: Buffer) => (received = Buffer.concat([received, data])));
	socket.write(ping);
	await waitUntil('the pong', () => received.includes(pong) || socket.readableEnded);
	socket.destroy();
	expect(received.toString()).not.toContain('Invalid origin');
	expect(received.includes(pong)).toBe(true);

	expect((await n8n.session.try('GET', '/settings')).body).toMatchObject({
		data: { urlBaseWebhook: environment.WEBHOOK_URL },
	});
});

it('a request to upgrade any other connection is answered', async () => {
	const headers = { connection: 'Upgrade', upgrade: 'websocket' };
	for (const target of ['/any', '/webhook/any', '/rest/pushed', '/chats']) {
		expect((await send(target, { method: 'GET', headers })).status).toBeGreaterThanOrEqual(200);
	}
});

it.each([
	'/rest/owner/setup',
	'/rest/owner/setup/',
	'/REST/Owner/Setup?x',
	'//rest/owner/setup',
	'/rest/owner/%73etup',
])("n8n's owner account cannot be created from the internet at %s", async (target) => {
	expectAnswerOfNginx(await send(target, { body: JSON.stringify(OWNER) }), 403);
});

it('a wrong URL gets 404, and a wrong token gets 401', async () => {
	const { target } = await publishAt();
	const headers = { authorization: 'Bearer somebody-guesses-tokens' };
	const [wrongUrl, wrongToken] = await Promise.all([
		send('/webhook/0b46b0ee-8a1f-4b6e-9c1d-0d7a5a1f3c52/applications', { body }),
		send(target, { body, headers }),
	]);
	expect(wrongUrl.status).toBe(404);
	expect(wrongUrl.text).toContain('not registered');
	expect(wrongToken.status).toBe(401);
	expect(wrongToken.headers['www-authenticate']).toContain('Bearer');
});

it('while n8n is not running, applications wait, and invalid requests get the same responses as usual', async () => {
	const { target, workflowId } = await publishAt();
	// The upload begins while n8n is running, and ends while n8n is not running.
	const upload = Buffer.from(body);
	const onItsWay = open(target, { headers: { 'content-length': upload.length } });
	onItsWay.write(upload.subarray(0, 100));
	const uploaded = once(onItsWay, 'response') as Promise<[IncomingMessage]>;
	await n8n.end('SIGTERM');
	const good = JSON.stringify(goodApplication({ id: 1 }));
	const answers = [
		send(target, { body: good }),
		send(target, { body, headers: { authorization: 'Bearer somebody-guesses-tokens' } }),
		send('/webhook/0b46b0ee-8a1f-4b6e-9c1d-0d7a5a1f3c52/applications', { body }),
	];
	expect(await Promise.race([...answers, sleep(3000, 'no answer')])).toBe('no answer');
	const headers = { 'content-length': 64 * 1024 ** 2 + 1, expect: '100-continue' };
	const tooLarge = open(target, { headers }).on('error', () => {});
	tooLarge.flushHeaders();
	const [{ statusCode }] = (await once(tooLarge, 'response')) as [IncomingMessage];
	tooLarge.destroy();
	expect(statusCode).toBe(413);

	onItsWay.end(upload.subarray(100));
	await n8n.start();
	expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 401, 404]);
	expect((await uploaded)[0].statusCode).toBe(200);
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
		const { target } = await publishAt();
		const first = await startProxy({ n8nUrl: n8n.url, from: 'docker' });
		try {
			await expect(send(target, { body, to: first })).rejects.toThrow();

			const challenges = path.join(first.folder, 'acme', '.well-known', 'acme-challenge');
			await mkdir(challenges, { recursive: true });
			await writeFile(path.join(challenges, 'token'), 'token.thumbprint');
			const answer = await fetch(
				`http://127.0.0.1:${first.httpPort}/.well-known/acme-challenge/token`,
			);
			expect(await answer.text()).toBe('token.thumbprint');

			const folder = path.join(first.folder, 'letsencrypt', 'live', HOST_NAME);
			const ca = await makeCertificate(folder, 'fullchain.pem', 'privkey.pem');
			expect((await send(target, { body, to: first, ca })).status).toBe(200);
			const renewed = await makeCertificate(folder, 'fullchain.pem', 'privkey.pem');
			expect((await send(target, { body, to: first, ca: renewed })).status).toBe(200);
		} finally {
			await first.stop();
		}
	});
});
