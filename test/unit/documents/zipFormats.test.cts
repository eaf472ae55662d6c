import { inspectZip } from '../../../nodes/CleverConnect/documents/zipFormats';
import { DOCX_TYPE, letterDocx } from '../../../tools/samples/exampleApplication.cts';
import {
	makeCompoundFile,
	makeDocx,
	makeZip,
	makeZipOf,
	WORD_MAIN_PARTS,
} from '../../../tools/samples/files.cts';
import { makeOleObject, METAFILE, PACKAGE, wmf } from '../../helpers/oleObjects.cts';
import { makeVbaProject } from '../../helpers/vbaProjects.cts';
import {
	change,
	DOCM_TYPE,
	entryOf,
	faultless,
	makeHeader,
	store,
	TYPES_PART,
	typesXml,
	ZIP,
} from '../../helpers/zips.cts';

const APPLE = 'application/vnd.apple';
const APK = 'application/vnd.android.package-archive';
const ODT = 'application/vnd.oasis.opendocument.text';
const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const PPTX_TYPE = 'application/vnd.openxmlformats-officedocument.presentationml.presentation';
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const DOCX_TYPES = typesXml(WORD_MAIN_PARTS.docx);
const XLSX_TYPES = typesXml(`${XLSX_TYPE}.main+xml`);
const VBA = 'application/vnd.ms-office.vbaProject';
const DAMAGED = { isDamaged: true };
const zipped = { type: ZIP, container: ZIP, isDamaged: false, isUnchecked: false };

type Parts = Readonly<Record<string, string | Buffer>>;

const relate = (kind: string, target = 'a') =>
	`<Relationship Type="${RELATIONSHIPS}/${kind}" Target="${target}"/>`;
/** A compression method that isn't supported. */
const BZIP2 = 12;
const setMethod = (zip: Buffer, method: number, index = 0) =>
	change(zip, (copy) => copy.writeUInt16LE(method, entryOf(copy, index) + 10));

test.each<[type: string | undefined, bytes: Buffer, declaredType?: string]>([
	[DOCX_TYPE, makeZip({ '[CONTENT_types].xml': DOCX_TYPES, 'WORD\\a.xml': '' })],
	[DOCX_TYPE, makeDocx([], { mimetype: ODT })],
	[XLSX_TYPE, makeZip({ [TYPES_PART]: XLSX_TYPES })],
	[`${APPLE}.pages`, makeZipOf('Index/Document.iwa')],
	[`${APPLE}.pages`, makeZipOf('index.xml', 'buildVersionHistory.plist')],
	[`${APPLE}.pages`, makeZipOf('CV.pages/Index.zip')],
	[`${APPLE}.numbers`, makeZipOf('Index/Document.iwa'), `${APPLE}.numbers`],
	[`${APPLE}.keynote`, makeZipOf('Index/Document.iwa', 'Index/Slide-12.iwa')],
	[`${APPLE}.keynote`, makeZipOf('Index/Slide.iwa'), `${APPLE}.numbers`],
	[`${APPLE}.keynote`, makeZipOf('Talk.key/Index.zip')],
	[`${APPLE}.keynote`, makeZipOf('buildVersionHistory.plist', 'index.apxl')],
	[APK, makeZipOf('META-INF/MANIFEST.MF', 'AndroidManifest.xml')],
	['application/java-archive', makeZipOf('META-INF/MANIFEST.MF')],
	[ZIP, makeZip({ [TYPES_PART]: typesXml('application/xml') })],
	[ZIP, makeZipOf('word/document.xml')],
	[ZIP, makeZipOf('a/index.apxl', 'Index/Document.iwa.txt', 'a/META-INF/MANIFEST.MF')],
	[ZIP, makeZip({})],
	[undefined, Buffer.from('PK')],
])('a file is %s according to its parts: %#', (type, bytes, declaredType = '') => {
	const inspection = inspectZip(bytes, declaredType);
	expect({ ...inspection }).toMatchObject(type ? { ...zipped, type } : {});
	expect(inspection?.type).toBe(type);
});

const entry = (path: string, type: string) =>
	`<manifest:file-entry manifest:full-path="${path}" manifest:media-type="${type}"/>`;
