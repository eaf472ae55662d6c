import { inspectFile } from '../../../nodes/CleverConnect/attachments/inspection';
import { DOCX_TYPE, letterDocx, resumePdf } from '../../../tools/samples/exampleApplication.cts';
import {
	makeCompoundFile,
	makeOpenDocument,
	makePdf,
	makeProtectedPdf,
	makeWordStream,
	makeZip,
	makeZipOf,
	type PdfProtection,
} from '../../../tools/samples/files.cts';

const PDF = 'application/pdf';
const DOC = 'application/msword';
const DOCM_TYPE = 'application/vnd.ms-word.document.macroenabled.12';
const DOTM_TYPE = 'application/vnd.ms-word.template.macroenabled.12';
const OPEN_XML = 'application/vnd.openxmlformats-officedocument';
const TYPES_PART = '[Content_Types].xml';

const typeOf = async (bytes: Buffer | string, declaredType?: string) =>
	(await inspectFile(Buffer.from(bytes), declaredType)).type;
const latin1 = (text: string) => Buffer.from(text, 'latin1');
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
const empty = Buffer.alloc(0);
const hex = (digits: string) => Buffer.from(digits, 'hex');

describe('a ZIP is told by the names in its directory', () => {
	it.each([
		['DOCX', makeZipOf(TYPES_PART, '_rels/.rels', 'word/document.xml'), DOCX_TYPE],
		['DOCX with all in it', letterDocx, DOCX_TYPE],
		['DOCX that begins with its document', makeZipOf('word/document.xml', TYPES_PART), DOCX_TYPE],
		['DOCX of Word online', makeZipOf(TYPES_PART, 'word/document2.xml'), DOCX_TYPE],
		[
			'DOCX with a spreadsheet in it',
			makeZipOf(TYPES_PART, 'xl/a.xml', 'word/document.xml'),
			DOCX_TYPE,
		],
		['DOCX in another spelling', makeZipOf('[content_types].XML', 'Word\\document.xml'), DOCX_TYPE],
		['XLSX', makeZipOf(TYPES_PART, 'xl/workbook.xml'), `${OPEN_XML}.spreadsheetml.sheet`],
		[
			'PPTX',
			makeZipOf(TYPES_PART, 'ppt/presentation.xml'),
			`${OPEN_XML}.presentationml.presentation`,
		],
		[
			'XLSM',
			makeZipOf(TYPES_PART, 'xl/vbaProject.bin'),
			'application/vnd.ms-excel.sheet.macroenabled.12',
		],
		['another package', makeZipOf(TYPES_PART, 'visio/document.xml'), 'application/zip'],
		['Pages', makeZipOf('Index/Document.iwa'), 'application/vnd.apple.pages'],
		[
			'APK',
			makeZipOf('AndroidManifest.xml', 'META-INF/MANIFEST.MF'),
			'application/vnd.android.package-archive',
		],
		['JAR', makeZipOf('META-INF/MANIFEST.MF'), 'application/java-archive'],
		['a folder of that name', makeZipOf('word/document.xml'), 'application/zip'],
		['a DOCX in a ZIP', makeZip({ 'cv.docx': letterDocx.toString('latin1') }), 'application/zip'],
		['an empty one', makeZip({}), 'application/zip'],
		['half a DOCX', letterDocx.subarray(0, letterDocx.length / 2), 'application/zip'],
		['a mere signature', latin1('PK\x03\x04'), 'application/zip'],
		[
			'what states a type further down than an e-book does',
			latin1(`PK\x03\x04${' '.repeat(27)}mimetypeapplication/epub+zip`),
			'application/zip',
		],
		['a part of several', latin1('PK\x07\x08PK\x03\x04'), 'application/zip'],
	])('%s', async (_name, bytes, type) => {
		expect(await typeOf(bytes)).toBe(type);
	});

	it('without inflating any of them', async () => {
		const bytes = Buffer.from(letterDocx);
		bytes.fill(0xff, 30 + TYPES_PART.length, 100);
		expect(await typeOf(bytes)).toBe(DOCX_TYPE);
	});

	it.each([
		[4096, DOCX_TYPE],
		[4097, 'application/zip'],
	])('a DOCX of %d files is %s', async (count, type) => {
		const names = Array.from({ length: count - 1 }, (_, index) => `word/${index}.xml`);
		expect(await typeOf(makeZipOf(TYPES_PART, ...names))).toBe(type);
	});

	it.each([
		'application/vnd.oasis.opendocument.text',
		'application/vnd.oasis.opendocument.spreadsheet',
		'application/vnd.oasis.opendocument.text-template',
		'application/epub+zip',
	])('%s, which says so itself', async (type) => {
		expect(await typeOf(makeOpenDocument(type))).toBe(type);
	});

	it('believes no other type that it says to be', async () => {
		expect(await typeOf(makeOpenDocument(PDF))).toBe('application/zip');
	});

	it.each([
		['word', `${OPEN_XML}.wordprocessingml.document`],
		['word', `${OPEN_XML}.wordprocessingml.template`],
		['xl', `${OPEN_XML}.spreadsheetml.sheet`],
		['xl', `${OPEN_XML}.spreadsheetml.template`],
		['ppt', `${OPEN_XML}.presentationml.presentation`],
		['ppt', `${OPEN_XML}.presentationml.template`],
		['ppt', `${OPEN_XML}.presentationml.slideshow`],
		['word', 'application/vnd.ms-word.document.macroenabled.12', 'vbaProject.bin'],
		['word', 'application/vnd.ms-word.template.macroenabled.12', 'vbaProject.bin'],
		['xl', 'application/vnd.ms-excel.sheet.macroenabled.12', 'vbaProject.bin'],
		['xl', 'application/vnd.ms-excel.template.macroenabled.12', 'vbaProject.bin'],
		['ppt', 'application/vnd.ms-powerpoint.presentation.macroenabled.12', 'vbaProject.bin'],
		['ppt', 'application/vnd.ms-powerpoint.template.macroenabled.12', 'vbaProject.bin'],
		['ppt', 'application/vnd.ms-powerpoint.slideshow.macroenabled.12', 'vbaProject.bin'],
	])('what has a folder %s and is declared as %s is that', async (folder, type, part = 'a.xml') => {
		expect(await typeOf(makeZipOf(TYPES_PART, `${folder}/${part}`), type)).toBe(type);
	});

	it.each([
		[`${OPEN_XML}.wordprocessingml.template`, `${OPEN_XML}.wordprocessingml.template`],
		[DOTM_TYPE, DOCX_TYPE],
		[PDF, DOCX_TYPE],
	])('a document declared as %s is %s', async (declaredType, type) => {
		expect(await typeOf(letterDocx, declaredType)).toBe(type);
	});
});

