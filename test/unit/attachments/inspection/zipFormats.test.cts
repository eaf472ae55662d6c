import type { Zippable } from 'fflate';
import { inspectZip } from '../../../../nodes/CleverConnect/attachments/inspection/zipFormats';
import { DOCX_TYPE, letterDocx } from '../../../../tools/samples/exampleApplication.cts';
import {
	makeCompoundFile,
	makeDocx,
	makeOpenDocument,
	makeZip,
	makeZipOf,
	WORD_MAIN_PARTS,
} from '../../../../tools/samples/files.cts';
import { makeOleObject, METAFILE, PACKAGE, wmf } from '../../../helpers/oleObjects.cts';
import { makeVbaProject } from '../../../helpers/vbaProjects.cts';
import {
	change,
	DOCM_TYPE,
	EMPTY,
	endOf,
	faultless,
	latin1,
	store,
	typeOf,
	TYPES_PART,
	typesXml,
	ZIP,
} from '../../../helpers/zips.cts';

const ODT = 'application/vnd.oasis.opendocument.text';
const OPEN_XML = 'application/vnd.openxmlformats-officedocument';
const XLSX_TYPE = `${OPEN_XML}.spreadsheetml.sheet`;
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

const relationshipsXml = (kind: string, before = '') =>
	`<Relationships>${before}<Relationship Type="${RELATIONSHIPS}/${kind}" Target="a"/></Relationships>`;
/** The relationships of the package, and those of a part. */
const RELATIONSHIPS_PARTS = ['_rels/.rels', 'word/_rels/document.xml.rels'];

describe('a ZIP', () => {
	it.each([
		['DOCX', letterDocx, DOCX_TYPE],
		['DOCM', makeDocx([], {}, 'docm'), DOCM_TYPE],
		['XLSX', makeZip({ [TYPES_PART]: typesXml(`${XLSX_TYPE}.main+xml`) }), XLSX_TYPE],
		[
			'DOCX with other spellings of names',
			makeZip({ '[CONTENT_types].xml': typesXml(WORD_MAIN_PARTS.docx), 'WORD\\a.xml': '' }),
			DOCX_TYPE,
		],
		['another package', makeZip({ [TYPES_PART]: typesXml('application/xml') }), ZIP],
		['Pages', makeZipOf('Index/Document.iwa'), 'application/vnd.apple.pages'],
		[
			'Pages 2009',
			makeZipOf('index.xml', 'buildVersionHistory.plist'),
			'application/vnd.apple.pages',
		],
		[
			'Keynote',
			makeZipOf('Index/Document.iwa', 'Index/Slide-12.iwa'),
			'application/vnd.apple.keynote',
		],
		[
			'Keynote with a master slide',
			makeZipOf('Index/MasterSlide.iwa'),
			'application/vnd.apple.keynote',
		],
		['Keynote, as a folder', makeZipOf('Talk.key/Index.zip'), 'application/vnd.apple.keynote'],
		['Pages, as a folder', makeZipOf('CV.pages/Index.zip'), 'application/vnd.apple.pages'],
		[
			'Keynote 2009',
			makeZipOf('buildVersionHistory.plist', 'index.apxl'),
			'application/vnd.apple.keynote',
		],
		[
			'APK',
			makeZipOf('META-INF/MANIFEST.MF', 'AndroidManifest.xml'),
			'application/vnd.android.package-archive',
		],
		['JAR', makeZipOf('META-INF/MANIFEST.MF'), 'application/java-archive'],
		['with a folder called word', makeZipOf('word/document.xml'), ZIP],
		[
			'with similar names',
			makeZipOf('a/index.apxl', 'Index/Document.iwa.txt', 'a/META-INF/MANIFEST.MF'),
			ZIP,
		],
		['with a DOCX in it', store({ 'cv.docx': letterDocx }), ZIP],
		['without parts', makeZip({}), ZIP],
	])('(%s) has the expected type', (_name, bytes, type) => {
		expect(inspectZip(bytes)).toMatchObject({ type, container: ZIP });
		expect(inspectZip(bytes)?.isDamaged ?? false).toBe(false);
	});

	it.each(['', 'PK', 'PK\x01\x02', 'PK\x03', ' PK\x03\x04'])(
		'is not recognized in a file that begins with %j',
		(start) => {
			expect(inspectZip(Buffer.concat([latin1(start), Buffer.alloc(20)]))).toBeUndefined();
		},
	);

	it.each([
		['application/vnd.apple.numbers', 'Index/Document.iwa', 'application/vnd.apple.numbers'],
		['application/vnd.apple.numbers', 'Index/Slide.iwa', 'application/vnd.apple.keynote'],
		['application/vnd.apple.numbers', 'a.txt', ZIP],
		['application/pdf', 'Index/Document.iwa', 'application/vnd.apple.pages'],
	])('that is declared as %s and contains %s has the type %s', (declaredType, name, type) => {
		expect(typeOf(makeZipOf(name), declaredType)).toBe(type);
	});
});