const algorithm = '<manifest:algorithm manifest:algorithm-name="a"/>';
const MANIFEST = 'META-INF/manifest.xml';
const withManifest = (xml: string, name = MANIFEST) => makeZip({ mimetype: ODT, [name]: xml });
const facts = { ...zipped, type: ODT, isEncrypted: false };

test.each([
	[ODT, true],
	['application/vnd.sun.xml.writer.global', true],
	['application/epub+zip', true],
	['application/pdf', false],
	[`${ODT}-please-hire-her`, false],
])('an OpenDocument file has the stated type %s: %s', (type, isKnown) => {
	const expected = isKnown ? { ...facts, type } : zipped;
	expect(inspectZip(store({ mimetype: type, 'content.xml': ODT }))).toEqual(expected);
	// The standard requires this part to come first and to be uncompressed, but not every program complies.
	const compressed = makeZip({ 'a.xml': '', mimetype: `${' '.repeat(3000)}${type}\n` });
	expect(inspectZip(compressed)).toEqual(expected);
	const onlyManifest = makeZip({ [MANIFEST]: entry('a', 'b') + entry('/', type) });
	expect(inspectZip(onlyManifest)).toEqual(expected);
});

test.each<[string, object, Buffer]>([
	['an algorithm', { isEncrypted: true }, withManifest(entry('/', ODT) + algorithm)],
	['an algorithm in another part', {}, withManifest(algorithm, 'a/META-INF/manifest.xml')],
	['too many spaces', { isUnchecked: true }, withManifest(' '.repeat(1e6))],
	['an unsupported compression', DAMAGED, setMethod(withManifest(algorithm), BZIP2, 1)],
])(
	'an OpenDocument file that has a manifest with %s has the facts %j',
	(_name, expected, bytes) => {
		expect(inspectZip(bytes)).toEqual({ ...facts, ...expected });
	},
);

test.each([
	[
		'an OpenDocument file with an unreadable type',
		setMethod(store({ mimetype: ODT, 'content.xml': '' }), BZIP2),
	],
	[
		'an Office file with unreadable content types',
		setMethod(makeZip({ [TYPES_PART]: DOCX_TYPES }), BZIP2),
	],
])('%s is a damaged ZIP', (_name, bytes) => {
	expect(inspectZip(bytes)).toMatchObject({ type: ZIP, isDamaged: true });
});

const picture = makeOleObject(METAFILE, { CONTENTS: wmf });
// The compound file's directory is at the beginning, as in Word's objects.
const largePicture = Buffer.concat([picture, Buffer.alloc(1e7)]);
const other = makeOleObject(PACKAGE, { CONTENTS: wmf });
const code = makeCompoundFile(makeVbaProject([{ name: 'A', source: 'Sub A()' }]));
/** Contains a picture and a VBA project without code. */
const plainParts = {
	[TYPES_PART]: DOCX_TYPES,
	'word/_rels/a.xml.rels': relate('oleObject', 'o.bin') + relate('vbaProject', 'v.bin'),
	'word/o.bin': picture,
	'word/v.bin': makeCompoundFile(makeVbaProject()),
};
const make = (parts: Parts = {}) => store({ ...plainParts, ...parts });
const compress = (parts: Parts) => makeZip({ ...plainParts, ...parts });
const makeEmptyBlocks = (length: number) =>
	setMethod(make({ a: Buffer.alloc(length, '000000ffff', 'hex') }), 8, 4);
const large = Buffer.alloc(1e7, Buffer.from('d0cf11e0', 'hex'));
const ACTIVE = { hasActiveContent: true };
const MACROS = { hasMacros: true };
const UNCHECKED = { isUnchecked: true };
const UNCHECKED_MACROS = { ...UNCHECKED, ...MACROS };
const XLSX = { type: XLSX_TYPE, hasMacros: undefined, hasActiveContent: undefined };
const xlsx = { [TYPES_PART]: XLSX_TYPES, a: other, 'vbaProject.bin': code };

