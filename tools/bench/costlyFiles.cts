import { deflateRawSync } from 'node:zlib';
import { zipSync, type Zippable } from 'fflate';
import { DEFAULT_LIMITS } from '../../nodes/CleverConnect/application/limits';
import { makeCompoundFile, makeWordStream, OVERFULL_TABLE } from '../samples/files.cts';
import type { Inspection } from '../../nodes/CleverConnect/attachments/inspection';
import { DOCX_TYPE } from '../samples/exampleApplication.cts';
import { BODY_BYTES } from './largeBody.cts';

/** Files that together fill a body and that are designed to be expensive to process. */
export interface CostlyFiles {
	readonly name: string;
	/** What the inspection finds in each file. */
	readonly expected: Inspection;
	readonly make: () => readonly Buffer[];
}

export const FILE_SIZE = (BODY_BYTES * 3) / 4 - 10_000;

const WORD_CONTENT_TYPES =
	'<Override PartName="/a.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>';
const RELATIONSHIP = '<Relationship Type="a/hyperlink" TargetMode="External" Target="b"/>';

const ZIP = { type: 'application/zip' };
const DAMAGED_ZIP = { ...ZIP, isDamaged: true };
const WORD = { type: DOCX_TYPE, hasActiveContent: false, isDamaged: false };
const ACTIVE_WORD = { ...WORD, hasActiveContent: true };
const DAMAGED_WORD = { type: DOCX_TYPE, isDamaged: true };
const DOC = { type: 'application/msword', isDamaged: false };
const DAMAGED_DOC = { ...DOC, isDamaged: true };
const DAMAGED_COMPOUND_FILE = { type: 'application/x-cfb', isDamaged: true };
const PDF = { type: 'application/pdf', isEncrypted: false, isDamaged: false };
const DAMAGED_PDF = { ...PDF, isDamaged: true };
const ENCRYPTED_PDF = { ...PDF, isEncrypted: true };

const files = (name: string, expected: Inspection, make: CostlyFiles['make']): CostlyFiles => ({
	name,
	expected,
	make,
});

