import { spawn } from 'node:child_process';

/**
 * Runs a command and returns its standard output.
 *
 * @throws Error with the whole output, if the exit code isn't 0
 */
export async function run(
	command: string,
	args: readonly string[],
	options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<string> {
	return await new Promise((resolve, reject) => {
		const child = spawn(command, args, {
			cwd: options.cwd,
			env: { ...process.env, ...options.env },
			stdio: ['ignore', 'pipe', 'pipe'],
			// On Windows, npm is a .cmd file, which only a shell can start.
			shell: process.platform === 'win32' && command === 'npm',
		});
		const output: Buffer[] = [];
		const stdout: Buffer[] = [];
		child.stdout.on('data', (chunk: Buffer) => {
			output.push(chunk);
			stdout.push(chunk);
		});
		child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
		child.on('error', reject);
		child.on('close', (code) => {
			if (code === 0) resolve(Buffer.concat(stdout).toString());
			else {
				const text = Buffer.concat(output).toString();
				reject(new Error(`${command} ${args.join(' ')} ended with ${code}:\n${text}`));
			}
		});
	});
}
