import { readRelationships } from '../../../../nodes/CleverConnect/attachments/inspection/officeRelationships';

const TRANSITIONAL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const STRICT = 'http://purl.oclc.org/ooxml/officeDocument/relationships';

function relate(kind: string, target: string, mode?: string, base = TRANSITIONAL): string {
	const targetMode = mode === undefined ? '' : ` TargetMode="${mode}"`;
	return `<Relationship Id="rId1" Type="${base}/${kind}" Target="${target}"${targetMode}/>`;
}

const read = (xml: string, name = 'word/_rels/document.xml.rels') =>
	readRelationships(
		[
			{ name: '_rels/.rels', content: Buffer.from(relate('officeDocument', 'word/document.xml')) },
			{ name, content: Buffer.from(`<Relationships>${xml}</Relationships>`) },
		],
		new Set(['word/charts/chart1.xml']),
	);
const isActive = (...parts: Parameters<typeof read>) => read(...parts).hasActiveContent;
const OBJECT = relate('control', 'a.xml');

describe('the following is active content:', () => {
	it.each([
		['an ActiveX control', relate('control', 'activeX/activeX1.xml')],
		['an altChunk', relate('aFChunk', 'afchunk.mht')],
		['an altChunk in a strict file', relate('aFChunk', 'a.htm', undefined, STRICT)],
		['a remote template', relate('attachedTemplate', 'https://example.com/t.dotm', 'External')],
		['a remote frame', relate('frame', 'http://example.com/', ' external ')],
		['a remote object', relate('oleObject', 'mhtml:http://example.com/a!x-usc:a', 'External')],
		['a remote subdocument', relate('subDocument', 'ftp://example.com/a', 'External')],
	])('%s', (_name, xml) => {
		expect(isActive(xml)).toBe(true);
	});

	it.each([
		'HTTPS://example.com/t.dotm',
		' http://example.com/t.dotm',
		'http:\\\\example.com\\t.dotm',
		'\\\\files.example.com\\t.dotm',
		'//files.example.com/t.dotm',
		'\\\\203.0.113.7\\t.dotm',
		'\\\\files@80\\t.dotm',
		'file://files.example.com/t.dotm',
		'file:\\\\files.example.com\\t.dotm',
		'file:///\\\\files.example.com\\t.dotm',
		'file:////files.example.com/t.dotm',
		'FILE://///files.example.com/t.dotm',
		'http:/example.com/t.dotm',
		'http:&#10;//example.com/t.dotm',
		'ht&#9;tp://example.com/t.dotm',
		'file://3405803783/t.dotm',
		'\\\\0xcb007107\\t.dotm',
		'\\\\?\\UNC\\files.example.com\\t.dotm',
		'file:///%5C%5Cfiles.example.com\\t.dotm',
		// Other spellings of the host
		'file://files%2Eexample%2Ecom/t.dotm',
		'file://files%252Eexample%252Ecom/t.dotm',
		'\\\\files%2Eexample%2Ecom\\t.dotm',
		'\\\\files%2F.example.com\\t.dotm',
		'file:///%2F%2Ffiles.example.com/t.dotm',
		'\\\\files%u002f%2Eexample%2Ecom\\t.dotm',
		'file:%2F%2Ffiles.example.com/t.dotm',
		'file://files\u3002example\u3002com/t.dotm',
		'file://files\uff0eexample\uff0ecom/t.dotm',
		'file://files\uff61example\uff61com/t.dotm',
		'file://files%E3%80%82example%E3%80%82com/t.dotm',
		'file://files%C0%AEexample%C0%AEcom/t.dotm',
		'\\\u200b\\files.example.com\\t.dotm',
		'\\%E2%80%8B\\files.example.com\\t.dotm',
		'file:/%09/files.example.com/t.dotm',
		'\\\\127\\t.dotm',
		'\\\\127 \\t.dotm',
		'\\\\\uff11\uff12\uff17\\t.dotm',
		'\\\\0\uff587f000001\\t.dotm',
		'\\\\[2001:db8::1]\\t.dotm',
		'\\\\files:80\\t.dotm',
		'file://C:@files.example.com/t.dotm',
		'file://C:80/t.dotm',
		// In the Windows device namespace
		'\\\\?\\GLOBALROOT\\Device\\Mup\\files\\t.dotm',
		'\\\\.\\UNC\\files\\t.dotm',
		'//?/UNC/files/t.dotm',
		'\\??\\UNC\\files\\t.dotm',
		'%5C%3F%3F%5CUNC%5Cfiles%5Ct.dotm',
		// Other schemes
		'https%3A//example.com/t.dotm',
		'http:example.com',
		'http:example.com:80:t.dotm',
		'FTP:example.com:21:t.dotm',
		'mhtml:a:b:c',
		'URL:http:example.com:80',
		'script:http:example.com',
		'vbscript:a:b',
		'soap:wsdl=http:example.com:80',
		'feed:http:example.com',
		'view-source:http:example.com',
		'telnet:example.com:23',
		'its:a:b',
		'search-ms:query=a',
		'search-ms:query=a&amp;crumb=location:files.example.com',
		'ms-word:ofe:u:files.example.com',
		'ms-word:ofe|u|http:example.com',
		'smb://files.example.com/t.dotm',
		'smb:files.example.com:80:t.dotm',
		'davs://files.example.com/t.dotm',
		'davs:files.example.com:443:t.dotm',
	])('a template at %s', (target) => {
		expect(isActive(relate('attachedTemplate', target, 'External'))).toBe(true);
	});
});

