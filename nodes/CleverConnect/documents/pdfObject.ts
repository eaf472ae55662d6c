/**
 * ISO 32000-2 § 7.3. A PDF string is a `Buffer`. A name (`/Size`), number, keyword, or reference (`12 0 R`) is text.
 */
export type PdfObject = string | Buffer | PdfDictionary | readonly PdfObject[];
/** The values of a dictionary by entry name, which includes the slash. */
export type PdfDictionary = ReadonlyMap<string, PdfObject>;

/** § 7.2. The group is empty for white space, comments, and misplaced delimiters. */
const TOKEN = /[\0\s]+|%[^\r\n]*|(<<|>>|[[\]]|<[^<>]*>|\(|\/?[^\0\s()<>[\]{}/%]+|\/)|[<>{})]/y;
const STRING_PART = /[^()\\]+|\\.|[()]/sy;
/** § 7.3.4.2, table 3. An escaped line break isn't part of a PDF string. */
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/**
 * Returns the PDF dictionary at the beginning of a string (in ISO 8859-1), or `undefined` if there is no complete
 * dictionary. Open brackets are kept in a list, so that deep nesting can't overflow the call stack.
 */
export function parsePdfDictionary(text: string): PdfDictionary | undefined {
	const open: PdfObject[][] = [];
	for (const token of readTokens(text)) {
		const items = open.at(-1);
		if (token === '<<' || token === '[') {
			open.push([]);
		} else if (!items) {
			return undefined;
		} else if (token === '>>' || token === ']') {
			const value = token === '>>' ? composeDictionary(items) : items;
			open.pop();
			const outer = open.at(-1);
			if (!outer) return value instanceof Map ? value : undefined;
			outer.push(value);
		} else if (token === 'R' && items.slice(-2).filter(isInteger).length === 2) {
			// § 7.3.10. Only numbers are joined, so that no reference becomes part of the next reference.
			items.push(`${items.splice(-2).join(' ')} R`);
		} else {
			items.push(token);
		}
	}
	return undefined;
}

function isInteger(object: PdfObject): boolean {
	return typeof object === 'string' && /^\d+$/.test(object);
}

/** Builds a dictionary from alternating keys and values. Like PDF readers, skips any key that isn't a name. */
function composeDictionary(items: readonly PdfObject[]): PdfDictionary {
	const dictionary = new Map<string, PdfObject>();
	const rest = items.values();
	for (const key of rest) {
		if (typeof key !== 'string' || !key.startsWith('/')) continue;
		const { value } = rest.next();
		if (value !== undefined) dictionary.set(key, value);
	}
	return dictionary;
}

function* readTokens(text: string): Generator<string | Buffer> {
	let position = 0;
	for (;;) {
		TOKEN.lastIndex = position;
		const [whole, token] = TOKEN.exec(text) ?? [];
		if (whole === undefined) return;
		position += whole.length;
		if (token === '(') {
			const end = findStringEnd(text, position);
			yield decodeString(text.slice(position, end - 1));
			position = end;
		} else if (token?.startsWith('<') && token !== '<<') {
			yield decodeHexString(token);
		} else if (token !== undefined) {
			yield token.startsWith('/') ? decodeName(token) : token;
		}
	}
}

/** § 7.3.5: a character in a PDF name can be written as its code. */
function decodeName(written: string): string {
	// Replacing takes a long time even if there is nothing to replace.
	if (!written.includes('#')) return written;
	return written.replace(/#([\da-f]{2})/gi, (_whole, digits: string) =>
		String.fromCharCode(parseInt(digits, 16)),
	);
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

/**
 * Some programs write hashes without escapes, so carriage returns stay in a string, as in PDF.js and Poppler.
 * According to § 7.3.4.2, a carriage return means a line feed.
 */
function decodeString(written: string): Buffer {
	const decoded = written.replace(
		/\\(?:([0-7]{1,3})|\r\n?|\n|(.))/g,
		(_whole, octal?: string, letter = '') =>
			octal === undefined ? (ESCAPES[letter] ?? letter) : String.fromCharCode(parseInt(octal, 8)),
	);
	return Buffer.from(decoded, 'latin1');
}

/**
 * § 7.3.4.3: in a hexadecimal string, white space is ignored, and a missing last digit is 0. If no digit is missing,
 * `Buffer.from` ignores the added 0.
 */
function decodeHexString(written: string): Buffer {
	const digits = written.replace(/[^\da-f]/gi, '');
	return Buffer.from(`${digits}0`, 'hex');
}
