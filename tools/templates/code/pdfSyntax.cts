// The syntax of PDF content streams (ISO 32000-2 § 7.2 and § 7.8.2) and ToUnicode CMaps (§ 9.10.3).
import { decodeHexString, decodeString } from '../../../nodes/CleverConnect/documents/pdfObject';

/** § 7.2. The group is empty for white space, comments, and misplaced delimiters. */
const TOKEN = /[\0\s]+|%[^\r\n]*|(<<|>>|[[\]]|<[^<>]*>|\(|\/?[^\0\s()<>[\]{}/%]+|\/)|[<>{})]/y;
/** The lengths, above the limits in ISO 32000-1 (annex C), after which tokens and strings are cut off. */
const MAXIMUM_TOKEN = 128;
const MAXIMUM_STRING = 65_536;
const STRING_PART = /[^()\\]+|\\.|[()]/sy;
/** § 8.9.7: the data of an inline image ends with this operator. */
const IMAGE_END = /[\0\s]EI(?![^\0\s])/g;

/** Returns the tokens of a content stream or CMap. A string's token consists of its bytes. */
export function* readTokens(text: string): Generator<string | Buffer> {
	let position = 0;
	for (;;) {
		TOKEN.lastIndex = position;
		const [whole, token] = TOKEN.exec(text) ?? [];
		if (whole === undefined) return;
		position += whole.length;
		if (token === '(') {
			const end = findStringEnd(text, position);
			yield decodeString(text.slice(position, Math.min(end - 1, position + MAXIMUM_STRING)));
			position = end;
		} else if (token?.startsWith('<') && token !== '<<') {
			yield decodeHexString(token.slice(0, 2 * MAXIMUM_STRING));
		} else if (token !== undefined) {
			yield token.slice(0, MAXIMUM_TOKEN);
			if (token === 'ID') position = findImageEnd(text, position);
		}
	}
}

/** Returns the index after a string's closing parenthesis. Parentheses inside the string are balanced or escaped. */
function findStringEnd(text: string, start: number): number {
	let depth = 1;
	STRING_PART.lastIndex = start;
	for (let part = STRING_PART.exec(text); part; part = STRING_PART.exec(text)) {
		if (part[0] === '(') depth++;
		if (part[0] === ')') depth--;
		if (depth === 0) return STRING_PART.lastIndex;
	}
	return text.length + 1;
}

function findImageEnd(text: string, start: number): number {
	IMAGE_END.lastIndex = start;
	return IMAGE_END.test(text) ? IMAGE_END.lastIndex : text.length;
}
