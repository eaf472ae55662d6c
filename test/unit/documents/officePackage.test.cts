import { times } from 'lodash';
import { inspectZip } from '../../../nodes/CleverConnect/documents/zipFormats';
import { DOCX_TYPE } from '../../../tools/samples/exampleApplication.cts';
import {
	makeCompoundFile,
	makeDocx,
	makeZip,
	WORD_MAIN_PARTS,
} from '../../../tools/samples/files.cts';
import { makeOleObject, METAFILE, PACKAGE, wmf } from '../../helpers/oleObjects.cts';
import {
	change,
	DOCM_TYPE,
	entryOf,
	faultless,
	store,
	TYPES_PART,
	typesXml,
} from '../../helpers/zips.cts';

const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const TEMPLATE_TYPE = DOCX_TYPE.replace(/document$/, 'template');
const XLSX_TYPES = typesXml(`${XLSX_TYPE}.main+xml`);
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const STRICT = 'http://purl.oclc.org/ooxml/officeDocument/relationships';
const VBA = 'application/vnd.ms-office.vbaProject';
const ACTIVE = { hasActiveContent: true };
const MACROS = { hasMacros: true };
const DAMAGED = { isDamaged: true };
const UNCHECKED = { isUnchecked: true };

type Parts = Readonly<Record<string, string | Buffer>>;

const relate = (kind: string, target = 'a', mode = 'Internal', base = RELATIONSHIPS) =>
	`<Relationship Type="${base}/${kind}" Target="${target}" TargetMode="${mode}"/>`;
const inspect = (parts: Parts) => inspectZip(makeDocx([], parts as Record<string, string>));
const setMethod = (zip: Buffer, index: number) =>
	change(zip, (copy) => copy.writeUInt16LE(12, entryOf(copy, index) + 10));

test.each([
	[DOCX_TYPE, makeZip({ '[CONTENT_types].xml': typesXml(WORD_MAIN_PARTS.docx, '<Default />') })],
	[DOCM_TYPE, makeZip({ [TYPES_PART]: typesXml(WORD_MAIN_PARTS.docm) })],
	[XLSX_TYPE, makeZip({ [TYPES_PART]: XLSX_TYPES })],
	[TEMPLATE_TYPE, makeZip({ [TYPES_PART]: typesXml(`${TEMPLATE_TYPE}.main+xml`) })],
	[DOCX_TYPE, makeZip({ [TYPES_PART]: XLSX_TYPES + typesXml(WORD_MAIN_PARTS.docx) })],
	[DOCX_TYPE, makeZip({ [TYPES_PART]: `<Default ContentType="${WORD_MAIN_PARTS.docx}"/>` })],
])('the content types show the type %s: %#', (type, bytes) => {
	expect(inspectZip(bytes)).toMatchObject({ type, isDamaged: false });
});

const picture = makeOleObject(METAFILE, { CONTENTS: wmf });
const other = makeOleObject(PACKAGE, { CONTENTS: wmf });
const vba = makeCompoundFile({ 'VBA/dir': Buffer.alloc(9) });
const xlsx = (parts: Parts = {}) => makeZip({ [TYPES_PART]: XLSX_TYPES, ...parts });
const manyFiles = makeZip(Object.fromEntries(times(33_000, (index) => [`${index}`, ''])));
const manyEntries = makeOleObject(
	METAFILE,
	Object.fromEntries(times(4000, (index) => [`\x02OlePres000/${index}`, Buffer.alloc(0)])),
);

