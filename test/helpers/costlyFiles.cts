import { randomBytes } from 'node:crypto';
import {
	makeCompoundFile,
	makeWordStream,
	makeZip,
	makeZipOf,
} from '../../tools/samples/files.cts';
import type { Inspection } from '../../nodes/CleverConnect/documents';
import { DOCX_TYPE } from '../../tools/samples/exampleApplication.cts';

/** The most bytes that fit into a body of 16 MB, which is n8n's default limit. */
const FILE_SIZE = 12 * 1024 ** 2 - 10_000;

const ZIP = { type: 'application/zip' };
const DAMAGED_ZIP = { ...ZIP, isDamaged: true };
const WORD = { type: DOCX_TYPE, hasActiveContent: false, isDamaged: false };
const ACTIVE_WORD = { ...WORD, hasActiveContent: true };
const DAMAGED_WORD = { type: DOCX_TYPE, isDamaged: true };
const UNCHECKED_WORD = { ...WORD, isUnchecked: true };
const ENCRYPTED_DOC = { type: 'application/msword', isDamaged: false, isEncrypted: true };
const DAMAGED_COMPOUND_FILE = { type: 'application/x-cfb', isDamaged: true };
const PDF = { type: 'application/pdf', isEncrypted: false, isDamaged: false };
const DAMAGED_PDF = { ...PDF, isDamaged: true };
const ENCRYPTED_PDF = { ...PDF, isEncrypted: true };
const TEXT = { container: 'text/plain' };

const ENCRYPTED = 'trailer<</Encrypt 1 0 R>>';
const HEADER = makeCompoundFile({ WordDocument: makeWordStream() }).toString('latin1', 0, 512);

type Row = readonly [name: string, expected: Inspection, make: () => Buffer];

/** Files that repeat a text, after a beginning and before an end. */
const FILLED: ReadonlyArray<
	readonly [name: string, expected: Inspection, text: string, start?: string, end?: string]
> = [
	['a ZIP of local headers', DAMAGED_ZIP, 'PK\x03\x04'],
	['a ZIP of ends', DAMAGED_ZIP, 'PK\x05\x06', 'PK\x03\x04'],
	['OLE2 that goes in circles', DAMAGED_COMPOUND_FILE, '\0', HEADER],
	['a PDF of startxref', PDF, 'startxref 1 ', '%PDF-'],
	['a PDF of almost startxref', DAMAGED_PDF, 'startxre', '%PDF-'],
	['a PDF of trailers', DAMAGED_PDF, 'trailer<<', '%PDF-'],
	['a PDF of almost trailers', PDF, 'traile', '%PDF-1.7\nxref ', 'startxref 9 '],
	['a PDF of almost cross-reference streams', DAMAGED_PDF, '/XRe', '%PDF-'],
	['a PDF of almost objects', ENCRYPTED_PDF, ' 0 ob', '%PDF-\nstartxref', ENCRYPTED],
	[
		'a PDF whose encryption is nowhere',
		{ ...DAMAGED_PDF, isEncrypted: true },
		'1 0 ob ',
		'%PDF-',
		ENCRYPTED,
	],
	[
		'a PDF with nested brackets as the number of a reference',
		DAMAGED_PDF,
		' ',
		'%PDF-',
		`trailer<</A ${'['.repeat(2000)}${']'.repeat(2000)} 0 R>>`,
	],
	['spaces', TEXT, ' '],
	['comments of HTML', { type: 'text/html' }, '<!-- -->'],
	['comments of HTML after a declaration', TEXT, '<!-- -->', '<?xml?>'],
];

const RELATIONSHIPS: ReadonlyArray<readonly [name: string, expected: Inspection, xml: string]> = [
	['24,000 attributes', DAMAGED_WORD, `<Relationship ${'a="" '.repeat(24_000)}/>`],
	['60 attributes each', WORD, `<Relationship ${'a="" '.repeat(60)}/>`.repeat(1500)],
	['a target of nested escapes', ACTIVE_WORD, relationshipTo('%252541-'.repeat(15_000))],
	['a target of character references', DAMAGED_WORD, relationshipTo('&#9;'.repeat(30_000))],
	[
		'long targets',
		ACTIVE_WORD,
		relationshipTo(`${'&#33;'.repeat(1000)}:/`) + relationshipTo('%2541-'.repeat(60_000)),
	],
	['no target outside', WORD, '<Relationship Target="a"/>'.repeat(7000)],
	['no end', DAMAGED_WORD, '<Relationship a'.repeat(8000)],
	['a long prefix', DAMAGED_WORD, `<Relationship ${'a'.repeat(120_000)}:b a="b"/>`],
	['white space', DAMAGED_WORD, `<Relationship${' '.repeat(120_000)}`],
];

