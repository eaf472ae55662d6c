import { triggerPanel } from '../../../nodes/CleverConnect/trigger/triggerPanel';

const { executionsHelp, activationHint } = triggerPanel as Record<
	'executionsHelp' | 'activationHint',
	Record<'inactive' | 'active', string>
>;

it('the panel contains no expressions, and only HTML elements that n8n keeps', () => {
	for (const text of [...Object.values(executionsHelp), ...Object.values(activationHint)]) {
		const tags = [...text.matchAll(/<\/?(\w+)/g)].map(([, tag]) => tag);
		expect(['a', 'b', 'br', 'code', 'pre']).toEqual(expect.arrayContaining(tags));
		expect(text).not.toContain('{{');
	}
});
