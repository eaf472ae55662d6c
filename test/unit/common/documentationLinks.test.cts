import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PAGES } from '../../../nodes/CleverConnect/common/documentationLinks';
import { DOCS_FOLDER } from '../../../tools/docs/page.cts';

it.each(Object.values(PAGES))('the editor links to an existing page: %s', (url) => {
	const [, file = 'README.md', anchor] =
		/\/n8n-nodes-cleverconnect(?:\/blob\/main\/([^#]+))?(?:#(.+))?$/.exec(url) ?? [];
	const text = readFileSync(path.join(DOCS_FOLDER, '..', file), 'utf8');
	const title = anchor?.replaceAll('-', ' ') ?? '';
	expect(text).toMatch(new RegExp(anchor === undefined ? '' : `^#+ ${title}$`, 'im'));
});
