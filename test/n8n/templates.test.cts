import { importTemplate } from '../../tools/n8n/client/template.cts';
import { TRY_IT } from '../../tools/templates/description.cts';
import { DESCRIPTIONS } from '../../tools/templates/descriptions.cts';
import { n8n } from '../helpers/n8n.cts';

const samples = Object.entries(DESCRIPTIONS).filter(([, { trigger }]) => trigger !== null);

it.each(samples)(
	'Try it in %s either works, or n8n says what to fill in',
	async (file, { steps }) => {
		const { workflowId } = await importTemplate(n8n.session, n8n.url, file, {});
		const numbers = [];
		for (let round = 0; round < 2; round += 1) {
			const tried = await n8n.session.runManually(workflowId, TRY_IT);
			if ('Your next step' in steps && tried.status === 'success') {
				expect(tried.outputsOf('Your next step')[0]?.length).toBeGreaterThan(0);
				numbers.push(tried.savedData.applicationId);
			} else expect(tried.error).toMatch(/ issues:[^]*Parameter ".*" is required/);
		}
		expect(new Set(numbers).size).toBe(numbers.length);
	},
);
