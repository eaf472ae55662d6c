import { inspectFile, TEXT_TYPE } from '../../../../nodes/CleverConnect/attachments/inspection';
import { DOCX_TYPE, letterDocx, resumePdf } from '../../../../tools/samples/exampleApplication.cts';
import { makeCompoundFile, makeWordStream, makeZip } from '../../../../tools/samples/files.cts';

const PDF = 'application/pdf';
const DOC = 'application/msword';
const ZIP = 'application/zip';
const CFB = 'application/x-cfb';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

describe('the inspection recognizes', () => {
	const rtf = { type: 'application/rtf', container: 'text/plain' };
	const pdf = { type: PDF, isEncrypted: false, isDamaged: false };
	const header = Buffer.alloc(512, 'x');
	header.write('ustar\0', 257);
	const tail = '\n%PDF-1.7\n1 0 obj\n';

	it.each([
		['a PDF', resumePdf, pdf],
		['a PDF after other text', Buffer.concat([latin1('Scanned by Example\n'), resumePdf]), pdf],
		[
			'a PDF after a notice from PHP',
			Buffer.concat([latin1('<br />\n<b>Warning</b>: …<br />\n'), resumePdf]),
			pdf,
		],
		[
			'HTML before a PDF',
			Buffer.concat([latin1('<br><script>a()</script>'), resumePdf]),
			{ type: 'text/html' },
		],
		['a PDF after binary data', Buffer.concat([latin1('\0\x05\x16\0\0\x02\0\0'), resumePdf]), pdf],
		['a DOCX', letterDocx, { type: DOCX_TYPE }],
		['a ZIP with a PDF', makeZip({ 'cv.pdf': resumePdf.toString('latin1') }), { type: ZIP }],
		['a DOC', makeCompoundFile({ WordDocument: makeWordStream() }), { type: DOC }],
		['a PNG', latin1('\x89PNG\r\n\x1a\n\0'), { type: 'image/png' }],
		['a tar with a PDF', Buffer.concat([header, latin1(tail)]), { type: 'application/x-tar' }],
		['RTF', latin1('{\\rtf1 Hello}'), rtf],
		['RTF with binary data', latin1('{\\rtf1\\bin3 \0\0\0}'), rtf],
		['nothing in unknown bytes', latin1('\x01\x02\x03'), {}],
	])('%s', (_name, bytes, expected) => {
		expect(inspectFile(bytes)).toMatchObject(expected);
	});

	it('formats that look alike, by their declared type', () => {
		const encrypted = makeCompoundFile({ EncryptedPackage: Buffer.alloc(5000) });
		expect(inspectFile(encrypted, DOCX_TYPE).type).toBeUndefined();
		const cutOff = latin1(`PK\x03\x04${'\0'.repeat(22)}\x05\0\0\0word/`);
		const dotx = DOCX_TYPE.replace('.document', '.template');
		expect(inspectFile(cutOff, dotx).type).toBe(dotx);
	});
});

describe('the inspection finds no type in plain text', () => {
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
		'<pretty>',
		'<!--a comment that does not end',
		'<!doctype book>',
		'see %PDF-1.7 and PK\x1b',
		'see 1 0 obj, then %PDF-1.7\n1 0 object',
		'\x1b[1mCV\x1b[0m\f\v',
		`G${'.'.repeat(187)}G`,
		`....G${'.'.repeat(191)}G`,
		'\ufeffBM Consulting',
	])('%j', (text) => {
		expect(inspectFile(Buffer.from(text))).toEqual({ container: TEXT_TYPE });
	});

	it.each(['\ufeffPK\x03\x04', `\ufeff${letterDocx.toString('latin1')}`])(
		'or in binary data after a byte order mark: %j',
		(text) => {
			expect(inspectFile(Buffer.from(text))).toEqual({});
		},
	);

	it.each([
		['Latin-1', latin1('\xc7q \xe0 Paris')],
		['Latin-1 that looks like audio', latin1('\xff\xfb\x90d')],
		['UTF-16', utf16('....G Gérard')],
		['UTF-16, big endian', utf16('Gérard').swap16()],
	])('in %s', (_name, bytes) => {
		expect(inspectFile(bytes)).toEqual({ container: TEXT_TYPE });
	});
});

