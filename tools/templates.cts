// Generates the "Try it" steps and the steps with the checks of the templates in workflows/: `npm run templates`.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { readTemplate, TEMPLATE_FILES, TEMPLATE_FOLDER } from './n8n/client/template.cts';
import { withCheckSteps } from './templates/checkSteps.cts';
import { withTryIt } from './templates/tryIt.cts';

async function main(): Promise<void> {
	for (const file of TEMPLATE_FILES) {
		const filepath = path.join(TEMPLATE_FOLDER, file);
		const text = JSON.stringify(withCheckSteps(withTryIt(await readTemplate(file))), null, '\t');
		const options = await resolveConfig(filepath);
		await writeFile(filepath, await format(text, { ...options, filepath }));
	}
}

void main();
