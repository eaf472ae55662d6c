import { parseXml } from '../../../nodes/CleverConnect/documents/xml';

const NAMES = ['A', 'B', 'E', 'b-c.d', 'z:A', 'é:b', '\ufeffA'];
const read = (xml: Buffer | string) => parseXml(Buffer.from(xml));
const attributesOf = (xml: Buffer | string) =>
	read(xml)
		.listElements('Part')
		.map(({ get }) => Object.fromEntries(NAMES.map((name) => [name, get(name)])))
		.map((values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value)));
const utf16 = (text: string) => Buffer.from(text, 'utf16le');

test.each([
	[
		'several attributes',
		'<Part A=" Bc "\n\tb-c.d=\'"\' E = "1">',
		[{ A: 'bc', 'b-c.d': '"', E: '1' }],
	],
	['a namespace prefix', '<x-1.y:Part A="1" z:A="2"/>', [{ A: '1', 'z:A': '2' }]],
	['a long prefix', `<${'p'.repeat(5000)}:Part A="1"/>`, [{ A: '1' }]],
	['a value with brackets', '<Part A="a>" B="/>"/>', [{ A: 'a>', B: '/>' }]],
	['names with U+FEFF', '<Part A="1" \ufeffA="2"/>', [{ A: '1', '\ufeffA': '2' }]],
	['an element after a comment', `<!-- -> > <Part A=" b=' --><Part B='2'/>`, [{ B: '2' }]],
	['an element after a CDATA section', '<![CDATA[ <!-- ]] ]]><Part A="1"/>', [{ A: '1' }]],
	['an element after a DTD', '<!DOCTYPE a "b"[ <!ENTITY d "e"> ]><Part A="1"/>', [{ A: '1' }]],
	['references', '<Part A="&#69;x" B="&#x45;&#X00000004a;"/>', [{ A: 'ex', B: 'ej' }]],
	['references beyond 16 bits', '<Part A="&#x1002e;"/>', [{ A: '\u{1002e}' }]],
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

describe('a document is broken if it', () => {
	test.each(['', 'text', '</Root>', '<?xml version="1.0"?>+ADw-Root/+AD4-'])(
		'has no element: %j',
		(xml) => {
			expect(read(xml).isBroken).toBe(true);
		},
	);

	test.each([
		'<!-- <Part A="1"/>',
		'<![CDATA[ <Part A="1"/> ]>',
		'<?a <Part A="1"/>',
		'<!doctype a><Part A="1"/>',
		'<Part A/><Part A="1"/>',
		'<Part A="1><Part A="1"/>',
		'<PartA="1"/><Part A="1"/>',
		'<Part A="1"B="2"/>',
		'<Part A="<"/>',
	])('has markup that XML does not allow, after which nothing is found: %j', (xml) => {
		expect(attributesOf(`<Part B="1"/>${xml}`)).toEqual([{ B: '1' }]);
		expect(read(`<Part B="1"/>${xml}`).isBroken).toBe(true);
	});

	test.each([
		[2048, false],
		[2049, true],
	])('has more than 2,048 elements, of which the first are read: %d, %s', (count, isBroken) => {
		const document = read('<Part/>'.repeat(count));
		expect(document.isBroken).toBe(isBroken);
		expect(document.listElements('Part')).toHaveLength(2048);
	});

	test.each([
		'<?xml version="1.0" encoding="utf-7"?>',
		'\ufeff<?xml version="1.0"\n\tencoding = "hz-gb-2312"?>',
		'<?xml version="1.0" encoding="u.t.f.7"?>',
		'<?xml version="1.0" encoding="utf-8\'?>',
		'<?xml version="1.0"?><!-- encoding="utf-7" -->',
		'<?xml version="1.0"\tencoding="utf-8" encoding="utf-7"?>',
	])('has an ambiguous encoding: %j', (declaration) => {
		expect(read(`${declaration}<Part A="1"/>`).isBroken).toBe(true);
	});
});

test.each(['utf8', 'UTF-16', 'utf-16le', 'US-ASCII', 'ISO-8859-15', 'windows-1252'])(
	'a document can have the encoding %s',
	(encoding) => {
		const xml = `<?xml version="1.0" encoding = '${encoding}'?>\n<Part encoding="utf-7"/>`;
		expect(read(xml).isBroken).toBe(false);
		expect(read(utf16(`\ufeff${xml}`)).isBroken).toBe(false);
	},
);
