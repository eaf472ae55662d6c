import { once } from 'node:events';
import http, { type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseEnv } from 'node:util';
import { findBlock } from '../../tools/docs/page.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { startInstance, type Instance } from '../../tools/n8n/instance.cts';
import { OWNER } from '../../tools/n8n/session.cts';
import {
	type ReceiverOptions,
	TOKEN,
	TRIGGER,
	publishReceiver,
} from '../../tools/n8n/workflow.cts';
import { waitUntil } from '../../tools/waitUntil.cts';
import { idOf, readEntries } from './account.cts';
import { startSecureProxy, type SecureProxy } from '../../tools/n8n/secureProxy.cts';

jest.setTimeout(600_000);

const PAGE = 'proxy-and-https.md';
const environment = parseEnv(findBlock(PAGE, 'settings').code);
const documentedAnswers = findBlock(PAGE, 'answers').rows;

/** Linux gives each address of this network to the machine itself: senders with different ones. */
const SENDER = '127.0.0.2';
const OTHER_SENDER = '127.0.0.3';
const MANY_SENDER = '127.0.0.4';
const HOST = 'n8n.example.com';

let n8n: Instance;
let nginx: SecureProxy;

beforeAll(async () => {
	n8n = await startInstance(environment);
	// So slow that it does not matter how long the test takes.
	const configuration = findBlock(PAGE, 'nginx').code.replace('rate=5r/s', 'rate=1r/m');
	expect(configuration).toContain('rate=1r/m');
	nginx = await startSecureProxy(configuration, HOST, n8n.url);
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

interface Letter {
	readonly method?: string;
	readonly headers?: OutgoingHttpHeaders;
	readonly body?: string;
	/** The address to send from. */
	readonly from?: string;
}

const DELIVERY_HEADERS = { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` };

function open(path: string, { method = 'POST', headers, from = SENDER }: Letter) {
	return https.request({
		host: '127.0.0.1',
		port: nginx.httpsPort,
		servername: HOST,
		ca: nginx.certificate,
		localAddress: from,
		agent: false,
		method,
		path,
		headers: { host: HOST, ...DELIVERY_HEADERS, ...headers },
	});
}

async function send(path: string, letter: Letter = {}): Promise<Answer> {
	const request = open(path, letter).end(letter.body);
	const [response] = (await once(request, 'response')) as [IncomingMessage];
	return { status: response.statusCode, headers: response.headers, text: await text(response) };
}

async function publishAt(options?: ReceiverOptions) {
	const receiver = await publishReceiver(n8n, options);
	return { ...receiver, path: new URL(receiver.productionUrl).pathname };
}

function expectAnswerOfNginx({ status, headers, text: page }: Answer, expected: number) {
	expect(status).toBe(expected);
	expect(headers['content-type']).toBe('text/html');
	expect(page).toMatch(/<center>nginx/);
	expect(documentedAnswers.map(([code]) => Number(code))).toContain(expected);
}

const body = JSON.stringify(goodApplication());

it('a delivery arrives, with the address of its sender', async () => {
	const { path, workflowId } = await publishAt();
	expect(await send(path, { body })).toMatchObject({
		status: 200,
		text: '{"status":"accepted","id":4711}',
	});
	const [execution] = await n8n.session.waitForExecutions(workflowId, 1);
	const [[item] = []] = execution?.outputsOf(TRIGGER) ?? [];
	expect(item?.json.receipt).toMatchObject({ sourceIp: SENDER });
});

it('an address cannot be forged', async () => {
	const { path } = await publishAt({
		credential: { authentication: 'bearer', token: TOKEN, allowedIps: OTHER_SENDER },
	});
	const headers = { 'x-forwarded-for': OTHER_SENDER, 'x-real-ip': OTHER_SENDER };
	const forged = await send(path, { body, headers });
	expect(forged.status).toBe(403);
	expect(forged.headers['content-type']).toBe('application/problem+json');
	expect((await send(path, { body, from: OTHER_SENDER })).status).toBe(200);
});

it.each(['text/plain', 'application/xml', 'application/jsonp', 'multipart/form-data', ''])(
	'what is announced as "%s" does not reach n8n',
	async (contentType) => {
		const { path } = await publishAt();
		const headers = { 'content-type': contentType };
		expectAnswerOfNginx(await send(path, { body, headers }), 415);
		const test = path.replace('/webhook/', '/webhook-test/');
		expectAnswerOfNginx(await send(test, { body, headers }), 415);
	},
);

it('the URL counts in any spelling that n8n takes', async () => {
	const { path } = await publishAt();
	const headers = { 'content-type': 'application/xml' };
	for (const spelling of [`${path}/`, path.replace('webhook', 'Webhook')]) {
		expect((await send(spelling, { body })).status).toBe(200);
		expectAnswerOfNginx(await send(spelling, { body, headers }), 415);
	}
});

it('JSON may say more of itself', async () => {
	const { path } = await publishAt();
	const headers = { 'content-type': 'Application/JSON; charset=utf-8' };
	expect((await send(path, { body, headers })).status).toBe(200);
});

it('a large application gets through, and a too large one is refused before it is sent', async () => {
	const { path } = await publishAt();
	const attachments = [{ content: Buffer.alloc(20_000_000).toString('base64') }];
	const large = JSON.stringify(goodApplication({ attachments }));
	expect((await send(path, { body: large })).status).toBe(200);

	const length = Number(environment.N8N_PAYLOAD_SIZE_MAX) * 1024 * 1024 + 1;
	const headers = { 'content-length': length, expect: '100-continue' };
	const request = open(path, { headers });
	request.flushHeaders();
	const [response] = (await once(request, 'response')) as [IncomingMessage];
	const page = await text(response);
	request.destroy();
	const { statusCode: status } = response;
	expectAnswerOfNginx({ status, headers: response.headers, text: page }, 413);
});

it('of too many at once, nginx refuses some, and nobody else suffers for it', async () => {
	const { path } = await publishAt();
	const headers = { authorization: 'Bearer somebody-guesses-tokens' };
	const flood = Array.from(
		{ length: 100 },
		async () => await send(path, { body: '{}', headers, from: MANY_SENDER }),
	);
	const answers = await Promise.all(flood);
	const [refused] = answers.filter(({ status }) => status !== 401);
	if (!refused) throw new Error('all of them got through');
	expectAnswerOfNginx(refused, 503);
	expect((await send(path, { body })).status).toBe(200);
});

it('http:// is refused for applications, and redirected for people', async () => {
	const { path } = await publishAt();
	const ask = async (method: string, target: string) => {
		const options = { host: '127.0.0.1', port: nginx.httpPort, method, path: target };
		const request = http.request({ ...options, headers: { host: HOST, ...DELIVERY_HEADERS } });
		const [response] = (await once(request.end(), 'response')) as [IncomingMessage];
		const { statusCode: status, headers } = response;
		return { status, headers, text: await text(response) };
	};
	expectAnswerOfNginx(await ask('POST', path), 403);
	expect(await ask('GET', '/home?a=b')).toMatchObject({
		status: 301,
		headers: { location: `https://${HOST}/home?a=b` },
	});
});