describe('an OLE2 file is told by the top of its directory', () => {
	const word = { WordDocument: makeWordStream(), '1Table': Buffer.alloc(5000) };

	const linkedLeft = makeCompoundFile(word);
	const table = linkedLeft.indexOf(Buffer.from('1Table', 'utf16le'));
	// What was to the right of it is now to the left.
	linkedLeft
		.subarray(table + 0x44, table + 0x4c)
		.swap64()
		.swap32();

	const whole = makeCompoundFile({ WordDocument: makeWordStream() });
	// The first entry is the root.
	const endOfEntry = whole.indexOf(Buffer.from('WordDocument', 'utf16le')) + 128;

	it.each([
		['Word', makeCompoundFile(word), DOC],
		['Word, with a tree that grows to the left', linkedLeft, DOC],
		['Word, cut off after its entry', whole.subarray(0, endOfEntry), DOC],
		['Word, cut off within its entry', whole.subarray(0, endOfEntry - 1), 'application/x-cfb'],
		['Word, with sectors of 4096 bytes', makeCompoundFile(word, 4), DOC],
		['Word, with another case', makeCompoundFile({ WORDdocument: makeWordStream() }), DOC],
		['Word, small', makeCompoundFile({ WordDocument: makeWordStream({ size: 200 }) }), DOC],
		['Excel', makeCompoundFile({ Workbook: empty }), 'application/vnd.ms-excel'],
		['Excel 95', makeCompoundFile({ Book: empty }), 'application/vnd.ms-excel'],
		[
			'PowerPoint',
			makeCompoundFile({ 'PowerPoint Document': empty }),
			'application/vnd.ms-powerpoint',
		],
		[
			'Outlook',
			makeCompoundFile({ '__properties_version1.0': empty, '__nameid_version1.0/a': empty }),
			'application/vnd.ms-outlook',
		],
		['an installer', makeCompoundFile({ '\u4840\u3f3f\u4577': empty }), 'application/x-cfb'],
		['nothing', makeCompoundFile({}), 'application/x-cfb'],
		[
			'Excel with a Word document in it',
			makeCompoundFile({ Workbook: empty, 'MBD00/WordDocument': makeWordStream() }),
			'application/vnd.ms-excel',
		],
		[
			'a file that only mentions it',
			makeCompoundFile({ Contents: Buffer.from('WordDocument', 'utf16le') }),
			'application/x-cfb',
		],
		['a mere signature', hex('d0cf11e0a1b11ae1'), 'application/x-cfb'],
		[
			'what was cut off within its directory',
			makeCompoundFile({ a: empty }).subarray(0, 512 + 100),
			'application/x-cfb',
		],
	])('%s', async (_name, bytes, type) => {
		expect(await typeOf(bytes)).toBe(type);
	});

	it.each([
		[4096, DOC],
		[4097, 'application/x-cfb'],
	])('Word with %d entries is %s', async (count, type) => {
		const names = Array.from({ length: count - 2 }, (_, index) => [`s${index}`, empty]);
		const others = Object.fromEntries(names) as Record<string, Buffer>;
		expect(await typeOf(makeCompoundFile({ ...others, WordDocument: empty }))).toBe(type);
	});

	// The FAT then has more sectors than the header can name, and more than one further sector can.
	it.each([7.2e6, 15.5e6, 15.8e6])('Word with %d bytes', async (size) => {
		const stream = makeWordStream({ size, isEncrypted: true });
		// With as many entries that a second sector has to be found.
		const bytes = makeCompoundFile({ a: empty, b: empty, c: empty, WordDocument: stream });
		expect(await inspectFile(bytes)).toEqual({ type: DOC, hasMacros: false, isEncrypted: true });
	});
});