test.each<[string, object, Parts | Buffer]>([
	['a static picture and an empty VBA project', {}, {}],
	['a Word file without faults', {}, { a: make() }],
	['an empty OLE object', {}, { 'word/o.bin': '' }],
	['long relationships', {}, { 'a.rels': `${' '.repeat(190_000)}<a/>` }],
	['a static picture of 10 MB', {}, compress({ 'word/o.bin': largePicture })],
	['the content types of a workbook', XLSX, xlsx],
	['an OLE object', ACTIVE, { 'word/o.bin': other }],
	['two OLE objects with the same name', ACTIVE, { 'word/O.bin': other }],
	['an undeclared OLE object', ACTIVE, { 'word/a.png': other }],
	['an OLE object that is no compound file', ACTIVE, { 'word/o.bin': wmf }],
	['an HTML page', ACTIVE, { a: '\n<!DOCTYPE html>' }],
	['an RTF file', ACTIVE, { a: '{\\rtf1}' }],
	['a Word file with macros', ACTIVE, { a: make({ 'word/v.bin': code }) }],
	['512 bytes of empty blocks', {}, makeEmptyBlocks(512)],
	['more empty blocks than a compressor writes', ACTIVE, makeEmptyBlocks(513)],
	['a Word file with an OLE object', ACTIVE, { a: make({ 'word/o.bin': other }) }],
	['a VBA project with code', MACROS, { 'word/v.bin': code }],
	['a second VBA project', MACROS, { 'vbaProject.bin': code }],
	['macros elsewhere', MACROS, { 'a/b.RELS': relate('vbaProject') }],
	['a name with a NUL', MACROS, { 'a.rels\0a': relate('vbaProject') }],
	['content types with the same name', MACROS, { '[content_types].xml': typesXml(VBA) }],
	['broken content types', DAMAGED, { [TYPES_PART]: typesXml(WORD_MAIN_PARTS.docx, '<!--') }],
	['broken relationships', DAMAGED, { 'a.rels': `${relate('image')}<!--` }],
	['an object that is too large', UNCHECKED, compress({ a: large })],
	['too long relationships', UNCHECKED, makeDocx([], { 'a.rels': ' '.repeat(1e6) })],
	['a large VBA project', UNCHECKED_MACROS, compress({ 'word/v.bin': large })],
	['a large object inside', UNCHECKED, compress({ a: compress({ a: large }) })],
])('a Word file with %s has the facts %j', (_name, facts, parts) => {
	const bytes = Buffer.isBuffer(parts) ? parts : make(parts);
	expect(inspectZip(bytes)).toEqual({ ...faultless, ...facts });
});

const zip = make({ a: makeZip({ [TYPES_PART]: XLSX_TYPES }), b: 'b'.repeat(100) });
const endOfZipInside = zip.indexOf('b'.repeat(100));
const far = change(letterDocx, (copy) => copy.writeUInt32LE(0xfffffff0, entryOf(copy) + 42));
const twoTypes = store({ [TYPES_PART]: DOCX_TYPES, [TYPES_PART.toLowerCase()]: '' });

test.each([
	['is cut off after a complete ZIP inside it', zip.subarray(0, endOfZipInside)],
	['has an offset beyond the end', far],
	['has unreadable types', setMethod(twoTypes, BZIP2, 1)],
])('a Word file is a damaged DOCX if it %s', (_name, bytes) => {
	expect(inspectZip(bytes)).toEqual({ ...faultless, isDamaged: true });
});

test.each([
	[makeHeader('word/a'), DOCM_TYPE, DOCM_TYPE],
	[makeHeader('word/a'), 'application/msword', DOCX_TYPE],
	[makeHeader('xl/a'), undefined, XLSX_TYPE],
	[makeHeader('ppt/a'), undefined, PPTX_TYPE],
	[makeHeader('a'), DOCX_TYPE, ZIP],
	[makeHeader('').subarray(0, -1), DOCX_TYPE, ZIP],
	[Buffer.from(`PK\x05\x06${'\0'.repeat(17)}`), DOCX_TYPE, ZIP],
])('without its directory, a ZIP has a type by its folders: %#', (bytes, declaredType, type) => {
	const expected = { type, container: ZIP, isDamaged: true };
	expect(inspectZip(bytes, declaredType)).toMatchObject(expected);
});
