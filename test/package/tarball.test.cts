import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
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
const NODE = 'dist/nodes/CleverConnect/CleverConnectTrigger.node';

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
	expect(manifest).not.toHaveProperty('dependencies');
	expect(manifest).not.toHaveProperty('optionalDependencies');
	expect(manifest).not.toHaveProperty('bundledDependencies');
});

it('the node and the credential load, with their icons and codex files where n8n expects them', async () => {
	const files = [...manifest.n8n.nodes, ...manifest.n8n.credentials];
	const script = `
		const { existsSync } = require('node:fs');
		const path = require('node:path');
		const missing = [];
		for (const file of ${JSON.stringify(files)}) {
			const full = path.resolve(file);
			const name = path.basename(file).split('.')[0];
			const loaded = new (require(full)[name])();
			const icons = (loaded.description ?? loaded).icon;
			for (const icon of [icons.light, icons.dark]) {
				const target = path.resolve(path.dirname(full), icon.replace('file:', ''));
				if (!existsSync(target)) missing.push(target);
			}
		}
		process.stdout.write(JSON.stringify(missing));
	`;
	const output = await run(process.execPath, ['-e', script], {
		cwd: folder,
		env: { NODE_PATH: path.join(ROOT, 'node_modules') },
	});
	expect(JSON.parse(output)).toEqual([]);

	const codex = JSON.parse(await readFile(path.join(folder, `${NODE}.json`), 'utf8')) as object;
	expect(codex).toMatchObject({ node: 'n8n-nodes-cleverconnect.cleverConnectTrigger' });
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

it('the output schema has the same fields as an item', async () => {
	const schemaFile = path.join(folder, 'dist/nodes/CleverConnect/__schema__/v2.0.0.json');
	const schema = JSON.parse(await readFile(schemaFile, 'utf8')) as object;
	expect(schema).toMatchObject({
		type: 'object',
		version: 1,
		properties: {
			id: { type: 'integer' },
			jobId: { type: 'string' },
			candidate: { properties: { email: { type: 'string' } } },
			attachments: {
				items: { properties: { type: { type: 'string' }, binaryField: { type: 'string' } } },
			},
			issues: { items: { properties: { code: { type: 'string' } } } },
			receipt: { properties: { bodySha256: { type: 'string' } } },
		},
	});
	expect(schema).not.toHaveProperty('properties.attachments.items.properties.content');
});

it("each bundled library's licence is included", async () => {
	const licences = await readFile(path.join(folder, 'dist/THIRD_PARTY_LICENSES.txt'), 'utf8');
	for (const name of ['pako', 'ipaddr.js', 'mime-db']) {
		expect(licences).toMatch(new RegExp(`^${name.replace('.', '\\.')} \\d`, 'm'));
	}
});

describe("n8n's package scan", () => {
	it('finds nothing in the tarball', async () => {
		const { files, findings } = await scan(folder, 'tarball');
		expect(findings).toEqual([]);
		expect(files).toBeGreaterThan(5);
	});

	it('finds nothing in the source', async () => {
		const { files, findings } = await scan(ROOT, 'source');
		expect(findings).toEqual([]);
		expect(files).toBeGreaterThan(20);
	});
});
