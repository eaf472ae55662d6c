import { inspectZip } from '../../../nodes/CleverConnect/documents/zipFormats';
import { DOCX_TYPE, letterDocx } from '../../../tools/samples/exampleApplication.cts';
import {
	makeCompoundFile,
	makeDocx,
	makeOpenDocument,
	makeZip,
	makeZipOf,
	WORD_MAIN_PARTS,
} from '../../../tools/samples/files.cts';
import { makeDocxBomb } from '../../helpers/bombs.cts';
import { makeOleObject, METAFILE, PACKAGE, wmf } from '../../helpers/oleObjects.cts';
import { makeVbaProject } from '../../helpers/vbaProjects.cts';
import {
	change,
	DOCM_TYPE,
	entryOf,
	faultless,
	store,
	TYPES_PART,
	typesXml,
	ZIP,
} from '../../helpers/zips.cts';

const ODT = 'application/vnd.oasis.opendocument.text';
const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const DOCX_TYPES = typesXml(WORD_MAIN_PARTS.docx);
const zipped = { type: ZIP, container: ZIP, isDamaged: false, isUnchecked: false };
const damaged = { ...faultless, isDamaged: true };
const VBA = 'application/vnd.ms-office.vbaProject';

type Parts = Readonly<Record<string, string | Buffer>>;
/** Returns parts with numbers as their names. */
const list = (count: number, extension: string): Parts =>
	Object.fromEntries(Array.from({ length: count }, (_, index) => [`${index}${extension}`, '<a/>']));

const relate = (kind: string, target = 'a') =>
	`<Relationship Type="${RELATIONSHIPS}/${kind}" Target="${target}"/>`;
/** Makes an entry's compression method unknown. */
const lock = (zip: Buffer, index = 0) =>
	change(zip, (copy) => copy.writeUInt16LE(12, entryOf(copy, index) + 10));

describe('a ZIP is', () => {
	test.each([
		[DOCX_TYPE, makeZip({ '[CONTENT_types].xml': DOCX_TYPES, 'WORD\\a.xml': '' })],
		[DOCX_TYPE, makeDocx([], { mimetype: ODT })],
		[XLSX_TYPE, makeZip({ [TYPES_PART]: typesXml(`${XLSX_TYPE}.main+xml`) })],
		['application/vnd.apple.pages', makeZipOf('Index/Document.iwa')],
		['application/vnd.apple.pages', makeZipOf('index.xml', 'buildVersionHistory.plist')],
		['application/vnd.apple.pages', makeZipOf('CV.pages/Index.zip')],
		['application/vnd.apple.keynote', makeZipOf('Index/Document.iwa', 'Index/Slide-12.iwa')],
		['application/vnd.apple.keynote', makeZipOf('Talk.key/Index.zip')],
		['application/vnd.apple.keynote', makeZipOf('buildVersionHistory.plist', 'index.apxl')],
		[
			'application/vnd.android.package-archive',
			makeZipOf('META-INF/MANIFEST.MF', 'AndroidManifest.xml'),
		],
		['application/java-archive', makeZipOf('META-INF/MANIFEST.MF')],
		[ZIP, makeZip({ [TYPES_PART]: typesXml('application/xml') })],
		[ZIP, makeZipOf('word/document.xml')],
		[ZIP, makeZipOf('a/index.apxl', 'Index/Document.iwa.txt', 'a/META-INF/MANIFEST.MF')],
		[ZIP, makeZip({})],
	])('%s', (type, bytes) => {
		expect(inspectZip(bytes)).toMatchObject({ type, container: ZIP });
		expect(inspectZip(bytes)?.isDamaged ?? false).toBe(false);
	});

	test.each(['', 'PK', 'PK\x01\x02', ' PK\x03\x04'])('not a file that begins with %j', (start) => {
		expect(inspectZip(Buffer.concat([Buffer.from(start), Buffer.alloc(20)]))).toBeUndefined();
	});

	test.each([
		['application/vnd.apple.numbers', 'Index/Document.iwa', 'application/vnd.apple.numbers'],
		['application/vnd.apple.numbers', 'Index/Slide.iwa', 'application/vnd.apple.keynote'],
	])('that is declared as %s and contains %s has the type %s', (declaredType, name, type) => {
		expect(inspectZip(makeZipOf(name), declaredType)?.type).toBe(type);
	});
});

