import { parseXml } from '../../../../nodes/CleverConnect/attachments/inspection/xml';

const NAMES = ['A', 'B', 'E', 'b-c.d', 'z:A', 'é:b', '\ufeffA', 'A\ufeff'];

const attributesOf = (xml: Buffer | string) =>
	parseXml(Buffer.from(xml))
		.listElements('Part')
		.map(({ get }) => Object.fromEntries(NAMES.map((name) => [name, get(name)])));

it.each([
	['an attribute', '<Part A="1"/>', [{ A: '1' }]],
	['several attributes', '<Part A="1" b-c.d=""\n\tE = \'"\'>', [{ A: '1', 'b-c.d': '', E: '"' }]],
	['several elements', '<Part A="1"/><Other A="2"/><Part A="3">', [{ A: '1' }, { A: '3' }]],
	['a namespace prefix', '<x-1.y:Part A="1" z:A="2"/>', [{ A: '1', 'z:A': '2' }]],
	['a prefix in any script', '<é:Part é:b="1" A="2"/>', [{ 'é:b': '1', A: '2' }]],
	['a value with brackets', '<Part A="a>" B="/>"/>', [{ A: 'a>', B: '/>' }]],
	['a value with another attribute', `<Part A=" B='1'" B="2"/>`, [{ A: " B='1'", B: '2' }]],
	['a long namespace prefix', `<${'p'.repeat(5000)}:Part A="1"/>`, [{ A: '1' }]],
	['an element without attributes', '<Part/><Part >', [{}, {}]],
	['an attribute after similar ones', '<Part AA="1" A.B="2" A = "3" B="4"/>', [{ A: '3', B: '4' }]],
	[
		'names with a character that is white space in JavaScript only',
		'<Part A="1" \ufeffA="2" A\ufeff="3"/>',
		[{ A: '1', '\ufeffA': '2', 'A\ufeff': '3' }],
	],
	['an element after a quote in a comment', '<!-- <Part A=" --><Part B="1"/>', [{ B: '1' }]],
	['an element after a bracket in a comment', `<!-- -> > b=' --><Part B='2'/>`, [{ B: '2' }]],
	['an element after a CDATA section', '<![CDATA[ <!-- ]] ]]><Part A="1"/>', [{ A: '1' }]],
	['an element after a processing instruction', '<?a "?><Part A="1"/>', [{ A: '1' }]],
	[
		'an element after a document type declaration',
		'<!DOCTYPE a PUBLIC "b" "c"[ <!ENTITY d "e"> ]><Part A="1"/>',
		[{ A: '1' }],
	],
	['decimal references', '<Part A="&#69;xternal"/>', [{ A: 'External' }]],
	['hexadecimal references', '<Part A="&#x45;&#X4a;&#x4A;"/>', [{ A: 'EJJ' }]],
	['references beyond 16 bits', '<Part A="&#x1002e;&#65582;"/>', [{ A: '\u{1002e}\u{1002e}' }]],
	['text that looks like a reference', '<Part A="&#;&amp;&#x;&#12"/>', [{ A: '&#;&amp;&#x;&#12' }]],
	['a reference beyond Unicode', '<Part A="&#x110000;"/>', [{ A: '&#x110000;' }]],
	['UTF-16', Buffer.from('\ufeff<Part A="1"/>', 'utf16le'), [{ A: '1' }]],
	['UTF-16, big endian', Buffer.from('<Part A="1"/>', 'utf16le').swap16(), [{ A: '1' }]],
	[
		'UTF-16 with a byte that is a quote',
		Buffer.from('<Part A="丢" B="2"/>', 'utf16le'),
		[{ A: '丢', B: '2' }],
	],
])('the XML reader finds %s', (_name, xml, expected) => {
	expect(attributesOf(xml)).toEqual(expected);
});

it.each([
	'',
	'Part A="1"',
	'<Parts A="1"/>',
	'<Part\ufeff A="1"/>',
	'</Part>',
	'<!-- <Part A="1"/> -->',
	'<!--><Part A="1"/>-->',
	'<![CDATA[<Part A="1"/>]]>',
	'<?a <Part A="1"/>?>',
])('the XML reader finds nothing in %j', (xml) => {
	expect(attributesOf(xml)).toEqual([]);
	expect(parseXml(Buffer.from(`${xml}<Root/>`)).isBroken).toBe(false);
});

