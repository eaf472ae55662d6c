import { spawn } from 'node:child_process';

/**
 * Runs a command to its end and gives back what it wrote.
 *
 * @throws Error with all that the command wrote, where it ends with anything but 0.
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
			// npm is a .cmd file in Windows, which only a shell can start.
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