describe('a text is told by its start', () => {
	it.each([
		['HTML', '<!DOCTYPE html><title>CV</title>', 'text/html'],
		['HTML 4', '<!doctype HTML PUBLIC "-//W3C//DTD HTML 4.01//EN">', 'text/html'],
		['HTML of Word', '<html xmlns:w="urn:schemas-microsoft-com:office:word">', 'text/html'],
		['HTML after white space', ' \r\n\t<html>', 'text/html'],
		['HTML after comments', '<!-- a --><!--\n<b>\n-->\n<HTML>', 'text/html'],
		['HTML after a BOM', '\ufeff<html>', 'text/html'],
		['HTML in UTF-16', utf16('<html>'), 'text/html'],
		['HTML in UTF-16, big endian', utf16(' <html>').swap16(), 'text/html'],
		[
			'HTML in UTF-16, cut off',
			Buffer.concat([utf16('<html>').swap16(), Buffer.alloc(1)]),
			'text/html',
		],
		['XHTML', '<?xml version="1.0"?>\n<!DOCTYPE html>', 'text/html'],
		['XML', '<?xml version="1.0"?><?mso-application progid="Word.Document"?>', 'application/xml'],
		['XML in UTF-16', utf16('<?xml version="1.0"?>'), 'application/xml'],
		['RTF', '{\\rtf1\\ansi Hello}', 'application/rtf'],
		['RTF after white space', '\r\n {\\rtf1}', 'application/rtf'],
		['RTF with bytes in it', '{\\rtf1\\bin3 \0\0\0}', 'application/rtf'],
		['a page with its images', 'MIME-Version: 1.0\r\nContent-Type: x', 'message/rfc822'],
		['a card', 'BEGIN:VCARD\r\nVERSION:3.0', 'text/vcard'],
		['a date', 'BEGIN:VCALENDAR\r\n', 'text/calendar'],
		['PostScript', '%!PS-Adobe-3.0', 'application/postscript'],
		['PGP', '-----BEGIN PGP MESSAGE-----', 'application/pgp-encrypted'],
	])('%s', async (_name, bytes, type) => {
		expect(await typeOf(bytes)).toBe(type);
	});

	it.each([
		'',
		'A',
		'Cleverconnect rocks',
		'BM Consulting, Paris',
		'MZ, baker',
		'PK-12 teacher',
		'PKZIP',
		'II* and MM*',
		'MM. Dupont et Durand',
		'GIFI, vendeuse',
		'ID3 is a tag',
		'FORMATION\n2019 CAP Boulanger',
		'MAC OS, Windows',
		'PARENTS: two',
		'solid experience in sales',
		'AC1032 is a format',
		"I'm free from May",
		'The moov, the ftyp, the wide',
		'Extended Module: sales',
		'Creative Voice File',
		'FWS, CWS',
		'MP+ and MPCK',
		'8BPS',
		'BZh',
		'Rar!',
		'RIFF',
		'OggS',
		'SQLite',
		'LZIP',
		'070707 is my birthday',
		'BLENDER artist',
		'WEBVTT subtitles',
		'%! and more',
		'my BEGIN:VCARD\n',
		'my BEGIN:VCALENDAR\n',
		'the MIME-Version: 1.0',
		'a %!PS-Adobe-3.0',
		'the -----BEGIN PGP MESSAGE-----',
		'the {\\rtf1}',
		'the <?xml version="1.0"?>',
		'the <html>',
		'{\\r',
		'<htmlish>',
		'<p>no whole page</p>',
		'<!-- a comment that does not end',
		'<!doctype book>',
		'see %PDF-1.7 and PK\x05',
		'\x1b[1mCV\x1b[0m\f\v',
		`G${'.'.repeat(187)}G`,
		`....G${'.'.repeat(191)}G`,
		'\ufeffBM Consulting',
		'\ufeffPK\x03\x04',
		`\ufeff${letterDocx.toString('latin1')}`,
	])('%j shows none', async (text) => {
		expect(await inspectFile(Buffer.from(text))).toEqual({});
	});

	it.each([
		[1444, 'image/bmp'],
		[1445, undefined],
	])('as far as %d characters show no binary data: %s', async (length, type) => {
		expect(await typeOf(`${'BM'.padEnd(length)}\0`)).toBe(type);
	});

	it.each([
		[4000, 'text/html'],
		[4200, undefined],
	])('as far as it begins within 4096 bytes, not after %d: %s', async (length, type) => {
		expect(await typeOf(`${' '.repeat(length)}<html>`)).toBe(type);
	});

	it.each([
		['Latin-1', latin1('\xc7q \xe0 Paris')],
		['Latin-1 that looks like audio', latin1('\xff\xfb\x90d')],
		['UTF-16', utf16('....G Gérard')],
		['UTF-16, big endian', utf16('Gérard').swap16()],
	])('one in %s shows none', async (_name, bytes) => {
		expect(await inspectFile(bytes)).toEqual({});
	});
});