/** Files that are designed to be expensive to process, and what the inspection finds in them. */
export const COSTLY_FILES: readonly Row[] = [
	...FILLED.map(([name, expected, ...texts]): Row => [name, expected, () => fill(...texts)]),
	['a ZIP of directory entries', ZIP, () => fillDirectory('PK\x01\x02')],
	['a ZIP with long names', ZIP, () => makeLongNames('Ä\\')],
	['a ZIP with overlapping names', DAMAGED_ZIP, () => makeOverlappingNames('Ä\\')],
	['a ZIP with overlapping directories', ZIP, () => makeOverlappingDirectories()],
	...RELATIONSHIPS.map(
		([name, expected, xml]): Row => [
			`a DOCX with relationships of ${name}`,
			...([expected, () => makeWordFile({ 'a.rels': xml })] as const),
		],
	),
	['a DOCX with relationships of 10 MB', UNCHECKED_WORD, () => makeBomb('a.rels')],
	['a DOCX with an OLE object of 10 MB', UNCHECKED_WORD, () => makeBomb('0.bin', OLE_OBJECT)],
	['a DOCX with ZIPs that share their content', UNCHECKED_WORD, () => makeSharedZip()],
	...(['entries', 'text', 'mini stream'] as const).map(
		(kind): Row => [`OLE2 with a cycle of its ${kind}`, ENCRYPTED_DOC, () => makeLargeCycle(kind)],
	),
	['OLE2 with an empty FAT', DAMAGED_COMPOUND_FILE, () => makeEmptyFat()],
	['a PDF with passwords of revision 6', ENCRYPTED_PDF, () => makeProtected(6)],
	['a PDF with passwords of revision 4', ENCRYPTED_PDF, () => makeProtected(4)],
	...['(', '[', '<', '< ', '<a', '%', '\\', '1 ', '/'].map(
		(text): Row => [
			`a PDF with a trailer of ${text}`,
			DAMAGED_PDF,
			() => Buffer.from(`%PDF-1.7\ntrailer<</Encrypt${text.repeat(8000)}`),
		],
	),
];

function fill(pattern: string, start = '', end = ''): Buffer {
	const bytes = Buffer.alloc(FILE_SIZE, pattern, 'latin1');
	bytes.write(start, 'latin1');
	bytes.write(end, FILE_SIZE - end.length, 'latin1');
	return bytes;
}

function fillDirectory(pattern: string): Buffer {
	const bytes = fill(pattern, 'PK\x03\x04', `PK\x05\x06${'\xff'.repeat(18)}`);
	bytes.writeUInt32LE(4, FILE_SIZE - 22 + 16);
	return bytes;
}

function makeLongNames(letter: string): Buffer {
	const name = letter.repeat(60_000 / Buffer.byteLength(letter) - 5);
	// Each name occurs twice in the file.
	const names = Array.from({ length: FILE_SIZE / 120_000 - 1 }, (_, index) => `${name}${index}`);
	return makeZipOf(...names);
}

/** Returns a ZIP without a directory, in which each name contains the next headers. */
function makeOverlappingNames(pattern: string): Buffer {
	const headerSize = 30;
	const size = 2048 * headerSize + 1024;
	const headers = Buffer.alloc(size, pattern, 'latin1');
	for (let start = 0; start < size - 1024; start += headerSize) {
		headers.fill(0, start, start + headerSize);
		headers.write('PK\x03\x04', start, 'latin1');
		headers.writeUInt16LE(size - start - headerSize, start + 26);
	}
	return Buffer.concat([headers, headers]);
}

/**
 * Returns a ZIP whose end records point to three places in the same directory. The compressed size of each entry is in
 * an extra field (APPNOTE.TXT § 4.3.12).
 */