describe('the inspection finishes on 16 MB of hostile input:', () => {
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
	const word = {
		type: DOC,
		container: CFB,
		hasMacros: false,
		hasActiveContent: false,
		isDamaged: false,
	};

	it.each<[string, () => Buffer, object]>([
		['zeros', () => Buffer.alloc(SIZE), {}],
		['spaces', () => fill(' '), { container: TEXT_TYPE }],
		['comments', () => fill('<!-- -->'), { type: 'text/html', container: 'text/plain' }],
		['local headers', () => fill('PK\x03\x04'), { type: ZIP, container: ZIP, isDamaged: true }],
		['directory headers', () => fill('PK\x01\x02'), {}],
		[
			'a directory of directory headers',
			() => fill('PK\x01\x02', 'PK\x03\x04', directoryEnd(0xffff, 4)),
			{ type: ZIP, container: ZIP },
		],
		[
			'a directory of zeros',
			() => fill('\0', 'PK\x03\x04', directoryEnd(0xffff, 64)),
			{ type: ZIP, container: ZIP, isDamaged: true },
		],
		[
			'end records',
			() => fill(directoryEnd(0xffff, 0)),
			{ type: ZIP, container: ZIP, isDamaged: true },
		],
		[
			'a cyclic FAT',
			() => compound((bytes) => bytes.fill(0, 512)),
			{ type: CFB, container: CFB, isDamaged: true },
		],
		[
			'a cyclic directory',
			() =>
				compound((bytes) => {
					// The directory's next sector is its first sector.
					const fat = (bytes.readUInt32LE(0x4c) + 1) * 512;
					const directory = bytes.readUInt32LE(0x30);
					bytes.writeUInt32LE(directory, fat + directory * 4);
				}),
			{ ...word, isEncrypted: true, isDamaged: true },
		],
		[
			'cyclic entries',
			() =>
				compound((bytes) => {
					const entry = bytes.indexOf(Buffer.from('WordDocument', 'utf16le'));
					bytes.writeUInt32LE(0, entry + 0x44);
					bytes.writeUInt32LE(1, entry + 0x48);
				}),
			{ ...word, isEncrypted: true },
		],
		[
			'a cyclic mini stream',
			() =>
				compound((bytes) => {
					const fat = (bytes.readUInt32LE(0x4c) + 1) * 512;
					bytes.writeUInt32LE(0, fat);
					const entry = bytes.indexOf(Buffer.from('WordDocument', 'utf16le'));
					bytes.writeUInt32LE(SIZE / 64 - 8, entry + 0x74);
				}),
			{ ...word, isEncrypted: true },
		],
		[
			'a cyclic text stream',
			() =>
				compound((bytes) => {
					const fat = (bytes.readUInt32LE(0x4c) + 1) * 512;
					bytes.writeUInt32LE(0, fat);
					const entry = bytes.indexOf(Buffer.from('WordDocument', 'utf16le'));
					bytes.writeUInt32LE(SIZE, entry + 0x78);
				}),
			{ ...word, isEncrypted: true },
		],
		[
			'a PDF of startxref keywords',
			() => fill('startxref 1 ', '%PDF-'),
			{ type: PDF, isEncrypted: false, isDamaged: false },
		],
		[
			'a PDF of trailer keywords',
			() => fill('trailer<<', '%PDF-'),
			{ type: PDF, isEncrypted: false, isDamaged: true },
		],
		[
			'a PDF of incomplete trailer keywords',
			() => fill('traile', '%PDF-1.7\nxref ', 'startxref 9 '),
			{ type: PDF, isEncrypted: false, isDamaged: false },
		],
		...['(', '[', '<', '<<', '%', '\\', '/', ' ', '1 '].map(
			(pattern): [string, () => Buffer, object] => [
				`a trailer of ${JSON.stringify(pattern)}`,
				() => {
					const bytes = fill(pattern, '%PDF-');
					bytes.write('trailer<</Encrypt', SIZE / 2, 'latin1');
					return bytes;
				},
				// After a comment sign, the rest is a comment.
				{ type: PDF, isEncrypted: pattern !== '%', isDamaged: true },
			],
		),
		[
			'nested brackets as the number of a reference',
			() => fill(' ', '%PDF-', `trailer<</A ${'['.repeat(7000)}${']'.repeat(7000)} 0 R>>`),
			{ type: PDF, isEncrypted: false, isDamaged: true },
		],
		[
			'a missing encryption dictionary',
			() => fill('1 0 ob ', '%PDF-', 'trailer<</Encrypt 1 0 R>>'),
			{ type: PDF, isEncrypted: true, isDamaged: true },
		],
	])('%s', (_name, make, expected) => {
		expect(inspectFile(make())).toEqual(expected);
	});
});

describe('a file that is cut off at any point keeps its type and is reported as damaged:', () => {
	it.each([
		['DOCX', letterDocx, /^application\/(?:zip|.*wordprocessingml\.document)$/, letterDocx.length],
		[
			'PDF',
			resumePdf,
			/^application\/pdf$/,
			// A PDF that has at least one digit of the offset counts as complete.
			resumePdf.indexOf('startxref') + 'startxref'.length,
		],
	])('%s', (_name, file, kind, end) => {
		// Shorter files don't have a complete signature.
		for (let length = 8; length < end; length++) {
			const inspection = inspectFile(file.subarray(0, length));
			expect(inspection.type).toMatch(kind);
			expect(inspection.isDamaged).toBe(true);
		}
	});

	it('DOC', () => {
		const streams = {
			WordDocument: makeWordStream({ size: 100 }),
			'Macros/VBA/dir': Buffer.alloc(0),
		};
		const file = makeCompoundFile(streams);
		for (let length = 8; length <= file.length; length++) {
			const { type, isDamaged } = inspectFile(file.subarray(0, length));
			expect(type).toMatch(/^application\/(?:x-cfb|msword)$/);
			expect(isDamaged).toBe(length < file.length);
		}
	});
});
