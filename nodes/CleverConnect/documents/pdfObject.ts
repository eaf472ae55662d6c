/**
 * ISO 32000-2 § 7.3. A PDF string is a `Buffer`. A name (`/Size`), number, keyword, or reference (`12 0 R`) is text.
 */
export type PdfObject = string | Buffer | PdfDictionary | readonly PdfObject[];
/** The values of a dictionary by entry name, which includes the slash. */
export type PdfDictionary = ReadonlyMap<string, PdfObject>;

/**
 * § 7.2. The group is empty for white space, comments, and misplaced delimiters. Parentheses in strings must be escaped,
 * because no known program uses the exception for balanced parentheses (§ 7.3.4.2) in trailers and encryption
 * dictionaries.
 */
const TOKEN =
	/[\0\s]+|%[^\r\n]*|(\d+\s+\d+\s+R\b|<<|>>|[[\]]|<[^<>]*>|\((?:[^()\\]|\\.)*\)|\/?[^\0\s()<>[\]{}/%]+|\/)|[()<>{}]/gsy;
/** § 7.3.4.2, table 3. An escaped line break isn't part of a PDF string. */
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/**
 * Returns the PDF dictionary at the beginning of a string (in ISO 8859-1), or `undefined` if there is no complete
 * dictionary. Open brackets are kept in a list, so that deep nesting can't overflow the call stack.
 */
export function parsePdfDictionary(text: string): PdfDictionary | undefined {
	const open: PdfObject[][] = [];
	for (const [, token] of text.matchAll(TOKEN)) {
		if (token === undefined) continue;
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
		} else {
			items.push(readValue(token));
		}
	}
	return undefined;
}

/** Builds a dictionary from alternating keys and values. Like PDF.js, skips any key that isn't a name. */
export function composeDictionary(items: readonly PdfObject[]): PdfDictionary {
	const dictionary = new Map<string, PdfObject>();
	const rest = items.values();
	for (const key of rest) {
		if (typeof key !== 'string' || !key.startsWith('/')) continue;
		const { value } = rest.next();
		if (value !== undefined) dictionary.set(key, value);
	}
	return dictionary;
}

function readValue(token: string): string | Buffer {
	if (token.startsWith('(')) return decodeString(token.slice(1, -1));
	if (token.startsWith('<')) return decodeHexString(token);
	// § 7.3.10: the white space in a reference can be a line break.
	return token.replace(/\s+/g, ' ');
}

/** § 7.3.4.3: a missing last digit is 0. If no digit is missing, `Buffer.from` ignores the added 0. */
export function decodeHexString(written: string): Buffer {
	return Buffer.from(`${written.replace(/[^\da-f]/gi, '')}0`, 'hex');
}

/**
 * Some programs write hashes without escapes, so carriage returns stay in a string, as in PDF.js and Poppler. According
 * to § 7.3.4.2, a carriage return means a line feed.
 */
export function decodeString(written: string): Buffer {
	const decoded = written.replace(
		/\\(?:([0-7]{1,3})|\r\n?|\n|(.))/g,
		(_whole, octal?: string, letter = '') =>
			octal === undefined ? (ESCAPES[letter] ?? letter) : String.fromCharCode(parseInt(octal, 8)),
	);
	return Buffer.from(decoded, 'latin1');
}
