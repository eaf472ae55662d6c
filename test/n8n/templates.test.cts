import { importTemplate } from '../../tools/n8n/client/template.cts';
import { TRY_IT } from '../../tools/templates/description.cts';
import { DESCRIPTIONS } from '../../tools/templates/descriptions.cts';
import { n8n } from '../helpers/n8n.cts';

const samples = Object.entries(DESCRIPTIONS).filter(([, { trigger }]) => trigger !== null);

it.each(samples)(
	'the sample in %s ends, each time, at the step that says what to do next',
	async (file, { reminder }) => {
		const last =
			reminder && 'step' in reminder ? reminder.step : (reminder?.[0] ?? 'Your next step');
		const { workflowId } = await importTemplate(n8n.session, n8n.url, file, {});
		const numbers = [];
		for (let round = 0; round < 2; round += 1) {
			const tried = await n8n.session.runManually(workflowId, TRY_IT);
			expect([tried.status, tried.error]).toEqual(['success', undefined]);
			expect(tried.outputsOf(last)[0]?.length).toBeGreaterThan(0);
			numbers.push(tried.savedData.applicationId);
		}
		expect(new Set(numbers).size).toBe(2);
	},
);