describe('a file with the part "mimetype"', () => {
	it.each([
		ODT,
		'application/vnd.oasis.opendocument.spreadsheet',
		'application/vnd.oasis.opendocument.text-template',
		'application/vnd.oasis.opendocument.text-master-template',
		'application/vnd.oasis.opendocument.graphics-template',
		'application/vnd.oasis.opendocument.database',
		'application/vnd.sun.xml.writer',
		'application/vnd.sun.xml.writer.global',
		'application/vnd.sun.xml.calc.template',
		'application/vnd.sun.xml.math',
		'application/epub+zip',
	])('has the stated type %s', (type) => {
		const expected = { type, container: ZIP, isEncrypted: false, isDamaged: false };
		expect(inspectZip(makeOpenDocument(type))).toEqual(expected);
		// Accepted although the standard requires the part to come first and be uncompressed.
		const compressed = makeZip({ 'a.xml': '', mimetype: `${type}\n` });
		expect(inspectZip(compressed)).toEqual(expected);
	});

	it('is a Word file if it also has content types', () => {
		const parts = { mimetype: ODT, 'word/vbaProject.bin': '' };
		expect(inspectZip(makeDocx(['CV'], parts))).toMatchObject({ type: DOCX_TYPE, hasMacros: true });
	});

	it.each([
		['its manifest names an algorithm', 'META-INF/manifest.xml', 'manifest:algorithm', true],
		['another part names an algorithm', 'META-INF/other.xml', 'manifest:algorithm', false],
		[
			'a part in another folder names an algorithm',
			'a/META-INF/manifest.xml',
			'manifest:algorithm',
			false,
		],
		[
			'a part with a longer name names an algorithm',
			'META-INF/manifest.xmlx',
			'manifest:algorithm',
			false,
		],
		['its manifest names something else', 'META-INF/manifest.xml', 'manifest:start', false],
	])('has a password only if its manifest names an algorithm (%s)', (...row) => {
		const [, part, element, isEncrypted] = row;
		const xml = `<${element} manifest:algorithm-name="a"/>`;
		const bytes = makeZip({ mimetype: ODT, [part]: xml });
		expect(inspectZip(bytes)).toEqual({
			type: ODT,
			container: ZIP,
			isEncrypted,
			isDamaged: false,
		});
	});

	it.each([
		'application/pdf',
		`x${ODT}`,
		`${ODT}, ${ODT}`,
		`${' '.repeat(4096)}${ODT}`,
		'application/vnd.oasis.opendocument.',
		'application/vnd.oasis.opendocument.the-best-candidate',
		`${ODT}-please-hire-her`,
		'application/vnd.sun.xml.please.hire.her',
	])('is only a ZIP if the part states %j', (type) => {
		expect(typeOf(makeOpenDocument(type))).toBe(ZIP);
	});

	it('may have white space around the stated type', () => {
		expect(typeOf(makeOpenDocument(`${' '.repeat(3000)}${ODT}`))).toBe(ODT);
	});
});

