import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { waitUntil } from '../../tools/common/waitUntil.cts';

it('n8n ends with the process that started it, even if that process is killed', async () => {
	const script = path.join(__dirname, '..', 'helpers', 'startAndWait.cts');
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