export const COSTLY_FILES: readonly CostlyFiles[] = [
	files('a ZIP of local headers', DAMAGED_ZIP, () => [fill('PK\x03\x04')]),
	files('a ZIP of ends', DAMAGED_ZIP, () => [fill('PK\x05\x06', 'PK\x03\x04')]),
	files('a ZIP of directory entries', ZIP, () => [fillDirectory('PK\x01\x02')]),
	files('a ZIP with names of backslashes', ZIP, () => [makeLongNames('\\')]),
	files('a ZIP with names of capital letters', ZIP, () => [makeLongNames('Ä')]),
	...['\\.', 'Ä\\'].map((pattern) =>
		files(`ZIPs with overlapping names of ${pattern}`, DAMAGED_ZIP, () =>
			repeat(makeOverlappingNames(pattern)),
		),
	),
	files('a ZIP with overlapping directories of extra fields', ZIP, () => {
		const entry = makeDirectoryEntry({ extra: '\x09\x09\0\0'.repeat(16_383) });
		return [makeOverlappingDirectories(entry, Math.floor(FILE_SIZE / entry.length - 1))];
	}),
	files('ZIPs with overlapping directories of long names', ZIP, () =>
		repeat(makeOverlappingDirectories(makeDirectoryEntry({ name: '.a'.repeat(128) }), 512)),
	),
	files('DOCX with content types of 60 KB', DAMAGED_WORD, () =>
		repeat(makeWordFile({}, '<Default/>'.repeat(60_000 / 10))),
	),
	files('DOCX with package relationships of 15 KB', WORD, () =>
		repeat(makeWordFile({ '_rels/.rels': '<Relationship/>'.repeat(15_000 / 15) })),
	),
	files('DOCX with 24,000 attributes of a relationship', WORD, () =>
		repeat(makeWordFile({ 'a.rels': `<Relationship ${'a="" '.repeat(24_000)}/>` })),
	),
	files('DOCX with content types of 10 MB', DAMAGED_ZIP, () =>
		repeat(makeBomb('[Content_Types].xml')),
	),
	files('DOCX with relationships of 120 KB', WORD, () =>
		repeat(makeWordFile({ 'a.rels': RELATIONSHIP.repeat(120_000 / RELATIONSHIP.length) })),
	),
	files('DOCX with relationships of 120 KB, not compressed', WORD, () =>
		repeat(makeWordFile({ 'a.rels': RELATIONSHIP.repeat(120_000 / RELATIONSHIP.length) }, '', 0)),
	),
	...[80, 4000].map((count) =>
		files(
			`DOCX with ${count} parts of relationships`,
			count > 2048 ? DAMAGED_ZIP : DAMAGED_WORD,
			() =>
				repeat(
					makeWordFile(
						Object.fromEntries(Array.from({ length: count }, (_, index) => [`${index}.rels`, 'a'])),
					),
				),
		),
	),
	...['%252541-', '&#9;'].map((pattern) =>
		files(`DOCX with a relationship to ${pattern}`, pattern === '&#9;' ? WORD : ACTIVE_WORD, () => {
			const target = pattern.repeat(120_000 / pattern.length);
			return repeat(
				makeWordFile({ 'a.rels': `<Relationship TargetMode="External" Target="${target}"/>` }),
			);
		}),
	),
	files('DOCX with relationships that do not end', DAMAGED_WORD, () =>
		repeat(makeWordFile({ 'a.rels': '<Relationship a'.repeat(120_000 / 15) })),
	),
	...[`${'a'.repeat(120_000)}:Relationship`, `Relationship ${'a'.repeat(120_000)}:b`].map(
		(start, index) =>
			files(
				`DOCX with a relationship of a long name (${index + 1})`,
				index === 0 ? WORD : DAMAGED_WORD,
				() => repeat(makeWordFile({ 'a.rels': `<${start} a="b"/>` })),
			),
	),
	files('DOCX with a relationship of white space', DAMAGED_WORD, () =>
		repeat(makeWordFile({ 'a.rels': `<Relationship${' '.repeat(120_000)}` })),
	),
	files('DOCX with relationships of 10 MB', DAMAGED_WORD, () => repeat(makeBomb('a.rels'))),
	files('DOCX with an OLE object of 10 MB', ACTIVE_WORD, () =>
		repeat(makeBomb('0.bin', listObjects(1))),
	),
	files('a DOCX with OLE objects of many streams', ACTIVE_WORD, () => [makeManyObjects(100)]),
	files('DOCX with deflate tables of too many codes', DAMAGED_ZIP, () => repeat(makeTables())),
	files('DOCX with 10,000 deflate tables without content', DAMAGED_WORD, () =>
		repeat(makeEmptyBlocks(10_000)),
	),

	files('OLE2 that goes in circles', DAMAGED_COMPOUND_FILE, () => [
		fill('\0', makeCompoundFile({ WordDocument: makeWordStream() }).toString('latin1', 0, 512)),
	]),
	files('small OLE2 that go in circles', DAMAGED_DOC, () => repeat(makeCycle())),
	...(['entries', 'text', 'mini stream'] as const).map((kind) =>
		files(`OLE2 with a cycle of its ${kind}`, { ...DOC, isEncrypted: true }, () => [
			makeLargeCycle(kind),
		]),
	),
	files('OLE2 with an empty FAT', DAMAGED_COMPOUND_FILE, () => {
		const bytes = fill('\0', makeCompoundFile({}).toString('latin1', 0, 512));
		bytes.writeUInt32LE(FILE_SIZE / 512 - 1, 0x2c);
		return [bytes];
	}),
	files('OLE2 with 16,000 entries', DOC, () => repeat(makeManyEntries())),

	files('a PDF with nested brackets as the number of a reference', DAMAGED_PDF, () => [
		fill(' ', '%PDF-', `trailer<</A ${'['.repeat(2000)}${']'.repeat(2000)} 0 R>>`),
	]),
	files('a PDF of startxref', PDF, () => [fill('startxref 1 ', '%PDF-')]),
	files('a PDF of almost startxref', DAMAGED_PDF, () => [fill('startxre', '%PDF-')]),
	files('a PDF of trailers', DAMAGED_PDF, () => [fill('trailer<<', '%PDF-')]),
	files('a PDF of almost trailers', PDF, () => [fill('traile', '%PDF-1.7\nxref ', 'startxref 9 ')]),
	files('a PDF of almost cross-reference streams', DAMAGED_PDF, () => [fill('/XRe', '%PDF-')]),
	files('a PDF of almost objects', ENCRYPTED_PDF, () => [
		fill(' 0 ob', '%PDF-\nstartxref', 'trailer<</Encrypt 1 0 R>>'),
	]),
	files('a PDF whose encryption is nowhere', { ...ENCRYPTED_PDF, isDamaged: true }, () => [
		fill('1 0 ob ', '%PDF-', 'trailer<</Encrypt 1 0 R>>'),
	]),
	files('PDF with passwords of revision 6', ENCRYPTED_PDF, () => repeat(makeProtected(6))),
	files('PDF with passwords of revision 4', ENCRYPTED_PDF, () => repeat(makeProtected(4))),
	...['(', '[', '<', '< ', '<a', '%', '\\', '1 ', '/'].map((pattern) =>
		files(`PDF with a trailer of ${pattern}`, DAMAGED_PDF, () =>
			repeat(Buffer.from(`%PDF-1.7\ntrailer<</Encrypt${pattern.repeat(8000)}`)),
		),
	),

	files('spaces', { container: 'text/plain' }, () => [fill(' ')]),
	files('comments of HTML', { type: 'text/html' }, () => [fill('<!-- -->')]),
	files('comments of HTML after a declaration', { container: 'text/plain' }, () => [
		fill('<!-- -->', '<?xml?>'),
	]),
];