describe('a file without a readable part "mimetype"', () => {
	const entry = (path: string, type: string) =>
		`<manifest:file-entry manifest:full-path="${path}" manifest:media-type="${type}"/>`;
	const algorithm = '<manifest:algorithm manifest:algorithm-name="a"/>';

	it.each([
		[
			'the type',
			entry('a.xml', 'text/xml') + entry('/', ODT),
			{ type: ODT, isEncrypted: false, isDamaged: false },
		],
		[
			'the type and an algorithm',
			entry('/', ODT) + algorithm,
			{ type: ODT, isEncrypted: true, isDamaged: false },
		],
		['only types for its parts', entry('a.xml', ODT), { type: ZIP }],
		['another type', entry('/', 'application/pdf'), { type: ZIP }],
		['no type', '<manifest:file-entry manifest:full-path="/"/>', { type: ZIP }],
	])('gets its type from its manifest, which states %s', (_name, xml, expected) => {
		const bytes = makeZip({ 'META-INF/manifest.xml': xml });
		expect(inspectZip(bytes)).toEqual({ container: ZIP, ...expected });
	});

	it('may have a manifest with 750 entries', () => {
		const manifest = entry(`Pictures/${'a'.repeat(64)}.png`, 'image/png').repeat(750);
		const bytes = makeZip({ 'META-INF/manifest.xml': manifest + entry('/', ODT) });
		expect(inspectZip(bytes)).toMatchObject({ type: ODT, isDamaged: false });
	});

	it.each([
		[ODT, { mimetype: ODT }],
		[ZIP, {}],
	])(
		'has the type %s and is damaged if its manifest is unreadable, with the parts %j',
		(...row) => {
			const [type, others] = row;
			const pack = (manifest: string) => makeZip({ ...others, 'META-INF/manifest.xml': manifest });
			const tooLong = pack(`${' '.repeat(270_000)}${algorithm}`);
			const notDeflated = change(pack(entry('/', ODT) + algorithm), (copy) =>
				copy.writeUInt16LE(12, copy.lastIndexOf('PK\x01\x02') + 10),
			);
			expect(inspectZip(tooLong)).toMatchObject({ type, isDamaged: true });
			expect(inspectZip(notDeflated)).toMatchObject({ type, isDamaged: true });
			const cutOff = pack(`${entry('/', ODT)}<a`);
			expect(inspectZip(cutOff)).toMatchObject({ type: ODT, isDamaged: true });
		},
	);

	it('is a Word file if it has the parts of a Word file, whatever its manifest states', () => {
		const bytes = makeDocx(['CV'], { 'META-INF/manifest.xml': entry('/', ODT) });
		expect(typeOf(bytes)).toBe(DOCX_TYPE);
	});

	it.each([
		[ODT, { type: ODT, isEncrypted: false, isDamaged: true }],
		[DOCX_TYPE, { type: ZIP }],
		[undefined, { type: ZIP }],
	])('is damaged only if it is declared as OpenDocument, here as %s', (declaredType, expected) => {
		const bytes = change(makeOpenDocument(ODT), (copy) =>
			copy.writeUInt16LE(12, copy.indexOf('PK\x01\x02') + 10),
		);
		expect(inspectZip(bytes, declaredType)).toEqual({ container: ZIP, ...expected });
	});
});