describe('another file is told by its first bytes', () => {
	it.each([
		['PNG', '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'image/png'],
		['JPEG', 'ffd8ffe000104a46494600010100', 'image/jpeg'],
		['TIFF', '49492a0008000000000000000000', 'image/tiff'],
		['bitmap', '424d36000000000000003600000028000000', 'image/bmp'],
		['program', '4d5a90000300000004000000ffff0000', 'application/x-msdownload'],
		['gzip', '1f8b0800000000000003', 'application/gzip'],
		['ID3', '49443304000000000000504b0304', 'audio/mpeg'],
		['unknown bytes', '0102030405', undefined],
	])('%s', async (_name, digits, type) => {
		expect(await typeOf(hex(digits))).toBe(type);
	});

	it.each([
		['white space', ' \r\n\0'],
		['as much of it as may be', ' '.repeat(1019)],
		['a BOM', '\ufeff'],
		['a BOM and white space', '\ufeff\n'],
	])('PDF after %s', async (_name, start) => {
		const bytes = Buffer.concat([Buffer.from(start), resumePdf]);
		expect(await inspectFile(bytes)).toEqual({ type: PDF, isEncrypted: false });
	});
});

describe('macros are found', () => {
	const wordStream = makeWordStream();

	it.each([
		[
			'DOCM',
			makeZipOf(TYPES_PART, 'word/document.xml', 'word/vbaProject.bin'),
			DOCM_TYPE,
			undefined,
		],
		['DOCM, declared as DOCX', makeZipOf(TYPES_PART, 'word/VBAPROJECT.BIN'), DOCM_TYPE, DOCX_TYPE],
		[
			'DOCM with its project elsewhere',
			makeZipOf(TYPES_PART, 'word/a', 'vbaProject.bin'),
			DOCM_TYPE,
			DOCM_TYPE,
		],
		['DOTM', makeZipOf(TYPES_PART, 'word/vbaProject.bin'), DOTM_TYPE, DOTM_TYPE],
		[
			'Word, by its project',
			makeCompoundFile({ WordDocument: wordStream, 'Macros/PROJECT': empty }),
			DOC,
			DOC,
		],
		[
			'Word, by its modules',
			makeCompoundFile({ WordDocument: wordStream, 'x/VBA/dir': empty }),
			DOC,
			DOC,
		],
		[
			'Word, by what is compiled',
			makeCompoundFile({ WordDocument: wordStream, 'x/y/_VBA_PROJECT': empty }),
			DOC,
			DOC,
		],
	])('in %s', async (_name, bytes, type, declaredType) => {
		expect(await inspectFile(bytes, declaredType)).toMatchObject({ type, hasMacros: true });
	});

	const other = makeCompoundFile({ WordDocument: wordStream, 'Macros/PROJECT': empty });
	const entry = other.indexOf(Buffer.from('Macros', 'utf16le'));
	other.writeUInt8(0, entry + 0x42);

	it.each([
		['a DOCX', letterDocx],
		['a DOCX with a macro in name only', makeZipOf(TYPES_PART, 'word/vbaProject.bin.xml')],
		['a DOCX with a name that ends alike', makeZipOf(TYPES_PART, 'word/novbaProject.bin')],
		['Word without', makeCompoundFile({ WordDocument: wordStream, 'ObjectPool/a': empty })],
		['Word whose macros were deleted', other],
	])('but not in %s', async (_name, bytes) => {
		expect(await inspectFile(bytes)).toMatchObject({ hasMacros: false });
	});

	it('but only those of Word matter', async () => {
		expect(await inspectFile(makeZipOf(TYPES_PART, 'xl/vbaProject.bin'))).toMatchObject({
			hasMacros: false,
		});
	});
});

describe('a password of an Office file is found', () => {
	const sealed = makeCompoundFile({ EncryptionInfo: empty, EncryptedPackage: Buffer.alloc(5000) });

	it.each([
		['DOCX', DOCX_TYPE, undefined],
		['XLSM', 'application/vnd.ms-excel.sheet.macroenabled.12', undefined],
		['PDF', PDF, 'application/x-cfb'],
		['DOC', DOC, 'application/x-cfb'],
		['nothing', undefined, 'application/x-cfb'],
	])('where it was declared as %s', async (_name, declaredType, type) => {
		expect(await inspectFile(sealed, declaredType)).toEqual({ type, isEncrypted: true });
	});

	const cutOff = makeCompoundFile({ a: Buffer.alloc(9000), WordDocument: makeWordStream() });
	const entry = cutOff.indexOf(Buffer.from('WordDocument', 'utf16le'));
	cutOff.writeUInt32LE(99, entry + 0x74);
	const small = (sector: number, rootSector?: number) => {
		const bytes = makeCompoundFile({ WordDocument: makeWordStream({ size: 64 }) });
		const at = bytes.indexOf(Buffer.from('WordDocument', 'utf16le'));
		bytes.writeUInt32LE(sector, at + 0x74);
		if (rootSector !== undefined) {
			bytes.writeUInt32LE(rootSector, bytes.indexOf(Buffer.from('Root', 'utf16le')) + 0x74);
		}
		return bytes;
	};

	it.each([
		['Word with one', makeWordStream({ isEncrypted: true }), true],
		['Word without', makeWordStream(), false],
		['small Word with one', makeWordStream({ isEncrypted: true, size: 100 }), true],
		['small Word without', makeWordStream({ size: 100 }), false],
		['the largest small Word with one', makeWordStream({ isEncrypted: true, size: 4095 }), true],
		['Word without anything', empty, false],
	])('in %s: %s', async (_name, stream, isEncrypted) => {
		const before = Buffer.alloc(700);
		for (const version of [3, 4] as const) {
			const bytes = makeCompoundFile({ a: before, b: before, WordDocument: stream }, version);
			expect(await inspectFile(bytes)).toEqual({ type: DOC, hasMacros: false, isEncrypted });
		}
	});

	it.each([
		['whose text is cut off', cutOff],
		['whose text is out of the file', small(0x7fffffff)],
		['whose text is where nothing is', small(20)],
		['whose root is out of the file', small(0, 0xfffffffe)],
	])('but not in Word %s', async (_name, bytes) => {
		expect(await inspectFile(bytes)).toEqual({
			type: DOC,
			hasMacros: false,
			isEncrypted: false,
		});
	});
});

/**
 * What qpdf 12 wrote into files whose password for users is empty, or `secret`:
 * `qpdf --encrypt "" owner <bits> -- cv.pdf out.pdf`, and so on.
 */
const PROTECTIONS = {
	2: {
		id: 'a502123154e96fa804b9621e1d60c362',
		empty:
			'/Length 40 /O <c92422687facee686e373f10b5c7d04738053152f7e2ee30e11c69ec442576ab> /P -4 /R 2 /U <54446cac5c7052414b6072d4cec88a4d72ecc341977cee9fe9b2b664e9dfbe9d> /V 1',
		secret:
			'/Length 40 /O <92fe0f4454ad4c9644693f33c07cb54f587dce1e2682fe9ecea6107a1ef630dd> /P -4 /R 2 /U <791d922db94668ba97bf4166beaf8c99421c3ded4e5ade98d061f6434c5c9c62> /V 1',
	},
	3: {
		id: '6b09bd4728fc7107db581ae311d41d56',
		empty:
			'/Length 128 /O <566fa873ee33c797cd3b904fdadf814afa34df9a38f6ed41b984e2c6da2aa6f5> /P -4 /R 3 /U <bda9fb03e0eff006c2fdf27b3daf503c0122456a91bae5134273a6db134c87c4> /V 2',
		secret:
			'/Length 128 /O <0db5855fc5326569e765906caf64e4429a4c20d6e996fdef963e9b5080f9e083> /P -4 /R 3 /U <395b12389a1224177b2fbb8dbe4dfd6d0122456a91bae5134273a6db134c87c4> /V 2',
	},
	4: {
		id: 'd2bc5f513d5c3da654b7379089d74e1a',
		empty:
			'/CF << /StdCF << /AuthEvent /DocOpen /CFM /AESV2 /Length 16 >> >> /EncryptMetadata false /Length 128 /O <566fa873ee33c797cd3b904fdadf814afa34df9a38f6ed41b984e2c6da2aa6f5> /P -4 /R 4 /StmF /StdCF /StrF /StdCF /U <191dd33348ae74a7a14738065c18e1ee0122456a91bae5134273a6db134c87c4> /V 4',
		secret:
			'/CF << /StdCF << /AuthEvent /DocOpen /CFM /AESV2 /Length 16 >> >> /EncryptMetadata false /Length 128 /O <0db5855fc5326569e765906caf64e4429a4c20d6e996fdef963e9b5080f9e083> /P -4 /R 4 /StmF /StdCF /StrF /StdCF /U <2f00d2950cd31ebd415308094587ba030122456a91bae5134273a6db134c87c4> /V 4',
	},
	5: {
		id: '90b864ef839b2375219c1d2168a7c62f',
		empty:
			'/Length 256 /P -4 /R 5 /StmF /StdCF /StrF /StdCF /U <fff659b10ba9269cfc7106da00bb2c07b3f4d199e58f5ea6bd977e7f5a2dbef3b5214f3f7601644bbfee5c9ec87e2f3e> /V 5',
		secret:
			'/Length 256 /P -4 /R 5 /StmF /StdCF /StrF /StdCF /U <782b7331d4977be102dafabd8af4bd45435395e01fdee2040c8c624a5b48a1173c1ecdea04b0ead5501c66d94460e42f> /V 5',
	},
	6: {
		id: 'e928158de90eef27427df13845753074',
		empty:
			'/Length 256 /P -4 /R 6 /StmF /StdCF /StrF /StdCF /U <384037f945f2b862bf88a2ad2e556a580f9f033c512217836216895c1bd4a25a037d5278a6d4828aae71cc51be6c98a3> /V 5',
		secret:
			'/Length 256 /P -4 /R 6 /StmF /StdCF /StrF /StdCF /U <ecf2a69867878a4313ad20f2d6ce1c9dad146dabf3321754fce8e702ac978c96fa4177259bfd61f7068ae061d7101b20> /V 5',
	},
} as const;
const withMetadata = {
	id: 'd63faa0256a103df913a91bcb41add12',
	encryption:
		'<< /Filter /Standard /Length 128 /O <566fa873ee33c797cd3b904fdadf814afa34df9a38f6ed41b984e2c6da2aa6f5> /P -4 /R 4 /U <5dace8f6cfd48cdc3c44f0450526579c0122456a91bae5134273a6db134c87c4> /V 4 >>',
};

describe('a password of a PDF is found', () => {
	const isEncrypted = async (bytes: Buffer | string) => {
		const inspection = await inspectFile(Buffer.isBuffer(bytes) ? bytes : latin1(bytes));
		expect(inspection.type).toBe(PDF);
		return inspection.isEncrypted;
	};
	const standard = (entries: string) => `<< /Filter /Standard ${entries} >>`;
	const secret: PdfProtection = {
		id: PROTECTIONS[6].id,
		encryption: standard(PROTECTIONS[6].secret),
	};
	const open: PdfProtection = {
		id: PROTECTIONS[3].id,
		encryption: standard(PROTECTIONS[3].empty),
	};

	it.each([2, 3, 4, 5, 6] as const)('revision %i, unless it is the empty one', async (revision) => {
		const { id, ...given } = PROTECTIONS[revision];
		const protect = (entries: string) => makeProtectedPdf({ id, encryption: standard(entries) });
		expect(await isEncrypted(protect(given.secret))).toBe(true);
		expect(await isEncrypted(protect(given.empty))).toBe(false);
	});

	it('revision 3, in which metadata count for nothing', async () => {
		const encryption = standard(`/EncryptMetadata false ${PROTECTIONS[3].empty}`);
		const bytes = makeProtectedPdf({ id: PROTECTIONS[3].id, encryption });
		expect(await isEncrypted(bytes)).toBe(false);
	});

	it('revision 4 with metadata, unless it is the empty one', async () => {
		expect(await isEncrypted(makeProtectedPdf(withMetadata))).toBe(false);
		const { id } = open;
		expect(await isEncrypted(makeProtectedPdf({ ...withMetadata, ...(id && { id }) }))).toBe(true);
	});

	// Computed in Python from the algorithms 2 and 5, which agree with qpdf where that has 128 bits.
	it.each([
		['64 bits', '/Length 64', '31330882a03b9bfbb9d934ffc3a12ccb'],
		['40 bits', '/Length 40', '0b88ffffef7b9aaf8fc42a8aae98314b'],
		['40 bits, where nothing is said', '', '0b88ffffef7b9aaf8fc42a8aae98314b'],
		['40 bits, where there are too few', '/Length 32', '0b88ffffef7b9aaf8fc42a8aae98314b'],
		['40 bits, where there are too many', '/Length 136', '0b88ffffef7b9aaf8fc42a8aae98314b'],
	])('revision 3 has a key of %s', async (_name, length, user) => {
		const entries = PROTECTIONS[3].empty
			.replace('/Length 128', length)
			.replace(/\/U <\w+>/, `/U <${user.padEnd(64, '0')}>`);
		const bytes = makeProtectedPdf({ id: PROTECTIONS[3].id, encryption: standard(entries) });
		expect(await isEncrypted(bytes)).toBe(false);
	});

	it.each([
		['after a carriage return', '\r3 0 obj'],
		['after a space', ' 3 0 obj'],
		['after an older one', '\n3 0 obj << /Filter /Other >> endobj\n3 0 obj'],
		['before one with a similar number', '\n3 0 obj', '\n13 0 obj << /Filter /Other >> endobj\n'],
	])('in an object %s', async (_name, label, end = '') => {
		const written = makeProtectedPdf(open).toString('latin1');
		expect(await isEncrypted(written.replace('\n3 0 obj', label) + end)).toBe(false);
	});

	it.each([0, 1])('with a table that begins %d bytes after where startxref points', async (gap) => {
		const written = makeProtectedPdf(secret).toString('latin1');
		const offset = written.indexOf('xref\n') - gap;
		const end = `trailer << /Root 1 0 R >>\nstartxref\r\n${offset}\n%%EOF`;
		expect(await isEncrypted(written + end)).toBe(true);
	});

	it('in a cross-reference stream with a label in another spelling', async () => {
		const written = makeProtectedPdf({ ...secret, hasStream: true }).toString('latin1');
		expect(await isEncrypted(written.replace('4 0 obj', '\n0004  00000  obj'))).toBe(true);
	});

	it.each([
		[900, true],
		// No reader looks any further for where to begin.
		[1100, false],
	])('with %d bytes after its end: %s', async (length, expected) => {
		const bytes = makeProtectedPdf({ ...secret, hasStream: true });
		expect(await isEncrypted(Buffer.concat([bytes, Buffer.alloc(length)]))).toBe(expected);
	});

	it('with offsets that count from its header', async () => {
		const bytes = makeProtectedPdf({ ...secret, hasStream: true });
		expect(await isEncrypted(Buffer.concat([Buffer.alloc(100, ' '), bytes]))).toBe(true);
	});

	it.each([
		['in a cross-reference stream', { hasStream: true }],
		['in the trailer itself', { isDirect: true }],
		['with a wrong startxref', { startxref: 7 }],
		['with a startxref beyond the end', { startxref: 999_999 }],
	])('%s', async (_name, where) => {
		expect(await isEncrypted(makeProtectedPdf({ ...secret, ...where }))).toBe(true);
		expect(await isEncrypted(makeProtectedPdf({ ...open, ...where }))).toBe(false);
	});

	it('in another spelling of the same dictionary', async () => {
		const { id, encryption } = open;
		const inBrackets = encryption.replace(/<([\da-f]{64})>/g, (_whole, digits: string) => {
			const text = hex(digits).toString('latin1');
			return `(${text.replace(/[\\()\r\n]/g, (c) => `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}`)})`;
		});
		const spelled = inBrackets.replace(
			'/P',
			'% a comment >>\n/Note [[(a (b) \\) \\n)] <abc> /] /P',
		);
		expect(await isEncrypted(makeProtectedPdf({ encryption: spelled, ...(id && { id }) }))).toBe(
			false,
		);
	});

	it.each([
		['another handler', `<< /Filter /Adobe.PubSec ${PROTECTIONS[6].empty} >>`],
		['no password', '<< /Filter /Standard /R 3 >>'],
		['a revision to come', '<< /Filter /Standard /R 7 /U <00> >>'],
		['nothing to compare with', '<< /Filter /Standard /R 2 /U () >>'],
		['no key length', '<< /Filter /Standard /R 3 /U <00> >>'],
		['a key length of nonsense', '<< /Filter /Standard /R 3 /Length 9999 /U <00> >>'],
		['no whole dictionary', '<< /Filter /Standard'],
		['no dictionary', '[ 1 2 ]'],
		['a string that does not end', '<< /U (abc\\'],
	])('with %s', async (_name, encryption) => {
		expect(await isEncrypted(makeProtectedPdf({ encryption }))).toBe(true);
	});

	it.each([
		['an object that is not there', '9 0 R'],
		['what is no dictionary', '/Standard'],
	])('with %s', async (_name, encryption) => {
		expect(await isEncrypted(makeProtectedPdf({ encryption, isDirect: true }))).toBe(true);
	});

	const pdf = (rest: string) => `%PDF-1.7\n${rest}`;
	const update = `xref\n0 0\ntrailer\n<< /Root 1 0 R >>\n`;
	const first = makeProtectedPdf(secret).toString('latin1');

	it.each([
		['a PDF without', makePdf(['CV'])],
		['a PDF that writes about it', makePdf(['trailer << /Encrypt 1 0 R >> startxref'])],
		['an entry that is null', makeProtectedPdf({ encryption: 'null', isDirect: true })],
		[
			'an entry that belongs to another',
			pdf('trailer << /A << /Encrypt 1 0 R >> /B [/Encrypt 1] >>'),
		],
		['an entry in a string', pdf('trailer << /A (\\) /Encrypt 1 0 R) >>')],
		['a trailer that is no more in force', `${first}${update}startxref\n${first.length}\n%%EOF`],
		['a trailer that is none', pdf('trailer [ /Encrypt 1 0 R ]')],
		['a trailer without brackets', pdf('trailer /Encrypt 1 0 R')],
		['a trailer that does not end', pdf('trailer << /Encrypt 1 0 R')],
		['a table without a trailer', pdf('xref\n0 0\nstartxref\n9\n%%EOF')],
		['a lone key', pdf('trailer << /Encrypt >>')],
		['no trailer', pdf('/Encrypt 1 0 R')],
	])('but not in %s', async (_name, bytes) => {
		expect(await isEncrypted(bytes)).toBe(false);
	});
});

