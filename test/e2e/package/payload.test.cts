import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../../../tools/n8n/command.cts';

const ROOT = path.join(__dirname, '..', '..', '..');

it('docs/payload.md is what `npm run docs` makes of the schema', async () => {
	// In a Node.js of its own: prettier loads its parts in a way that jest does not offer.
	const script = `
		const { composePayloadPage } = require('./tools/docs/payload.js');
		const schema = require('./nodes/CleverConnect/application/application.schema.json');
		composePayloadPage(schema, require('./.prettierrc.js')).then(console.log);
	`;
	const made = await run(process.execPath, ['-e', script], { cwd: ROOT });
	const committed = await readFile(path.join(ROOT, 'docs/payload.md'), 'utf8');
	expect(committed).toBe(made.replace(/\n$/, ''));
});
