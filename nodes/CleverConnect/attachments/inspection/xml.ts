/** The attributes of an element by their names, as they are written. */
export type XmlAttributes = ReadonlyMap<string, string>;

/** XML 1.0 § 3.1: a value has no `<`, so that none goes on into the next element. */
const ATTRIBUTE = /[^\s=<>"']+\s*=\s*(?:"[^<"]*"|'[^<']*')/g;
const CHARACTER_REFERENCE = /&#(x[\da-f]{1,6}|\d{1,7});/gi;

/**
 * The attributes of the elements of a name in XML in which what is sought is ASCII. UTF-16 is then ASCII with
 * zeros in between. A comment is not told apart, so that nothing can be hidden in what looks like one.
 */
export function listElements(xml: Buffer, name: string): readonly XmlAttributes[] {
	const text = xml.toString('latin1').replaceAll('\0', '');
	const element = new RegExp(`<(?:[^\\s<>:]+:)?${name}(?:\\s+${ATTRIBUTE.source})+`, 'g');
	return [...text.matchAll(element)].map(([start]) => readAttributes(start));
}

function readAttributes(element: string): XmlAttributes {
	return new Map(
		[...element.matchAll(ATTRIBUTE)].map(([attribute]) => {
			const equals = attribute.indexOf('=');
			const quoted = attribute.slice(equals + 1).trim();
			return [attribute.slice(0, equals).trim(), decodeReferences(quoted.slice(1, -1))];
		}),
	);
}

/** XML 1.0 § 4.1. Nothing that is sought has one of the five characters that have names. */
function decodeReferences(value: string): string {
	return value.replace(CHARACTER_REFERENCE, (_whole, code: string) =>
		String.fromCharCode(Number(code.replace(/^x/i, '0x'))),
	);
}
