import { run } from '../../tools/common/command.cts';

/** Returns the files in n8n's folder that contain a text, except files from packages. */
export async function findTraces(text: string, folder: string): Promise<string[]> {
	// n8n may delete files in the meantime. If no file contains the text, grep's exit code is 1.
	const grep = 'grep --recursive --no-messages --text --fixed-strings --files-with-matches';
	const command = `${grep} --exclude-dir=node_modules -- "$0" || true`;
	const output = await run('sh', ['-c', command, text], { cwd: folder });
	return output.split('\n').filter((file) => file !== '');
}