it.each([
	['long character references', 'TargetMode="Extern&#x00000000061;l"'],
	['namespaces with the same name', 'TargetMode="External" xmlns:TargetMode="urn:x"'],
	['non-ASCII names', 'TargetMode="External" xmlns:é="urn:x"'],
	[
		'names with a character that is white space in JavaScript only',
		'TargetMode="External" \ufeffTargetMode="Internal"',
	],
])('%s do not hide active content', (_name, mode) => {
	const type = `${TRANSITIONAL}/attachedTemplate`;
	const xml = `<Relationship Type="${type}" Target="http://example.com/t.dotm" ${mode}/>`;
	expect(isActive(xml)).toBe(true);
});

it('a long prefix does not hide active content', () => {
	const prefix = 'p'.repeat(100);
	const xml = OBJECT.replace('<', `<${prefix}:`);
	expect(isActive(xml)).toBe(true);
});

it.each([
	['a comment', '<!--', '-->'],
	['a CDATA section', '<![CDATA[', ']]>'],
	['a processing instruction', '<?a ', '?>'],
])(
	'an element in %s does not count, and the part is broken if the closing delimiter is missing',
	(_name, start, end) => {
		const xml = `${start}${OBJECT}`;
		expect(read(`${xml}${end}`)).toMatchObject({ hasActiveContent: false, isBroken: false });
		expect(read(xml)).toMatchObject({ hasActiveContent: false, isBroken: true });
		expect(isActive(`${start} ${end}${OBJECT}`)).toBe(true);
	},
);

it('a DTD counts as active content, because its entities can hide arbitrary text', () => {
	expect(isActive('<!DOCTYPE a [<!ENTITY e "External">]>')).toBe(true);
});

