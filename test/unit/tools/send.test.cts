import { execFile } from 'node:child_process';
import type { Application } from '../../../nodes/CleverConnect/application/generated/application';
import { startHttpServer, type HttpServer } from '../../../tools/n8n/servers/httpServer.cts';

jest.setTimeout(120_000);

const TOKEN = 'a+token&with#signs%41';
const ACCEPTED = { status: 200, body: { status: 'accepted' } };

let server: HttpServer;
/** The next responses, after which every application is accepted. */
let replies: object[] = [];

beforeAll(async () => {
	server = await startHttpServer(() => ({ ...ACCEPTED, ...replies.shift() }));
});
afterAll(async () => await server.stop());

async function send(...args: string[]) {
	const env = { ...process.env, CLEVERCONNECT_TOKEN: '' };
	const result = await new Promise<{ output: string; code: unknown }>((resolve) =>
		execFile(process.execPath, ['tools/run.mjs', 'send', ...args], { env }, (error, ...outputs) =>
			resolve({ output: outputs.join(''), code: error?.code ?? 0 }),
		),
	);
	expect(result.output).not.toContain(TOKEN);
	return result;
}

const sendHere = async (...args: string[]) =>
	await send(`${server.url}/webhook/1/applications`, '--token', TOKEN, ...args);

it('npm run send sends the given number of applications from different people, and prints a summary', async () => {
	const { output, code } = await sendHere('--count', '12');
	expect(code).toBe(0);
	expect(output).toContain('Every answer was as expected (12 of 12).');
	const sent = server.requests
		.slice(-12)
		.map(({ body }) => JSON.parse(body.toString()) as Application);
	expect(new Set(sent.map(({ id }) => id)).size).toBe(12);
	expect(new Set(sent.map(({ candidate }) => candidate.email)).size).toBe(12);
});

it.each<[scheme: string, ...sent: Array<string | undefined>]>([
	['bearer', `Bearer ${TOKEN}`],
	['header:X-Application-Key', undefined, TOKEN],
	['basic:user', `Basic ${Buffer.from(`user:${TOKEN}`).toString('base64')}`],
	['query:key', undefined, undefined, `?key=${encodeURIComponent(TOKEN)}`],
	['none'],
])('npm run send authenticates with --scheme %s', async (scheme, ...sent) => {
	const [authorization, key, query = ''] = sent;
	expect((await sendHere('--scheme', scheme)).code).toBe(0);
	const request = server.requests.at(-1);
	expect(request?.path).toBe(`/webhook/1/applications${query}`);
	expect(request?.headers.authorization).toBe(authorization);
	expect(request?.headers['x-application-key']).toBe(key);
});

it('npm run send exits with code 1 after unexpected responses', async () => {
	replies = [
		{ status: 401 },
		{ status: 302, headers: { location: '/' } },
		{ body: { status: 'duplicate' } },
	];
	const faults = ['none', 'none', 'none', 'missing-email', 'none'];
	const { output, code } = await sendHere(...faults.flatMap((fault) => ['--fault', fault]));
	expect(code).toBe(1);
	expect(server.requests.at(-2)?.body.toString()).not.toContain('"email"');
	expect(output).toMatch(
		/ 401 [^]* 302 [^]* 200 duplicate instead of 200 accepted\n[^]* 200 accepted instead of 200 accepted with required \/candidate\/email\n[^]*\n4 of 5 answers were not as expected/,
	);
});

const URL = 'http://127.0.0.1:1';

it.each<[code: number, message: RegExp, ...args: string[]]>([
	[0, /^ {2}missing-email +→ 200/m, '--help'],
	[1, /no answer .*\n1 of 1 answers/, URL, '--token', 'x'],
	[1, /"somewhere" is not a URL\./, 'somewhere', '--token', 'x'],
	[1, /The token is missing/, URL],
	[1, /--scheme must not be "basic"/, URL, '--token', 'x', '--scheme', 'basic'],
	[1, /There is no fault "magic"\./, URL, '--token', 'x', '--fault', 'magic'],
	[1, /--count must be a number above 0/, URL, '--token', 'x', '--count', 'many'],
])('npm run send exits with the code %d and %s if the arguments are %s', async (...row) => {
	const [expected, message, ...args] = row;
	const { output, code } = await send(...args);
	expect(code).toBe(expected);
	expect(output).toMatch(message);
});
