import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { countBy, map, uniq } from 'lodash';
import {
	startHttpServer,
	type HttpServer,
	type ReceivedRequest,
	type Reply,
} from '../../tools/n8n/servers/httpServer.cts';
import { holdFolderOf } from '../../tools/n8n/servers/servers.cts';
import { HOST_NAME, startProxy, type Proxy } from '../../tools/n8n/servers/proxy.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import { open, send, type SendOptions } from '../helpers/http.cts';

// Tests nginx in front of a fake n8n.

/** With this reaction, the fake n8n closes the connection. */
const BREAK = undefined;
const ACCEPTED = { status: 200, body: '{"status":"accepted","id":4711}' };
const STARTING = { status: 200, body: 'n8n is starting up. Please wait' };
const NOT_REGISTERED = { status: 404, body: '{"code":404,"message":"not registered"}' };
const ERROR = { status: 500, body: '{}' };
const FAILED = { status: 500, body: '{"message":"Error in workflow"}' };
const UNAUTHORIZED = { status: 401, headers: { 'www-authenticate': 'Basic' } };
const UNPROCESSABLE = { status: 422, body: 'x'.repeat(50_000) };
const IN_PROGRESS = { status: 503, headers: { 'retry-after': '1' } };
const REFUSAL = {
	status: 503,
	headers: { 'retry-after': '60', 'content-type': 'application/problem+json' },
};

const PATH = '/webhook/0b46b0ee-8a1f-4b6e-9c1d-0d7a5a1f3c52/applications';
const TEST_PATH = PATH.replace('hook', 'hook-test');
/** The fake n8n closes the connection after each request to this URL. */
const BREAKING_PATH = '/webhook/breaking/applications';
const BODY = JSON.stringify(goodApplication());
const OTHER_SENDER = '127.0.0.2';
const THIRD_SENDER = '127.0.0.3';
const KNOWN_SENDER = '127.0.0.4';

const createState = () => ({
	/** If false, requests get the responses that n8n sends while it starts. */
	isReady: true,
	/** The reactions to the next requests. The fake n8n accepts the requests after these. */
	reactions: [] as Array<Reply | undefined>,
	answersAfterMs: 0,
	atATime: 0,
	mostAtATime: 0,
	checks: [] as IncomingHttpHeaders[],
	received: [] as ReceivedRequest[],
});
let n8n = createState();
let server: HttpServer;
let nginx: Proxy;

async function react(request: ReceivedRequest): Promise<Reply | undefined> {
	const state = n8n;
	if (request.path === '/healthz/readiness') {
		state.checks.push(request.headers);
		return { status: state.isReady ? 200 : 503 };
	}
	state.received.push(request);
	if (!state.isReady) return STARTING;
	state.atATime += 1;
	state.mostAtATime = Math.max(state.mostAtATime, state.atATime);
	await sleep(state.answersAfterMs, undefined, { ref: false });
	state.atATime -= 1;
	if (request.path === BREAKING_PATH) return BREAK;
	return state.reactions.length > 0 ? state.reactions.shift() : ACCEPTED;
}

async function start(replacements: Readonly<Record<string, string>> = {}): Promise<void> {
	await nginx?.stop();
	const usual = {
		'listen 443 ssl': 'listen 443',
		'SETTLED_AFTER = 5': 'SETTLED_AFTER = 1',
		'LAST_LOOK_MS = 3000': 'LAST_LOOK_MS = 1000',
		'# 203.0.113.7 known;': `${KNOWN_SENDER} known; 2001:db8:8::/48 known;`,
	};
	nginx = await startProxy(server.url, Object.entries({ ...usual, ...replacements }));
}

beforeAll(async () => {
	server = await startHttpServer(react);
	await start();
});

beforeEach(() => {
	n8n = createState();
});

const post = async (options?: SendOptions) =>
	await send(nginx.httpsPort, PATH, { body: BODY, ...options });

