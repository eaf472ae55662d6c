import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CleverConnectWebhookApi } from '../../../credentials/CleverConnectWebhookApi.credentials';
import { PAGES } from '../../../nodes/CleverConnect/common/documentation';
import { triggerPanel } from '../../../nodes/CleverConnect/trigger/triggerPanel';
import { DOCS_FOLDER } from '../../../tools/docs/page.cts';

describe("the trigger's panel", () => {
	const { executionsHelp, activationHint } = triggerPanel as Record<
		'executionsHelp' | 'activationHint',
		Record<'inactive' | 'active', string>
	>;
	const listLinks = (html: string) => [...html.matchAll(/href="(.*?)"/g)].map(([, url]) => url);

	it('lists the ways to send a test application, from the easiest to the terminal command', () => {
		expect(listLinks(activationHint.inactive)).toEqual([
			PAGES.templates,
			PAGES.testForm,
			PAGES.message,
		]);
		for (const text of Object.values(executionsHelp)) {
			expect(text.lastIndexOf('<b>')).toBe(text.indexOf('<b>With a terminal</b>'));
		}
	});

	it('contains no expressions, and only HTML elements that n8n keeps', () => {
		const texts = [...Object.values(executionsHelp), ...Object.values(activationHint)];
		for (const text of texts) {
			const tags = [...text.matchAll(/<\/?(\w+)/g)].map(([, tag]) => tag);
			expect(['a', 'b', 'br', 'code', 'pre']).toEqual(expect.arrayContaining(tags));
			expect(text).not.toContain('{{');
		}
	});
});

it.each(Object.values(PAGES))('the editor links to an existing page: %s', (url) => {
	const [, file = 'README.md', anchor] =
		/\/n8n-nodes-cleverconnect(?:\/blob\/main\/([^#]+))?(?:#(.+))?$/.exec(url) ?? [];
	const text = readFileSync(path.join(__dirname, '..', '..', '..', file), 'utf8');
	const title = anchor?.replaceAll('-', ' ') ?? '';
	expect(text).toMatch(new RegExp(anchor === undefined ? '' : `^#+ ${title}$`, 'im'));
});

describe('the percent-encoding of a token in a URL is explained in', () => {
	const { inactive, active } = triggerPanel.executionsHelp as { inactive: string; active: string };
	const page = readFileSync(path.join(DOCS_FOLDER, 'settings.md'), 'utf8');
	const property = new CleverConnectWebhookApi().properties.find(
		({ name }) => name === 'queryParameter',
	);

	it.each<[string, string]>([
		['docs/settings.md', page.replaceAll('`', '')],
		['the credential', String(property?.description)],
		["the trigger's panel", inactive.replaceAll('&amp;', '&')],
		["a published trigger's panel", active.replaceAll('&amp;', '&')],
	])('%s', (_name, text) => {
		expect(text).toContain('?token=');
		expect(text).toContain('percent-encoded');
		const pairs = [...text.matchAll(/(%[\dA-F]{2}) for (\S)/g)];
		expect(pairs.map(([, encoded = '']) => decodeURIComponent(encoded)).join(' ')).toBe('+ & # %');
		expect(pairs.map(([, , character]) => character).join(' ')).toBe('+ & # %');
	});
});
