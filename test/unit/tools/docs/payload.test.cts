import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../../../../tools/common/command.cts';

// On a busy machine, a new process takes a long time to load its modules.
jest.setTimeout(60_000);

const ROOT = process.cwd();

it.each([
	['docs/payload.md', 'composePayloadPage'],
	['nodes/CleverConnect/application/generated/application.ts', 'composeTypes'],
])('%s matches what `npm run docs` generates from the schema', async (file, compose) => {
	// In a separate Node.js process, because prettier loads its parts in a way that jest doesn't support.
	const script = `
		const payload = require('./tools/docs/payload.js');
		const schema = require('./nodes/CleverConnect/application/application.schema.json');
		payload.${compose}(schema, require('./.prettierrc.js')).then(console.log);
	`;
	const generated = await run(process.execPath, ['-e', script], { cwd: ROOT });
	expect(await readFile(path.join(ROOT, file), 'utf8')).toBe(generated.replace(/\n$/, ''));
});