it.each(['', 'text', '</Root>', '<?xml version="1.0" encoding="utf-7"?>+ADw-Root/+AD4-'])(
	'the XML reader reports that %j, which has no element, is broken',
	(xml) => {
		expect(parseXml(Buffer.from(xml)).isBroken).toBe(true);
	},
);

it.each(['UTF-8', 'utf8', 'UTF-16', 'utf-16le', 'US-ASCII', 'ISO-8859-15', 'windows-1252'])(
	'the XML reader reads a document whose encoding is %s',
	(encoding) => {
		const xml = `<?xml version="1.0" encoding="${encoding}"?><Part A="1"/>`;
		expect(attributesOf(xml)).toEqual([{ A: '1' }]);
		expect(parseXml(Buffer.from(xml)).isBroken).toBe(false);
		expect(parseXml(Buffer.from(`\ufeff${xml}`, 'utf16le')).isBroken).toBe(false);
	},
);

it.each([
	'<?xml version="1.0" encoding="utf-7"?>',
	"<?xml version='1.0' encoding='ISO-2022-JP' standalone='yes'?>",
	'\ufeff<?xml version="1.0"\n\tencoding = "hz-gb-2312"?>',
	'<?xml version="1.0" encoding="csISO2022JP"?>',
	'<?xml version="1.0" encoding="x-cp50220"?>',
	'<?xml version="1.0" encoding="unicode-1-1-utf-7"?>',
	'<?xml\tencoding="65000"?>',
	'<?xml version="1.0" encoding="cp52936"?>',
	'<?xml version="1.0" encoding="u.t.f.7"?>',
	'<?xml version="1.0" encoding="Johab"?>',
	'<?xml version="1.0" encoding="utf-8\'?>',
	'<?xml version="1.0" encoding="utf-88"?>',
	'<?xml version="1.0"?><!-- encoding="utf-7" -->',
	'<?xml version="1.0"?><!-- encoding "utf-7" -->',
	'<?xml version="1.0"\tencoding="utf-8" encoding="utf-7"?>',
])('the XML reader reports that a document that begins with %j is broken', (declaration) => {
	expect(parseXml(Buffer.from(`${declaration}<Part A="1"/>`)).isBroken).toBe(true);
});

it.each([
	'<?xml version="1.0"?>\n<Part encoding="utf-7"/><?xml encoding="utf-7"?>',
	'<Part encoding="utf-7"/>',
	'<?xml version="1.0" encoding="utf-8"?><Part encoding="utf-7"/>',
	'<?xml version="1.0" encoding = \'utf-8\'?><Part/>',
])('the XML reader ignores other encodings in %j', (xml) => {
	expect(parseXml(Buffer.from(xml)).isBroken).toBe(false);
});

it.each([
	'<!-- <Part A="1"/>',
	'<!-- -- > <Part A="1"/>',
	'<![CDATA[ <Part A="1"/> ]>',
	'<![cdata[ <Part A="1"/> ]]>',
	'<?a <Part A="1"/>',
	'<!doctype a><Part A="1"/>',
	'<Part A/><Part A="1"/>',
	'<Part A=1><Part A="1"/>',
	'<Part A="1><Part A="1"/>',
	'<PartA="1"/><Part A="1"/>',
	'<Part A="1"B="2"/>',
	'<Part A="<"/>',
	'<Part A="1"',
	'<',
])('the XML reader finds nothing after the broken markup in %j', (xml) => {
	expect(attributesOf(`<Part B="1"/>${xml}`)).toEqual([{ B: '1' }]);
	expect(parseXml(Buffer.from(xml)).isBroken).toBe(true);
});

it.each([
	[2048, false],
	[2049, true],
])(
	'the XML reader reads at most 2,048 elements, so a document with %d is broken: %s',
	(count, isBroken) => {
		const { listElements, ...document } = parseXml(Buffer.from('<Part/>'.repeat(count)));
		expect(document.isBroken).toBe(isBroken);
		expect(listElements('Part')).toHaveLength(2048);
	},
);