describe('16 MB made to cost much come to an end', () => {
	const SIZE = 16 * 1024 * 1024;
	const fill = (pattern: string, start = '', end = '') => {
		const bytes = Buffer.alloc(SIZE, pattern, 'latin1');
		bytes.write(start, 'latin1');
		bytes.write(end, SIZE - end.length, 'latin1');
		return bytes;
	};
	const directoryEnd = (entries: number, offset: number) => {
		const record = Buffer.alloc(22);
		record.write('PK\x05\x06', 'latin1');
		record.writeUInt16LE(entries, 8);
		record.writeUInt32LE(offset, 16);
		return record.toString('latin1');
	};
	const compound = (change: (bytes: Buffer) => void) => {
		const bytes = Buffer.alloc(SIZE);
		makeCompoundFile({ WordDocument: makeWordStream({ isEncrypted: true, size: 64 }) }).copy(bytes);
		change(bytes);
		return bytes;
	};
	const word = { type: DOC, hasMacros: false };

	it.each<[string, () => Buffer, object]>([
		['zeros', () => Buffer.alloc(SIZE), {}],
		['spaces', () => fill(' '), {}],
		['comments', () => fill('<!-- -->'), {}],
		['headers of files', () => fill('PK\x03\x04'), { type: 'application/zip' }],
		['headers of a directory', () => fill('PK\x01\x02'), {}],
		[
			'a directory of nothing else',
			() => fill('PK\x01\x02', 'PK\x03\x04', directoryEnd(0xffff, 4)),
			{ type: 'application/zip' },
		],
		[
			'a directory of zeros',
			() => fill('\0', 'PK\x03\x04', directoryEnd(0xffff, 64)),
			{ type: 'application/zip' },
		],
		['ends of a directory', () => fill(directoryEnd(0xffff, 0)), { type: 'application/zip' }],
		[
			'a FAT that goes in circles',
			() => compound((bytes) => bytes.fill(0, 512)),
			{ type: 'application/x-cfb' },
		],
		[
			'a directory that goes in circles',
			() =>
				compound((bytes) => {
					// The directory is followed by itself.
					const fat = (bytes.readUInt32LE(0x4c) + 1) * 512;
					const directory = bytes.readUInt32LE(0x30);
					bytes.writeUInt32LE(directory, fat + directory * 4);
				}),
			{ type: 'application/x-cfb' },
		],
		[
			'entries that go in circles',
			() =>
				compound((bytes) => {
					const entry = bytes.indexOf(Buffer.from('WordDocument', 'utf16le'));
					bytes.writeUInt32LE(0, entry + 0x44);
					bytes.writeUInt32LE(1, entry + 0x48);
				}),
			{ ...word, isEncrypted: true },
		],
		[
			'small streams that go in circles',
			() =>
				compound((bytes) => {
					const fat = (bytes.readUInt32LE(0x4c) + 1) * 512;
					bytes.writeUInt32LE(0, fat);
					const entry = bytes.indexOf(Buffer.from('WordDocument', 'utf16le'));
					bytes.writeUInt32LE(SIZE / 64 - 8, entry + 0x74);
				}),
			{ ...word, isEncrypted: true },
		],
		['a PDF of startxref', () => fill('startxref 1 ', '%PDF-'), { type: PDF, isEncrypted: false }],
		['a PDF of trailers', () => fill('trailer<<', '%PDF-'), { type: PDF, isEncrypted: false }],
		[
			'a PDF of almost trailers',
			() => fill('traile', '%PDF-1.7\nxref ', 'startxref 9 '),
			{ type: PDF, isEncrypted: false },
		],
		...['(', '[', '<', '<<', '%', '\\', '/', ' ', '1 '].map(
			(pattern): [string, () => Buffer, object] => [
				`a trailer of ${JSON.stringify(pattern)}`,
				() => {
					const bytes = fill(pattern, '%PDF-');
					bytes.write('trailer<</Encrypt', SIZE / 2, 'latin1');
					return bytes;
				},
				{ type: PDF, isEncrypted: false },
			],
		),
		[
			'brackets that are taken for a number',
			() => fill(' ', '%PDF-', `trailer<</A ${'['.repeat(7000)}${']'.repeat(7000)} 0 R>>`),
			{ type: PDF, isEncrypted: false },
		],
		[
			'an encryption that is nowhere',
			() => fill('1 0 ob ', '%PDF-', 'trailer<</Encrypt 1 0 R>>'),
			{ type: PDF, isEncrypted: true },
		],
	])('%s', async (_name, make, expected) => {
		expect(await inspectFile(make())).toEqual(expected);
	});
});

describe('a file that is cut off anywhere is still of its kind', () => {
	it.each([
		['DOCX', letterDocx, /^application\/(?:zip|.*wordprocessingml\.document)$/],
		[
			'Word',
			makeCompoundFile({ WordDocument: makeWordStream({ size: 100 }), 'Macros/VBA/dir': empty }),
			/^application\/(?:x-cfb|msword)$/,
		],
		['PDF', makeProtectedPdf(withMetadata), /^application\/pdf$/],
	])('%s', async (_name, file, kind) => {
		// From the end of the signature on.
		for (let length = 8; length <= file.length; length++) {
			expect(await typeOf(file.subarray(0, length))).toMatch(kind);
		}
	});
});