describe('an OpenDocument file', () => {
	const entry = (path: string, type: string) =>
		`<manifest:file-entry manifest:full-path="${path}" manifest:media-type="${type}"/>`;
	const algorithm = '<manifest:algorithm manifest:algorithm-name="a"/>';
	const MANIFEST = 'META-INF/manifest.xml';
	const withManifest = (xml: string, name = MANIFEST) => makeZip({ mimetype: ODT, [name]: xml });
	const facts = { ...zipped, type: ODT, isEncrypted: false };

	test.each([
		...[ODT, `${ODT}-master-template`, 'application/vnd.oasis.opendocument.graphics-template'],
		...['application/vnd.sun.xml.writer.global', 'application/epub+zip'],
	])('has the stated type %s', (type) => {
		expect(inspectZip(makeOpenDocument(type))).toEqual({ ...facts, type });
		// Accepted although the standard requires the part to come first and be uncompressed.
		const compressed = makeZip({ 'a.xml': '', mimetype: `${' '.repeat(3000)}${type}\n` });
		expect(inspectZip(compressed)).toEqual({ ...facts, type });
		const onlyManifest = makeZip({ [MANIFEST]: entry('a', 'b') + entry('/', type) });
		expect(inspectZip(onlyManifest)).toEqual({ ...facts, type });
	});

	test.each(['application/pdf', `x${ODT}`, `${ODT}-please-hire-her`])(
		'is not a file that states %j',
		(type) => {
			expect(inspectZip(makeOpenDocument(type))?.type).toBe(ZIP);
			expect(inspectZip(makeZip({ [MANIFEST]: entry('/', type) }))?.type).toBe(ZIP);
		},
	);

	test.each([
		['an algorithm', withManifest(entry('/', ODT) + algorithm), { isEncrypted: true }],
		['an algorithm in another part', withManifest(algorithm, 'a/META-INF/manifest.xml'), {}],
		['3,000 entries', withManifest(entry(`${'a'.repeat(30)}.png`, 'image/png').repeat(3000)), {}],
		['incomplete markup', withManifest(`${entry('/', ODT)}<a`), { isDamaged: true }],
		['too many spaces', withManifest(' '.repeat(1e6)), { isUnchecked: true }],
		['an unknown compression', lock(withManifest(algorithm), 1), { isDamaged: true }],
	])('whose manifest has %s has the expected facts', (_name, bytes, expected) => {
		expect(inspectZip(bytes)).toEqual({ ...facts, ...expected });
	});

	test.each([
		['is damaged', ODT, { ...facts, isDamaged: true }],
		['is only a ZIP', DOCX_TYPE, zipped],
	])('with an unreadable type %s if it is declared as %s', (_name, declaredType, expected) => {
		expect(inspectZip(lock(makeOpenDocument(ODT)), declaredType)).toEqual(expected);
	});

	test('without a type and with an unreadable manifest is a damaged ZIP', () => {
		expect(inspectZip(lock(makeZip({ [MANIFEST]: entry('/', ODT) })))).toEqual({
			...zipped,
			isDamaged: true,
		});
	});
});