describe('a Word file', () => {
	it('without faults is reported as faultless', () => {
		expect(inspectZip(letterDocx)).toEqual({ ...faultless, isDamaged: false });
	});

	it.each<[string, Readonly<Record<string, string>>]>([
		['the name of a part', { 'word/vbaProject.bin': '' }],
		...RELATIONSHIPS_PARTS.map((name): [string, Readonly<Record<string, string>>] => [
			name,
			{ [name]: relationshipsXml('vbaProject') },
		]),
		['a NUL in a name', { 'word/document.xml.rels\0a': relationshipsXml('vbaProject') }],
		['a relationship in another folder', { 'a/b.RELS': relationshipsXml('vbaProject') }],
		[
			'a content type, after a comment and with long prefixes',
			{
				[TYPES_PART]: typesXml(
					'application/vnd.ms-office.vbaProject',
					`<!-- <Override PartName="/word/document.xml" ContentType="application/xml"/> --><Override PartName="/word/document.xml" ContentType="${WORD_MAIN_PARTS.docx}"/>`,
				).replaceAll('<O', `<${'p'.repeat(100)}:O`),
			},
		],
	])('has macros according to %s', (_name, parts) => {
		expect(inspectZip(makeDocx(['CV'], parts))).toMatchObject({ ...faultless, hasMacros: true });
	});

	const broken = { ...faultless, isDamaged: true };

	it('is damaged if its content types have a comment without an end', () => {
		const types = typesXml(WORD_MAIN_PARTS.docx, '<!--');
		expect(inspectZip(makeZip({ [TYPES_PART]: types, 'word/a.xml': '' }))).toEqual(broken);
	});

	it.each(RELATIONSHIPS_PARTS)('is damaged if %s has a comment without an end', (name) => {
		const parts = { [name]: relationshipsXml('image', '<!--') };
		expect(inspectZip(makeDocx(['CV'], parts))).toEqual(broken);
	});

	it('of a macro-enabled type has no macros if it contains no project', () => {
		expect(inspectZip(makeDocx(['CV'], {}, 'docm'))).toMatchObject({
			type: DOCM_TYPE,
			hasMacros: false,
		});
	});

	it.each(RELATIONSHIPS_PARTS)('with an altChunk in %s has active content', (name) => {
		const parts = { [name]: relationshipsXml('aFChunk') };
		expect(inspectZip(makeDocx(['CV'], parts))).toMatchObject({
			...faultless,
			hasActiveContent: true,
		});
	});

	it('is the only kind of Office file that is checked for macros and active content', () => {
		const parts = { 'xl/vbaProject.bin': '', 'a.rels': relationshipsXml('oleObject') };
		const xlsx = makeZip({ [TYPES_PART]: typesXml(`${XLSX_TYPE}.main+xml`), ...parts });
		expect(inspectZip(xlsx)).toEqual({ type: XLSX_TYPE, container: ZIP, isDamaged: false });
	});

	it('is checked in all parts, even if several have the same name', () => {
		const types = (contentType: string) => new TextEncoder().encode(typesXml(contentType));
		const twice = store({
			[TYPES_PART]: types(WORD_MAIN_PARTS.docx),
			'[content_types].xml': types('application/vnd.ms-office.vbaProject'),
		});
		expect(inspectZip(twice)).toMatchObject({ ...faultless, hasMacros: true });
	});
});

