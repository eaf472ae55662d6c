import { parseXml } from '../../../nodes/CleverConnect/documents/xml';

const NAMES = ['A', 'B', 'E', 'b-c.d', 'z:A', 'é:b', '\ufeffA'];
const read = (xml: Buffer | string) => parseXml(Buffer.from(xml));
const attributesOf = (xml: Buffer | string) =>
	read(xml)
		.listElements('Part')
		.map(({ get }) => Object.fromEntries(NAMES.map((name) => [name, get(name)])))
		.map((values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value)));
const PART = '<Part B="1"/>';
const parts = (count: number) => Array<object>(count).fill({ B: '1' });
const utf16 = (text: string) => Buffer.from(text, 'utf16le');

test.each([
	['several attributes', `<Part A=" Bc "\n\tb-c.d='"'>`, [{ A: 'bc', 'b-c.d': '"' }]],
	['an attribute with spaces', '<Part E = "1">', [{ E: '1' }]],
	['a namespace prefix', '<x-1.y:Part A="1" z:A="2"/>', [{ A: '1', 'z:A': '2' }]],
	['a value with brackets', '<Part A="a>" B="/>"/>', [{ A: 'a>', B: '/>' }]],
	['names with U+FEFF', '<Part A="1" \ufeffA="2"/>', [{ A: '1', '\ufeffA': '2' }]],
	['an element after a comment', `<!-- -> > <Part A=" b=' --><Part B='2'/>`, [{ B: '2' }]],
	['an element after CDATA', '<![CDATA[ <!-- ]] ]]><?xml encoding=""?><Part A="1"/>', [{ A: '1' }]],
	['an element after a DTD', '<!DOCTYPE a "b"[ <!ENTITY d "e"> ]><Part A="1"/>', [{ A: '1' }]],
	['references', '<Part A="&#69;x" B="&#x45;&#X00000004a;"/>', [{ A: 'ex', B: 'ej' }]],
	['references beyond 16 bits', '<Part A="&#x10ffff;"/>', [{ A: '\u{10ffff}' }]],
	['as many elements as are read', PART.repeat(16_384), parts(16_384)],
	['no other references', '<Part A="&#;&amp;&#x110000;"/>', [{ A: '&#;&amp;&#x110000;' }]],
	['UTF-16', utf16('\ufeff<Part A="1"/>'), [{ A: '1' }]],
	['UTF-16 with a byte that is a quote', utf16('<Part A="丢" B="2"/>'), [{ A: '丢', B: '2' }]],
	['UTF-16, big endian', utf16('<Part A="1"/>').swap16(), [{ A: '1' }]],
	['nothing in a similar name', '<Parts A="1"/><Part\ufeff A="1"/></Part>', []],
	['nothing in a comment', '<a/><!-- <Part A="1"/> --><!--><Part A="1"/>-->', []],
])('the XML reader finds %s', (_name, xml, expected) => {
	expect(attributesOf(xml)).toEqual(expected);
	expect(read(xml).isBroken).toBe(false);
});

test.each<[what: string, xml: string, found?: object[]]>([
	['no content', ''],
	['UTF-7', '<?xml version="1.0"?>+ADw-Root/+AD4-'],
	['an open comment', `${PART}<!-- ${PART}`, parts(1)],
	['an attribute without a value', `${PART}<Part A/>${PART}`, parts(1)],
	['an open value', `${PART}<Part A="1>${PART}`, parts(1)],
	['no space before an attribute', `${PART}<PartA="1"/>${PART}`, parts(1)],
	['no space between attributes', `${PART}<Part A="1"B="2"/>`, parts(1)],
	['a bracket in a value', `${PART}<Part A="<"/>`, parts(1)],
	['more than 16,384 elements', PART.repeat(16_385), parts(16_384)],
	['more than 64 attributes', `<Part${' A="1"'.repeat(65)}/>`],
	['more than 1,023 character references', `<Part A="${'&#9;'.repeat(1024)}"/>`],
])('a document with %s is broken, and is read no further', (_what, xml, found = []) => {
	expect(read(xml).isBroken).toBe(true);
	expect(attributesOf(xml)).toEqual(found);
});

test.each([
	'\ufeff<?xml version="1.0"\n\tencoding = "hz-gb-2312"?>',
	'<?xml version="1.0" encoding="utf-8\'?>',
	'<?xml version="1.0"?><!-- encoding="utf-7" -->',
	'<?xml version="1.0"\tencoding="utf-8" encoding="utf-7"?>',
])('a document with an unknown or ambiguous encoding is broken: %j', (declaration) => {
	expect(read(`${declaration}<Part A="1"/>`).isBroken).toBe(true);
});

const ENCODINGS = 'utf8 UTF-16 utf16le ascii US-ASCII iso88591 ISO-8859-15 cp1250 windows-1252';

test.each(ENCODINGS.split(' '))('a document can have the encoding %s', (encoding) => {
	const xml = `<?xml version="1.0" encoding = '${encoding}'?>\n<Part encoding="utf-7"/>`;
	expect(read(xml).isBroken).toBe(false);
	expect(read(utf16(`\ufeff${xml.replaceAll(' = ', '=')}`)).isBroken).toBe(false);
});
