import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { once } from 'node:events';
import path from 'node:path';
import type { Application } from '../../../nodes/CleverConnect/application';
import {
	startHttpServer,
	type HttpServer,
	type Reply,
} from '../../../tools/n8n/servers/httpServer.cts';
import { FAULT_NAMES } from '../../../tools/send/faults.cts';

jest.setTimeout(120_000);

const TOKEN = 'a+token&with#signs%41';

let server: HttpServer;
let reply: (application: Partial<Application>) => Reply;

const accept = ({ id }: Partial<Application>): Reply => ({
	status: 200,
	body: { status: 'accepted', id },
});

beforeAll(async () => {
	server = await startHttpServer(({ body }) => {
		return reply(JSON.parse(body.toString()) as Partial<Application>);
	});
});

afterAll(async () => await server.stop());

beforeEach(() => {
	reply = accept;
	server.requests.length = 0;
});

async function send(...args: string[]) {
	const script = path.resolve('tools', 'run.mjs');
	const env = { ...process.env, CLEVERCONNECT_TOKEN: '' };
	const child = spawn(process.execPath, [script, 'send', ...args], { env });
	const [stdout, stderr, [code]] = await Promise.all([
		text(child.stdout),
		text(child.stderr),
		once(child, 'close') as Promise<[number]>,
	]);
	expect(stdout + stderr).not.toContain(TOKEN);
	return { stdout, stderr, code };
}

const sendHere = async (...args: string[]) =>
	await send(`${server.url}/webhook/1/applications`, '--token', TOKEN, ...args);

const applications = () =>
	server.requests.map(({ body }) => JSON.parse(body.toString()) as Application);

it('npm run send sends the given number of applications from different people, and prints a summary', async () => {
	const { stdout, stderr, code } = await sendHere('--count', '12', '--rate', '50');
	expect(code).toBe(0);
	expect(stderr).toContain('Sending to 127.0.0.1');
	expect(stdout).toContain('12 × 200');
	expect(stdout).toMatch(/The slowest answer took \d+ ms/);
	expect(stdout).toContain('Every answer was as expected.');

	const sent = applications();
	expect(new Set(sent.map(({ id }) => id)).size).toBe(12);
	expect(new Set(sent.map(({ candidate }) => candidate.email)).size).toBeGreaterThan(6);
	expect(new Set(sent.map(({ candidate }) => candidate.location?.country)).size).toBeGreaterThan(2);
	for (const { path: target, headers } of server.requests) {
		expect(target).toBe('/webhook/1/applications');
		expect(headers['content-type']).toBe('application/json');
		expect(headers.authorization).toBe(`Bearer ${TOKEN}`);
	}
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

it.each<[string, Reply, string]>([
	['401', { status: 401 }, 'Compare --token with its Token'],
	['422', { status: 422, body: { issues: [] } }, 'add --rejects'],
	['302', { status: 302, headers: { location: '/' } }, 'The URL redirects to another URL'],
	[
		'duplicate',
		{ status: 200, body: { status: 'duplicate' } },
		'200 duplicate instead of 200 accepted',
	],
])(
	'npm run send exits with code 1 and gives advice for the response %s',
	async (_name, answer, advice) => {
		reply = () => answer;
		const { stdout, code } = await sendHere();
		expect(code).toBe(1);
		expect(stdout).toContain('1 of 1 answers were not as expected');
		expect(stdout).toContain(advice);
		expect(server.requests).toHaveLength(1);
	},
);

it('npm run send exits with code 1 and gives advice if there is no response', async () => {
	const closed = await startHttpServer(() => ({ status: 200 }));
	await closed.stop();
	const { stdout, code } = await send(closed.url, '--token', TOKEN);
	expect(code).toBe(1);
	expect(stdout).toContain('whether n8n is running');
});

it('npm run send exits with code 1 if a fault is not reported', async () => {
	const { stdout, code } = await sendHere('--fault', 'missing-email', '--fault', 'none');
	expect(code).toBe(1);
	expect(applications()[0]?.candidate).not.toHaveProperty('email');
	expect(stdout).toContain('200 accepted instead of 200 accepted with required /candidate/email');
	expect(stdout).toContain('1 of 2 answers');
});

it('with --rejects, npm run send expects only applications with faults to be refused', async () => {
	const issues = [{ code: 'required', path: '/candidate/email', message: 'It is missing.' }];
	reply = (application) =>
		application.candidate?.email === undefined
			? { status: 422, body: { status: 422, issues } }
			: accept(application);
	const args = ['--fault', 'missing-email', '--fault', 'none', '--rejects'];
	expect((await sendHere(...args)).code).toBe(0);
});

it('npm run send --help lists each fault and its response', async () => {
	const { stdout, code } = await send('--help');
	expect(code).toBe(0);
	for (const name of FAULT_NAMES) expect(stdout).toMatch(new RegExp(`^  ${name} +→ \\d{3}`, 'm'));
});

it.each([
	[['somewhere', '--token', 'x'], '"somewhere" is not a URL.'],
	[['http://localhost/'], 'The token is missing'],
	[['http://localhost/', '--token', 'x', '--scheme', 'magic'], '--scheme must not be "magic"'],
	[['http://localhost/', '--token', 'x', '--fault', 'magic'], 'There is no fault "magic".'],
	[['http://localhost/', '--token', 'x', '--count', 'many'], '--count must be a number above 0'],
	[['http://localhost/', '--token', 'x', '--scheme', 'basic'], '--scheme must not be "basic"'],
	[['http://localhost/', '--magic'], "Unknown option '--magic'"],
])('npm run send explains the error in the arguments %j', async (args, message) => {
	const { stderr, code } = await send(...args);
	expect(code).toBe(2);
	expect(stderr).toContain(message);
	expect(stderr).toContain('--help');
});