describe('a Word file', () => {
	const pack = (parts: Zippable) =>
		store({
			[TYPES_PART]: latin1(typesXml(WORD_MAIN_PARTS.docx)),
			'word/_rels/a.xml.rels': latin1(
				`<a>${['oleObject', 'vbaProject'].map((kind) => `<Relationship Type="${RELATIONSHIPS}/${kind}" Target="${kind}.bin"/>`).join('')}</a>`,
			),
			...parts,
		});
	const picture = makeOleObject(METAFILE, { CONTENTS: wmf });
	const other = makeOleObject(PACKAGE, { CONTENTS: wmf });
	const empty = makeCompoundFile(makeVbaProject());
	const code = makeCompoundFile(makeVbaProject([{ name: 'A', source: 'Sub A()' }]));
	const harmless = { 'word/oleObject.bin': picture, 'word/vbaProject.bin': empty };

	it.each<[string, Zippable, boolean, boolean]>([
		['a static picture and an empty VBA project', harmless, false, false],
		['an OLE object', { ...harmless, 'word/oleObject.bin': other }, false, true],
		[
			'an OLE object with the name of the picture',
			{ ...harmless, 'word/OLEOBJECT.bin': other },
			false,
			true,
		],
		...['word/a.png', 'a', 'customXml/item1.xml'].map(
			(name): [string, Zippable, boolean, boolean] => [
				`an OLE object that is declared as something else (${name})`,
				{ ...harmless, [name]: other },
				false,
				true,
			],
		),
		['an HTML page', { ...harmless, 'word/a.png': latin1('\n<!DOCTYPE html>') }, false, true],
		['an RTF file', { ...harmless, 'word/a.png': latin1('{\\rtf1}') }, false, true],
		['a Word file without faults', { ...harmless, a: makeDocx(['CV']) }, false, false],
		['a Word file with macros', { ...harmless, a: pack({ 'vbaProject.bin': code }) }, false, true],
		['a Word file with an OLE object', { ...harmless, a: pack({ b: other }) }, false, true],
		[
			'a spreadsheet that is too large to be read',
			{ ...harmless, 'a.xlsx': Buffer.concat([latin1('PK\x03\x04')], 300_000) },
			false,
			true,
		],
		['a missing OLE object', { 'word/vbaProject.bin': empty }, false, true],
		['macros', { ...harmless, 'word/vbaProject.bin': code }, true, false],
		['macros in a part beside the project', { ...harmless, 'vbaProject.bin': code }, true, false],
		['a missing VBA project', { 'word/oleObject.bin': picture }, true, false],
		[
			'a long VBA project',
			{ ...harmless, 'word/vbaProject.bin': Buffer.concat([empty], 32_769) },
			true,
			false,
		],
	])('with %s has the expected facts', (_name, parts, hasMacros, hasActiveContent) => {
		expect(inspectZip(pack(parts))).toMatchObject({ hasMacros, hasActiveContent });
	});

	const ofChart = (spreadsheet: Buffer) =>
		inspectZip(
			store({
				[TYPES_PART]: latin1(
					`<a><Override PartName="/word/document.xml" ContentType="${WORD_MAIN_PARTS.docx}"/><Override PartName="/word/charts/a.xml" ContentType="${OPEN_XML}.drawingml.chart+xml"/></a>`,
				),
				'word/charts/_rels/a.xml.rels': latin1(
					`<a><Relationship Type="${RELATIONSHIPS}/oleObject" Target="../embeddings/a.bin"/></a>`,
				),
				'word/embeddings/a.bin': spreadsheet,
			}),
		)?.hasActiveContent;

	it.each<[string, Record<string, Buffer>, boolean]>([
		['a workbook', { Workbook: wmf }, false],
		['a workbook with macros', { Workbook: wmf, '_VBA_PROJECT_CUR/VBA/dir': wmf }, true],
		['a workbook and another object', { Workbook: wmf, '\x01Ole10Native': wmf }, true],
	])('whose chart contains %s has active content: %j', (_name, streams, isActive) => {
		expect(ofChart(makeCompoundFile(streams))).toBe(isActive);
	});

	it('whose chart contains an object of another program has active content', () => {
		expect(ofChart(makeOleObject(PACKAGE, { Workbook: wmf }))).toBe(true);
	});

	it('with a picture that is larger than the budget for objects has active content', () => {
		const { length } = picture;
		const check = (rest: number) => inspectZip(pack(harmless), undefined, { rest });
		expect(check(length + 2048)?.hasActiveContent).toBe(false);
		expect(check(length + 2047)?.hasActiveContent).toBe(true);
	});
});

describe('a DOCX', () => {
	it.each([
		[2048, DOCX_TYPE],
		[2049, ZIP],
	])('with %d parts is recognized as %s', (count, type) => {
		const names = Array.from({ length: count - 1 }, (_, index) => [`word/${index}.xml`, EMPTY]);
		const types = new TextEncoder().encode(typesXml(WORD_MAIN_PARTS.docx));
		const files = Object.fromEntries(names) as Zippable;
		const bytes = store({ ...files, [TYPES_PART]: types });
		expect(typeOf(bytes)).toBe(type);
		expect(inspectZip(bytes)?.isDamaged).toBe(type === ZIP);
	});

	it.each([
		[65_000, 'text', DOCX_TYPE],
		[65_000, 'spaces', DOCX_TYPE],
		[66_000, 'spaces', ZIP],
		[5_000_000, 'spaces', ZIP],
	])('with content types after %d bytes of %s is recognized as %s', (length, filling, type) => {
		const before = filling === 'text' ? incompressible(length) : ' '.repeat(length);
		const bytes = makeZip({ [TYPES_PART]: typesXml(WORD_MAIN_PARTS.docx, before) });
		expect(typeOf(bytes)).toBe(type);
		expect(inspectZip(bytes)?.isDamaged).toBe(type === ZIP);
	});

	it('is recognized by its folders, with its macros, if its content types are too long', () => {
		const bytes = makeZip({
			[TYPES_PART]: typesXml(WORD_MAIN_PARTS.docx, ' '.repeat(66_000)),
			'word/document.xml': '',
			'word/vbaProject.bin': '',
		});
		expect(inspectZip(bytes)).toMatchObject({ type: DOCX_TYPE, hasMacros: true, isDamaged: true });
	});

	it.each([
		['_rels/.rels', 16_000, false],
		['_rels/.rels', 17_000, true],
		['_rels/.rels', 5_000_000, true],
		['word/_rels/document.xml.rels', 195_000, false],
		['word/_rels/document.xml.rels', 198_000, true],
		['word/_rels/document.xml.rels', 5_000_000, true],
	])('with %s after %d bytes is reported as damaged: %j', (name, length, isDamaged) => {
		const parts = { [name]: relationshipsXml('aFChunk', ' '.repeat(length)) };
		expect(inspectZip(makeDocx(['CV'], parts))).toMatchObject({ type: DOCX_TYPE, isDamaged });
	});

	it.each([
		[70, false],
		[100, true],
	])('with %d relationship parts is reported as damaged: %j', (count, isDamaged) => {
		const parts = Array.from({ length: count }, (_, index) => [
			`${index}.rels`,
			'<Relationships/>',
		]);
		const bytes = makeDocx(['CV'], Object.fromEntries(parts) as Record<string, string>);
		expect(inspectZip(bytes)).toMatchObject({ type: DOCX_TYPE, isDamaged });
	});
});

