import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { run } from '../../tools/common/command.cts';
import type { Instance } from '../../tools/n8n/start/instance.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';
import { findClientPrograms } from '../../tools/n8n/servers/programs.cts';
import { HOST_NAME, startProxy, type Proxy } from '../../tools/n8n/servers/proxy.cts';
import { publishReceiver, TOKEN } from '../../tools/n8n/client/workflow.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';

const PROGRAMS = findClientPrograms();
const SOURCES = path.join(__dirname, '..', 'helpers', 'clients');

let n8n: Instance;
/** nginx with HTTPS. */
let nginx: Proxy;
/** nginx without HTTPS, as behind a load balancer. */
let plainNginx: Proxy;
let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'senders-'));
	n8n = await startAnotherN8n({ N8N_PROXY_HOPS: '1' });
	nginx = await startProxy({ n8nUrl: n8n.url, from: 'machine' });
	plainNginx = await startProxy({
		n8nUrl: n8n.url,
		replacements: [['listen 443 ssl', 'listen 443']],
	});
	const source = path.join(SOURCES, 'sender.go');
	await run(PROGRAMS.go, ['build', '-o', path.join(folder, 'go-sender'), source], {
		cwd: folder,
		env: { GOCACHE: path.join(folder, 'go') },
	});
});

afterAll(async () => {
	await plainNginx?.stop();
	await nginx?.stop();
	await n8n?.stop();
	await rm(folder, { recursive: true, force: true });
});

const certificate = () => path.join(nginx.folder, 'ssl', `${HOST_NAME}.crt`);

type Post = (url: string, file: string) => readonly [command: string, ...args: string[]];

const curl =
	(...options: string[]): Post =>
	(url, file) => [
		PROGRAMS.curl,
		...['--silent', '--show-error', '--output', '/dev/null', '--write-out', '%{http_code}'],
		...['--cacert', certificate(), '--header', `Authorization: Bearer ${TOKEN}`],
		...['--header', 'Content-Type: application/json', '--data-binary', `@${file}`],
		...options,
		url,
	];

const program =
	(command: string, source: string, ...options: string[]): Post =>
	(url, file) => [
		command,
		...(source === '' ? [] : [path.join(SOURCES, source)]),
		...[url, file, TOKEN, certificate(), ...options],
	];

const makeSenders = (): Readonly<Record<string, Post>> => ({
	"Java's HttpClient": program(PROGRAMS.java, 'Sender.java', 'HTTP_2'),
	"Java's HttpClient with HTTP/1.1": program(PROGRAMS.java, 'Sender.java', 'HTTP_1_1'),
	curl: curl(),
	'curl --http2': curl('--http2'),
	'curl, chunked': curl('--header', 'Transfer-Encoding: chunked'),
	'curl, gzip': (url, file) => curl('--header', 'Content-Encoding: gzip')(url, `${file}.gz`),
	'curl, Expect: 100-continue': curl('--header', 'Expect: 100-continue'),
	"Python's requests": program(PROGRAMS.python, 'sender.py'),
	PHP: program(PROGRAMS.php, 'sender.php'),
	"Go's net/http, chunked": program(path.join(folder, 'go-sender'), ''),
});

let lastId = 0;

/** Sends a different application with each sender at the same time, and returns the statuses. */
async function postWithAll(target: string): Promise<Record<string, string>> {
	const posts = Object.entries(makeSenders()).map(async ([name, post]) => {
		lastId += 1;
		const file = path.join(folder, `${lastId}.json`);
		const body = JSON.stringify(goodApplication({ id: lastId }));
		await Promise.all([writeFile(file, body), writeFile(`${file}.gz`, gzipSync(body))]);
		const [command, ...args] = post(target, file);
		const status = await run(command, args, { cwd: folder }).catch((error: Error) => error.message);
		return [name, status] as const;
	});
	return Object.fromEntries(await Promise.all(posts));
}

it('each sender delivers over https and http while n8n is running and while it restarts', async () => {
	const { productionUrl, workflowId } = await publishReceiver(n8n);
	const targets = [
		`https://localhost:${nginx.httpsPort}`,
		`http://localhost:${plainNginx.httpsPort}`,
	].map((proxyUrl) => productionUrl.replace(n8n.url, proxyUrl));
	const names = Object.keys(makeSenders());
	// nginx refuses compressed bodies unless they are turned on for the sender's address.
	const all = { ...Object.fromEntries(names.map((name) => [name, '200'])), 'curl, gzip': '415' };
	for (const target of targets) expect(await postWithAll(target)).toEqual(all);

	await n8n.end('SIGTERM');
	const posts = Promise.all(targets.map(postWithAll));
	await n8n.start();
	expect(await posts).toEqual([all, all]);
	const count = 2 * targets.length * (names.length - 1);
	expect(await n8n.session.waitForExecutions(workflowId, count)).toHaveLength(count);
});