function fill(pattern: string, start = '', end = ''): Buffer {
	const bytes = Buffer.alloc(FILE_SIZE, pattern, 'latin1');
	bytes.write(start, 'latin1');
	bytes.write(end, FILE_SIZE - end.length, 'latin1');
	return bytes;
}

/** Returns as many copies of a file as one body can contain. */
function repeat(file: Buffer): readonly Buffer[] {
	const length = Math.min(DEFAULT_LIMITS.attachments, Math.floor(FILE_SIZE / file.length));
	return Array.from({ length }, () => file);
}

function fillDirectory(pattern: string): Buffer {
	const bytes = fill(pattern, 'PK\x03\x04', `PK\x05\x06${'\xff'.repeat(18)}`);
	bytes.writeUInt32LE(4, FILE_SIZE - 22 + 16);
	return bytes;
}

function makeLongNames(letter: string): Buffer {
	const nameSize = 60_000;
	const zip: Zippable = {};
	// Each name occurs twice in the file.
	for (let index = 0; index < FILE_SIZE / nameSize / 2 - 1; index++) {
		const name = `${letter.repeat(nameSize / Buffer.byteLength(letter) - 5)}${index}`;
		zip[name] = new Uint8Array();
	}
	return Buffer.from(zipSync(zip));
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

function makeWordFile(
	parts: Readonly<Record<string, string | Buffer>>,
	contentTypes = '',
	level: 0 | 9 = 9,
): Buffer {
	const files = {
		'[Content_Types].xml': WORD_CONTENT_TYPES + contentTypes,
		...parts,
	};
	const zip = Object.entries(files).map(([name, content]) => [name, Buffer.from(content)]);
	return Buffer.from(zipSync(Object.fromEntries(zip) as Zippable, { level }));
}

/** Returns a Word file with a part that inflates to a thousand times its size. */
function makeBomb(name: string, relationships = ''): Buffer {
	return makeWordFile({ '_rels/a.rels': relationships, [name]: ' '.repeat(10_000_000) });
}

/** Returns the relationships of OLE objects, which are the parts `0.bin`, `1.bin` and so on. */
function listObjects(count: number): string {
	const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/oleObject';
	return Array.from(
		{ length: count },
		(_, index) => `<Relationship Type="${type}" Target="${index}.bin"/>`,
	).join('');
}

/** Returns a Word file with static pictures that have 300 streams each. */
function makeManyObjects(count: number): Buffer {
	const names = Array.from({ length: 300 }, (_, index) => [`a${index}`, Buffer.alloc(0)]);
	const picture = makeCompoundFile(Object.fromEntries(names) as Record<string, Buffer>);
	picture.write('1503000000000000c000000000000046', picture.indexOf('R\0o\0') + 0x50, 'hex');
	const parts = Array.from({ length: count }, (_, index) => [`${index}.bin`, picture]);
	return makeWordFile({
		'_rels/a.rels': listObjects(count),
		...(Object.fromEntries(parts) as Record<string, Buffer>),
	});
}

/** Returns a ZIP with 2,000 spellings of a part that can't be inflated. */
function makeTables(): Buffer {
	const parts = Array.from({ length: 2000 }, (_, index) => {
		let bit = 0;
		const capitalize = (letter: string) => ((index >> bit++) & 1 ? letter.toUpperCase() : letter);
		return ['[content_types].xml'.replace(/[a-z]/g, capitalize), OVERFULL_TABLE];
	});
	return makeDeflated(Object.fromEntries(parts) as Zippable);
}

/** Returns a ZIP with parts that are already deflated. */
function makeDeflated(parts: Zippable): Buffer {
	const zip = Buffer.from(zipSync(parts, { level: 0 }));
	for (const [signature, method] of [
		['PK\x03\x04', 8],
		['PK\x01\x02', 10],
	] as const) {
		for (
			let header = zip.indexOf(signature);
			header >= 0;
			header = zip.indexOf(signature, header + 4)
		) {
			zip.writeUInt16LE(8, header + method);
		}
	}
	return zip;
}

/** Returns a Word file whose relationships are deflate blocks (RFC 1951 § 3.2.7) with large tables, but without content. */
function makeEmptyBlocks(count: number): Buffer {
	const number = (value: number, length: number) =>
		Array.from({ length }, (_, bit) => (value >> bit) & 1).join('');
	// The lengths that codes have, and the code for each of these lengths, in the order of § 3.2.7.
	const lengthCodes: Readonly<Record<number, string>> = { 4: '00', 5: '01', 8: '10', 9: '11' };
	const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
	const lengths = [
		...Array.from({ length: 226 }, () => 8),
		...Array.from({ length: 60 }, () => 9),
		...[4, 4],
		...Array.from({ length: 28 }, () => 5),
	];
	const endOfBlock = (226 * 2 + 256 - 226).toString(2);
	const block = [
		number(0, 1) + number(2, 2),
		number(29, 5) + number(29, 5) + number(15, 4),
		...order.map((length) => number(length in lengthCodes ? 2 : 0, 3)),
		...lengths.map((length) => lengthCodes[length]),
		endOfBlock,
	].join('');
	const bits = block.repeat(count);
	const bytes = Array.from({ length: Math.floor(bits.length / 8) }, (_, index) =>
		parseInt([...bits.slice(index * 8, index * 8 + 8)].reverse().join(''), 2),
	);
	return makeDeflated({
		'[Content_Types].xml': deflateRawSync(WORD_CONTENT_TYPES),
		'a.rels': Buffer.from(bytes),
	});
}

/** Returns an OLE2 file in which the first sector of the directory links to itself. */
function makeCycle(): Buffer {
	const bytes = makeCompoundFile({ WordDocument: makeWordStream() });
	const directory = bytes.readUInt32LE(0x30);
	const fat = (bytes.readUInt32LE(0x4c) + 1) * 512;
	bytes.writeUInt32LE(directory, fat + directory * 4);
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

function makeManyEntries(): Buffer {
	const streams: Record<string, Buffer> = { WordDocument: makeWordStream() };
	for (let index = 0; index < 16_000; index++) streams[`s${index}`] = Buffer.alloc(0);
	return makeCompoundFile(streams);
}

/** Returns a PDF for which the empty password is tried and is wrong. */
function makeProtected(revision: 4 | 6): Buffer {
	const encryption = `<</Filter /Standard /R ${revision} /Length 128 /CF <</A <</Length 5>> >> /StmF /A /U <${'a5'.repeat(48)}> /O <00>>>`;
	return Buffer.from(`%PDF-1.7\ntrailer<</Encrypt ${encryption}>>\nstartxref\n0\n%%EOF`);
}