/** Sends several requests at the same time, and returns the distinct statuses. */
async function postMany(count: number, options?: SendOptions): Promise<number[]> {
	const answers = await Promise.all(Array.from({ length: count }, async () => await post(options)));
	return uniq(map(answers, 'status')).sort();
}

async function postAndHangUp(body: string | Buffer = BODY): Promise<void> {
	const request = open(nginx.httpsPort, PATH).on('error', () => {});
	await once(request.end(body), 'finish');
	await sleep(500);
	request.destroy();
}

const waitForCheck = async () => await waitUntil('nginx to ask n8n', () => n8n.checks.length > 0);

/** Expects that no request gets a response for longer than nginx takes to ask n8n again. */
async function expectNoAnswer(...answers: ReadonlyArray<Promise<unknown>>): Promise<void> {
	expect(await Promise.race([...answers, sleep(1200, 'no answer')])).toBe('no answer');
}

it("nginx passes on an application's URL, body, and token, even in a header with an unusual name, and returns the response without its ETag", async () => {
	const body = Buffer.alloc(3_000_000, 'a');
	const headers = { authorization: 'Bearer secret', api_key: 'another', 'x.api.key': 'a third' };
	const url = `${PATH}?token=a%20b`;
	n8n.reactions = [{ ...ACCEPTED, headers: { etag: 'W/"1e-x"' } }];
	const chunked = { ...headers, 'transfer-encoding': 'chunked' };
	const answer = await post({ body, path: url, headers: chunked });
	expect(answer).toMatchObject(ACCEPTED);
	expect(answer.headers.etag).toBeUndefined();
	expect(n8n.received).toMatchObject([{ path: url, headers }]);
	expect(n8n.received[0]?.body.equals(body)).toBe(true);
});

it.each<[string, Array<Reply | undefined>, Reply, number, string?]>([
	['sends it again if n8n closes the connection twice', [BREAK, BREAK], ACCEPTED, 3],
	['refuses it if n8n closes the connection three times', [BREAK, BREAK, BREAK], REFUSAL, 3],
	['sends it again while n8n is starting', Array<Reply>(4).fill(STARTING), ACCEPTED, 5],
	['sends it again if n8n has no database connection', [{ status: 503 }], ACCEPTED, 2],
	["waits while n8n processes nginx's copy", [BREAK, IN_PROGRESS, IN_PROGRESS], ACCEPTED, 4],
	["passes on that a sender's copy is in progress", [IN_PROGRESS, IN_PROGRESS], IN_PROGRESS, 2],
	['passes on 404 if n8n repeats it', [NOT_REGISTERED, NOT_REGISTERED], NOT_REGISTERED, 2],
	['passes on 404 for a test URL at once', [NOT_REGISTERED], NOT_REGISTERED, 1, TEST_PATH],
	['passes on 500 if n8n repeats it', [ERROR, ERROR], ERROR, 2],
	['passes on a failed workflow at once', [FAILED], FAILED, 1],
	['passes on 401 at once', [UNAUTHORIZED], UNAUTHORIZED, 1],
	['passes on 422 at once', [UNPROCESSABLE], UNPROCESSABLE, 1],
])('nginx gets an application and %s', async (_title, reactions, answer, times, path = PATH) => {
	n8n.reactions = [...reactions];
	expect(await post({ path })).toMatchObject(answer);
	expect(n8n.received.map(({ body }) => body.toString())).toEqual(Array(times).fill(BODY));
});

it("the readiness check doesn't contain the sender's headers", async () => {
	n8n.reactions = [NOT_REGISTERED];
	await post({ headers: { range: 'bytes=0-', upgrade: 'websocket' } });
	const names = n8n.checks.flatMap((check) => Object.keys(check));
	expect(uniq(names).sort()).toEqual(['connection', 'host']);
});