describe('a Word file', () => {
	const picture = makeOleObject(METAFILE, { CONTENTS: wmf });
	// Its directory is at the beginning, as in Word's objects.
	const largePicture = Buffer.concat([picture, Buffer.alloc(5e6)]);
	const other = makeOleObject(PACKAGE, { CONTENTS: wmf });
	const empty = makeCompoundFile(makeVbaProject());
	const code = makeCompoundFile(makeVbaProject([{ name: 'A', source: 'Sub A()' }]));
	const xlsTypes = typesXml(`${XLSX_TYPE}.main+xml`);
	/** Returns a Word file with a picture, a VBA project without code, and other parts. */
	const plainParts = {
		[TYPES_PART]: DOCX_TYPES,
		'word/_rels/a.xml.rels': relate('oleObject', 'o.bin') + relate('vbaProject', 'v.bin'),
		'word/o.bin': picture,
		'word/v.bin': empty,
	};
	const make = (parts: Parts = {}) => store({ ...plainParts, ...parts });
	const ofChart = (streams: Record<string, Buffer>) => ({
		'word/_rels/b.xml.rels': relate('chart', 'charts/a.xml'),
		'word/charts/_rels/a.xml.rels': relate('oleObject', '../embeddings/a.bin'),
		'word/embeddings/a.bin': makeCompoundFile(streams),
	});

	test.each<[string, Parts]>([
		['a static picture and an empty VBA project', {}],
		['a Word file without faults', { a: make() }],
		['the workbook of a chart', ofChart({ Workbook: wmf })],
		['long relationships', { 'a.rels': `${' '.repeat(190_000)}<a/>` }],
		['70 parts of relationships', list(70, '.rels')],
		['4,000 parts', list(4000, '')],
		['2,000 links', { 'a.rels': relate('hyperlink', 'a'.repeat(80)).repeat(2000) }],
		['a static picture of 5 MB', { 'word/o.bin': largePicture }],
	])('with %s has no faults', (_name, parts) => {
		expect(inspectZip(make(parts))).toEqual(faultless);
	});

	test.each<[string, Parts]>([
		['an OLE object', { 'word/o.bin': other }],
		['two OLE objects with the same name', { 'word/O.bin': other }],
		['an undeclared OLE object', { 'word/a.png': other }],
		['an OLE object that is no compound file', { 'word/o.bin': wmf }],
		['a workbook that has macros', ofChart({ Workbook: wmf, '_VBA_PROJECT_CUR/VBA/dir': wmf })],
		['an HTML page', { a: '\n<!DOCTYPE html>' }],
		['an RTF file', { a: '{\\rtf1}' }],
		['an altChunk', { '_rels/.rels': relate('aFChunk') }],
		['a Word file with macros', { a: make({ 'word/v.bin': code }) }],
		['a Word file with an OLE object', { a: make({ a: other }) }],
	])('with %s has active content', (_name, parts) => {
		expect(inspectZip(make(parts))).toEqual({ ...faultless, hasActiveContent: true });
	});

	test.each<[string, Parts]>([
		['a VBA project with code', { 'word/v.bin': code }],
		['a second VBA project', { 'vbaProject.bin': code }],
		['a relationship of the package', { '_rels/.rels': relate('vbaProject') }],
		['a relationship elsewhere', { 'a/b.RELS': relate('vbaProject') }],
		['a name with a NUL', { 'a.rels\0a': relate('vbaProject') }],
		['content types with the same name', { '[content_types].xml': typesXml(VBA) }],
	])('has macros according to %s', (_name, parts) => {
		expect(inspectZip(make(parts))).toEqual({ ...faultless, hasMacros: true });
	});

	test.each<[string, Buffer]>([
		['broken content types', make({ [TYPES_PART]: typesXml(WORD_MAIN_PARTS.docx, '<!--') })],
		['broken relationships', make({ 'a.rels': `${relate('image')}<!--` })],
		['unreadable relationships', lock(make({ '_rels/.rels': '<a/>' }), 4)],
	])('with %s is damaged', (_name, bytes) => {
		expect(inspectZip(bytes)).toEqual(damaged);
	});

	test('is the only kind of Office file that is checked for macros and active content', () => {
		const xlsx = make({ [TYPES_PART]: xlsTypes, a: other, 'vbaProject.bin': code });
		expect(inspectZip(xlsx)).toEqual({ ...zipped, type: XLSX_TYPE });
	});

	const large = Buffer.alloc(1e7, Buffer.from('d0cf11e0', 'hex'));

	test.each<[string, Parts, object]>([
		['an object', { a: large }, {}],
		['relationships', { 'a.rels': ' '.repeat(1e6) }, { hasMacros: true }],
		['parts of relationships', list(900, '.rels'), { hasMacros: true }],
		['a VBA project', { 'word/v.bin': large }, { hasMacros: true }],
		['an embedded Word file', { a: makeZip({ ...plainParts, a: large }) }, {}],
		['content types', { [TYPES_PART]: ' '.repeat(1e6) }, {}],
		['its directory', list(15_000, '.txt'), {}],
	])('is unchecked if it has more than can be read in %s', (_name, parts, facts) => {
		const bytes = makeZip({ ...plainParts, ...parts });
		expect(inspectZip(bytes)).toEqual({ ...faultless, ...facts, isUnchecked: true });
	});

	test('is unchecked if it unpacks to more than a document does', () => {
		const check = (options: Parameters<typeof makeDocxBomb>[0]) =>
			inspectZip(makeDocxBomb(options))?.isUnchecked;
		expect(check({ size: 9e7 })).toBe(false);
		expect(check({ size: 1e8 })).toBe(true);
		expect(check({ size: 1e8, declaredSize: 1e6 })).toBe(true);
	});

	test('has active content if a part begins with more empty blocks than a compressor writes', () => {
		const emptyBlocks = Buffer.from('000000ffff'.repeat(110), 'hex');
		const deflated = change(make({ a: emptyBlocks }), (copy) =>
			copy.writeUInt16LE(8, entryOf(copy, 4) + 10),
		);
		expect(inspectZip(deflated)).toEqual({ ...faultless, hasActiveContent: true });
	});

	test('is a DOCX even if it is cut off after a complete ZIP inside it', () => {
		const zip = make({ a: makeZip({ [TYPES_PART]: xlsTypes }), b: 'b'.repeat(100) });
		const end = zip.indexOf('b'.repeat(100));
		for (let length = end; length < zip.length; length++) {
			expect(inspectZip(zip.subarray(0, length))).toEqual(damaged);
		}
	});
});

