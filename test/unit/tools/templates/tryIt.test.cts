import { readTemplate, TEMPLATE_FILES } from '../../../../tools/n8n/client/template.cts';
import { withCheckSteps } from '../../../../tools/templates/checkSteps.cts';
import { withTryIt } from '../../../../tools/templates/tryIt.cts';

it.each(TEMPLATE_FILES)('%s has the steps that `npm run templates` generates', async (file) => {
	const template = await readTemplate(file);
	expect(withCheckSteps(withTryIt(template))).toEqual(template);
});
