// The Code step of the read-the-cv template.
import { readPart, readZipFile } from '../../../nodes/CleverConnect/documents/zipFile';
import { MAXIMUM_TEXT, readPdfText } from './pdfText.cts';

/** In bytes. The XML of a long CV takes 1 MB. */
const MAXIMUM_SIZE = 8 * 1024 ** 2;

/** In units of about 10 ns. */
const BUDGET = 30_000_000;

/** The header is within this many bytes (Adobe's PDF Reference 1.7, appendix H.3, note 13). */
const PDF_START = 1024;

/**
 * Returns the lines of a PDF file's first pages or the paragraphs of a Word file (DOCX). Returns an empty string if the
 * file has no readable text or more than `MAXIMUM_TEXT`, or if reading it would take too much time or memory.
 */
export function readCvText(bytes: Buffer): string {
	const isPdf = bytes.subarray(0, PDF_START).includes('%PDF-');
	const text = tidy(isPdf ? readPdfText(bytes) : readWordText(bytes));
	return text.length > MAXIMUM_TEXT ? '' : text;
}

function readWordText(bytes: Buffer): string {
	const zip = readZipFile(bytes, { rest: BUDGET });
	const entry = zip.entries.find(({ name }) => /^word\/document\d*\.xml$/.test(name));
	const content = entry && readPart(zip, entry, MAXIMUM_SIZE);
	return content && content.length < MAXIMUM_SIZE ? readXmlText(content.toString('utf8')) : '';
}

/** ECMA-376, part 1, § 17.3.3 and § 17.4. Skips `Fallback`, the alternative to `Choice` (part 3, § 7.7). */
function readXmlText(xml: string): string {
	let text = '';
	let fallbacks = 0;
	let isText = false;
	for (const [markup] of xml.matchAll(/<[^<>]*>?|[^<]+/g)) {
		if (text.length + (isText ? markup.length : 0) > MAXIMUM_TEXT) return '';
		const [, end, name = ''] = /^<(\/?)([\w:]*)/.exec(markup) ?? [];
		if (name === 'mc:Fallback') fallbacks += end ? -1 : 1;
		else if (fallbacks > 0) continue;
		else if (name === 'w:t') isText = !end && !markup.endsWith('/>');
		else if (name === '') text += isText ? decode(markup) : '';
		else if (markup === '<w:tab/>') text += '\t';
		else if (name === 'w:br' || name === 'w:cr' || (end && /^w:(?:p|tr)$/.test(name))) text += '\n';
		else if (end && name === 'w:tc') text += '\t';
	}
	return text;
}

/**
 * Removes empty lines and white space around lines. Puts a space in place of characters that aren't text, such as
 * control characters, lone surrogates, and icons. The last paragraph of a table cell doesn't end a line.
 */
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