it('if requests to another URL break connections, nginx does not take this for a restart of n8n', async () => {
	n8n.reactions = [NOT_REGISTERED];
	const isHeld = post().then(() => false);
	const attack = Array.from({ length: 20 }, async (_, index) => {
		await sleep(index * 250);
		return await post({ path: BREAKING_PATH });
	});
	expect(await Promise.race([isHeld, sleep(4000, true)])).toBe(false);
	await Promise.all(attack);
});

it('once nginx has noticed that n8n is not ready, it holds applications, even if it is reloaded or their senders hang up', async () => {
	n8n.isReady = false;
	const large = Buffer.alloc(3_000_000, 'a');
	const answers = [post()];
	await waitForCheck();
	await postAndHangUp(large);
	await postAndHangUp();
	nginx.reload();
	await sleep(500);
	answers.push(post(), post());
	await expectNoAnswer(...answers);
	expect(n8n.received.length).toBeLessThanOrEqual(1);
	Object.assign(n8n, { isReady: true, received: [] });
	expect(await Promise.all(answers)).toMatchObject([ACCEPTED, ACCEPTED, ACCEPTED]);
	await waitUntil('the others', () => n8n.received.length === 5);
	expect(n8n.received.filter(({ body }) => body.equals(large))).toHaveLength(1);
});

const ofType = (type: string) => ({ headers: { 'content-type': type } });
const gzip = { headers: { 'content-encoding': 'gzip' } };

it.each<[string, number, SendOptions]>([
	['a body of a type that only begins like JSON', 415, ofType('application/jsonp')],
	['a body without a type', 415, ofType('')],
	['XML at the test URL', 415, { ...ofType('application/xml'), path: TEST_PATH }],
	['XML at the URL with a slash', 415, { ...ofType('application/xml'), path: `${PATH}/` }],
	['XML at the URL in capitals', 415, { ...ofType('text/xml'), path: PATH.replace('w', 'W') }],
	['XML for the editor', 415, { ...ofType('text/xml'), path: '/rest/login' }],
	['an encoded path', 404, { path: '/rest/a/..%2F../webhook/x/applications' }],
	['the condition If-Match', 412, { headers: { 'if-match': '*' } }],
	['the condition If-None-Match', 412, { headers: { 'if-none-match': '*' } }],
	['the condition If-Unmodified-Since', 412, { headers: { 'if-unmodified-since': '*' } }],
	['a compressed application', 415, gzip],
	['a compressed body for the editor', 415, { ...gzip, path: '/rest/login' }],
	['a body that is larger than 64 MB', 413, { headers: { 'content-length': 64 * 1024 ** 2 + 1 } }],
	['a body of 5 MB for the editor', 413, { body: Buffer.alloc(5_000_000), path: '/rest/login' }],
	['a request for a new owner', 403, { path: '/rest/owner/setup/' }],
	['an encoded request for a new owner', 403, { path: '/rest//Owner/%73etup?x' }],
])('nginx itself refuses %s', async (_what, status, options) => {
	n8n.isReady = false;
	expect((await post(options)).status).toBe(status);
	expect(n8n.received).toEqual([]);
});

it('http:// requests to the trigger are refused, and others are redirected', async () => {
	expect((await send(nginx.httpPort, PATH, { body: BODY })).status).toBe(403);
	const { status, headers } = await send(nginx.httpPort, '/home?a=b', { method: 'GET' });
	expect([status, headers.location]).toEqual([301, 'https://n8n.example.com/home?a=b']);
});

it("nginx upgrades connections only for the editor and n8n's chat", async () => {
	const paths = ['/rest/push?pushRef=1', '/chat', '/any', '/webhook/any', '/rest/pushed', PATH];
	for (const path of paths) {
		await post({ path, headers: { connection: 'Upgrade', upgrade: 'websocket' } });
	}
	const upgrades = n8n.received.map(({ headers }) => headers.upgrade);
	expect(upgrades).toEqual(['websocket', 'websocket', ...Array<undefined>(4)]);
	// n8n compares this header with the page's origin.
	expect(n8n.received[0]?.headers.host).toBe(HOST_NAME);
});

