import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pack } from '../../../../../tools/n8n/install/communityPackage.cts';

let folder: string;

beforeEach(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'tarball-'));
});
afterEach(async () => {
	delete process.env.TARBALL;
	await rm(folder, { recursive: true });
});

it('tests the tarball that TARBALL names, not a new one', async () => {
	process.env.TARBALL = path.join(folder, 'given.tgz');
	await writeFile(process.env.TARBALL, 'given');
	const place = await mkdtemp(path.join(folder, 'n8n-'));
	const tarball = await pack(place);
	expect(path.dirname(tarball)).toBe(place);
	expect(await readFile(tarball, 'utf8')).toBe('given');
});