test.each<[string, object, Parts]>([
	['no fault', {}, {}],
	['a static picture', {}, { 'word/o.bin': picture }],
	['a spreadsheet', {}, { 'word/embeddings/a.xlsx': xlsx() }],
	['another archive', {}, { 'word/a.zip': makeZip({ a: '' }) }],
	['relationships of nothing', {}, { 'word/_rels/footer.xml.rels': '<Relationships/>' }],
	['a VBA project', MACROS, { 'word/vbaProject.bin': vba }],
	[
		'a VBA project by its content type',
		MACROS,
		{ [TYPES_PART]: `${typesXml(WORD_MAIN_PARTS.docx)}${typesXml(VBA)}` },
	],
	['an undeclared VBA project with another name', ACTIVE, { 'word/data.bin': vba }],
	['an OLE object', ACTIVE, { 'word/o.bin': other }],
	['an undeclared OLE object', ACTIVE, { 'word/a.png': other }],
	['a broken OLE object', ACTIVE, { 'word/o.bin': other.subarray(0, 512) }],
	['an HTML page', ACTIVE, { a: '\n<!DOCTYPE html>' }],
	['an RTF file', ACTIVE, { a: '{\\rtf1}' }],
	['a Word file with macros', ACTIVE, { a: makeDocx([], { 'vbaProject.bin': 'a' }) }],
	['a Word file with an altChunk', ACTIVE, { a: makeDocx([], { 'a.rels': relate('aFChunk') }) }],
	['a spreadsheet with macros', ACTIVE, { a: xlsx({ 'xl/vbaProject.bin': vba }) }],
	['a damaged Word file', ACTIVE, { a: makeDocx([], { 'a.rels': '<!DOCTYPE a>' }) }],
	['a package of an unknown kind', ACTIVE, { a: makeZip({ [TYPES_PART]: typesXml('a/b') }) }],
	['a broken archive', ACTIVE, { a: xlsx().subarray(0, -1) }],
	['a document type declaration', DAMAGED, { 'a.rels': '<!DOCTYPE a [<!ENTITY e "External">]>' }],
	['a large object', UNCHECKED, { a: Buffer.alloc(1e7, Buffer.from('d0cf11e0a1b11ae1', 'hex')) }],
	['long relationships', UNCHECKED, { 'a.rels': ' '.repeat(600_000) }],
	[
		'objects with many entries',
		UNCHECKED,
		Object.fromEntries(times(9, (index) => [`${index}`, manyEntries])),
	],
	['an archive with many files', UNCHECKED, { a: manyFiles }],
])('a Word file with %s has the facts %j', (_name, facts, parts) => {
	expect(inspect(parts)).toMatchObject({ ...faultless, ...facts });
});

const xls = store({ [TYPES_PART]: typesXml(WORD_MAIN_PARTS.docx), a: other });

test.each([
	['content types', { isDamaged: true }, setMethod(xls, 0)],
	['a part', { ...faultless, isDamaged: true }, setMethod(xls, 1)],
])('a Word file is damaged if its %s cannot be read', (_name, expected, bytes) => {
	expect(inspectZip(bytes)).toMatchObject(expected);
});

test('an Excel file can have macros', () => {
	expect(inspectZip(xlsx({ 'xl/vbaProject.bin': vba }))).toMatchObject(MACROS);
});

const isActive = (relationship: string) =>
	inspect({ 'word/_rels/document.xml.rels': relationship })?.hasActiveContent;

test.each([
	['an ActiveX control', true, relate('control', 'activeX/activeX1.xml')],
	['an altChunk in a strict file', true, relate('aFChunk', 'a.htm', '', STRICT)],
	['a linked image', false, relate('image', 'https://example.com/a.png', 'External')],
	['an image in the local network', true, relate('image', '\\\\files\\a.png', 'External')],
	['an image by four slashes', true, relate('image', 'file:////files/a.png', 'External')],
	['an image by a UNC path', true, relate('image', 'file:///\\\\files\\a.png', 'External')],
	['an image by an encoded path', true, relate('image', '%5C%5Cfiles\\a.png', 'External')],
	['an image by a device path', true, relate('image', '\\??\\UNC\\files\\a.png', 'External')],
	['an image on the same computer', false, relate('image', 'file:///a.png', 'External')],
	['a link', false, relate('hyperlink', 'https://example.com', 'External')],
	['a link to the local network', true, relate('hyperlink', 'file://files/a', 'External')],
	['a link to a drive', false, relate('hyperlink', 'file://C:\\cv.pdf', 'External')],
	['a relationship without attributes', false, '<Relationship />'],
	['an external relationship without a target', true, '<Relationship TargetMode="External"/>'],
])('%s is active content: %s', (_name, expected, xml) => {
	expect(isActive(xml)).toBe(expected);
});

test.each([
	['HTTPS://example.com/t.dotm', true],
	['https%3A//example.com/t.dotm', true],
	['\\\\files.example.com\\t.dotm', true],
	['\\\\files\\t.dotm', true],
	['file://C:@files.example.com/t.dotm', true],
	['file:/%09/files.example.com/t.dotm', true],
	['%5C%5Cfiles.example.com', true],
	['\\??\\UNC\\files\\t.dotm', true],
	['\\Templates\\Letter.dotm', true],
	['file://localhost/\\\\files\\t.dotm', true],
	['Modèle d.dotm', false],
	['%7b0C0F-5764%7dtf5000.dotx', false],
	['C:\\Templates\\\\Letter%2E.dotm', false],
	['file:///C:/Templates/Letter.dotm', false],
	['file://localhost/Users/camille/Letter.dotm', false],
])('a template at %j is active content: %s', (target, expected) => {
	expect(isActive(relate('attachedTemplate', target, 'External'))).toBe(expected);
});
