import { pack } from '../../../../../tools/n8n/install/communityPackage.cts';

it('tests the tarball that TARBALL names, not a new one', async () => {
	process.env.TARBALL = '/given.tgz';
	expect(await pack('/any')).toBe('/given.tgz');
	delete process.env.TARBALL;
});
