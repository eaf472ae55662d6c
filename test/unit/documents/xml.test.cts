import { findElements } from '../../../nodes/CleverConnect/documents/xml';

const find = (xml: Buffer | string) => findElements(Buffer.from(xml), 'Part', 'Other');
const attributesOf = (xml: Buffer | string) =>
	find(xml)
		.list('Part')
		.map((element) => Object.fromEntries(element));
const utf16 = (text: string) => Buffer.from(text, 'utf16le');

test.each([
	['several attributes', `<Part A=" Bc "\n\tb-c.d='"'>`, [{ A: 'bc', 'b-c.d': '"' }]],
	['an attribute with spaces', '<Part E = "1">', [{ E: '1' }]],
	['a namespace prefix', '<x-1.y:Part A="1" z:A="2"/>', [{ A: '1', 'z:A': '2' }]],
	['a value with brackets', '<Part A="a>" B="/>"/>', [{ A: 'a>', B: '/>' }]],
	['the attributes of the tag, not of the text', '<Part A="1">A="2"</Part>', [{ A: '1' }]],
	['an element in a comment', '<!-- <Part A="1"/> -->', [{ A: '1' }]],
	['references', '<Part A="&#69;x" B="&#x45;&#X0000004a;"/>', [{ A: 'ex', B: 'ej' }]],
	['references beyond 16 bits', '<Part A="&#x10ffff;"/>', [{ A: '\u{10ffff}' }]],
	['no other references', '<Part A="&#;&amp;&#x110000;"/>', [{ A: '&#;&amp;&#x110000;' }]],
	['UTF-16', utf16('\ufeff<Part A="1"/>'), [{ A: '1' }]],
	['UTF-16 without a mark', utf16('<Part A="丢" B="2"/>'), [{ A: '丢', B: '2' }]],
	['UTF-16, big endian', utf16('\ufeff<Part A="1"/>').swap16(), [{ A: '1' }]],
	['UTF-16, big endian, without a mark', utf16('<Part A="1"/>').swap16(), [{ A: '1' }]],
	['nothing in a similar name', '<Parts A="1"/><Other/></Part>', []],
])('%s can be found', (_name, xml, expected) => {
	expect(attributesOf(xml)).toEqual(expected);
	expect(find(xml).isSound).toBe(true);
});

test.each([
	'\ufeff<?xml version="1.0"\n\tencoding = "hz-gb-2312"?>',
	'<?xml version="1.0"?><!-- encoding="utf-7" -->',
	'<?xml version="1.0"\tencoding="utf-8" encoding="utf-7"?>',
	'<!DOCTYPE a [<!ENTITY b "c">]>',
])('a document is not sound if readers can differ in its content: %j', (start) => {
	// LibreOffice also looks for an encoding in the rest of the first line.
	expect(find(`${start}<Part/>`).isSound).toBe(false);
});

test.each(['utf8', 'UTF-16', 'US-ASCII', 'ISO-8859-15', 'windows-1252'])(
	'a document can have the encoding %s',
	(encoding) => {
		expect(find(`<?xml version="1.0" encoding = '${encoding}'?>\n<Part/>`).isSound).toBe(true);
	},
);
