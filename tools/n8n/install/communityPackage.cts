import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { withProgress } from '../../common/progress.cts';
import { run } from '../../common/command.cts';

const ROOT = path.join(__dirname, '..', '..', '..');

/** Runs `npm run build`. */
export async function buildPackage(): Promise<void> {
	await withProgress(
		'Building the package',
		async () => await run('npm', ['run', '--silent', 'build'], { cwd: ROOT }),
	);
}

/**
 * Packs the built package as `npm publish` does.
 *
 * @returns the path of the tarball
 */
export async function pack(folder: string): Promise<string> {
	const output = await run(
		'npm',
		['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
		{ cwd: ROOT },
	);
	const [{ filename }] = JSON.parse(output) as [{ filename: string }];
	return path.join(folder, filename);
}

/** Unpacks an npm tarball, whose files are all in `package/`. */
export async function unpack(tarball: string, folder: string): Promise<void> {
	await mkdir(folder, { recursive: true });
	await run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1'], { cwd: folder });
}

/**
 * Installs a tarball as n8n's "Install community node" does, in `<user folder>/.n8n/nodes`. n8n itself
 * installs packages only from the public registry.
 */
export async function installCommunityPackage(tarball: string, nodesFolder: string): Promise<void> {
	const name = 'n8n-nodes-cleverconnect';
	const folder = path.join(nodesFolder, 'node_modules', name);
	await unpack(tarball, folder);

	const manifestPath = path.join(folder, 'package.json');
	const {
		devDependencies: _development,
		peerDependencies: _peers,
		optionalDependencies: _optional,
		...manifest
	} = JSON.parse(await readFile(manifestPath, 'utf8')) as Record<string, unknown>;
	await writeFile(manifestPath, JSON.stringify(manifest, null, 2));
	await run(
		'npm',
		[
			'install',
			'--ignore-scripts=true',
			'--install-strategy=shallow',
			'--bin-links=false',
			'--package-lock=false',
		],
		{ cwd: folder },
	);
	await writeFile(
		path.join(nodesFolder, 'package.json'),
		JSON.stringify({
			name: 'installed-nodes',
			private: true,
			dependencies: { [name]: manifest.version },
		}),
	);
}
