import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CleverConnectWebhookApi } from '../../credentials/CleverConnectWebhookApi.credentials';
import schema from '../../nodes/CleverConnect/application/application.schema.json';
import { CleverConnectTrigger } from '../../nodes/CleverConnect/CleverConnectTrigger.node';
import { run } from '../../tools/common/command.cts';
import { pack, unpack } from '../../tools/n8n/install/communityPackage.cts';

// On a busy machine, the scan takes a long time to load its rules.
jest.setTimeout(120_000);

interface Manifest {
	readonly files: string[];
	readonly n8n: {
		readonly strict: boolean;
		readonly nodes: string[];
		readonly credentials: string[];
	};
	readonly [field: string]: unknown;
}

const ROOT = path.join(__dirname, '..', '..');
const NODE_FOLDER = 'dist/nodes/CleverConnect';

let workFolder: string;
let tarball: string;
/** The folder with the unpacked tarball. */
let folder: string;
let manifest: Manifest;

beforeAll(async () => {
	workFolder = await mkdtemp(path.join(tmpdir(), 'tarball-'));
	tarball = await pack(workFolder);
	folder = path.join(workFolder, 'unpacked');
	await unpack(tarball, folder);
	manifest = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as Manifest;
});

afterAll(async () => await rm(workFolder, { recursive: true }));

async function scan(target: string, kind: 'source' | 'tarball') {
	const script = path.join(__dirname, '..', 'helpers', 'scan.mjs');
	// With NODE_ENV=test, one of the scan's rules treats file names differently.
	const env = { NODE_ENV: 'production' };
	const output = await run(process.execPath, [script, target, kind], { cwd: ROOT, env });
	return JSON.parse(output) as { files: number; findings: string[] };
}

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

it('the tarball is smaller than 600 KB', async () => {
	expect((await stat(tarball)).size).toBeLessThan(600_000);
});

it('the package has no runtime dependency except n8n-workflow', () => {
	expect(manifest).toMatchObject({
		name: 'n8n-nodes-cleverconnect',
		license: 'MIT',
		peerDependencies: { 'n8n-workflow': '*' },
		n8n: { strict: true },
	});
	const others = Object.keys(manifest).filter((field) => /dependencies$/i.test(field));
	expect(others.sort()).toEqual(['devDependencies', 'peerDependencies']);
});

it.each([
	[NODE_FOLDER, new CleverConnectTrigger().description],
	['dist/credentials', new CleverConnectWebhookApi()],
])('the icons of what is in %s exist', (parent, { icon }) => {
	for (const name of Object.values(icon as object)) {
		const file = path.join(folder, parent, String(name).replace('file:', ''));
		expect([file, existsSync(file)]).toEqual([file, true]);
	}
});

it('the code requires no module except n8n-workflow and crypto', async () => {
	for (const file of [...manifest.n8n.nodes, ...manifest.n8n.credentials]) {
		const code = await readFile(path.join(folder, file), 'utf8');
		const modules = [...code.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name);
		expect(new Set(modules)).toEqual(
			new Set(file.endsWith('.node.js') ? ['n8n-workflow', 'node:crypto'] : []),
		);
	}
});

it('the output schema has the fields of an item', async () => {
	const text = await readFile(path.join(folder, NODE_FOLDER, '__schema__/v2.0.0.json'), 'utf8');
	const { properties } = JSON.parse(text) as typeof schema.definitions.item;
	const added = ['issues', 'receipt'];
	expect(Object.keys(properties)).toEqual([...Object.keys(schema.properties), ...added]);
	const attachment = Object.keys(properties.attachments.items.properties);
	expect(attachment).toEqual(expect.arrayContaining(['type', 'binaryField', 'sha256']));
	expect(attachment).not.toContain('content');
});

it("each bundled library's licence is included", async () => {
	const licences = await readFile(path.join(folder, 'dist/THIRD_PARTY_LICENSES.txt'), 'utf8');
	for (const name of ['pako', 'ipaddr.js', 'mime-db']) {
		expect(licences).toMatch(new RegExp(`^${name.replace('.', '\\.')} \\d`, 'm'));
	}
});

it.each([
	['tarball', 5],
	['source', 20],
] as const)("n8n's package scan finds nothing in the %s", async (kind, atLeast) => {
	const { files, findings } = await scan(kind === 'source' ? ROOT : folder, kind);
	expect(findings).toEqual([]);
	expect(files).toBeGreaterThan(atLeast);
});
