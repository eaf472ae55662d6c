import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../../common/command.cts';

const ROOT = path.join(__dirname, '..', '..', '..');

export async function buildPackage(): Promise<void> {
	process.stderr.write('Building the package …\n');
	await run('npm', ['run', '--silent', 'build'], { cwd: ROOT });
}

/**
 * Packs the built package as `npm publish` does, and returns the path of the tarball. If the TARBALL variable names a
 * tarball, it is used instead, so that the tarball that is tested can be published.
 */
export async function pack(folder: string): Promise<string> {
	if (process.env.TARBALL) return process.env.TARBALL;
	const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
	const packed = JSON.parse(await run('npm', args, { cwd: ROOT })) as [{ filename: string }];
	return path.join(folder, packed[0].filename);
}

/** Unpacks a tarball that npm has packed, whose files are all in `package/`. */
export async function unpack(tarball: string, folder: string): Promise<void> {
	await mkdir(folder, { recursive: true });
	await run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
}

/**
 * Packs the package and installs it where n8n's "Install community node" does. Without a license, n8n itself installs
 * packages only from the public registry. The package has no dependencies to install.
 */
export async function installCommunityPackage(userFolder: string): Promise<void> {
	const folder = path.join(userFolder, '.n8n/nodes/node_modules/n8n-nodes-cleverconnect');
	await unpack(await pack(userFolder), folder);
}