describe('a ZIP without its directory or its content types', () => {
	const header = (name: string) =>
		Buffer.from(`PK\x03\x04${'\0'.repeat(22)}${String.fromCharCode(name.length)}\0\0\0${name}`);
	const typesPart = TYPES_PART.toLowerCase();
	const plain = store({ [TYPES_PART]: DOCX_TYPES, 'word/a.xml': '' });
	const directory = entryOf(plain);
	const withField = (field: number, value: number) =>
		change(plain, (copy) => copy.writeUInt32LE(value, directory + field));

	test.each([
		['cut off in its directory', plain.subarray(0, directory + 10)],
		['overwritten', change(plain, (copy) => copy.fill(0, directory, copy.length - 22))],
		['without an offset', withField(42, 1)],
		['with an offset beyond the end', withField(42, 0xfffffff0)],
		['with a part that is longer than the file', withField(20, 60_000)],
		[
			'with a deflated part that is longer than the file',
			change(letterDocx, (copy) => copy.writeUInt32LE(60_000, entryOf(copy) + 20)),
		],
		['with a broken part', change(letterDocx, (copy) => copy.fill(0xff, 49, 100))],
		['with unreadable types', lock(store({ [TYPES_PART]: DOCX_TYPES, [typesPart]: '' }), 1)],
	])('is still a DOCX: %s', (_name, bytes) => {
		expect(inspectZip(bytes)).toEqual(damaged);
	});

	test.each([
		[header('word/a'), DOCM_TYPE, DOCM_TYPE],
		[header('word/a'), 'application/msword', DOCX_TYPE],
		[header('word/a'), 'application/vnd.ms-word.please-hire-her.12', DOCX_TYPE],
		[header('xl/a'), undefined, XLSX_TYPE],
		[header('a'), 'application/pdf', ZIP],
		[Buffer.from('PK\x03\x04'), DOCX_TYPE, ZIP],
		[header('').subarray(0, -1), DOCX_TYPE, ZIP],
		[Buffer.from(`PK\x05\x06${'\0'.repeat(17)}`), DOCX_TYPE, ZIP],
	])('gets its type from its folders: %j, declared as %s, is %s', (bytes, declaredType, type) => {
		const expected = { type, container: ZIP, isDamaged: true };
		expect(inspectZip(bytes, declaredType)).toMatchObject(expected);
	});
});
