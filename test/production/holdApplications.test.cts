import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import http, { type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { holdFolderOf } from '../../tools/n8n/servers/servers.cts';
import { startProxy, type Proxy, type ProxyOptions } from '../../tools/n8n/servers/proxy.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { waitUntil } from '../../tools/common/waitUntil.cts';

/** n8n's reaction to a request: to send a response, or to close the connection. */
type Reaction = 'break' | Answer;

interface Answer {
	readonly status: number;
	readonly headers?: Record<string, string>;
	readonly text?: string;
}

const ACCEPTED: Answer = { status: 200, text: '{"status":"accepted","id":4711}' };
const STARTING: Answer = { status: 200, text: 'n8n is starting up. Please wait' };
const NOT_REGISTERED: Answer = { status: 404, text: '{"code":404,"message":"not registered"}' };
const NOT_EXECUTED: Answer = {
	status: 500,
	text: '{"code":0,"message":"There was a problem executing the workflow"}',
};

/** A fake n8n, which uses the given reactions in order and accepts all later requests. */
class FakeN8n {
	/** If false, every request gets the response that n8n sends while it starts. */
	isReady = true;
	reactions: Reaction[] = [];
	answersAfterMs = 0;
	mostAtATime = 0;
	/** The headers of all readiness checks. */
	checks: http.IncomingHttpHeaders[] = [];
	/** The number of requests that arrived while n8n wasn't ready. */
	tooEarly = 0;
	private atATime = 0;
	received: Array<{
		url: string;
		method: string;
		headers: http.IncomingHttpHeaders;
		body: Buffer;
	}> = [];
	private readonly server = http.createServer((request, response) => {
		void this.react(request, response);
	});

	async listen(port = 0): Promise<void> {
		this.server.listen(port, '127.0.0.1');
		await once(this.server, 'listening');
	}

	get port(): number {
		return (this.server.address() as AddressInfo).port;
	}

	async close(): Promise<void> {
		if (!this.server.listening) return;
		this.server.closeAllConnections();
		await once(this.server.close(), 'close');
	}

	private async react(request: IncomingMessage, response: http.ServerResponse): Promise<void> {
		if (request.url === '/healthz/readiness') {
			this.checks.push(request.headers);
			response.writeHead(this.isReady ? 200 : 503).end();
			return;
		}
		if (!this.isReady) {
			this.tooEarly += 1;
			request.resume();
			response.writeHead(STARTING.status).end(STARTING.text);
			return;
		}
		const { url = '', method = '', headers } = request;
		this.received.push({ url, method, headers, body: await buffer(request) });
		this.atATime += 1;
		this.mostAtATime = Math.max(this.mostAtATime, this.atATime);
		await sleep(this.answersAfterMs);
		this.atATime -= 1;
		const reaction = url === BREAKING_PATH ? 'break' : (this.reactions.shift() ?? ACCEPTED);
		if (reaction === 'break') request.socket.destroy();
		else response.writeHead(reaction.status, reaction.headers).end(reaction.text);
	}
}

const PATH = '/webhook/0b46b0ee-8a1f-4b6e-9c1d-0d7a5a1f3c52/applications';
/** The fake n8n closes the connection after each request to this URL. */
const BREAKING_PATH = '/webhook/breaking/applications';
const BODY = JSON.stringify(goodApplication());

let n8n: FakeN8n;
let nginx: Proxy;

async function start(replacements: ProxyOptions['replacements'] = []): Promise<void> {
	await nginx?.stop();
	nginx = await startProxy({
		n8nUrl: `http://127.0.0.1:${n8n.port}`,
		replacements: [
			['listen 443 ssl', 'listen 443'],
			['SETTLED_AFTER = 5', 'SETTLED_AFTER = 1'],
			...replacements,
		],
	});
}

beforeAll(async () => {
	n8n = new FakeN8n();
	await n8n.listen();
	await start();
});

beforeEach(() => {
	n8n.isReady = true;
	n8n.reactions = [];
	n8n.received = [];
	n8n.checks = [];
	n8n.answersAfterMs = 0;
	n8n.mostAtATime = 0;
	n8n.tooEarly = 0;
});

afterAll(async () => {
	await nginx?.stop();
	await n8n?.close();
});

function open(
	path = PATH,
	headers: http.OutgoingHttpHeaders = {},
	localAddress = '127.0.0.1',
): http.ClientRequest {
	return http.request({
		host: '127.0.0.1',
		port: nginx.httpsPort,
		localAddress,
		method: 'POST',
		path,
		agent: false,
		headers: { 'content-type': 'application/json', ...headers },
	});
}

async function post(
	body: string | Buffer = BODY,
	path = PATH,
	headers: http.OutgoingHttpHeaders = {},
	from?: string,
) {
	const request = open(path, headers, from).end(body);
	const [response] = (await once(request, 'response')) as [IncomingMessage];
	return { status: response.statusCode, headers: response.headers, text: await text(response) };
}

/** Expects that no request gets a response during a time in which nginx checks n8n several times. */
async function expectNoAnswer(answers: ReadonlyArray<Promise<unknown>>): Promise<void> {
	expect(await Promise.race([...answers, sleep(1500, 'no answer')])).toBe('no answer');
}

it('nginx passes an application to n8n unchanged', async () => {
	const body = Buffer.alloc(3_000_000, 'a');
	const headers = { authorization: 'Bearer secret', api_key: 'another', 'x.api.key': 'a third' };
	expect(await post(body, `${PATH}?token=a%20b`, headers)).toMatchObject(ACCEPTED);
	const [received, ...others] = n8n.received;
	expect(others).toEqual([]);
	expect(received).toMatchObject({ url: `${PATH}?token=a%20b`, method: 'POST', headers });
	expect(received?.body.equals(body)).toBe(true);
});

describe('nginx sends an application again', () => {
	it.each<[string, Reaction[]]>([
		['if n8n closes the connection', ['break']],
		['if n8n closes the connection twice', ['break', 'break']],
		['if n8n is starting', [STARTING, STARTING, STARTING, STARTING]],
		['if n8n has no database connection', [{ status: 503, text: '{"code":503}' }]],
		['if n8n has not registered its URLs', [NOT_REGISTERED]],
		['if n8n cannot execute the workflow', [NOT_EXECUTED]],
		['if the trigger asks for it', [{ status: 503, headers: { 'retry-after': '1' } }]],
		[
			'if the trigger is processing a copy that nginx has sent before',
			['break', { status: 503, headers: { 'retry-after': '1' } }],
		],
	])('%s', async (_condition, reactions) => {
		n8n.reactions = [...reactions];
		expect(await post()).toMatchObject(ACCEPTED);
		expect(n8n.received.map(({ body }) => body.toString())).toEqual(
			Array(reactions.length + 1).fill(BODY),
		);
	});

	it('if n8n is not running', async () => {
		const { port } = n8n;
		await n8n.close();
		const answers = [post(), post()];
		await expectNoAnswer(answers);
		await n8n.listen(port);
		expect(await Promise.all(answers)).toMatchObject([ACCEPTED, ACCEPTED]);
		expect(n8n.received).toHaveLength(2);
	});
});

describe("nginx passes on n8n's response", () => {
	const problem = (status: number, headers = {}) => ({
		status,
		headers: { 'content-type': 'application/problem+json', ...headers },
		text: `{"type":"about:blank","status":${status}}`,
	});

	it.each<[string, Answer]>([
		['that an application is accepted', ACCEPTED],
		['that a workflow has finished', { status: 200, text: '' }],
		['that a token is wrong', problem(401, { 'www-authenticate': 'Bearer realm="x"' })],
		['that an address is not allowed', problem(403)],
		['that a file is too large', problem(413)],
		['that the body is not JSON', problem(415)],
		['that the body is not an application', problem(422)],
		['that a workflow has failed', { status: 500, text: '{"message":"Error in workflow"}' }],
	])('%s', async (_meaning, reaction) => {
		n8n.reactions = [reaction];
		expect(await post()).toMatchObject(reaction);
		expect(n8n.received).toHaveLength(1);
	});

	it('without its ETag', async () => {
		n8n.reactions = [{ ...ACCEPTED, headers: { etag: 'W/"1e-x"' } }];
		expect((await post()).headers.etag).toBeUndefined();
	});

	it('with a body of 50 kB', async () => {
		const reaction = { status: 422, text: 'x'.repeat(50_000) };
		n8n.reactions = [reaction];
		expect(await post()).toMatchObject(reaction);
	});

	it.each<[string, Answer]>([
		['that a URL is wrong', NOT_REGISTERED],
		['that the workflow cannot be executed', NOT_EXECUTED],
		['that a copy is in progress', problem(503, { 'retry-after': '1' })],
	])('%s, if n8n repeats the response', async (_meaning, reaction) => {
		n8n.reactions = [reaction, reaction];
		expect(await post()).toMatchObject(reaction);
		expect(n8n.received).toHaveLength(2);
	});

	it('at the test URL, whatever the response', async () => {
		n8n.reactions = [NOT_REGISTERED];
		expect(await post(BODY, PATH.replace('webhook', 'webhook-test'))).toMatchObject(NOT_REGISTERED);
		expect(n8n.received).toHaveLength(1);
	});
});

it('nginx refuses an application after n8n has closed the connection three times', async () => {
	n8n.reactions = ['break', 'break', 'break', 'break'];
	expect(await post()).toMatchObject({ status: 503, headers: { 'retry-after': '60' } });
	expect(n8n.received).toHaveLength(3);
});

describe('a request without a token cannot hold other applications:', () => {
	it('its headers do not reach the readiness check', async () => {
		n8n.reactions = [NOT_REGISTERED];
		const headers = { range: 'bytes=0-', upgrade: 'websocket' };
		await post(BODY, PATH, headers);
		expect(n8n.checks.length).toBeGreaterThan(0);
		for (const check of n8n.checks)
			expect(Object.keys(check).sort()).toEqual(['connection', 'host']);
	});

	it('connections that it breaks do not count as a restart of n8n', async () => {
		n8n.reactions = [NOT_REGISTERED];
		const isHeld = post().then(() => false);
		const attack = Array.from({ length: 20 }, async (_, index) => {
			await sleep(index * 250);
			return await post(BODY, BREAKING_PATH);
		});
		expect(await Promise.race([isHeld, sleep(4000, true)])).toBe(false);
		await Promise.all(attack);
	});
});

it('nginx sends nothing to n8n while it knows that n8n is not ready', async () => {
	n8n.isReady = false;
	const answers = [post()];
	await expectNoAnswer(answers);
	answers.push(post(), post());
	await expectNoAnswer(answers);
	expect(n8n.tooEarly).toBeLessThanOrEqual(1);
	n8n.isReady = true;
	expect(await Promise.all(answers)).toMatchObject([ACCEPTED, ACCEPTED, ACCEPTED]);
});

describe('if a sender hangs up,', () => {
	it('its application is still delivered', async () => {
		n8n.isReady = false;
		const body = Buffer.alloc(3_000_000, 'a');
		const request = open().on('error', () => {});
		request.end(body);
		await once(request, 'finish');
		await sleep(1000);
		request.destroy();
		await sleep(1000);
		n8n.isReady = true;
		await waitUntil('the application', () => n8n.received.length === 1);
		expect(n8n.received[0]?.body.equals(body)).toBe(true);
	});

	it('a copy of its application is also delivered', async () => {
		n8n.isReady = false;
		const request = open().on('error', () => {});
		request.end(BODY);
		await once(request, 'finish');
		await sleep(1000);
		request.destroy();
		const again = post();
		await expectNoAnswer([again]);
		n8n.isReady = true;
		expect((await again).status).toBe(200);
		await waitUntil('both', () => n8n.received.length === 2);
	});
});

it('waiting applications are delivered after nginx is reloaded', async () => {
	n8n.isReady = false;
	const answers = [post()];
	await expectNoAnswer(answers);
	nginx.reload();
	await sleep(1000);
	answers.push(post());
	await expectNoAnswer(answers);
	n8n.isReady = true;
	expect(await Promise.all(answers)).toMatchObject([ACCEPTED, ACCEPTED]);
	expect(n8n.received).toHaveLength(2);
});

describe('while n8n is not running, nginx immediately refuses', () => {
	beforeEach(() => {
		n8n.isReady = false;
	});

	it('a body that is not declared as JSON', async () => {
		expect((await post(BODY, PATH, { 'content-type': 'text/plain' })).status).toBe(415);
		expect(n8n.tooEarly).toBe(0);
	});

	it.each(['/rest/a/..%2F../webhook/x/applications', '/rest/../webhook/x/applications'])(
		'the URL %s, which leads to a trigger only after normalization',
		async (path) => {
			expect((await post(BODY, path)).status).toBe(404);
			expect(n8n.tooEarly).toBe(0);
		},
	);

	it.each(['if-match', 'if-none-match', 'if-unmodified-since'])(
		'an application with the condition %s, which nginx would only evaluate afterwards',
		async (name) => {
			expect((await post(BODY, PATH, { [name]: '*' })).status).toBe(412);
			expect(n8n.tooEarly).toBe(0);
		},
	);

	it('a body that is larger than 64 MB', async () => {
		const request = open(PATH, { 'content-length': 64 * 1024 ** 2 + 1, expect: '100-continue' });
		request.flushHeaders();
		const [response] = (await once(request, 'response')) as [IncomingMessage];
		request.destroy();
		expect(response.statusCode).toBe(413);
		expect(n8n.tooEarly).toBe(0);
	});
});

it('more applications can wait than the system allows files to be open', async () => {
	await start([
		['worker_processes auto', 'worker_processes 1'],
		['burst=1000', 'burst=2000'],
		['client_body_buffer_size 128k', 'client_body_buffer_size 8k'],
	]);
	n8n.isReady = false;
	const body = Buffer.alloc(20_000, 'a');
	const answers = Array.from({ length: 1100 }, async () => await post(body));
	await expectNoAnswer(answers);
	n8n.isReady = true;
	expect(new Set((await Promise.all(answers)).map(({ status }) => status))).toEqual(new Set([200]));
	expect(n8n.received).toHaveLength(1100);
});

describe('before n8n is stopped,', () => {
	it('nginx waits until n8n has answered, and holds further applications until n8n is running again', async () => {
		n8n.answersAfterMs = 1000;
		const first = post();
		await waitUntil('n8n to get the first application', () => n8n.received.length === 1);
		const hold = nginx.hold();
		await sleep(200);
		const further = post();
		expect(await Promise.race([hold, first])).toMatchObject(ACCEPTED);
		expect(await hold).toBe(200);
		await expectNoAnswer([further]);
		n8n.isReady = false;
		await waitUntil('nginx to find out', () => n8n.checks.length > 0);
		await expectNoAnswer([further]);
		expect(n8n.tooEarly).toBe(0);
		n8n.isReady = true;
		expect(await further).toMatchObject(ACCEPTED);
		expect(await post()).toMatchObject(ACCEPTED);
	});

	it('nginx reports if n8n does not answer, and hands applications over again', async () => {
		await start([['LONGEST_HOLD = 60', 'LONGEST_HOLD = 1']]);
		n8n.answersAfterMs = 3000;
		const first = post();
		await waitUntil('n8n to get the first application', () => n8n.received.length === 1);
		expect(await nginx.hold()).toBe(503);
		n8n.answersAfterMs = 0;
		expect(await post()).toMatchObject(ACCEPTED);
		await first;
	});

	it('nginx hands applications over again if n8n is not stopped', async () => {
		await start([['LONGEST_HOLD = 60', 'LONGEST_HOLD = 2']]);
		expect(await nginx.hold()).toBe(200);
		const answer = post();
		await expectNoAnswer([answer]);
		expect(await answer).toMatchObject(ACCEPTED);
	});
});

describe('a compressed body', () => {
	const URLS = [PATH, '/webhook/another', '/rest/login', '/'];
	const headers = { 'content-encoding': 'gzip' };

	it.each(URLS)('is refused at %s', async (url) => {
		expect((await post(BODY, url, headers)).status).toBe(415);
		expect(n8n.received).toEqual([]);
	});

	it('is accepted only from the addresses that are listed', async () => {
		await start([['default refused;', 'default refused; 127.0.0.2 "";']]);
		expect((await post(BODY, PATH, headers, '127.0.0.2')).status).toBe(200);
		expect((await post(BODY, PATH, headers, '127.0.0.3')).status).toBe(415);
	});
});

it("a body for the editor is refused if it is XML, or large, or if a sender's bodies are too many", async () => {
	expect((await post(BODY, '/rest/login', { 'content-type': 'text/xml' })).status).toBe(415);
	expect((await post(Buffer.alloc(5_000_000), '/rest/login')).status).toBe(413);
	const many = Array.from({ length: 100 }, async () => (await post(BODY, '/rest/login')).status);
	expect(new Set(await Promise.all(many))).toEqual(new Set([200, 503]));
	const request = open('/rest/settings').end();
	const [{ statusCode }] = (await once(request, 'response')) as [IncomingMessage];
	expect(statusCode).toBe(200);
});

it('only root and nginx can make nginx hold applications', async () => {
	expect((await stat(holdFolderOf(nginx.folder))).mode & 0o777).toBe(0o700);
});

describe('with low limits,', () => {
	it('a sender that has hung up cannot take the places of others', async () => {
		await start([
			['senders 2000', 'senders 2'],
			['all_applications 4000', 'all_applications 3'],
		]);
		n8n.isReady = false;
		const stranger = [1, 2].map(() => open().on('error', () => {}));
		for (const request of stranger) await once(request.end(BODY), 'finish');
		await sleep(1000);
		for (const request of stranger) request.destroy();
		expect((await post()).status).toBe(503);
		const other = post(BODY, PATH, {}, '127.0.0.2');
		await expectNoAnswer([other]);
		expect((await post(BODY, PATH, {}, '127.0.0.3')).status).toBe(503);
		n8n.isReady = true;
		expect(await other).toMatchObject(ACCEPTED);
		await waitUntil('all', () => n8n.received.length === 3);
	});

	it.each([
		['198.51.100.1', '198.51.100.1', true],
		['198.51.100.1', '198.51.100.2', false],
		['::ffff:198.51.100.1', '198.51.100.1', true],
		['::ffff:198.51.100.1', '::ffff:198.51.100.2', false],
		['2001:db8::1', '2001:db8::2:3:4:5', true],
		['2001:db8::1', '2001:db8:0:1::1', false],
	])('nginx counts %s and %s as one sender: %s', async (first, second, isSame) => {
		await start([
			['senders 2000', 'senders 1'],
			[
				'proxy_http_version 1.1;',
				'proxy_http_version 1.1; set_real_ip_from 127.0.0.1; real_ip_header X-Forwarded-For;',
			],
		]);
		n8n.answersAfterMs = 300;
		const answer = post(BODY, PATH, { 'x-forwarded-for': first });
		await waitUntil('the first', () => n8n.received.length === 1);
		const { status } = await post(BODY, PATH, { 'x-forwarded-for': second });
		expect(status).toBe(isSame ? 503 : 200);
		await answer;
	});

	it.each<[string, http.OutgoingHttpHeaders, number[]]>([
		['large', { 'content-length': 3_000_000 }, [30, 90]],
		['chunked', { 'transfer-encoding': 'chunked' }, [200, 300]],
	])('nginx reads only a limited number of %s bodies at a time from a sender', async (...kind) => {
		const [name, headersOfKind, [ofSender, inAll]] = kind;
		await start([
			[`${name}_bodies_of_sender ${ofSender}`, `${name}_bodies_of_sender 2`],
			[`${name}_bodies ${inAll}`, `${name}_bodies 3`],
		]);
		const upload = (headers: http.OutgoingHttpHeaders, from: string) => {
			const request = open(PATH, headers, from).on('error', () => {});
			request.write('{');
			return request;
		};
		const stalled = ['127.0.0.1', '127.0.0.1', '127.0.0.2'].map((from) =>
			upload(headersOfKind, from),
		);
		await sleep(500);
		const answersFor = async (from: string, headers: http.OutgoingHttpHeaders) => {
			const request = upload({ expect: '100-continue', ...headers }, from);
			const [response] = (await Promise.race([
				once(request, 'response'),
				once(request, 'continue'),
			])) as [IncomingMessage?];
			request.destroy();
			return response?.statusCode ?? 100;
		};
		expect(await answersFor('127.0.0.1', headersOfKind)).toBe(503);
		expect(await answersFor('127.0.0.3', headersOfKind)).toBe(503);
		expect(await answersFor('127.0.0.1', { 'content-length': 2_999_999 })).toBe(100);
		for (const request of stalled) request.destroy();
	});

	const REFUSAL = {
		status: 503,
		headers: { 'retry-after': '60', 'content-type': 'application/problem+json' },
	};

	it('n8n gets only a limited number of applications at a time, and the others wait', async () => {
		await start([['MOST_UNDERWAY = 100', 'MOST_UNDERWAY = 3']]);
		n8n.answersAfterMs = 500;
		const answers = await Promise.all(Array.from({ length: 10 }, async () => await post()));
		expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
		expect(n8n.received).toHaveLength(10);
		expect(n8n.mostAtATime).toBeLessThan(6);
	});

	it('n8n gets only a limited number of bytes at a time, and the others wait', async () => {
		await start([['MOST_UNDERWAY_BYTES = 100 * 1024 * 1024', 'MOST_UNDERWAY_BYTES = 5_000_000']]);
		n8n.answersAfterMs = 300;
		const body = Buffer.alloc(2_000_000, 'a');
		for (let batch = 0; batch < 2; batch++) {
			n8n.mostAtATime = 0;
			const answers = Array.from({ length: 6 }, async () => await post(body));
			expect(new Set((await Promise.all(answers)).map(({ status }) => status))).toEqual(
				new Set([200]),
			);
			expect(n8n.mostAtATime).toBeGreaterThan(1);
			expect(n8n.mostAtATime).toBeLessThan(5);
		}
	});

	it('n8n gets fewer applications at a time directly after its start', async () => {
		await start([
			['UNDERWAY_AT_START = 10', 'UNDERWAY_AT_START = 3'],
			['MORE_EACH_SECOND = 5', 'MORE_EACH_SECOND = 0'],
		]);
		n8n.answersAfterMs = 500;
		n8n.isReady = false;
		const answers = Array.from({ length: 10 }, async () => await post());
		await expectNoAnswer(answers);
		n8n.isReady = true;
		expect(new Set((await Promise.all(answers)).map(({ status }) => status))).toEqual(
			new Set([200]),
		);
		expect(n8n.mostAtATime).toBeLessThan(6);
	});

	it('applications of an nginx process that was killed do not keep others from n8n', async () => {
		await start([
			['MOST_UNDERWAY = 100', 'MOST_UNDERWAY = 2'],
			['CHECK_PROCESSES_EVERY_MS = 10_000', 'CHECK_PROCESSES_EVERY_MS = 500'],
		]);
		n8n.answersAfterMs = 60_000;
		for (let count = 0; count < 2; count++)
			open()
				.on('error', () => {})
				.end(BODY);
		await waitUntil('n8n to get both', () => n8n.received.length === 2);
		await nginx.killWorkers();
		n8n.answersAfterMs = 0;
		expect(await post()).toMatchObject(ACCEPTED);
	});

	it('an application that has waited too long gets 503', async () => {
		await start([['LONGEST_WAIT = 300', 'LONGEST_WAIT = 2']]);
		n8n.isReady = false;
		expect(await post()).toMatchObject(REFUSAL);
		expect(n8n.received).toEqual([]);
	});
});