it('before n8n is stopped, nginx waits until n8n has answered, and holds further applications until n8n is running again', async () => {
	n8n.answersAfterMs = 1000;
	const first = post();
	await waitUntil('n8n to get the first application', () => n8n.received.length === 1);
	const hold = nginx.hold();
	await sleep(200);
	const further = post();
	expect(await Promise.race([hold, first])).toMatchObject(ACCEPTED);
	expect(await hold).toBe(200);
	Object.assign(n8n, { isReady: false, checks: [], answersAfterMs: 0 });
	await waitForCheck();
	Object.assign(n8n, { isReady: true, checks: [] });
	await waitForCheck();
	await expectNoAnswer(further);
	await server.stop();
	const last = post();
	await sleep(3000);
	server = await startHttpServer(react, Number(new URL(server.url).port));
	expect(await Promise.all([further, last])).toMatchObject([ACCEPTED, ACCEPTED]);
});

it('before n8n is stopped, nginx reports if n8n does not answer, and hands applications over again', async () => {
	await start({ 'LONGEST_HOLD = 60': 'LONGEST_HOLD = 2' });
	n8n.answersAfterMs = 3000;
	const first = post();
	await waitUntil('n8n to get the first application', () => n8n.received.length === 1);
	expect(await nginx.hold()).toBe(503);
	n8n.answersAfterMs = 0;
	expect(await post()).toMatchObject(ACCEPTED);
	await first;
});

it('only root and nginx can make nginx hold applications', async () => {
	expect((await stat(holdFolderOf(nginx.folder))).mode & 0o777).toBe(0o700);
});

it('one nginx process can hold 1100 applications with their bodies in files', async () => {
	await start({
		'worker_processes auto': 'worker_processes 1',
		'burst=1000': 'burst=2000',
		'client_body_buffer_size 128k': 'client_body_buffer_size 8k',
	});
	n8n.isReady = false;
	const answers = postMany(1100, { body: Buffer.alloc(20_000, 'a') });
	await expectNoAnswer(answers);
	Object.assign(n8n, { isReady: true, received: [] });
	expect(await answers).toEqual([200]);
	expect(n8n.received).toHaveLength(1100);
});

it('a compressed body is accepted only from the addresses that are listed', async () => {
	await start({ 'default refused;': 'default refused; 127.0.0.2 "";' });
	expect((await post({ ...gzip, localAddress: OTHER_SENDER })).status).toBe(200);
	expect((await post({ ...gzip, localAddress: THIRD_SENDER })).status).toBe(415);
});

it('only the documented paths are open to others if the last two locations deny access', async () => {
	await start({
		'|webhook-waiting)/ {': '|webhook-waiting)/ { deny all;',
		'location / {': 'location / { deny all;',
	});
	const closed = ['/', '/rest/login', '/form/x', '/form-test/x', '/mcp/x', '/webhook-waiting/x'];
	for (const path of closed) expect((await post({ path })).status).toBe(403);
	const opened = ['/webhook/x', '/webhook-test/x', '/form-waiting/x', PATH, TEST_PATH];
	for (const path of opened) expect((await post({ path })).status).toBe(200);
});

it('a sender that sends too often does not affect other senders or requests without a body', async () => {
	await start({ 'rate=50r/s': 'rate=1r/m', 'burst=1000 nodelay': 'burst=50 nodelay' });
	for (const path of [PATH, '/rest/login']) {
		expect(await postMany(100, { path })).toEqual([200, 503]);
		expect((await post({ path, localAddress: OTHER_SENDER })).status).toBe(200);
	}
	expect((await post({ path: '/rest/settings', body: '', method: 'GET' })).status).toBe(200);
});

