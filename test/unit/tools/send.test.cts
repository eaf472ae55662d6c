import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Application } from '../../../nodes/CleverConnect/application/generated/application';
import {
	startHttpServer,
	type HttpServer,
	type Reply,
} from '../../../tools/n8n/servers/httpServer.cts';
import { FAULT_NAMES } from '../../../tools/send/faults.cts';

jest.setTimeout(120_000);

const TOKEN = 'a+token&with#signs%41';
const accept = (): Reply => ({ status: 200, body: { status: 'accepted' } });

let server: HttpServer;
let reply: (application: Application) => Reply;

const applications = () =>
	server.requests.map(({ body }) => JSON.parse(body.toString()) as Application);

beforeAll(async () => {
	server = await startHttpServer(() => reply(applications().at(-1) as Application));
});

afterAll(async () => await server.stop());

beforeEach(() => {
	reply = accept;
	server.requests.length = 0;
});

async function send(...args: string[]) {
	const env = { ...process.env, CLEVERCONNECT_TOKEN: '' };
	const running = promisify(execFile)(process.execPath, ['tools/run.mjs', 'send', ...args], {
		env,
	});
	type Result = { readonly stdout: string; readonly stderr: string; readonly code?: number };
	const { stdout, stderr, code = 0 } = (await running.catch((error: unknown) => error)) as Result;
	expect(stdout + stderr).not.toContain(TOKEN);
	return { stdout, stderr, code };
}

const sendHere = async (...args: string[]) =>
	await send(`${server.url}/webhook/1/applications`, '--token', TOKEN, ...args);

it('npm run send sends the given number of applications from different people, and prints a summary', async () => {
	const { stdout, code } = await sendHere('--count', '12');
	expect(code).toBe(0);
	expect(stdout).toMatch(
		/12 × 200.* The slowest answer took \d+ ms\.\nEvery answer was as expected\./,
	);
	expect(new Set(applications().map(({ id }) => id)).size).toBe(12);
	expect(new Set(applications().map(({ candidate }) => candidate.email)).size).toBe(12);
	const [{ path, headers } = { path: '', headers: {} }] = server.requests;
	expect(path).toBe('/webhook/1/applications');
	expect(headers.authorization).toBe(`Bearer ${TOKEN}`);
});

it.each<[string, object, string]>([
	['header:X-Application-Key', { 'x-application-key': TOKEN }, ''],
	['basic:user', { authorization: `Basic ${Buffer.from(`user:${TOKEN}`).toString('base64')}` }, ''],
	['query:key', {}, `?key=${encodeURIComponent(TOKEN)}`],
	['none', {}, ''],
])('npm run send authenticates with --scheme %s', async (scheme, headers, query) => {
	expect((await sendHere('--scheme', scheme)).code).toBe(0);
	const [request] = server.requests;
	expect(request?.path).toBe(`/webhook/1/applications${query}`);
	expect(request?.headers).toMatchObject(headers);
	if (!('authorization' in headers)) expect(request?.headers).not.toHaveProperty('authorization');
});

it('npm run send exits with code 1 after unexpected responses', async () => {
	const replies: Reply[] = [
		{ status: 401 },
		{ status: 302, headers: { location: '/' } },
		{ status: 200, body: { status: 'duplicate' } },
		accept(),
	];
	reply = () => replies.shift() ?? accept();
	const faults = ['none', 'none', 'none', 'missing-email', 'none'];
	const { stdout, code } = await sendHere(...faults.flatMap((fault) => ['--fault', fault]));
	expect(code).toBe(1);
	expect(server.requests).toHaveLength(5);
	expect(applications()[3]?.candidate).not.toHaveProperty('email');
	for (const part of [
		'302 instead of 200 accepted',
		'200 duplicate instead of 200 accepted',
		'200 accepted instead of 200 accepted with required /candidate/email',
		'4 of 5 answers were not as expected',
	]) {
		expect(stdout).toContain(part);
	}
});

it('npm run send exits with code 1 if there is no response', async () => {
	const { stdout, code } = await send('http://127.0.0.1:1', '--token', TOKEN);
	expect(code).toBe(1);
	expect(stdout).toContain('1 × no answer');
});

it('npm run send --help lists each fault and its response', async () => {
	const { stdout, code } = await send('--help');
	expect(code).toBe(0);
	for (const name of FAULT_NAMES) expect(stdout).toMatch(new RegExp(`^  ${name} +→ \\d{3}`, 'm'));
});

it.each([
	[['somewhere', '--token', 'x'], '"somewhere" is not a URL.'],
	[['http://localhost/'], 'The token is missing'],
	[['http://localhost/', '--token', 'x', '--scheme', 'basic'], '--scheme must not be "basic"'],
	[['http://localhost/', '--token', 'x', '--fault', 'magic'], 'There is no fault "magic".'],
	[['http://localhost/', '--token', 'x', '--count', 'many'], '--count must be a number above 0'],
	[['http://localhost/', '--magic'], "Unknown option '--magic'"],
])('npm run send explains the error in the arguments %j', async (args, message) => {
	const { stderr, code } = await send(...args);
	expect(code).toBe(2);
	expect(stderr).toContain(message);
	expect(stderr).toContain('--help');
});
