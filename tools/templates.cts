import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { TEMPLATE_FOLDER } from './n8n/client/template.cts';
import { compose } from './templates/compose.cts';
import { DESCRIPTIONS } from './templates/readDescriptions.cts';

async function main(): Promise<void> {
	for (const [file, description] of Object.entries(DESCRIPTIONS)) {
		const filepath = path.join(TEMPLATE_FOLDER, file);
		const text = JSON.stringify(compose(description), null, '\t');
		const options = await resolveConfig(filepath);
		await writeFile(filepath, await format(text, { ...options, filepath }));
	}
}

void main();
