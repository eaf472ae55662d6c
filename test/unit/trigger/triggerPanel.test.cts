import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CleverConnectWebhookApi } from '../../../credentials/CleverConnectWebhookApi.credentials';
import { triggerPanel } from '../../../nodes/CleverConnect/trigger/triggerPanel';
import { DOCS_FOLDER } from '../../../tools/docs/page.cts';

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

it.each<[string, string]>([
	['docs/settings.md', readFileSync(path.join(DOCS_FOLDER, 'settings.md'), 'utf8')],
	['the credential', JSON.stringify(new CleverConnectWebhookApi().properties)],
	["the trigger's panel", executionsHelp.inactive],
	["a published trigger's panel", executionsHelp.active],
])('the percent-encoding of a token in a URL is explained in %s', (_name, text) => {
	const pairs = text.replace(/`|amp;/g, '').matchAll(/(%[\dA-F]{2}) for (\S)/g);
	const decoded = [...pairs].map(
		([, code = '', character]) => decodeURIComponent(code) + character,
	);
	expect(decoded).toEqual(['++', '&&', '##', '%%']);
});
