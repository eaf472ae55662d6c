import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
	goodApplication,
	letterDocx,
	resumePdf,
} from '../../tools/samples/exampleApplication.cts';
import { waitUntil } from '../../tools/waitUntil.cts';
import type { Instance } from '../../tools/n8n/instance.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';
import {
	createReceiver,
	CREDENTIAL_TYPE,
	deliver,
	publishReceiver,
	TOKEN,
	TRIGGER,
} from '../../tools/n8n/workflow.cts';

describe('n8n behind one proxy, with binary data in the items', () => {
	let n8n: Instance;
	beforeAll(async () => {
		n8n = await startAnotherN8n({
			N8N_PROXY_HOPS: '1',
			N8N_DEFAULT_BINARY_DATA_MODE: 'default',
		});
	});
	afterAll(async () => await n8n?.stop());

	it("outputs the files byte for byte, and the client's address", async () => {
		const receiver = await createReceiver(n8n.url, n8n.session, {
			credential: { authentication: 'bearer', token: TOKEN, allowedIps: '203.0.113.0/24' },
		});
		await n8n.session.publish(receiver.workflowId);
		const send = async (forwardedFor: string) =>
			await deliver(receiver.productionUrl, goodApplication(), { 'x-forwarded-for': forwardedFor });

		expect((await send('198.51.100.1')).status).toBe(403);
		expect(n8n.log()).not.toContain('set N8N_PROXY_HOPS');
		expect((await send('203.0.113.7, 198.51.100.1')).status).toBe(403);
		expect((await send('198.51.100.1, 203.0.113.7')).status).toBe(200);

		const [execution] = await n8n.session.waitForExecutions(receiver.workflowId, 1);
		const [[item] = []] = execution?.outputsOf(TRIGGER) ?? [];
		expect(item?.json.receipt).toMatchObject({ sourceIp: '203.0.113.7' });
		expect(item?.binary?.resume?.id).toBeUndefined();
		expect(await n8n.session.readFiles(item?.binary)).toEqual({
			resume: resumePdf,
			letter: letterDocx,
		});
	});
});

describe('n8n that registers all URLs again when it starts', () => {
	let n8n: Instance;
	beforeAll(async () => {
		n8n = await startAnotherN8n({ N8N_USE_WORKFLOW_PUBLICATION_SERVICE: 'false' });
	});
	afterAll(async () => await n8n?.stop());

	it('returns 500 while the credential is invalid, and accepts deliveries once the credential is corrected', async () => {
		const { credentialId, productionUrl } = await publishReceiver(n8n);
		const send = async () => (await deliver(productionUrl, goodApplication())).status;
		const setToken = async (token: string) =>
			await n8n.session.updateCredential(credentialId, 'Changed', CREDENTIAL_TYPE, {
				authentication: 'bearer',
				token,
			});

		await setToken('short');
		expect(await send()).toBe(500);
		await n8n.restart('SIGTERM');
		expect(await send()).toBe(500);
		await setToken(TOKEN);
		await waitUntil('the corrected credential to be used', async () => (await send()) === 200);
	});
});

it('n8n ends with the process that started it, even if that process is killed', async () => {
	const script = path.join(__dirname, 'start-and-wait.cts');
	// A killed process can't delete its files, so this test puts them in a folder and deletes the folder.
	const leftovers = await mkdtemp(path.join(tmpdir(), 'killed-'));
	const child = spawn(process.execPath, ['--require', 'tsx/cjs', script], {
		stdio: ['ignore', 'pipe', 'inherit'],
		env: { ...process.env, TMPDIR: leftovers },
	});
	const started = once(child.stdout.setEncoding('utf8'), 'data') as Promise<[string]>;
	const ended = once(child, 'exit').then(() => Promise.reject(new Error('n8n did not start')));
	ended.catch(() => {});
	const [line] = await Promise.race([started, ended]);
	const isUp = async () =>
		await fetch(`${line.trim()}/healthz`).then(
			() => true,
			() => false,
		);
	expect(await isUp()).toBe(true);

	child.kill('SIGKILL');
	await waitUntil('n8n to end', async () => !(await isUp()));
	await rm(leftovers, { recursive: true, maxRetries: 5, retryDelay: 200 });
});
