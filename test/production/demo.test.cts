import { hash } from 'node:crypto';
import { letterDocx, resumePdf } from '../../tools/samples/exampleApplication.cts';
import { run } from '../../tools/common/command.cts';

it('with --once, the demo shows a valid, a suspicious, and a forged application, and then exits', async () => {
	const output = await run('npm', ['run', '--silent', 'demo', '--', '--once']);
	const [, valid = '', suspicious = '', forged = ''] = output.split(/^\d\. /m);

	expect(valid).toContain('200 {"status":"accepted","id":4711}');
	for (const file of [resumePdf, letterDocx]) expect(valid).toContain(hash('sha256', file));
	expect(valid).toContain('"firstName": "Camille"');
	expect(suspicious).toContain('"code":"typeUnverified"');
	expect(suspicious).toContain('The email address is not valid');
	expect(forged).toContain('401 {"type":"about:blank"');
	expect(forged).toMatch(/n8n's log .*CleverConnect Trigger refused an application/);
});
