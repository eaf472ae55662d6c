import { setTimeout as sleep } from 'node:timers/promises';
import path from 'node:path';
import { map } from 'lodash';
import { run } from '../../tools/common/command.cts';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import { HOST_NAME, startCaddy, type Caddy } from '../../tools/n8n/servers/caddy.cts';
import { DEPLOY_FOLDER } from '../../tools/n8n/servers/deployFiles.cts';
import {
	startHttpServer,
	type HttpServer,
	type ReceivedRequest,
	type Reply,
} from '../../tools/n8n/servers/httpServer.cts';
import { open, send, type SendOptions } from '../helpers/http.cts';

// Tests Caddy in front of a fake n8n.

const PATH = '/webhook/0b46b0ee-8a1f-4b6e-9c1d-0d7a5a1f3c52/applications';
const ACCEPTED = { status: 200, body: '{"status":"accepted","id":4711}' };
const SENDER = '127.0.0.2';
const STRANGER = '127.0.0.3';
const SMALL = Buffer.alloc(20_000, 'a');
const MEDIUM = Buffer.alloc(2_900_000, 'a');
const LARGE = Buffer.alloc(5_000_000, 'a');

/** With this reply, the fake n8n closes the connection. */
const BREAK = undefined;

let isReady = true;
let replies: Array<Reply | undefined> = [];
let received: ReceivedRequest[] = [];
let n8n: HttpServer;
let caddy: Caddy;

function react(request: ReceivedRequest): Reply | undefined {
	if (request.path.startsWith('/healthz/readiness')) return { status: isReady ? 200 : 503 };
	received.push(request);
	if (!isReady) return { status: 200, body: 'n8n is starting up. Please wait' };
	return replies.length > 0 ? replies.shift() : ACCEPTED;
}

beforeAll(async () => {
	n8n = await startHttpServer(react);
	caddy = await startCaddy(n8n.url, [
		['read_body 60s', 'read_body 3s'],
		['not remote_ip 0.0.0.0/0 ::/0', `not remote_ip 127.0.0.1 ${SENDER}`],
	]);
});

beforeEach(() => {
	[isReady, replies, received] = [true, [], []];
});

const post = async (body: Buffer = SMALL, options: SendOptions = {}) =>
	await send(caddy.port, PATH, { body, ...options });

it('Caddy accepts the published file as it is', async () => {
	const file = path.join(DEPLOY_FOLDER, 'Caddyfile');
	await run('caddy', ['validate', '--adapter', 'caddyfile', '--config', file]);
});

it.each<[string, Buffer, object]>([
	['small', SMALL, {}],
	['medium', MEDIUM, {}],
	['large', LARGE, {}],
	['chunked', MEDIUM, { 'transfer-encoding': 'chunked' }],
])(
	"Caddy passes on a %s application with its URL, token, and sender's address, which cannot be forged",
	async (_size, body, headers) => {
		const url = `${PATH}?token=a%20b`;
		const forged = { 'x-forwarded-for': '192.0.2.1', 'x-forwarded-proto': 'ftp' };
		const sent = { authorization: 'Bearer secret', 'x.api.key': 'another' };
		const options = {
			path: url,
			localAddress: SENDER,
			headers: { ...headers, ...forged, ...sent },
		};
		expect(await post(body, options)).toMatchObject(ACCEPTED);
		const origin = { 'x-forwarded-for': SENDER, 'x-forwarded-proto': 'http', host: HOST_NAME };
		const [{ body: arrived, ...request } = { body: Buffer.of() }] = received;
		expect(request).toMatchObject({ path: url, headers: { ...sent, ...origin } });
		expect(arrived.equals(body)).toBe(true);
	},
);

const gzip = { headers: { 'content-encoding': 'gzip' } };

it.each<[string, number, SendOptions]>([
	['an application from an address that is not allowed', 403, { localAddress: STRANGER }],
	['a compressed application', 415, gzip],
	['a compressed body for the editor', 415, { ...gzip, path: '/rest/login' }],
	['XML', 415, { headers: { 'content-type': 'text/XML' } }],
	['an application of 70 MB', 413, { headers: { 'content-length': 70_000_000 } }],
	[
		'a GET request with a long body',
		413,
		{ ...{ method: 'GET', path: '/rest/login' }, headers: { 'content-length': SMALL.length } },
	],
	['a request for a new owner', 403, { path: '/REST/owner//setup/' }],
	['an encoded request for a new owner', 403, { path: '/rest/owner/%73etup' }],
])('Caddy refuses %s', async (_what, status, options) => {
	expect((await post(SMALL, options)).status).toBe(status);
	expect(received.length).toBe(0);
});