it('a sender that has hung up cannot take the places of others', async () => {
	await start({ 'senders 2000': 'senders 2', 'all_applications 4000': 'all_applications 3' });
	n8n.isReady = false;
	await Promise.all([postAndHangUp(), postAndHangUp()]);
	expect((await post()).status).toBe(503);
	const others = [post({ localAddress: OTHER_SENDER }), post({ localAddress: KNOWN_SENDER })];
	await expectNoAnswer(...others);
	expect((await post({ localAddress: THIRD_SENDER })).status).toBe(503);
	Object.assign(n8n, { isReady: true, received: [] });
	expect(await Promise.all(others)).toMatchObject([ACCEPTED, ACCEPTED]);
	await waitUntil('all', () => n8n.received.length === 4);
});

it('nginx counts an IPv4 address, in either spelling, and an IPv6 network as one sender', async () => {
	const version = 'proxy_http_version 1.1;';
	const trust = 'set_real_ip_from 127.0.0.1; real_ip_header X-Forwarded-For;';
	await start({ 'senders 2000': 'senders 1', [version]: `${version} ${trust}` });
	n8n.answersAfterMs = 3000;
	const pairs = [
		['::ffff:198.51.100.4', '198.51.100.4', 503],
		['::ffff:198.51.100.5', '::ffff:198.51.100.6', 200],
		['2001:db8:1::1', '2001:db8:1:2:3:4:5:6', 503],
		['2001:db8:2::1', '2001:db8:3::1', 200],
		['2001:db8:8::1', '2001:db8:8::2:3:4:5', 503],
		['2001:db8:8:1::1', '2001:db8:8:2::1', 200],
	] as const;
	const answers = pairs.map(async ([one, other]) => {
		const senders = [one, other].map((address) => ({ headers: { 'x-forwarded-for': address } }));
		const both = await Promise.all(senders.map(async (sender) => await post(sender)));
		return both.map(({ status }) => status).sort();
	});
	expect(await Promise.all(answers)).toEqual(pairs.map(([, , status]) => [200, status]));
});

it.each<[string, OutgoingHttpHeaders, number, number]>([
	['large', { 'content-length': 3_000_000 }, 30, 90],
	['chunked', { 'transfer-encoding': 'chunked' }, 200, 300],
])('nginx reads a limited number of %s bodies at a time', async (name, headers, own, all) => {
	await start({
		[`${name}_bodies_of_sender ${own}`]: `${name}_bodies_of_sender 2`,
		[`${name}_bodies ${all}`]: `${name}_bodies 3`,
	});
	const stalled = ['127.0.0.1', '127.0.0.1', OTHER_SENDER].map((localAddress) => {
		const request = open(nginx.httpsPort, PATH, { localAddress, headers }).on('error', () => {});
		request.write('{');
		return request;
	});
	await sleep(500);
	const body = Buffer.alloc(3_000_000, 'a');
	const answers = ['127.0.0.1', THIRD_SENDER, KNOWN_SENDER].map(
		async (localAddress) => await post({ localAddress, headers, body }),
	);
	answers.push(post({ body: body.subarray(1) }));
	expect(map(await Promise.all(answers), 'status')).toEqual([503, 503, 200, 200]);
	for (const request of stalled) request.destroy();
});

it.each<[string, Record<string, string>, number, number, boolean]>([
	['3 applications', { 'MOST_UNDERWAY = 100': 'MOST_UNDERWAY = 3' }, 3, 1, true],
	['5 MB', { 'BYTES = 100 * 1024 * 1024': 'BYTES = 5_000_000' }, 2, 2_000_000, true],
	['3 applications directly after its start', { 'START = 10': 'START = 3' }, 3, 1, false],
])('n8n gets only about %s at a time', async (_most, replacements, most, size, isReady) => {
	const body = Buffer.alloc(size, 'a');
	await start({ ...replacements, 'MORE_EACH_SECOND = 5': 'MORE_EACH_SECOND = 0' });
	for (let batch = 0; batch < 2; batch++) {
		n8n = { ...createState(), isReady, answersAfterMs: 300 };
		const answers = postMany(8, { body, localAddress: KNOWN_SENDER });
		if (!isReady) await expectNoAnswer(answers);
		n8n.isReady = true;
		expect(await answers).toEqual([200]);
		expect(n8n.mostAtATime).toBeGreaterThan(1);
		// Several nginx processes can find room at the same time, and so exceed the limit a little.
		expect(n8n.mostAtATime).toBeLessThan(2 * most);
	}
});

