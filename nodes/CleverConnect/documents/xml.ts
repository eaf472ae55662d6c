import { decodeBigEndian } from './textFormats';

export interface XmlElement {
	/**
	 * Returns the value of an attribute in lowercase and without surrounding white space, or an empty string if there
	 * is no such attribute.
	 */
	readonly get: (attribute: string) => string;
}

/** XML 1.0 § 2.3. JavaScript's `\s` also matches characters that names can have, such as U+FEFF. */
const SPACE = '[ \\t\\r\\n]';
const NAME = '[^ \\t\\r\\n<>/="\']+';
/** § 3.1: an attribute's value can't contain `<`. */
const VALUE = `"[^<"]*"|'[^<']*'`;
const EQUALS = `${SPACE}*=${SPACE}*`;
const ATTRIBUTE = new RegExp(`(${NAME})${EQUALS}(${VALUE})`, 'g');
/**
 * Matches a whole piece of markup that begins with `<`, so that no element is found inside a comment. The groups are
 * the name and the attributes of a start tag. In real files, the tags in the parts that are read have few.
 */
const MARKUP = new RegExp(
	[
		// § 2.5, § 2.7, § 2.6: comments, CDATA sections, and processing instructions
		'<!--.*?-->',
		'<!\\[CDATA\\[.*?\\]\\]>',
		'<\\?.*?\\?>',
		// § 2.8: a document type declaration and the declarations in it, each up to the next markup
		'<![A-Z][^<]*',
		'</[^<>]*>',
		`<((?![!?])${NAME})((?:${SPACE}+${NAME}${EQUALS}(?:${VALUE})){0,64})${SPACE}*/?>`,
	].join('|'),
	'sy',
);
/** Limits on the pieces of markup and on the character references. In real files, the parts that are read have fewer. */
const MAXIMUM_MARKUP = 16_384;
const MAXIMUM_REFERENCES = 1024;
/**
 * The XML declaration (§ 2.8) and the rest of its line, where LibreOffice also looks for an encoding
 * (`XMLFile2UTFConverter` in sax/source/expatwrap/xml2utf.cxx).
 */
const DECLARATION = /^\ufeff?<\?xml[^>]*[^\n]*/;
const ENCODING = /\sencoding/;
/**
 * Matches encodings in which readers find the same markup: UTF-16, which the first bytes show, and ones in which the
 * bytes of ASCII characters have no other meaning. Part 2 of ECMA-376 (§ 7.1.4) allows only UTF-8 and UTF-16.
 */
const UNAMBIGUOUS_ENCODINGS =
	/\sencoding\s*=\s*(["'])(?:utf-?8|utf-?16(?:le|be)?|(?:us-)?ascii|iso-?8859-?\d{1,2}|(?:windows|cp)-?125\d)\1/gi;
const CHARACTER_REFERENCE = /&#0*(\d{1,7});|&#x0*([\da-f]{1,6});/gi;

export type XmlDocument = ReturnType<typeof parseXml>;
/** A document and the name of the part that contains it. */
export type XmlPart = XmlDocument & { readonly name: string };

/** Parses the elements of a document up to the first markup that can't be parsed, as far as the maximums allow. */
export function parseXml(xml: Buffer) {
	const text = decode(xml);
	const { startTags, isBroken } = readStartTags(text);
	const declaration = DECLARATION.exec(text)?.[0];
	const ambiguousEncoding = declaration?.replace(UNAMBIGUOUS_ENCODINGS, '').match(ENCODING);
	return {
		/** Whether no element is found, a maximum is exceeded, markup can't be parsed, or the encoding is ambiguous. */
		isBroken: isBroken || Boolean(ambiguousEncoding),
		/** Whether the beginning of a document type declaration (§ 2.8) occurs, whose entities can hide any text. */
		hasDoctype: text.includes('<!DOCTYPE'),
		/** Returns the parsed elements with a given name in any namespace. */
		listElements: (name: string) =>
			startTags
				.filter((tag) => tag.name.slice(tag.name.lastIndexOf(':') + 1) === name)
				.map(({ attributes }) => readAttributes(attributes)),
	};
}

function readStartTags(text: string) {
	const startTags: Array<{ readonly name: string; readonly attributes: string }> = [];
	if (text.split('&#', MAXIMUM_REFERENCES).length === MAXIMUM_REFERENCES) {
		return { startTags, isBroken: true };
	}
	let position = text.indexOf('<');
	for (let count = 0; position >= 0; count++) {
		MARKUP.lastIndex = position;
		const match = count < MAXIMUM_MARKUP ? MARKUP.exec(text) : undefined;
		if (!match) return { startTags, isBroken: true };
		const [, name, attributes] = match;
		if (name !== undefined) startTags.push({ name, attributes: attributes as string });
		position = text.indexOf('<', MARKUP.lastIndex);
	}
	return { startTags, isBroken: startTags.length === 0 };
}

/** XML 1.0, appendix F: a document begins with a byte order mark or an ASCII character, which reveals UTF-16. */
function decode(xml: Buffer): string {
	const start = xml.toString('hex', 0, 2);
	if (/fffe|(?!00)..00/.test(start)) return xml.toString('utf16le');
	return /feff|00../.test(start) ? decodeBigEndian(xml) : xml.toString();
}

function readAttributes(attributes: string): XmlElement {
	const values = new Map<string, string>();
	ATTRIBUTE.lastIndex = 0;
	for (let match = ATTRIBUTE.exec(attributes); match; match = ATTRIBUTE.exec(attributes)) {
		values.set(match[1] as string, match[2] as string);
	}
	return {
		get: (name) =>
			decodeReferences((values.get(name) ?? '').slice(1, -1))
				.trim()
				.toLowerCase(),
	};
}

/** XML 1.0 § 4.1. Named references aren't decoded, because they matter only in unusual part names. */
function decodeReferences(value: string): string {
	// Replacing takes time even if there is nothing to replace.
	if (!value.includes('&')) return value;
	return value.replace(CHARACTER_REFERENCE, (whole, decimal?: string, hexadecimal?: string) => {
		const codePoint = Number(decimal ?? `0x${hexadecimal}`);
		return codePoint > 0x10ffff ? whole : String.fromCodePoint(codePoint);
	});
}