it('http:// requests to the trigger are refused, and others are redirected', async () => {
	expect((await send(caddy.redirectPort, PATH, { body: SMALL })).status).toBe(403);
	const { status, headers } = await send(caddy.redirectPort, '/home?a=b', { method: 'GET' });
	expect([status, headers.location]).toEqual([301, `https://${HOST_NAME}/home?a=b`]);
});

it("Caddy upgrades connections only for the editor and n8n's chat", async () => {
	for (const to of ['/rest/push?pushRef=1', '/chat', '/any', '/webhook/any', PATH]) {
		const headers = { connection: 'Upgrade', upgrade: 'websocket' };
		await send(caddy.port, to, { method: 'GET', headers });
	}
	const upgrades = received.map(({ headers }) => headers.upgrade);
	expect(upgrades).toEqual(['websocket', 'websocket', undefined, undefined, undefined]);
});

it.each([
	['small', SMALL],
	['large', LARGE],
])(
	'a %s application waits until n8n is ready, for longer than its upload may take',
	async (_size, body) => {
		isReady = false;
		const answer = post(body);
		expect(await Promise.race([answer, sleep(5000, 'no answer')])).toBe('no answer');
		expect(received.length).toBe(0);
		isReady = true;
		expect(await answer).toMatchObject(ACCEPTED);
	},
);

it('an application waits although n8n is not running', async () => {
	await n8n.stop();
	const answer = post();
	await sleep(2000);
	n8n = await startHttpServer(react, Number(new URL(n8n.url).port));
	expect(await answer).toMatchObject(ACCEPTED);
});

it.each([
	['small', SMALL],
	['medium', MEDIUM],
])('a %s application is delivered again if n8n dies before it responds', async (_size, body) => {
	replies = [BREAK, BREAK];
	expect(await post(body)).toMatchObject(ACCEPTED);
	expect(received.map((request) => request.body.equals(body))).toEqual([true, true, true]);
});

const PROBLEM = 'application/problem+json';

it.each([
	['n8n is stopping', 500, { 'content-type': 'application/json; charset=utf-8' }],
	['n8n has no database', 503, { 'content-type': 'application/json; charset=utf-8' }],
	['the trigger is storing it', 503, { 'content-type': PROBLEM, 'retry-after': '5' }],
])('an application is delivered again if %s', async (_why, status, headers) => {
	replies = [{ status, headers, body: '{}' }];
	expect(await post()).toMatchObject(ACCEPTED);
	expect(received.length).toBe(2);
});

it("the sender gets the trigger's other answers, and those of other workflows", async () => {
	replies = [
		{ status: 503, headers: { 'content-type': PROBLEM, 'retry-after': '60' }, body: '{}' },
		{ status: 500, headers: { 'content-type': 'application/json' }, body: '{}' },
	];
	expect((await post()).status).toBe(503);
	expect((await post(SMALL, { path: '/webhook/any' })).status).toBe(500);
	expect(received.length).toBe(2);
});

it.each<[string, Buffer, SendOptions]>([
	['large application', LARGE, {}],
	['request for another workflow', SMALL, { path: '/webhook/any' }],
])('a %s is not delivered again', async (_what, body, options) => {
	replies = [BREAK];
	expect((await post(body, options)).status).toBe(502);
	expect(received.length).toBe(1);
});

it.each([
	['medium', MEDIUM, 5],
	['large', LARGE, 1],
])(
	'slow senders of %s applications lose their places after a while, and take none from smaller ones',
	async (_size, body, places) => {
		const slow = Array.from({ length: places }, () => {
			const headers = { 'content-length': body.length };
			const request = open(caddy.port, PATH, { localAddress: SENDER, headers });
			request.on('error', () => {}).write('{');
			return request;
		});
		await sleep(500);
		const others = [post(body), post(SMALL)];
		expect(await Promise.race(others)).toMatchObject(ACCEPTED);
		expect(received.map((request) => request.body.length)).toEqual([SMALL.length]);
		expect(map(await Promise.all(others), 'status')).toEqual([200, 200]);
		for (const request of slow) request.destroy();
	},
);

it("Caddy's log contains no URL or header of a request, even if n8n breaks the connection", async () => {
	replies = [BREAK];
	const url = '/SECRET?SECRET';
	const answer = await send(caddy.port, url, { headers: { 'x-api-key': 'SECRET' }, body: SMALL });
	expect(answer.status).toBe(502);
	await waitUntil('the line', () => caddy.log().includes('"status":502'));
	expect(caddy.log()).not.toContain('SECRET');
});
