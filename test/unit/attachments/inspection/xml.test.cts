import { listElements } from '../../../../nodes/CleverConnect/attachments/inspection/xml';

const attributesOf = (xml: Buffer | string) =>
	listElements(Buffer.from(xml), 'Part').map((attributes) => Object.fromEntries(attributes));

it.each([
	['an attribute', '<Part A="1"/>', [{ A: '1' }]],
	['several of them', '<Part A="1" b-c.d=""\n\tE = \'"\'>', [{ A: '1', 'b-c.d': '', E: '"' }]],
	['several elements', '<Part A="1"/><Other A="2"/><Part A="3">', [{ A: '1' }, { A: '3' }]],
	['a prefix of a namespace', '<x-1.y:Part A="1" z:A="2"/>', [{ A: '1', 'z:A': '2' }]],
	['a prefix in any script', '<é:Part é:b="1" A="2"/>', [{ 'é:b': '1', A: '2' }]],
	['a value with brackets', '<Part A="a>" B="/>"/>', [{ A: 'a>', B: '/>' }]],
	['a value with another attribute', `<Part A=" B='1'" B="2"/>`, [{ A: " B='1'", B: '2' }]],
	['what follows a quote in a comment', '<!-- <Part A=" --><Part B="1"/>', [{ B: '1' }]],
	[
		'what follows a quote after another',
		`<!-- <Part A="1" b=' --><Part B='2'/>`,
		[{ A: '1' }, { B: '2' }],
	],
	['decimal references', '<Part A="&#69;xternal"/>', [{ A: 'External' }]],
	['hexadecimal references', '<Part A="&#x45;&#X4a;&#x4A;"/>', [{ A: 'EJJ' }]],
	['what looks like a reference', '<Part A="&#;&amp;&#x;&#12"/>', [{ A: '&#;&amp;&#x;&#12' }]],
	['UTF-16', Buffer.from('\ufeff<Part A="1"/>', 'utf16le'), [{ A: '1' }]],
	['UTF-16, big endian', Buffer.from('<Part A="1"/>', 'utf16le').swap16(), [{ A: '1' }]],
	[
		'UTF-16 with a byte that is a quote',
		Buffer.from('<Part A="丢" B="2"/>', 'utf16le'),
		[{ A: '丢', B: '2' }],
	],
	['what may be a comment', '<!-- <Part A="1"/> -->', [{ A: '1' }]],
])('reads %s', (_name, xml, expected) => {
	expect(attributesOf(xml)).toEqual(expected);
});

it.each([
	'',
	'Part A="1"',
	'<Parts A="1"/>',
	'<Part/>',
	'<Part A/>',
	'<Part A=1>',
	'<PartA="1"/>',
	'</Part A="1">',
])('finds nothing in %j', (xml) => {
	expect(attributesOf(xml)).toEqual([]);
});
