import { readRelationships } from '../../../nodes/CleverConnect/documents/officeRelationships';
import { parseXml } from '../../../nodes/CleverConnect/documents/xml';

const TYPES = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const STRICT = 'http://purl.oclc.org/ooxml/officeDocument/relationships';
const inDocument = 'word/_rels/document.xml.rels';

const relate = (kind: string, target: string, mode = 'Internal', base = TYPES) =>
	`<Relationship Type="${base}/${kind}" Target="${target}" TargetMode="${mode}"/>`;
const parse = (xml: string) => parseXml(Buffer.from(`<Relationships>${xml}</Relationships>`));
const read = (xml: string, name = inDocument) =>
	readRelationships([
		{ name: '_rels/.rels', ...parse(relate('officeDocument', 'word/document.xml')) },
		{ name, ...parse(xml) },
	]);
const isActive = (...parts: Parameters<typeof read>) => read(...parts).hasActiveContent;

test.each([
	['an ActiveX control', true, relate('control', 'activeX/activeX1.xml')],
	['an altChunk in a strict file', true, relate('aFChunk', 'a.htm', '', STRICT)],
	['a document type declaration', true, '<!DOCTYPE a [<!ENTITY e "External">]>'],
	['a linked image', false, relate('image', 'https://example.com/a.png', 'External')],
	['a link', false, relate('hyperlink', 'https://example.com', 'External')],
	['a relationship without a target', false, relate('frame', '', 'External')],
	['a type of one word', false, '<Relationship Type="control" Target="a.bin"/>'],
])('%s is active content: %s', (_name, expected, xml) => {
	expect(isActive(xml)).toBe(expected);
});

test.each([
	['HTTPS://example.com/t.dotm', true],
	['http:example.com:80:t.dotm', true],
	['https%3A//example.com/t.dotm', true],
	['\\\\files.example.com\\t.dotm', true],
	['file:/%09/files.example.com/t.dotm', true],
	['\\\u200b\\files.example.com\\t.dotm', true],
	// Escaped separators
	['%5C%5Cfiles.example.com', true],
	['%2F%2Ffiles.example.com', true],
	['\\%C0%AFfiles.example.com/t.dotm', true],
	['\\%u002ffiles.example.com/t.dotm', true],
	['\\%252Ffiles.example.com/t.dotm', true],
	// Other spellings of hosts
	['file://files\u3002example\u3002com/t.dotm', true],
	['file://3405803783/t.dotm', true],
	['\\\\0\uff587f000001\\t.dotm', true],
	['file://C:@files.example.com/t.dotm', true],
	// In the object namespace of Windows
	['\\??\\UNC\\files\\t.dotm', true],
	// Not on the internet
	['', false],
	['Mod%C3%A8le d%E2%80%99essai.dotm', false],
	['a\\\\b.example.com:80\\Letter.dotm', false],
	['\\Templates\\Letter.dotm', false],
	['file:////Users/camille/Application%20Support/Letter.dotm', false],
	['C:\\Templates\\\\Letter%2E.dotm', false],
	['file:///C|/Templates/Letter.dotm', false],
	['\\\\2008-files_1\\templates\\Letter.dotm', false],
	['\\\\文件\\Letter.dotm', false],
	['Macintosh%20HD:Users:camille:Letter.dotm', false],
])('a template at %j is active content: %s', (target, expected) => {
	expect(isActive(relate('attachedTemplate', target, 'External'))).toBe(expected);
});

test.each<[string, string, string | undefined]>([
	[inDocument, 'embeddings/oleObject1.bin', 'word/embeddings/oleobject1.bin'],
	[inDocument, '/Word/a-b.bin', 'word/a-b.bin'],
	['_rels/.rels', 'a.bin', 'a.bin'],
	// Programs might disagree on which part this is.
	['word/x/../_rels/document.xml.rels', 'a.bin', undefined],
	...['x/./a.bin', '../a.bin', '//a.bin', 'a%2Ebin', 'a.bin?b', 'b\\a.bin', ''].map(
		(target): [string, string, undefined] => [inDocument, target, undefined],
	),
])('the OLE object of %s with the target %j is the part %j', (name, target, part) => {
	expect(read(relate('oleObject', target), name).oleParts).toEqual([part]);
});

test('macros are found by their relationship alone, and an external object is not a part', () => {
	const base = 'http://schemas.microsoft.com/office/2006/relationships';
	const xml = relate('vbaProject', 'data.bin', '', base) + relate('keyMapCustomizations', 'a.xml');
	const external = relate('oleObject', 'a.bin', 'External');
	const expected = { vbaParts: ['word/data.bin'], oleParts: [], isBroken: false };
	expect(read(xml + external)).toMatchObject(expected);
	expect(read('<!--').isBroken).toBe(true);
});
