import { zipSync, type Zippable } from 'fflate';
import { inspectZip } from '../../../../nodes/CleverConnect/attachments/inspection/zip';
import { DOCX_TYPE, letterDocx } from '../../../../tools/samples/exampleApplication.cts';
import {
	makeDocx,
	makeOpenDocument,
	makeZip,
	makeZipOf,
	WORD_MAIN_PARTS,
} from '../../../../tools/samples/files.cts';

const ZIP = 'application/zip';
const ODT = 'application/vnd.oasis.opendocument.text';
const OPEN_XML = 'application/vnd.openxmlformats-officedocument';
const XLSX_TYPE = `${OPEN_XML}.spreadsheetml.sheet`;
const DOCM_TYPE = 'application/vnd.ms-word.document.macroenabled.12';
const TYPES_PART = '[Content_Types].xml';
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const sound = { type: DOCX_TYPE, container: ZIP, hasMacros: false, hasActiveContent: false };

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const typeOf = (bytes: Buffer, declaredType?: string) => inspectZip(bytes, declaredType)?.type;
const typesXml = (contentType: string, before = '') =>
	`<Types>${before}<Override PartName="/a" ContentType="${contentType}"/></Types>`;
const relationshipsXml = (kind: string, before = '') =>
	`<Relationships>${before}<Relationship Type="${RELATIONSHIPS}/${kind}" Target="a"/></Relationships>`;
/** Stored, so that the parts are in the file as they are. */
const store = (files: Zippable) => Buffer.from(zipSync(files, { level: 0 }));
const EMPTY = new Uint8Array();

/** The position of the end record, which has no comment. */
const endOf = (bytes: Buffer) => bytes.length - 22;

function change(bytes: Buffer, edit: (copy: Buffer) => void): Buffer {
	const copy = Buffer.from(bytes);
	edit(copy);
	return copy;
}

