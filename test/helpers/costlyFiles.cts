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
const DAMAGED_COMPOUND_FILE = { type: 'application/x-cfb', isDamaged: true };
const PDF = { type: 'application/pdf', isEncrypted: false, isDamaged: false };
const DAMAGED_PDF = { ...PDF, isDamaged: true };
const ENCRYPTED_PDF = { ...PDF, isEncrypted: true };
const LOCKED_PDF = { ...DAMAGED_PDF, isEncrypted: true };
const TEXT = { container: 'text/plain' };

const ENCRYPTED = 'trailer<</Encrypt 1 0 R>>';
const HEADER = makeCompoundFile({ WordDocument: makeWordStream() }).toString('latin1', 0, 512);

type Row = readonly [name: string, expected: Inspection, make: () => Buffer];

/** Files that repeat a text between a beginning and an end. */
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
	['a PDF whose encryption is nowhere', LOCKED_PDF, '1 0 ob ', '%PDF-', ENCRYPTED],
	['spaces', TEXT, ' '],
	['comments of HTML', { type: 'text/html' }, '<!-- -->'],
	['comments of HTML after a declaration', TEXT, '<!-- -->', '<?xml?>'],
];

const RELATIONSHIPS: ReadonlyArray<readonly [name: string, expected: Inspection, xml: string]> = [
	[
		'relationships with 60 attributes each',
		WORD,
		`<Relationship ${'a="" '.repeat(60)}/>`.repeat(1500),
	],
	['a relationship to nested escapes', ACTIVE_WORD, relationshipTo('%252541-'.repeat(15_000))],
	['a relationship to references', ACTIVE_WORD, relationshipTo(`${'&#33;'.repeat(1000)}:/`)],
	['a relationship to escapes', ACTIVE_WORD, relationshipTo('%2541-'.repeat(60_000))],
	['relationships without an end', DAMAGED_WORD, '<Relationship a'.repeat(8000)],
	[
		'a relationship with a long prefix',
		DAMAGED_WORD,
		`<Relationship ${'a'.repeat(120_000)}:b a="b"/>`,
	],
	['a relationship with white space', DAMAGED_WORD, `<Relationship${' '.repeat(120_000)}`],
];

/** Files that are designed to be expensive to process, and what the inspection finds in them. */
export const COSTLY_FILES: readonly Row[] = [
	...FILLED.map(([name, expected, ...texts]): Row => [name, expected, () => fill(...texts)]),
	['a ZIP of directory entries', ZIP, fillDirectory],
	['a ZIP with long names', ZIP, makeLongNames],
	...RELATIONSHIPS.map(([name, expected, xml]): Row => [name, expected, () => makeWordFile(xml)]),
	['OLE2 with an empty FAT', DAMAGED_COMPOUND_FILE, makeEmptyFat],
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

function fillDirectory(): Buffer {
	const bytes = fill('PK\x01\x02', 'PK\x03\x04', `PK\x05\x06${'\xff'.repeat(18)}`);
	bytes.writeUInt32LE(4, FILE_SIZE - 22 + 16);
	return bytes;
}

function makeLongNames(): Buffer {
	const name = 'Ä\\'.repeat(60_000 / Buffer.byteLength('Ä\\') - 5);
	// Each name occurs twice in the file.
	const names = Array.from({ length: FILE_SIZE / 120_000 - 1 }, (_, index) => `${name}${index}`);
	return makeZipOf(...names);
}

const WORD_CONTENT_TYPES =
	'<Override PartName="/a.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>';

function relationshipTo(target: string): string {
	return `<Relationship TargetMode="External" Target="${target}"/>`;
}

function makeWordFile(relationships: string): Buffer {
	return makeZip({ '[Content_Types].xml': WORD_CONTENT_TYPES, 'a.rels': relationships });
}

function makeEmptyFat(): Buffer {
	const bytes = fill('\0', HEADER);
	bytes.writeUInt32LE(FILE_SIZE / 512 - 1, 0x2c);
	return bytes;
}