/** Returns text that deflate hardly compresses. The text is always the same. */
function incompressible(length: number): string {
	let state = 1;
	return Array.from({ length }, () => {
		state = (state * 48271) % 0x7fffffff;
		return String.fromCharCode(0x40 + (state % 60)).replace(/[<&]/, 'x');
	}).join('');
}

describe('a damaged file', () => {
	const typesLast = makeZip({
		'word/document.xml': 'CV',
		'word/vbaProject.bin': '',
		[TYPES_PART]: typesXml(WORD_MAIN_PARTS.docx),
	});
	const cutOff = (bytes: Buffer) => bytes.subarray(0, bytes.indexOf('PK\x01\x02') + 10);

	it.each([
		['is a DOCX without its directory', cutOff(letterDocx), { ...faultless, isDamaged: true }],
		[
			'is half a DOCX',
			letterDocx.subarray(0, letterDocx.length / 2),
			{ ...faultless, isDamaged: true },
		],
		[
			'is a DOCX without its last byte',
			letterDocx.subarray(0, -1),
			{ ...faultless, isDamaged: true },
		],
		[
			'is a DOCX that is cut off before its content types',
			typesLast.subarray(0, typesLast.indexOf(TYPES_PART)),
			{ ...faultless, hasMacros: true, isDamaged: true },
		],
		[
			'is an XLSX that is cut off early',
			latin1(`PK\x03\x04${'\0'.repeat(22)}\x0b\0\0\0xl/book.xml`),
			{ type: XLSX_TYPE, container: ZIP, isDamaged: true },
		],
		[
			'is an ODT that is cut off',
			makeOpenDocument(ODT).subarray(0, 300),
			{ type: ODT, container: ZIP, isEncrypted: false, isDamaged: true },
		],
		['is only a signature', latin1('PK\x03\x04'), { type: ZIP, container: ZIP, isDamaged: true }],
		[
			'is an incomplete header',
			latin1(`PK\x03\x04${'\0'.repeat(25)}`),
			{ type: ZIP, container: ZIP, isDamaged: true },
		],
		[
			'is the first segment of a split ZIP',
			latin1('PK\x07\x08PK\x03\x04'),
			{ type: ZIP, container: ZIP, isDamaged: true },
		],
		[
			'is an incomplete end record',
			latin1(`PK\x05\x06${'\0'.repeat(17)}`),
			{ type: ZIP, container: ZIP, isDamaged: true },
		],
		[
			'is a DOCX whose directory is overwritten',
			change(letterDocx, (bytes) => bytes.fill(0, bytes.indexOf('PK\x01\x02'), endOf(bytes))),
			{ ...faultless, isDamaged: true },
		],
	])('%s', (_name, bytes, expected) => {
		expect(inspectZip(bytes)).toEqual(expected);
	});

	it.each([
		[DOCM_TYPE, DOCM_TYPE],
		['application/msword', DOCX_TYPE],
		[XLSX_TYPE, DOCX_TYPE],
		['application/vnd.ms-word.please-hire-her.12', DOCX_TYPE],
	])('without its content types, declared as %s, is %s', (declaredType, type) => {
		const bytes = typesLast.subarray(0, typesLast.indexOf(TYPES_PART));
		expect(inspectZip(bytes, declaredType)).toMatchObject({ type, isDamaged: true });
	});

	const types = (contentType: string) => new TextEncoder().encode(typesXml(contentType));
	const broken = { ...faultless, isDamaged: true };
	const plain = store({ [TYPES_PART]: types(WORD_MAIN_PARTS.docx), 'word/a.xml': EMPTY });
	const directory = plain.indexOf('PK\x01\x02');

	it.each([
		['invalid deflate data', change(letterDocx, (bytes) => bytes.fill(0xff, 49, 100))],
		['at another offset', change(plain, (bytes) => bytes.writeUInt32LE(1, directory + 42))],
		['beyond the end', change(plain, (bytes) => bytes.writeUInt32LE(0xfffffff0, directory + 42))],
		['longer than the file', change(plain, (bytes) => bytes.writeUInt32LE(60_000, directory + 20))],
		[
			'compressed with a method that Word does not support',
			change(plain, (bytes) => bytes.writeUInt16LE(12, directory + 10)),
		],
		[
			'cut off',
			change(letterDocx, (bytes) => {
				const entry = bytes.indexOf('PK\x01\x02');
				bytes.writeUInt32LE(bytes.readUInt32LE(entry + 20) - 20, entry + 20);
			}),
		],
	])('is a DOCX whose content types are %s', (_name, bytes) => {
		expect(inspectZip(bytes)).toEqual(broken);
	});

	it('is a DOCX that is checked for macros if it has both readable and unreadable content types', () => {
		const zip = store({
			[TYPES_PART]: types(WORD_MAIN_PARTS.docx),
			'[content_types].xml': EMPTY,
			'word/vbaProject.bin': EMPTY,
		});
		const entry = zip.indexOf('PK\x01\x02', zip.indexOf('PK\x01\x02') + 1);
		const bytes = change(zip, (copy) => copy.writeUInt16LE(12, entry + 10));
		expect(inspectZip(bytes)).toEqual({ ...faultless, hasMacros: true, isDamaged: true });
	});

	it.each(RELATIONSHIPS_PARTS)('is a DOCX if only %s cannot be read', (name) => {
		const zip = store({ [TYPES_PART]: types(WORD_MAIN_PARTS.docx), [name]: new Uint8Array(9) });
		const entry = zip.lastIndexOf('PK\x01\x02');
		const bytes = change(zip, (copy) => copy.writeUInt16LE(12, entry + 10));
		expect(inspectZip(bytes)).toEqual({ ...faultless, isDamaged: true });
	});

	it('is a DOCX if it is cut off after a complete ZIP inside it', () => {
		const spreadsheet = makeZip({ [TYPES_PART]: typesXml(`${XLSX_TYPE}.main+xml`) });
		const zip = store({
			[TYPES_PART]: types(WORD_MAIN_PARTS.docx),
			'word/embeddings/a.xlsx': spreadsheet,
			'word/document.xml': new Uint8Array(100),
		});
		expect(inspectZip(zip)).toEqual({ ...faultless, isDamaged: false });
		const end = zip.indexOf(spreadsheet) + spreadsheet.length;
		for (let length = end + 1; length < zip.length; length++) {
			expect(inspectZip(zip.subarray(0, length))).toEqual(broken);
		}
	});

	it('is not a DOCX if its other parts cannot be read', () => {
		const bytes = change(letterDocx, (copy) =>
			copy.fill(
				0xff,
				copy.indexOf('word/document.xml') + 20,
				copy.indexOf('word/document.xml') + 30,
			),
		);
		expect(inspectZip(bytes)).toEqual({ ...faultless, isDamaged: false });
	});
});