function makeOverlappingDirectories(): Buffer {
	const entry = Buffer.alloc(46 + 256 + 65_532, '\x09\x09\0\0', 'latin1');
	entry.fill(0, 0, 46);
	entry.write('PK\x01\x02', 'latin1');
	entry.writeUInt32LE(0xffffffff, 20);
	entry.writeUInt16LE(256, 28);
	entry.writeUInt16LE(65_532, 30);
	entry.fill('.a', 46, 46 + 256);
	const entries = Buffer.alloc(Math.floor(FILE_SIZE / entry.length - 1) * entry.length, entry);
	const ends = [1, 2].map((place) => {
		const end = Buffer.alloc(22);
		end.write('PK\x05\x06', 'latin1');
		end.writeUInt32LE(entries.length + (place - 1) * end.length - place * entry.length, 12);
		end.writeUInt32LE(4, 16);
		end.writeUInt16LE(end.length, 20);
		return end;
	});
	return Buffer.concat([Buffer.from('PK\x03\x04'), entries, ...ends]);
}

const WORD_CONTENT_TYPES =
	'<Override PartName="/a.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>';
const OLE_OBJECT =
	'<Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/oleObject" Target="0.bin"/>';

function relationshipTo(target: string): string {
	return `<Relationship TargetMode="External" Target="${target}"/>`;
}

function makeWordFile(parts: Readonly<Record<string, string | Buffer>>): Buffer {
	return makeZip({ '[Content_Types].xml': WORD_CONTENT_TYPES, ...parts });
}

/** Returns a Word file with a part that inflates to a thousand times its size. */
function makeBomb(name: string, relationships = ''): Buffer {
	return makeWordFile({ '_rels/a.rels': relationships, [name]: ' '.repeat(10_000_000) });
}

/** Returns a Word file with many entries for the same ZIP, which consists of bytes without repetition. */
function makeSharedZip(): Buffer {
	const zip = Buffer.concat([Buffer.from('PK\x03\x04'), randomBytes(100_000)]);
	const others = Array.from({ length: 100 }, (_, index) => [`${index}.zip`, ''] as const);
	const bytes = makeWordFile({ ...Object.fromEntries(others), 'shared.zip': zip });
	const shared = bytes.lastIndexOf('PK\x01\x02');
	for (const [name] of others) {
		const entry = bytes.lastIndexOf(name) - 46;
		// The compression method, the sizes, and the offset
		bytes.copy(bytes, entry + 10, shared + 10, shared + 12);
		bytes.copy(bytes, entry + 20, shared + 20, shared + 28);
		bytes.copy(bytes, entry + 42, shared + 42, shared + 46);
	}
	return bytes;
}

function makeEmptyFat(): Buffer {
	const bytes = fill('\0', HEADER);
	bytes.writeUInt32LE(FILE_SIZE / 512 - 1, 0x2c);
	return bytes;
}

/** Returns a large OLE2 file with a cycle that ends only because the file does. */
function makeLargeCycle(kind: 'entries' | 'text' | 'mini stream'): Buffer {
	const bytes = Buffer.alloc(FILE_SIZE);
	makeCompoundFile({ WordDocument: makeWordStream({ isEncrypted: true, size: 64 }) }).copy(bytes);
	const entry = bytes.indexOf(Buffer.from('WordDocument', 'utf16le'));
	if (kind === 'entries') {
		bytes.writeUInt32LE(0, entry + 0x44);
		bytes.writeUInt32LE(1, entry + 0x48);
		return bytes;
	}
	// The first sector links to itself.
	bytes.writeUInt32LE(0, (bytes.readUInt32LE(0x4c) + 1) * 512);
	if (kind === 'text') bytes.writeUInt32LE(FILE_SIZE, entry + 0x78);
	else bytes.writeUInt32LE(Math.floor(FILE_SIZE / 512 - 1) * 8, entry + 0x74);
	return bytes;
}

/** Returns a PDF for which the empty password is tried and is wrong. */
function makeProtected(revision: 4 | 6): Buffer {
	const encryption = `<</Filter /Standard /R ${revision} /Length 128 /CF <</A <</Length 5>> >> /StmF /A /U <${'a5'.repeat(48)}> /O <00>>>`;
	return Buffer.from(`%PDF-1.7\ntrailer<</Encrypt ${encryption}>>\nstartxref\n0\n%%EOF`);
}
