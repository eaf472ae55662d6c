import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CleverConnectWebhookApi } from '../../credentials/CleverConnectWebhookApi.credentials';
import { listNames } from '../../tools/docs/page.cts';
import { installN8n } from '../../tools/n8n/install/installation.cts';

/** Labels that n8n composes from parts, and labels on GitHub. */
const OTHER_LABELS = [
	...['Connect to CleverConnect Webhook', 'Connect to SMTP', 'Default - Save'],
	...['Prefer Input 1 Version', 'Copy raw file', 'Download raw file'],
];

/** The characters that can be beside a label in JavaScript, JSON, HTML, and Markdown. */
const DELIMITERS = /["'`<>:\\…]|# | → | \(/;

function readFiles(folder: string, name: RegExp): string[] {
	const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
	return files
		.filter((file) => name.test(file))
		.map((file) => readFileSync(path.join(folder, file), 'utf8'));
}

/** Returns the names in bold or italics with a capital and a small letter first, and at most five words. */
function listLabels(text: string): string[] {
	const names = listNames(text).filter((name) => !name.startsWith('`'));
	return names
		.flatMap((name) => name.replace(/^[*_]+|[*_]+$/g, '').split(DELIMITERS))
		.filter((name) => /^[A-Z][a-z]/.test(name) && name.split(' ').length <= 5);
}

it('labels on the pages are texts in n8n, on GitHub, in the package, or in a workflow', async () => {
	const modules = path.join(path.dirname((await installN8n()).n8n), '../..');
	const texts = [
		...readFiles(path.join(modules, 'n8n-editor-ui/dist/assets'), /^src-.*\.js$/),
		...readFiles(path.join(modules, 'n8n-nodes-base/dist/types'), /^(nodes|credentials)\.json$/),
		...readFiles('nodes', /\.(?:ts|html)$/),
		...['workflows', 'deploy'].flatMap((folder) => readFiles(folder, /\.json$/)),
		JSON.stringify([new CleverConnectWebhookApi(), OTHER_LABELS]),
	];
	const known = new Set(texts.flatMap((text) => text.split(DELIMITERS)));
	const pages = ['docs', 'workflows', 'deploy'].flatMap((folder) => readFiles(folder, /\.md$/));
	pages.push(readFileSync('README.md', 'utf8'));
	const labels = [...new Set(pages.flatMap(listLabels))];
	expect(labels.length).toBeGreaterThan(150);
	expect(labels.filter((label) => !known.has(label))).toEqual([]);
});
