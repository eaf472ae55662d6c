import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cleanUpAll, createFolder } from '../../../../../tools/common/cleanUp.cts';
import { pack } from '../../../../../tools/n8n/install/communityPackage.cts';

afterEach(cleanUpAll);

it('tests the tarball that TARBALL names, not a new one', async () => {
	const given = path.join(await createFolder('tarball'), 'given.tgz');
	await writeFile(given, 'given');
	process.env.TARBALL = given;
	const place = await createFolder('n8n');
	const tarball = await pack(place);
	delete process.env.TARBALL;
	expect([path.dirname(tarball), await readFile(tarball, 'utf8')]).toEqual([place, 'given']);
});
