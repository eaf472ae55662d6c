import { pack } from '../../../../../tools/n8n/install/communityPackage.cts';

it('the tarball that TARBALL names is tested instead of a new one', async () => {
	process.env.TARBALL = '/given.tgz';
	expect(await pack('/any')).toBe('/given.tgz');
	delete process.env.TARBALL;
});
