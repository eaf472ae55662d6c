/** The attributes of an element by their names, as they are written. */
export type XmlAttributes = ReadonlyMap<string, string>;

/** XML 1.0 § 3.1: a value has no `<`, so that none goes on into the next element. */
const ATTRIBUTE = /[^\s=<>"']+\s*=\s*(?:"[^<"]*"|'[^<']*')/g;
const CHARACTER_REFERENCE = /&#0*(\d{1,7});|&#x0*([\da-f]{1,6});/gi;

/**
 * Returns the attributes of all elements of a name. A comment is not told apart, so that nothing can be hidden
 * in what looks like one.
 */
export function listElements(xml: Buffer, name: string): readonly XmlAttributes[] {
	const text = decode(xml);
	const element = new RegExp(`<(?:[^\\s<>:]{1,99}:)?${name}((?:\\s+${ATTRIBUTE.source})+)`, 'g');
	return [...text.matchAll(element)].map((match) => readAttributes(String(match[1])));
}

/** XML 1.0, appendix F: UTF-16 shows by its first characters, which are ASCII. */
function decode(xml: Buffer): string {
	const start = xml.toString('hex', 0, 2);
	if (/^(?:fffe|[^0].00|0[^0]00)$/.test(start)) return xml.toString('utf16le');
	if (/^(?:feff|00..)$/.test(start)) {
		return Buffer.from(xml.subarray(0, xml.length & ~1))
			.swap16()
			.toString('utf16le');
	}
	return xml.toString();
}

/** Whether there is a document type declaration (XML 1.0 § 2.8), whose entities can spell anything. */
export function hasDoctype(xml: Buffer): boolean {
	return decode(xml).includes('<!DOCTYPE');
}

function readAttributes(attributes: string): XmlAttributes {
	return new Map(
		[...attributes.matchAll(ATTRIBUTE)].map(([attribute]) => {
			const equals = attribute.indexOf('=');
			const quoted = attribute.slice(equals + 1).trim();
			return [attribute.slice(0, equals).trim(), decodeReferences(quoted.slice(1, -1))];
		}),
	);
}

/** XML 1.0 § 4.1. Nothing that is sought has one of the five characters that have names. */
function decodeReferences(value: string): string {
	return value.replace(CHARACTER_REFERENCE, (_whole, decimal?: string, hexadecimal?: string) =>
		String.fromCharCode(Number(decimal ?? `0x${hexadecimal}`)),
	);
}
