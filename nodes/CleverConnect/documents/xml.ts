/** The values of an element's attributes by name, in lowercase, without surrounding white space. */
export type XmlElement = ReadonlyMap<string, string>;

/** A name is only tried from its beginning, so that the cost is in proportion to its length. */
const ATTRIBUTE = /(?<![^\s=<>"'/])([^\s=<>"'/]+)\s*=\s*("[^"]*"|'[^']*')/g;
/** XML 1.0 § 4.1. Named references aren't decoded, because they matter only in unusual part names. */
const CHARACTER_REFERENCE = /&#(?:x([\da-f]{1,8})|(\d{1,8}));/gi;
/**
 * The encodings in which the bytes of ASCII characters have no other meaning, so that all readers find the same markup.
 * ECMA-376, part 2, § 7.1.4 allows only UTF-8 and UTF-16.
 */
const ENCODING = /\sencoding\s*=\s*["'](?:utf-?(?:8|16)|us-ascii|iso-8859-\d+|windows-125\d)["']/gi;

/**
 * Finds the elements with the given names in any namespace, also in comments, so that none can be hidden. `isSound` is
 * false if readers could find others: in another encoding, or by the entities of a document type declaration. The text
 * is split at each `<`, because an attribute's value can't contain one (XML 1.0 § 3.1).
 */
export function findElements(xml: Buffer, ...names: readonly string[]) {
	const text = decode(xml);
	const name = new RegExp(`^(?:[^\\s:<>/="']+:)?(${names.join('|')})(?=[\\s/>])`);
	const found = text.split('<').flatMap((markup) => {
		const match = name.exec(markup);
		return match ? [{ name: match[1], element: readAttributes(markup) }] : [];
	});
	// Some readers look for an encoding in the whole first line, or in the whole first tag.
	const declaration = text.replace(/^([^>]*[^\n]*).*/s, '$1').replace(ENCODING, '');
	return {
		/** Returns the elements with one of the names. */
		list: (wanted: string) =>
			found.filter((one) => one.name === wanted).map(({ element }) => element),
		isSound: !/\sencoding\s*=/.test(declaration) && !text.includes('<!DOCTYPE'),
	};
}

/** The first value of an attribute counts, because text can follow the tag. */
function readAttributes(markup: string): XmlElement {
	const attributes = [...markup.matchAll(ATTRIBUTE)].map(([, name, value]): [string, string] => [
		name as string,
		decodeValue((value as string).slice(1, -1)),
	]);
	return new Map(attributes.reverse());
}

function decodeValue(value: string): string {
	return value
		.replace(CHARACTER_REFERENCE, (whole, hexadecimal?: string, decimal?: string) => {
			const codePoint = Number(decimal ?? `0x${hexadecimal}`);
			return codePoint > 0x10ffff ? whole : String.fromCodePoint(codePoint);
		})
		.trim()
		.toLowerCase();
}

/** XML 1.0, appendix F: a document begins with a byte order mark or an ASCII character, which reveals UTF-16. */
function decode(xml: Buffer): string {
	const [first, second] = xml;
	if (first === 0xfe || first === 0) {
		return Buffer.from(xml.subarray(0, xml.length & ~1))
			.swap16()
			.toString('utf16le');
	}
	return first === 0xff || second === 0 ? xml.toString('utf16le') : xml.toString();
}