it('the editor works, with its live connection, and shows the public URLs', async () => {
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
			origin: `https://${HOST}`,
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
	// RFC 6455: a ping is answered by a pong, unless n8n has hung up with a reason.
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

it('while n8n is started again, nothing is confirmed that it does not take', async () => {
	const { path, workflowId } = await publishAt();
	const answers = new Map<number, Answer>();
	let isSending = true;
	const sending = (async () => {
		for (let id = 1; isSending; id++) {
			// Each from another address: nobody is to send too much.
			const from = `127.0.${100 + Math.floor(id / 250)}.${1 + (id % 250)}`;
			const letter = { from, body: JSON.stringify(goodApplication({ id, attachments: [] })) };
			answers.set(id, await send(path, letter));
			await sleep(5);
		}
	})();
	const areConfirmed = (count: number) => () =>
		[...answers.values()].filter(({ status }) => status === 200).length >= count;
	await waitUntil('deliveries', areConfirmed(5));

	// n8n gets it as it comes, and must not get its end when it is just starting.
	const onItsWay = open(path, { headers: { 'content-length': body.length } });
	onItsWay.on('error', () => {});
	onItsWay.write(body.slice(0, 100));
	const answered = once(onItsWay, 'response') as Promise<[IncomingMessage]>;
	await sleep(500);
	await n8n.restart('SIGKILL');
	onItsWay.end(body.slice(100));
	const [{ statusCode }] = await answered;
	expect([502, 503]).toContain(statusCode);

	await waitUntil('more deliveries', areConfirmed(10));
	isSending = false;
	await sending;

	const confirmed: number[] = [];
	for (const [id, answer] of answers) {
		if (answer.status === 200) confirmed.push(id);
		else expectAnswerOfNginx(answer, answer.status === 502 ? 502 : 503);
	}
	// What broke off when n8n was killed is there too, to be retried.
	const entries = await readEntries({ session: n8n.session, workflowId });
	const taken = new Set(entries.map(idOf));
	expect(confirmed.filter((id) => !taken.has(id))).toEqual([]);
});

it('while n8n is not running, nginx says so', async () => {
	await n8n.stop();
	expectAnswerOfNginx(await send('/webhook/any/applications', { body }), 503);
});