it('strangers cannot take all places at n8n', async () => {
	await start({
		'worker_processes auto': 'worker_processes 1',
		'MOST_UNDERWAY = 100': 'MOST_UNDERWAY = 3',
	});
	n8n.answersAfterMs = 2000;
	const strangers = postMany(4);
	await waitUntil('n8n to get two', () => n8n.atATime === 2);
	const known = post({ localAddress: KNOWN_SENDER });
	await waitUntil('n8n to get the third', () => n8n.atATime === 3);
	expect(await Promise.all([known, strangers])).toMatchObject([ACCEPTED, [200]]);
});

it('applications of an nginx process that was killed do not keep others from n8n', async () => {
	await start({
		'MOST_UNDERWAY = 100': 'MOST_UNDERWAY = 2',
		'CHECK_PROCESSES_EVERY_MS = 10_000': 'CHECK_PROCESSES_EVERY_MS = 2000',
	});
	const requests = [async () => (await post()).status, async () => await nginx.hold()];
	for (const request of requests) {
		n8n = { ...createState(), answersAfterMs: 60_000 };
		const killed = [post(), post()].map((answer) => answer.catch(() => 'killed'));
		await waitUntil('n8n to get both', () => n8n.received.length === 2);
		await nginx.killWorkers();
		expect(await Promise.all(killed)).toEqual(['killed', 'killed']);
		n8n.answersAfterMs = 0;
		expect(await request()).toBe(200);
	}
});

it('an application that nginx fails to hand over does not keep others from n8n', async () => {
	await start({
		'MOST_UNDERWAY = 100': 'MOST_UNDERWAY = 1',
		"'/n8n-hand-over'": "/breaking/.test(r.uri) ? '' : '/n8n-hand-over'",
	});
	expect((await post({ path: BREAKING_PATH })).status).toBe(500);
	expect(await post()).toMatchObject(ACCEPTED);
});

it('nginx logs no query strings, headers, or unusual methods, and a limited number of requests from strangers', async () => {
	await start({
		'MOST_OF_SENDER = 200': 'MOST_OF_SENDER = 4',
		'MOST_IN_TOTAL = 1000': 'MOST_IN_TOTAL = 6',
		'/ 60_000': '/ 60_000_000',
		'rate=50r/s': 'rate=1r/m',
		'burst=1000 nodelay': '',
	});
	const headers = { referer: '"'.repeat(500), 'user-agent': 'SECRET' };
	const paths = [`${PATH}?token=SECRET`, `/.well-known/acme-challenge/${'"'.repeat(500)}`];
	for (const localAddress of [OTHER_SENDER, THIRD_SENDER, KNOWN_SENDER]) {
		for (const port of [nginx.httpPort, nginx.httpsPort, nginx.httpsPort]) {
			for (const path of paths) {
				await send(port, path, { localAddress, headers, body: BODY, method: 'SECRET' });
			}
		}
	}
	const read = async (name: string) => await readFile(join(nginx.folder, name), 'utf8');
	expect(await read('error.log')).toBe('');
	const log = await read('access.log');
	expect(log).not.toMatch(/SECRET|""|x22/);
	const logged = { [OTHER_SENDER]: 4, [THIRD_SENDER]: 2, [KNOWN_SENDER]: 6 };
	expect(countBy(log.match(/^\S+/gm))).toEqual(logged);
});

it('an application that has waited too long gets 503', async () => {
	await start({ 'LONGEST_WAIT = 300': 'LONGEST_WAIT = 2' });
	n8n.isReady = false;
	expect(await post()).toMatchObject(REFUSAL);
});
