import { spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** Runs a command and returns its standard output, or throws its whole output if the exit code isn't 0. */
export async function run(
	command: string,
	args: readonly string[],
	{ cwd, env }: Pick<SpawnOptions, 'cwd' | 'env'> = {},
): Promise<string> {
	const child = spawn(command, args, {
		cwd,
		env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
		// On Windows, npm is a .cmd file, which only a shell can start.
		shell: process.platform === 'win32' && command === 'npm',
	});
	const [stdout, stderr, [code]] = await Promise.all([
		text(child.stdout),
		text(child.stderr),
		once(child, 'close') as Promise<[number | null]>,
	]);
	if (code === 0) return stdout;
	throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
}
