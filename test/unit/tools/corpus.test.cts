import { run } from '../../../tools/common/command.cts';

it("npm run corpus prints each file's detected type and issues, by its extension", async () => {
	const folder = 'test/fixtures/files/pdf';
	const output = await run(process.execPath, ['tools/run.mjs', 'corpus', folder]);
	expect(output).toMatch(/^groff\.pdf\tapplication\/pdf\t$/m);
	expect(output).toMatch(/^qpdf-password-256\.pdf\tapplication\/pdf\tencrypted$/m);
}, 60_000);
