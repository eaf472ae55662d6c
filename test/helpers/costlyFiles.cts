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

const WORD_CONTENT_TYPES =
	'<Override PartName="/a.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>';

const ZIP = { type: 'application/zip' };
const DAMAGED_ZIP = { ...ZIP, isDamaged: true };
const WORD = { type: DOCX_TYPE, hasActiveContent: false, isDamaged: false };
const ACTIVE_WORD = { ...WORD, hasActiveContent: true };
const DAMAGED_WORD = { type: DOCX_TYPE, isDamaged: true };
const DOC = { type: 'application/msword', isDamaged: false };
const DAMAGED_COMPOUND_FILE = { type: 'application/x-cfb', isDamaged: true };
const PDF = { type: 'application/pdf', isEncrypted: false, isDamaged: false };
const DAMAGED_PDF = { ...PDF, isDamaged: true };
const ENCRYPTED_PDF = { ...PDF, isEncrypted: true };

/** A file that is designed to be expensive to process, and what the inspection finds in it. */
const file = (name: string, expected: Inspection, make: () => Buffer) => ({ name, expected, make });

const OLE_OBJECT =
	'<Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/oleObject" Target="0.bin"/>';
const relationshipTo = (target: string) =>
	`<Relationship TargetMode="External" Target="${target}"/>`;

const RELATIONSHIPS: ReadonlyArray<readonly [name: string, expected: Inspection, xml: string]> = [
	['24,000 attributes of a relationship', WORD, `<Relationship ${'a="" '.repeat(24_000)}/>`],
	['a target of nested escapes', ACTIVE_WORD, relationshipTo('%252541-'.repeat(15_000))],
	['a target of character references', WORD, relationshipTo('&#9;'.repeat(30_000))],
	['relationships that do not end', DAMAGED_WORD, '<Relationship a'.repeat(8000)],
	['a long prefix of an attribute', DAMAGED_WORD, `<Relationship ${'a'.repeat(120_000)}:b a="b"/>`],
	['a relationship of white space', DAMAGED_WORD, `<Relationship${' '.repeat(120_000)}`],
];

