// The "Application with text" Code step of the read-the-cv template.
import type { unzipSync } from 'fflate';

interface Application {
	readonly json: { readonly issues: ReadonlyArray<{ readonly path: string }> };
	readonly binary?: { readonly resume?: { readonly mimeType: string } };
}

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** Whether the CV is a Word file (DOCX), and nothing is wrong with any file. */
export function isSoundWordFile({ json, binary }: Application): boolean {
	const isSound = !json.issues.some(({ path }) => path.startsWith('/attachments'));
	return isSound && binary?.resume?.mimeType === WORD;
}

/** Returns the application and its files with the text as `cvText`, which is empty if it is longer than any CV. */
export function addText({ json, binary }: Application, text = '') {
	const cvText = tidy(text);
	return [{ json: { ...json, cvText: cvText.length > 200_000 ? '' : cvText }, binary }];
}

/** Returns the text of a Word file's main document, or an empty string if it is unreadable or larger than any CV's. */
export function readWordText(bytes: Uint8Array, unzip: typeof unzipSync): string {
	try {
		const files = unzip(bytes, {
			filter: ({ name, size, originalSize }) =>
				/^word\/document\d*\.xml$/.test(name) && size <= 500_000 && originalSize <= 5_000_000,
		});
		const [document] = Object.values(files);
		return document ? readXmlText(Buffer.from(document).toString('utf8')) : '';
	} catch {
		return '';
	}
}

/** ECMA-376, part 1, § 17.3.3 and § 17.4. Skips `Fallback`, the alternative to `Choice` (part 3, § 7.7). */
function readXmlText(xml: string): string {
	let text = '';
	let fallbacks = 0;
	let isText = false;
	for (const [markup] of xml.matchAll(/<[^<>]*>?|[^<]+/g)) {
		const [, end, name = ''] = /^<(\/?)([\w:]*)/.exec(markup) ?? [];
		if (name === 'mc:Fallback') fallbacks += end ? -1 : 1;
		else if (fallbacks > 0) continue;
		else if (name === 'w:t') isText = !end && !markup.endsWith('/>');
		else if (name === '') text += isText ? decode(markup) : '';
		else if (markup === '<w:tab/>' || (end && name === 'w:tc')) text += '\t';
		else if (name === 'w:br' || name === 'w:cr' || (end && /^w:(?:p|tr)$/.test(name))) text += '\n';
	}
	return text;
}

/** Removes empty lines, white space around lines, and characters that aren't text, such as icons. */
function tidy(text: string): string {
	const lines = text
		.replace(/[\0-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd\p{Surrogate}]/gu, ' ')
		.replace(/\n\t/g, '\t')
		.split('\n')
		.map((line) => line.replace(/[^\S\t]+/g, ' ').trim());
	return lines.filter(Boolean).join('\n');
}

const ENTITIES = new Map(Object.entries({ lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }));

/** Replaces references with their characters (XML 1.0 § 4.1 and § 4.6). */
function decode(text: string): string {
	return text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w+));/gi, (all, hex, decimal, name) => {
		const entity = ENTITIES.get(String(name));
		const code = hex ? parseInt(String(hex), 16) : Number(decimal);
		return entity ?? (code <= 0x10ffff ? String.fromCodePoint(code) : String(all));
	});
}
