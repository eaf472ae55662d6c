import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { run } from '../../tools/common/command.cts';
import type { Instance } from '../../tools/n8n/start/instance.cts';
import { findPrograms } from '../../tools/n8n/servers/programs.cts';
import { HOST_NAME, startProxy, type Proxy } from '../../tools/n8n/servers/proxy.cts';
import { publishReceiver, TOKEN } from '../../tools/n8n/client/workflow.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';

/** The options of curl with which it sends as other programs do. */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
	curl: [],
	'curl --http1.0': ['--http1.0'],
	// Over http://, this is the same as Java's HttpClient: it first requests HTTP/2 with `Upgrade: h2c`.
	'curl --http2': ['--http2'],
	'curl, chunked': ['--header', 'Transfer-Encoding: chunked'],
	'curl, gzip': ['--header', 'Content-Encoding: gzip'],
	'curl, Expect: 100-continue': ['--header', 'Expect: 100-continue'],
};

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
	const replacements = [['listen 443 ssl', 'listen 443']] as const;
	plainNginx = await startProxy({ n8nUrl: n8n.url, replacements });
});

afterAll(async () => {
	await plainNginx?.stop();
	await nginx?.stop();
	await n8n?.stop();
	await rm(folder, { recursive: true, force: true });
});

let lastId = 0;

async function post(name: string, url: string): Promise<string> {
	const file = path.join(folder, `${(lastId += 1)}.json`);
	const body = JSON.stringify(goodApplication({ id: lastId }));
	await writeFile(file, name === 'curl, gzip' ? gzipSync(body) : body);
	const certificate = path.join(nginx.folder, 'ssl', `${HOST_NAME}.crt`);
	const args = [
		...['--silent', '--show-error', '--output', '/dev/null', '--write-out', '%{http_code}'],
		...['--cacert', certificate, '--header', `Authorization: Bearer ${TOKEN}`],
		...['--header', 'Content-Type: application/json', '--data-binary', `@${file}`],
	];
	return await run(findPrograms().curl, [...args, ...(OPTIONS[name] ?? []), url], { cwd: folder });
}

it('each sender delivers over https and http while n8n is running and while it restarts', async () => {
	const { productionUrl, workflowId } = await publishReceiver(n8n);
	const proxies = [
		`https://localhost:${nginx.httpsPort}`,
		`http://localhost:${plainNginx.httpsPort}`,
	];
	const names = Object.keys(OPTIONS);
	/** Sends a different application with each sender at the same time, and returns the statuses. */
	const postWithAll = async () => {
		const posts = proxies.flatMap((proxy) =>
			names.map(async (name) => [name, await post(name, productionUrl.replace(n8n.url, proxy))]),
		);
		return await Promise.all(posts);
	};
	// nginx refuses compressed bodies unless they are turned on for the sender's address.
	const statuses = names.map((name) => [name, name === 'curl, gzip' ? '415' : '200']);
	const expected = proxies.flatMap(() => statuses);
	expect(await postWithAll()).toEqual(expected);

	await n8n.end('SIGTERM');
	const posts = postWithAll();
	await n8n.start();
	expect(await posts).toEqual(expected);
	const count = 2 * proxies.length * (names.length - 1);
	expect(await n8n.session.waitForExecutions(workflowId, count)).toHaveLength(count);
});