export const COSTLY_FILES = [
	file('a ZIP of local headers', DAMAGED_ZIP, () => fill('PK\x03\x04')),
	file('a ZIP of ends', DAMAGED_ZIP, () => fill('PK\x05\x06', 'PK\x03\x04')),
	file('a ZIP of directory entries', ZIP, () => fillDirectory('PK\x01\x02')),
	...['\\', 'Ä'].map((letter) =>
		file(`a ZIP with names of ${letter}`, ZIP, () => makeLongNames(letter)),
	),
	...['\\.', 'Ä\\'].map((pattern) =>
		file(`a ZIP with overlapping names of ${pattern}`, DAMAGED_ZIP, () =>
			makeOverlappingNames(pattern),
		),
	),
	file('a ZIP with overlapping directories of extra fields', ZIP, () => {
		const entry = makeDirectoryEntry({ extra: '\x09\x09\0\0'.repeat(16_383) });
		return makeOverlappingDirectories(entry, Math.floor(FILE_SIZE / entry.length - 1));
	}),
	file('a ZIP with overlapping directories of long names', ZIP, () =>
		makeOverlappingDirectories(makeDirectoryEntry({ name: '.a'.repeat(128) }), 512),
	),
	...RELATIONSHIPS.map(([name, expected, xml]) =>
		file(`a DOCX with ${name}`, expected, () => makeWordFile({ 'a.rels': xml })),
	),
	file('a DOCX with relationships of 10 MB', DAMAGED_WORD, () => makeBomb('a.rels')),
	file('a DOCX with an OLE object of 10 MB', ACTIVE_WORD, () => makeBomb('0.bin', OLE_OBJECT)),

	file('OLE2 that goes in circles', DAMAGED_COMPOUND_FILE, () =>
		fill('\0', makeCompoundFile({ WordDocument: makeWordStream() }).toString('latin1', 0, 512)),
	),
	...(['entries', 'text', 'mini stream'] as const).map((kind) =>
		file(`OLE2 with a cycle of its ${kind}`, { ...DOC, isEncrypted: true }, () =>
			makeLargeCycle(kind),
		),
	),
	file('OLE2 with an empty FAT', DAMAGED_COMPOUND_FILE, () => {
		const bytes = fill('\0', makeCompoundFile({}).toString('latin1', 0, 512));
		bytes.writeUInt32LE(FILE_SIZE / 512 - 1, 0x2c);
		return bytes;
	}),

	file('a PDF with nested brackets as the number of a reference', DAMAGED_PDF, () =>
		fill(' ', '%PDF-', `trailer<</A ${'['.repeat(2000)}${']'.repeat(2000)} 0 R>>`),
	),
	file('a PDF of startxref', PDF, () => fill('startxref 1 ', '%PDF-')),
	file('a PDF of almost startxref', DAMAGED_PDF, () => fill('startxre', '%PDF-')),
	file('a PDF of trailers', DAMAGED_PDF, () => fill('trailer<<', '%PDF-')),
	file('a PDF of almost trailers', PDF, () => fill('traile', '%PDF-1.7\nxref ', 'startxref 9 ')),
	file('a PDF of almost cross-reference streams', DAMAGED_PDF, () => fill('/XRe', '%PDF-')),
	file('a PDF of almost objects', ENCRYPTED_PDF, () =>
		fill(' 0 ob', '%PDF-\nstartxref', 'trailer<</Encrypt 1 0 R>>'),
	),
	file('a PDF whose encryption is nowhere', { ...ENCRYPTED_PDF, isDamaged: true }, () =>
		fill('1 0 ob ', '%PDF-', 'trailer<</Encrypt 1 0 R>>'),
	),
	file('a PDF with passwords of revision 6', ENCRYPTED_PDF, () => makeProtected(6)),
	file('a PDF with passwords of revision 4', ENCRYPTED_PDF, () => makeProtected(4)),
	...['(', '[', '<', '< ', '<a', '%', '\\', '1 ', '/'].map((pattern) =>
		file(`a PDF with a trailer of ${pattern}`, DAMAGED_PDF, () =>
			Buffer.from(`%PDF-1.7\ntrailer<</Encrypt${pattern.repeat(8000)}`),
		),
	),

	file('spaces', { container: 'text/plain' }, () => fill(' ')),
	file('comments of HTML', { type: 'text/html' }, () => fill('<!-- -->')),
	file('comments of HTML after a declaration', { container: 'text/plain' }, () =>
		fill('<!-- -->', '<?xml?>'),
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

/** Returns a ZIP directory entry (APPNOTE.TXT § 4.3.12) whose compressed size is in its extra field. */
function makeDirectoryEntry({ name = '', extra = '' }): Buffer {
	const header = Buffer.alloc(46);
	header.write('PK\x01\x02', 'latin1');
	header.writeUInt32LE(0xffffffff, 20);
	header.writeUInt16LE(name.length, 28);
	header.writeUInt16LE(extra.length, 30);
	return Buffer.concat([header, Buffer.from(name + extra, 'latin1')]);
}

/** Returns a ZIP whose end records point to three places in the same directory. */
function makeOverlappingDirectories(entry: Buffer, count: number): Buffer {
	const entries = Buffer.alloc(count * entry.length, entry);
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

function makeWordFile(parts: Readonly<Record<string, string>>): Buffer {
	return makeZip({ '[Content_Types].xml': WORD_CONTENT_TYPES, ...parts });
}

/** Returns a Word file with a part that inflates to a thousand times its size. */
function makeBomb(name: string, relationships = ''): Buffer {
	return makeWordFile({ '_rels/a.rels': relationships, [name]: ' '.repeat(10_000_000) });
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
