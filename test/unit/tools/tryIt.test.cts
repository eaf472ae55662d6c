import { readTemplate, TEMPLATE_FILES } from '../../../tools/n8n/template.cts';
import { withTryIt } from '../../../tools/templates/tryIt.cts';

it.each(TEMPLATE_FILES)('%s has the sample that "npm run templates" makes', async (file) => {
	const template = await readTemplate(file);
	expect(withTryIt(template)).toEqual(template);
});
