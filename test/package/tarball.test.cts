import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { createFolder } from '../../tools/common/cleanUp.cts';
import { run } from '../../tools/common/command.cts';
import { pack, unpack } from '../../tools/n8n/install/communityPackage.cts';

/** The folder with the unpacked tarball. */
let folder: string;

beforeAll(async () => {
	folder = await createFolder('unpacked');
	await unpack(await pack(await createFolder('tarball')), folder);
});

it('the tarball contains only the expected files', async () => {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const files = entries
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
	expect(files.map((file) => file.split(path.sep).join('/')).sort()).toEqual([
		'LICENSE.md',
		'README.md',
		'dist/THIRD_PARTY_LICENSES.txt',
		'dist/credentials/CleverConnectWebhookApi.credentials.js',
		'dist/nodes/CleverConnect/CleverConnectTrigger.node.js',
		'dist/nodes/CleverConnect/CleverConnectTrigger.node.json',
		'dist/nodes/CleverConnect/__schema__/v2.0.0.json',
		'dist/nodes/CleverConnect/__schema__/v2.0.0/output.json',
		'dist/nodes/CleverConnect/cleverconnect.dark.svg',
		'dist/nodes/CleverConnect/cleverconnect.svg',
		'package.json',
	]);
});

it('the licenses of the bundled libraries are included', async () => {
	const licenses = await readFile(path.join(folder, 'dist/THIRD_PARTY_LICENSES.txt'), 'utf8');
	const names = licenses.match(/^\S+(?= \d\S+ \()/gm);
	expect(names).toEqual(['ipaddr.js', 'mime-db', 'mime-types', 'pako']);
});

it.each([
	['tarball', 5],
	['source', 20],
] as const)("n8n's package scan finds nothing in the %s", async (kind, atLeast) => {
	// With NODE_ENV=test, some of the scan's rules ignore file names.
	const env = { NODE_ENV: 'production' };
	const target = kind === 'source' ? process.cwd() : folder;
	const output = await run(process.execPath, ['test/helpers/scan.mjs', target, kind], { env });
	const { files, findings } = JSON.parse(output) as { files: number; findings: string[] };
	expect(findings).toEqual([]);
	expect(files).toBeGreaterThan(atLeast);
});