describe('a ZIP is told', () => {
	it.each([
		['a DOCX', letterDocx, DOCX_TYPE],
		['a DOCM', makeDocx([], {}, 'docm'), DOCM_TYPE],
		['an XLSX', makeZip({ [TYPES_PART]: typesXml(`${XLSX_TYPE}.main+xml`) }), XLSX_TYPE],
		[
			'a DOCX in other spellings',
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
		['Keynote, by its master', makeZipOf('Index/MasterSlide.iwa'), 'application/vnd.apple.keynote'],
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
		['a folder called word', makeZipOf('word/document.xml'), ZIP],
		[
			'a ZIP with similar names',
			makeZipOf('a/index.apxl', 'Index/Document.iwa.txt', 'a/META-INF/MANIFEST.MF'),
			ZIP,
		],
		['a DOCX in a ZIP', store({ 'cv.docx': letterDocx }), ZIP],
		['an empty one', makeZip({}), ZIP],
	])('%s', (_name, bytes, type) => {
		expect(inspectZip(bytes)).toMatchObject({ type, container: ZIP });
		expect(inspectZip(bytes)?.isDamaged ?? false).toBe(false);
	});

	it.each(['', 'PK', 'PK\x01\x02', 'PK\x03', ' PK\x03\x04'])('but %j is none', (start) => {
		expect(inspectZip(Buffer.concat([latin1(start), Buffer.alloc(20)]))).toBeUndefined();
	});

	it.each([
		['application/vnd.apple.numbers', 'Index/Document.iwa', 'application/vnd.apple.numbers'],
		['application/vnd.apple.numbers', 'Index/Slide.iwa', 'application/vnd.apple.keynote'],
		['application/vnd.apple.numbers', 'a.txt', ZIP],
		['application/pdf', 'Index/Document.iwa', 'application/vnd.apple.pages'],
	])('what is declared as %s and has %s is %s', (declaredType, name, type) => {
		expect(typeOf(makeZipOf(name), declaredType)).toBe(type);
	});
});

describe('a file that states its type is of that', () => {
	it.each([
		ODT,
		'application/vnd.oasis.opendocument.spreadsheet',
		'application/vnd.oasis.opendocument.text-template',
		'application/vnd.sun.xml.writer',
		'application/epub+zip',
	])('%s', (type) => {
		const expected = { type, container: ZIP, isEncrypted: false, isDamaged: false };
		expect(inspectZip(makeOpenDocument(type))).toEqual(expected);
		// Neither first nor as it is, which the standard forbids.
		const compressed = makeZip({ 'a.xml': '', mimetype: `${type}\n` });
		expect(inspectZip(compressed)).toEqual(expected);
	});

	it.each([
		['its manifest names an algorithm', 'META-INF/manifest.xml', 'manifest:algorithm', true],
		['another file does', 'META-INF/other.xml', 'manifest:algorithm', false],
		['a file of that name elsewhere does', 'a/META-INF/manifest.xml', 'manifest:algorithm', false],
		['a file with a longer name does', 'META-INF/manifest.xmlx', 'manifest:algorithm', false],
		['its manifest names something else', 'META-INF/manifest.xml', 'manifest:start', false],
	])('with a password, if %s', (_name, part, element, isEncrypted) => {
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
	])('but not of %j', (type) => {
		expect(typeOf(makeOpenDocument(type))).toBe(ZIP);
	});

	it('though it has more space around it than it needs', () => {
		expect(typeOf(makeOpenDocument(`${' '.repeat(3000)}${ODT}`))).toBe(ODT);
	});

	const entry = (path: string, type: string) =>
		`<manifest:file-entry manifest:full-path="${path}" manifest:media-type="${type}"/>`;
	const algorithm = '<manifest:algorithm manifest:algorithm-name="a"/>';

	it.each([
		['its type', entry('a.xml', 'text/xml') + entry('/', ODT), { type: ODT, isEncrypted: false }],
		['a password as well', entry('/', ODT) + algorithm, { type: ODT, isEncrypted: true }],
		['only types of its files', entry('a.xml', ODT), { type: ZIP }],
		['no such type', entry('/', 'application/pdf'), { type: ZIP }],
		['no type', '<manifest:file-entry manifest:full-path="/"/>', { type: ZIP }],
	])('or else in its manifest, which states %s', (_name, xml, expected) => {
		const bytes = makeZip({ 'META-INF/manifest.xml': xml });
		expect(inspectZip(bytes)).toEqual({ container: ZIP, ...expected });
	});

	it('unless it is a Word file', () => {
		const bytes = makeDocx(['CV'], { 'META-INF/manifest.xml': entry('/', ODT) });
		expect(typeOf(bytes)).toBe(DOCX_TYPE);
	});

	it.each([
		[ODT, { type: ODT, isEncrypted: false, isDamaged: true }],
		[DOCX_TYPE, { type: ZIP }],
		[undefined, { type: ZIP }],
	])('if that is unreadable and declared as %s', (declaredType, expected) => {
		const bytes = change(makeOpenDocument(ODT), (copy) =>
			copy.writeUInt16LE(12, copy.indexOf('PK\x01\x02') + 10),
		);
		expect(inspectZip(bytes, declaredType)).toEqual({ container: ZIP, ...expected });
	});
});

describe('a Word file is looked into', () => {
	it('and is sound', () => {
		expect(inspectZip(letterDocx)).toEqual({ ...sound, isDamaged: false });
	});

	describe('written as ZIP64', () => {
		/** With the record and the locator of APPNOTE.TXT § 4.3.14 and § 4.3.15 before its end. */
		const toZip64 = (offset: bigint, signature = 0x06064b50) => {
			const end = letterDocx.lastIndexOf('PK\x05\x06');
			const record = Buffer.alloc(56);
			record.writeUInt32LE(signature);
			record.writeBigUInt64LE(BigInt(letterDocx.readUInt32LE(end + 16)), 48);
			const locator = Buffer.alloc(20);
			locator.writeUInt32LE(0x07064b50);
			locator.writeBigUInt64LE(offset, 8);
			const ending = Buffer.from(letterDocx.subarray(end)).fill(0xff, 8, 20);
			return Buffer.concat([letterDocx.subarray(0, end), record, locator, ending]);
		};
		const end = BigInt(letterDocx.lastIndexOf('PK\x05\x06'));

		it('is sound', () => {
			expect(inspectZip(toZip64(end))).toEqual({ ...sound, isDamaged: false });
		});

		it('counts the directory of an end record before the last one, if its comment ends with the file', () => {
			const other = makeDocx([], {}, 'docm');
			const tail = change(letterDocx, (copy) => copy.writeUInt16LE(1, endOf(copy) + 20));
			other.writeUInt16LE(tail.length, endOf(other) + 20);
			expect(inspectZip(Buffer.concat([other, tail]))?.type).toBe(DOCM_TYPE);
		});

		it('counts the directory of the end record and that of the ZIP64', () => {
			const other = makeDocx([], {}, 'docm');
			const directory = other.indexOf('PK\x01\x02');
			const bytes = Buffer.concat([other, toZip64(BigInt(other.length) + end)]);
			bytes.writeUInt32LE(directory, endOf(bytes) + 16);
			expect(inspectZip(bytes)?.type).toBe(DOCM_TYPE);
		});

		it.each([
			['its record is beyond the end', toZip64(1_000_000n)],
			['its record is none', toZip64(end, 7)],
		])('is damaged if %s', (_name, bytes) => {
			expect(inspectZip(bytes)).toEqual({ ...sound, isDamaged: true });
		});

		/** With these numbers of each entry in its extra field (§ 4.5.3), in this order. */
		const toZip64Entries = (numbers: readonly number[], before: readonly number[] = []) => {
			const start = letterDocx.indexOf('PK\x01\x02');
			const end = endOf(letterDocx);
			const entries: Buffer[] = [];
			for (let position = start; position < end; ) {
				const nameEnd = position + 46 + letterDocx.readUInt16LE(position + 28);
				const entry = Buffer.from(letterDocx.subarray(position, nameEnd));
				const extra = Buffer.alloc(before.length + 4 + numbers.length * 8);
				Buffer.from(before).copy(extra);
				extra.writeUInt16LE(1, before.length);
				extra.writeUInt16LE(numbers.length * 8, before.length + 2);
				numbers.forEach((field, index) => {
					const number = BigInt(entry.readUInt32LE(field));
					extra.writeBigUInt64LE(number, before.length + 4 + index * 8);
					entry.writeUInt32LE(0xffffffff, field);
				});
				entry.writeUInt16LE(extra.length, 30);
				entries.push(entry, extra);
				position = nameEnd;
			}
			return Buffer.concat([letterDocx.subarray(0, start), ...entries, letterDocx.subarray(end)]);
		};

		it.each([
			['all numbers of its entries', toZip64Entries([24, 20, 42])],
			['their sizes', toZip64Entries([24, 20])],
			['their compressed sizes', toZip64Entries([20])],
			['their offsets', toZip64Entries([42])],
			['their sizes and offsets', toZip64Entries([24, 42])],
			['all after another extra field', toZip64Entries([24, 20, 42], [9, 9, 2, 0, 1, 0])],
		])('is sound with %s in the extra field', (_name, bytes) => {
			expect(inspectZip(bytes)).toEqual({ ...sound, isDamaged: false });
		});

		it.each([
			['are missing', toZip64Entries([])],
			['are in no field', toZip64Entries([24, 20, 42], [9, 9, 200, 0])],
		])('is damaged if the numbers of its entries %s', (_name, bytes) => {
			const broken = change(bytes, (copy) =>
				copy.fill(0xff, copy.indexOf('PK\x01\x02') + 20, copy.indexOf('PK\x01\x02') + 28),
			);
			expect(inspectZip(broken)).toEqual({ ...sound, isDamaged: true });
		});
	});

	it.each([
		['by the name of its part', { 'word/vbaProject.bin': '' }],
		['by its relationship', { 'word/_rels/document.xml.rels': relationshipsXml('vbaProject') }],
		['by its relationship, anywhere', { 'a/b.RELS': relationshipsXml('vbaProject') }],
		[
			'by its content type, after a comment and with long prefixes',
			{
				[TYPES_PART]: typesXml(
					'application/vnd.ms-office.vbaProject',
					`<!-- <Override PartName="/word/document.xml" ContentType="application/xml"/> --><Override PartName="/word/document.xml" ContentType="${WORD_MAIN_PARTS.docx}"/>`,
				).replaceAll('<O', `<${'p'.repeat(100)}:O`),
			},
		],
	])('macros are found %s', (_name, parts) => {
		expect(inspectZip(makeDocx(['CV'], parts))).toMatchObject({ ...sound, hasMacros: true });
	});

	it('and is damaged if its content types or relationships have a comment without an end', () => {
		const broken = { ...sound, isDamaged: true };
		const types = typesXml(WORD_MAIN_PARTS.docx, '<!--');
		expect(inspectZip(makeZip({ [TYPES_PART]: types, 'word/a.xml': '' }))).toEqual(broken);
		const parts = { 'word/_rels/document.xml.rels': relationshipsXml('image', '<!--') };
		expect(inspectZip(makeDocx(['CV'], parts))).toEqual(broken);
	});

	it('a type for macros alone is none', () => {
		expect(inspectZip(makeDocx(['CV'], {}, 'docm'))).toMatchObject({
			type: DOCM_TYPE,
			hasMacros: false,
		});
	});

	it('active content is found', () => {
		const parts = { 'word/_rels/document.xml.rels': relationshipsXml('aFChunk') };
		expect(inspectZip(makeDocx(['CV'], parts))).toMatchObject({ ...sound, hasActiveContent: true });
	});

	it('but no other file of Office', () => {
		const parts = { 'xl/vbaProject.bin': '', 'a.rels': relationshipsXml('oleObject') };
		const xlsx = makeZip({ [TYPES_PART]: typesXml(`${XLSX_TYPE}.main+xml`), ...parts });
		expect(inspectZip(xlsx)).toEqual({ type: XLSX_TYPE, container: ZIP, isDamaged: false });
	});

	it('with all parts that have the same name', () => {
		const types = (contentType: string) => new TextEncoder().encode(typesXml(contentType));
		const twice = store({
			[TYPES_PART]: types(WORD_MAIN_PARTS.docx),
			'[content_types].xml': types('application/vnd.ms-office.vbaProject'),
		});
		expect(inspectZip(twice)).toMatchObject({ ...sound, hasMacros: true });
	});
});

describe('what is longer than in any document cannot be seen through', () => {
	it.each([
		[4096, DOCX_TYPE],
		[4097, ZIP],
	])('a DOCX of %d files is %s', (count, type) => {
		const names = Array.from({ length: count - 1 }, (_, index) => [`word/${index}.xml`, EMPTY]);
		const types = new TextEncoder().encode(typesXml(WORD_MAIN_PARTS.docx));
		const files = Object.fromEntries(names) as Zippable;
		expect(typeOf(store({ ...files, [TYPES_PART]: types }))).toBe(type);
	});

	// What is before the main part's content type is not seen as such.
	it.each([
		[65_000, 'text', DOCX_TYPE],
		[200_000, 'text', ZIP],
		[260_000, 'spaces', DOCX_TYPE],
		[265_000, 'spaces', ZIP],
		[5_000_000, 'spaces', ZIP],
	])('content types after %d bytes of %s are those of %s', (length, filling, type) => {
		const before = filling === 'text' ? incompressible(length) : ' '.repeat(length);
		const bytes = makeZip({ [TYPES_PART]: typesXml(WORD_MAIN_PARTS.docx, before) });
		expect(typeOf(bytes)).toBe(type);
		expect(inspectZip(bytes)?.isDamaged ?? false).toBe(false);
	});

	it.each([
		[259_000, false],
		[265_000, true],
		[5_000_000, true],
	])('a DOCX with relationships after %d bytes is damaged: %j', (length, isDamaged) => {
		const parts = { 'a.rels': relationshipsXml('aFChunk', ' '.repeat(length)) };
		expect(inspectZip(makeDocx(['CV'], parts))).toMatchObject({ type: DOCX_TYPE, isDamaged });
	});

	it.each([
		[500, false],
		[520, true],
	])('a DOCX with %d parts of relationships is damaged: %j', (count, isDamaged) => {
		const parts = Array.from({ length: count }, (_, index) => [`${index}.rels`, '']);
		const bytes = makeDocx(['CV'], Object.fromEntries(parts) as Record<string, string>);
		expect(inspectZip(bytes)).toMatchObject({ type: DOCX_TYPE, isDamaged });
	});
});

/** Letters that deflate makes not much smaller, always the same. */
function incompressible(length: number): string {
	let state = 1;
	return Array.from({ length }, () => {
		state = (state * 48271) % 0x7fffffff;
		return String.fromCharCode(0x40 + (state % 60)).replace(/[<&]/, 'x');
	}).join('');
}

describe('the directory of a ZIP is read', () => {
	const docx = makeDocx(['CV'], { 'word/vbaProject.bin': '' });
	const withMacros = { ...sound, hasMacros: true };

	it.each([
		[
			'to its end, whatever number of files it states',
			change(docx, (bytes) => {
				bytes.writeUInt16LE(1, endOf(bytes) + 8);
				bytes.writeUInt16LE(1, endOf(bytes) + 10);
			}),
		],
		[
			'where it is stated to be, if its size is wrong',
			change(docx, (bytes) => {
				bytes.writeUInt32LE(1, endOf(bytes) + 12);
			}),
		],
		[
			'before a comment',
			change(Buffer.concat([docx, Buffer.alloc(70_000, 'x')]), (bytes) => {
				bytes.writeUInt16LE(70_000 - 65_536, docx.length - 2);
			}),
		],
		['after a mark of several parts', Buffer.concat([latin1('PK\x07\x08'), docx])],
		['before bytes of something else', Buffer.concat([docx, latin1('\r\n--boundary--')])],
	])('%s', (_name, bytes) => {
		expect(inspectZip(bytes)).toEqual({ ...withMacros, isDamaged: false });
	});

	it.each([
		['where its end says', false],
		['right before its end', true],
	])('%s, though there is another directory in the other place', (_name, isDecoyStated) => {
		const end = endOf(docx);
		const start = docx.readUInt32LE(end + 16);
		const next = docx.indexOf('PK\x01\x02', start + 1);
		const decoy = docx.subarray(start, next);
		const directory = docx.subarray(start, end);
		const [stated, other] = isDecoyStated ? [decoy, directory] : [directory, decoy];
		const bytes = Buffer.concat([
			docx.subarray(0, start),
			stated,
			Buffer.alloc(4),
			other,
			docx.subarray(end),
		]);
		bytes.writeUInt32LE(other.length, endOf(bytes) + 12);
		expect(inspectZip(bytes)?.hasMacros).toBe(true);
	});

	it('with names of any length', () => {
		const name = `${'\\'.repeat(60_000)}/vbaProject.bin`;
		expect(inspectZip(makeDocx(['CV'], { [name]: '' }))).toMatchObject(withMacros);
	});

	it('with what there may be after a name', () => {
		const zip: Zippable = {
			a: [EMPTY, { extra: { 1: new Uint8Array(300) }, comment: 'b'.repeat(300) }],
			[TYPES_PART]: [
				new TextEncoder().encode(typesXml(WORD_MAIN_PARTS.docx)),
				{ extra: { 1: new Uint8Array(300) } },
			],
		};
		expect(typeOf(Buffer.from(zipSync(zip)))).toBe(DOCX_TYPE);
	});
});

describe('a ZIP is damaged', () => {
	const typesLast = makeZip({
		'word/document.xml': 'CV',
		'word/vbaProject.bin': '',
		[TYPES_PART]: typesXml(WORD_MAIN_PARTS.docx),
	});
	const cutOff = (bytes: Buffer) => bytes.subarray(0, bytes.indexOf('PK\x01\x02') + 10);

	it.each([
		['a DOCX without its directory', cutOff(letterDocx), { ...sound, isDamaged: true }],
		['half a DOCX', letterDocx.subarray(0, letterDocx.length / 2), { ...sound, isDamaged: true }],
		['a DOCX without its last byte', letterDocx.subarray(0, -1), { ...sound, isDamaged: true }],
		[
			'a DOCX cut off before its content types',
			typesLast.subarray(0, typesLast.indexOf(TYPES_PART)),
			{ ...sound, hasMacros: true, isDamaged: true },
		],
		[
			'an XLSX cut off early',
			latin1(`PK\x03\x04${'\0'.repeat(22)}\x0b\0\0\0xl/book.xml`),
			{ type: XLSX_TYPE, container: ZIP, isDamaged: true },
		],
		[
			'an ODT cut off',
			makeOpenDocument(ODT).subarray(0, 300),
			{ type: ODT, container: ZIP, isEncrypted: false, isDamaged: true },
		],
		['a mere signature', latin1('PK\x03\x04'), { type: ZIP, container: ZIP, isDamaged: true }],
		[
			'a header cut off',
			latin1(`PK\x03\x04${'\0'.repeat(25)}`),
			{ type: ZIP, container: ZIP, isDamaged: true },
		],
		[
			'the first part of several',
			latin1('PK\x07\x08PK\x03\x04'),
			{ type: ZIP, container: ZIP, isDamaged: true },
		],
		[
			'an end cut off',
			latin1(`PK\x05\x06${'\0'.repeat(17)}`),
			{ type: ZIP, container: ZIP, isDamaged: true },
		],
		[
			'one whose directory is elsewhere',
			change(letterDocx, (bytes) => bytes.fill(0, bytes.indexOf('PK\x01\x02'), endOf(bytes))),
			{ ...sound, isDamaged: true },
		],
	])('%s', (_name, bytes, expected) => {
		expect(inspectZip(bytes)).toEqual(expected);
	});

	it.each([
		[DOCM_TYPE, DOCM_TYPE],
		['application/msword', DOCX_TYPE],
		[XLSX_TYPE, DOCX_TYPE],
	])('what is cut off and declared as %s is %s', (declaredType, type) => {
		const bytes = typesLast.subarray(0, typesLast.indexOf(TYPES_PART));
		expect(inspectZip(bytes, declaredType)).toMatchObject({ type, isDamaged: true });
	});

	const types = (contentType: string) => new TextEncoder().encode(typesXml(contentType));
	const broken = { ...sound, isDamaged: true };
	const plain = store({ [TYPES_PART]: types(WORD_MAIN_PARTS.docx), 'word/a.xml': EMPTY });
	const directory = plain.indexOf('PK\x01\x02');

	it.each([
		['deflated wrongly', change(letterDocx, (bytes) => bytes.fill(0xff, 49, 100))],
		['not where they should be', change(plain, (bytes) => bytes.writeUInt32LE(1, directory + 42))],
		['beyond the end', change(plain, (bytes) => bytes.writeUInt32LE(0xfffffff0, directory + 42))],
		['longer than the file', change(plain, (bytes) => bytes.writeUInt32LE(60_000, directory + 20))],
		[
			'compressed in a way that Word does not know',
			change(plain, (bytes) => bytes.writeUInt16LE(12, directory + 10)),
		],
		[
			'cut off within',
			change(letterDocx, (bytes) => {
				const entry = bytes.indexOf('PK\x01\x02');
				bytes.writeUInt32LE(bytes.readUInt32LE(entry + 20) - 20, entry + 20);
			}),
		],
	])('one whose content types are %s', (_name, bytes) => {
		expect(inspectZip(bytes)).toEqual(broken);
	});

	it('one that has unreadable content types besides readable ones, and is looked into', () => {
		const zip = store({
			[TYPES_PART]: types(WORD_MAIN_PARTS.docx),
			'[content_types].xml': EMPTY,
			'word/vbaProject.bin': EMPTY,
		});
		const entry = zip.indexOf('PK\x01\x02', zip.indexOf('PK\x01\x02') + 1);
		const bytes = change(zip, (copy) => copy.writeUInt16LE(12, entry + 10));
		expect(inspectZip(bytes)).toEqual({ ...sound, hasMacros: true, isDamaged: true });
	});

	it('one whose relationships cannot be read', () => {
		const zip = store({ [TYPES_PART]: types(WORD_MAIN_PARTS.docx), 'a.rels': new Uint8Array(9) });
		const entry = zip.lastIndexOf('PK\x01\x02');
		const bytes = change(zip, (copy) => copy.writeUInt16LE(12, entry + 10));
		expect(inspectZip(bytes)).toEqual({ ...sound, isDamaged: true });
	});

	it('one that is cut off after a whole ZIP in it', () => {
		const spreadsheet = makeZip({ [TYPES_PART]: typesXml(`${XLSX_TYPE}.main+xml`) });
		const zip = store({
			[TYPES_PART]: types(WORD_MAIN_PARTS.docx),
			'word/embeddings/a.xlsx': spreadsheet,
			'word/document.xml': new Uint8Array(100),
		});
		expect(inspectZip(zip)).toEqual({ ...sound, isDamaged: false });
		const end = zip.indexOf(spreadsheet) + spreadsheet.length;
		for (let length = end + 1; length < zip.length; length++) {
			expect(inspectZip(zip.subarray(0, length))).toEqual(broken);
		}
	});

	it('but not one whose other parts cannot be read', () => {
		const bytes = change(letterDocx, (copy) =>
			copy.fill(
				0xff,
				copy.indexOf('word/document.xml') + 20,
				copy.indexOf('word/document.xml') + 30,
			),
		);
		expect(inspectZip(bytes)).toEqual({ ...sound, isDamaged: false });
	});
});

describe('deflate is read', () => {
	const content = typesXml(WORD_MAIN_PARTS.docx);
	/** A stored block of deflate (RFC 1951 § 3.2.4). */
	const block = (text: string, isLast = false) => {
		const head = Buffer.from([Number(isLast), 0, 0, 0, 0]);
		head.writeUInt16LE(text.length, 1);
		head.writeUInt16LE(text.length ^ 0xffff, 3);
		return Buffer.concat([head, latin1(text)]);
	};
	const pack = (data: Buffer) =>
		change(store({ [TYPES_PART]: data, 'word/a.xml': EMPTY }), (bytes) => {
			const entry = bytes.indexOf('PK\x01\x02');
			bytes.writeUInt16LE(8, entry + 10);
			bytes.writeUInt16LE(8, 8);
		});

	it.each([
		['in blocks', [block(content.slice(0, 9)), block(content.slice(9), true)]],
		['with something after it', [block(content, true), Buffer.alloc(500)]],
		['with empty blocks', [block(''), block(content), block('', true)]],
		['in a long block', [block(content.padEnd(20_000), true)]],
	])('%s', (_name, blocks) => {
		expect(typeOf(pack(Buffer.concat(blocks)))).toBe(DOCX_TYPE);
		expect(inspectZip(pack(Buffer.concat(blocks)))?.isDamaged).toBe(false);
	});

	it.each([
		['without an end', [block(content)]],
		[
			'with more empty blocks than there is sense in',
			[block(content.slice(0, 9)), ...Array.from({ length: 13_200 }, () => block(''))],
		],
	])('unless %s', (_name, blocks) => {
		expect(inspectZip(pack(Buffer.concat(blocks)))).toEqual({ ...sound, isDamaged: true });
	});
});
