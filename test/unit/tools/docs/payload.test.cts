import { readFileSync } from 'node:fs';
import { run } from '../../../../tools/common/command.cts';

it('docs/reference.md and the types are what `npm run docs` generates from the schema', async () => {
	// In a separate Node.js process, because prettier loads its parts in a way that jest doesn't support.
	const script = `
		const { composeTypes, updateReference } = require('./tools/docs/payload.js');
		const schema = require('./nodes/CleverConnect/application/application.schema.json');
		const page = require('fs').readFileSync('docs/reference.md', 'utf8').replace(/^\\| \`.*\\n/gm, '');
		composeTypes(schema, require('./.prettierrc.js')).then((types) =>
			console.log(JSON.stringify([updateReference(page, schema), types])));
	`;
	const [page, types] = JSON.parse(await run(process.execPath, ['-e', script])) as string[];
	expect(page).toBe(readFileSync('docs/reference.md', 'utf8'));
	const file = 'nodes/CleverConnect/application/generated/application.ts';
	expect(types).toBe(readFileSync(file, 'utf8'));
}, 60_000);