describe('the following is not active content:', () => {
	it.each([
		['a hyperlink', relate('hyperlink', 'https://example.com/', 'External')],
		['a linked image', relate('image', 'https://example.com/a.png', 'External')],
		['a part', relate('styles', 'styles.xml')],
		['an embedded spreadsheet', relate('package', 'embeddings/a.xlsx')],
		['a type with the same ending', relate('xoleObject', 'a.bin')],
		['a type of one word', '<Relationship Type="oleObject" Target="a.bin"/>'],
		['no type', '<Relationship Target="a.bin"/>'],
		['a file without relationships', ''],
		['no target', `<Relationship Type="${TRANSITIONAL}/frame" TargetMode="External"/>`],
	])('%s', (_name, xml) => {
		expect(isActive(xml)).toBe(false);
	});

	it.each([
		'file:///C:\\Users\\Camille.Example\\Normal.dotm',
		'file:///C:/Users/Camille.Example//Normal.dotm',
		'C:\\Templates\\\\Letter.dotm',
		'file://C:\\Templates\\Letter.dotm',
		'file:Letter.dotm',
		'\\\\files\\templates\\Letter.dotm',
		'file:///\\\\files\\templates\\Letter.dotm',
		'Macintosh%20HD:Users:camille:Letter.dotm',
		'HD:Users:camille:Letter.dotm',
		'Data%20Disk:Letters:Letter.dotm',
		'a%u002fb.example.com\\Letter.dotm',
		'HD%3AUsers%3Acamille%3ALetter.dotm',
		'../Templates/Letter.dotm',
		'a\\\\b.example.com\\Letter.dotm',
		'Normal.dotm',
		'/Users/camille/Letter.dotm',
		'\\Templates\\Letter.dotm',
		'file:/Templates/Letter.dotm',
		'file:///Templates/Letter.dotm',
		'file:////Users/camille/Library/Application%20Support/Letter.dotm',
		'file:////Macintosh%20HD/Letter.dotm',
		'file://files/Letter.dotm',
		'file://localhost/C:/Letter.dotm',
		'file:///C%3A/Templates/100%25%2520.dotm',
		'file:///C|/Templates/Letter.dotm',
		'C:Letter.dotm',
		'\\\\2008-files_1\\Letter.dotm',
		'\\\\b%C3%BCro\\Letter.dotm',
		'\\\\文件\\Letter.dotm',
		'\\\\files',
		'camille@example.com|',
		'Personal%20Folders%7C',
		'a/b%3F.docx',
		'100%',
		'a%3g%g0%3',
		'',
	])('a template at %s', (target) => {
		expect(isActive(relate('attachedTemplate', target, 'External'))).toBe(false);
	});
});

describe('an OLE object', () => {
	it.each<[string, string, string | undefined]>([
		['word/_rels/document.xml.rels', 'embeddings/oleObject1.bin', 'word/embeddings/oleobject1.bin'],
		['word/_rels/document.xml.rels', '/Word/a-b.bin', 'word/a-b.bin'],
		['_rels/.rels', 'a.bin', 'a.bin'],
		// Programs may differ in which part this is.
		['word/_rels/document.xml.rels', '../a.bin', undefined],
		['word/_rels/document.xml.rels', 'x/./a.bin', undefined],
		['word/x/../_rels/document.xml.rels', 'a.bin', undefined],
		['word/_rels/document.xml.rels', '//a.bin', undefined],
		['word/_rels/document.xml.rels', 'a%2Ebin', undefined],
		['word/_rels/document.xml.rels', 'a.bin?b', undefined],
		['word/_rels/document.xml.rels', 'b\\a.bin', undefined],
		['word/_rels/document.xml.rels', '', undefined],
		['word/_rels/document.xml.rels', '$&.bin', undefined],
	])('that belongs to %s and has the target %j is the part %j', (name, target, part) => {
		for (const mode of [undefined, 'Internal']) {
			expect(read(relate('oleObject', target, mode), name).oleParts).toEqual([part]);
		}
	});

	it('that belongs to a chart is its spreadsheet', () => {
		const xml = relate('oleObject', '../embeddings/oleObject1.bin');
		const count = (name: string) => read(xml, name).oleParts.length;
		expect(count('word/charts/_rels/chart1.xml.rels')).toBe(0);
		expect(count('word/mycharts/_rels/chart1.xml.rels')).toBe(1);
		expect(count('word/charts/a/_rels/chart1.xml.rels')).toBe(1);
		expect(count('word/charts/_rels/header1.xml.rels')).toBe(1);
		expect(count('word/_rels/charts/_rels/chart1.xml.rels')).toBe(1);
	});

	it('that is external is not a part', () => {
		expect(read(relate('oleObject', 'a.bin', 'External')).oleParts).toEqual([]);
	});
});

it('a chart can contain active content', () => {
	const name = 'word/charts/_rels/chart1.xml.rels';
	expect(isActive(relate('control', 'a.xml'), name)).toBe(true);
	expect(isActive(relate('oleObject', 'http://example.com/a', 'External'), name)).toBe(true);
});

it('macros are found by their relationship alone', () => {
	const base = 'http://schemas.microsoft.com/office/2006/relationships';
	const xml = relate('vbaProject', 'data.bin', undefined, base);
	expect(read(xml)).toEqual({
		vbaParts: ['word/data.bin'],
		oleParts: [],
		partsOfCharts: new Set(),
		hasActiveContent: false,
		isBroken: false,
	});
	expect(read(relate('keyMapCustomizations', 'a.xml')).vbaParts).toEqual([]);
});
