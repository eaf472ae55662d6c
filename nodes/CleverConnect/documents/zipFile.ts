import {
	Z_BLOCK,
	Z_OK,
	Z_STREAM_END,
	Z_SYNC_FLUSH,
	ZStream,
	zlibInflate,
	zlibInflateInit2,
	zlibInflateReset,
} from 'pako';

/** The number of content bytes that can still be read. */
export interface Budget {
	rest: number;
}

/** A ZIP and its directory. */
export interface ZipFile {
	readonly bytes: Buffer;
	readonly entries: readonly ZipEntry[];
	/** Whether the file has a directory. Without a directory, the entries come from the local headers. */
	readonly hasDirectory: boolean;
	readonly budget: Budget;
	/** The budget for embedded objects, which can be much larger than other parts. */
	readonly objectBudget: Budget;
}

export interface ZipEntry {
	/**
	 * The name in lowercase and with `/` instead of `\`, because part names are case-insensitive (ECMA-376, part 2, §
	 * 6.2.2.3), and some programs write `\`.
	 */
	readonly name: string;
	readonly method: number;
	readonly localHeader: number;
	readonly compressedSize: number;
}

export interface ZipPart {
	readonly name: string;
	readonly content: Buffer;
}

export interface ZipParts {
	/** The parts that can be read. */
	readonly parts: readonly ZipPart[];
	/** Whether all parts can be read with the rest of the budget. */
	readonly isComplete: boolean;
}

/** APPNOTE.TXT § 4.3.7, § 4.3.16, § 8.5.3: a ZIP with files, an empty ZIP, and a segment of a split ZIP. */
const FIRST_SIGNATURES: readonly string[] = ['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08'];
const LOCAL_HEADER = Buffer.from('PK\x03\x04', 'latin1');
const LOCAL_HEADER_SIZE = 30;
/** § 4.3.12. */
const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_ENTRY_SIZE = 46;
/** § 4.3.16. */
const END_RECORD = Buffer.from('PK\x05\x06', 'latin1');
const END_RECORD_SIZE = 22;
const MAXIMUM_COMMENT = 65_535;
/** § 4.3.14, § 4.3.15. */
const ZIP64_END_RECORD = 0x06064b50;
const ZIP64_END_RECORD_SIZE = 56;
const ZIP64_LOCATOR = 0x07064b50;
const ZIP64_LOCATOR_SIZE = 20;
/** § 4.5.3: the ID of the ZIP64 extra field, and the value that stands for a number in that extra field. */
const ZIP64_NUMBERS = 0x0001;
const IN_ZIP64_NUMBERS = 0xffffffff;
/** § 4.4.5. */
const STORED = 0;
const DEFLATED = 8;

const BACKSLASH = 0x5c;
const SLASH = 0x2f;

const MAXIMUM_ENTRIES = 2048;
/** In bytes. Only the end of a longer name is kept, because all names of interest are shorter. */
const MAXIMUM_NAME = 256;
/** In bytes. Most parts are smaller. */
const INFLATED_AT_ONCE = 4096;
/**
 * The maximum input, in bytes, that is inflated to read the first bytes of a part. The tables of a deflate block are
 * shorter than this maximum.
 */
const MAXIMUM_START = 512;
/**
 * The budget, in bytes, for all parts of a file except embedded objects. Ordinary Word files need a tenth of this
 * budget.
 */
export const BUDGET = 256 * 1024;
/** The fixed cost of reading a part, given as the number of content bytes that take the same time. */
const PART_COST = 2048;
/** The cost of a deflate block's tables, given as the number of content bytes that take the same time. */
const BLOCK_COST = 1024;
/**
 * The 32 KB window that deflate uses. The number is negative because ZIP has no zlib header (zlib.h, `inflateInit2`).
 */
const RAW_WINDOW = -15;

/**
 * The stream that inflates all parts, one after the other. With a heap as large as n8n's, allocating a new stream
 * takes far longer than inflating a small part.
 */
const stream = new ZStream();
zlibInflateInit2(stream, RAW_WINDOW);
const inflated = Buffer.alloc(INFLATED_AT_ONCE);
const NOTHING = Buffer.alloc(0);

/** Returns the directory of a ZIP, or `undefined` if there are more entries than in any real document. */
export function readZipFile(
	bytes: Buffer,
	objectBudget: Budget = { rest: BUDGET },
	budget: Budget = { rest: BUDGET },
): ZipFile | undefined {
	const entries = readDirectory(bytes);
	const hasDirectory = entries !== undefined;
	const found = entries ?? listLocalHeaders(bytes);
	if (found.length > MAXIMUM_ENTRIES) return undefined;
	return { bytes, entries: found, hasDirectory, budget, objectBudget };
}

/** Whether a file begins with the signature of a ZIP. */
export function isZip(bytes: Buffer): boolean {
	return FIRST_SIGNATURES.includes(bytes.toString('latin1', 0, 4));
}

/** Returns the entries of all directories in a file, because readers differ in which end record they use. */
function readDirectory(bytes: Buffer): ZipEntry[] | undefined {
	const directories = findEndRecords(bytes)
		.map((end) => locateDirectories(bytes, end))
		.filter((starts) => starts !== undefined);
	if (directories.length === 0) return undefined;
	const entries: ZipEntry[] = [];
	for (const { start, shift } of directories.flat()) listDirectory(bytes, start, shift, entries);
	return entries;
}

/** Returns the offsets of the end record whose comment ends with the file (§ 4.3.16), and of the last end record. */
function findEndRecords(bytes: Buffer): number[] {
	const last = bytes.lastIndexOf(END_RECORD);
	const earliest = Math.max(1, bytes.length - END_RECORD_SIZE - MAXIMUM_COMMENT);
	let end = last;
	while (end >= earliest && findCommentEnd(bytes, end) !== bytes.length) {
		end = bytes.lastIndexOf(END_RECORD, end - 1);
	}
	const ends = new Set(end < earliest ? [last] : [end, last]);
	return [...ends].filter((position) => position >= 0);
}

function findCommentEnd(bytes: Buffer, end: number): number | undefined {
	const start = end + END_RECORD_SIZE;
	return start > bytes.length ? undefined : start + bytes.readUInt16LE(end + 20);
}

interface DirectoryStart {
	readonly start: number;
	/** The length of the ZIP's prefix in bytes, by which all offsets in the ZIP are too small. */
	readonly shift: number;
}

/**
 * A directory is at the offset in the end record or, if the ZIP has a prefix, directly before the end record. If both
 * places contain a directory, both directories are used, because readers differ in which one they use.
 */
function locateDirectories(bytes: Buffer, end: number): DirectoryStart[] | undefined {
	const commentEnd = findCommentEnd(bytes, end);
	if (commentEnd === undefined) return undefined;
	// The numbers of entries on this disk and in total.
	const isEmpty = bytes.readUInt32LE(end + 8) === 0;
	const size = bytes.readUInt32LE(end + 12);
	const stated = bytes.readUInt32LE(end + 16);
	const zip64 = findZip64Directory(bytes, end) ?? stated;
	const starts = [...new Set([zip64, stated, end - size])].filter((start) =>
		isDirectoryEntry(bytes, start),
	);
	if (starts.length === 0) return isEmpty ? [] : undefined;
	// If a file is cut off, its last end record can belong to a ZIP inside the file. In that case, other bytes follow
	// the record.
	if (commentEnd < bytes.length && !starts.includes(zip64)) return undefined;
	return starts.map((start) => ({ start, shift: start === stated ? 0 : start - zip64 }));
}

/** Returns the offset of the directory in a ZIP64. Some programs write a ZIP64 even for small files. */
function findZip64Directory(bytes: Buffer, end: number): number | undefined {
	const locator = end - ZIP64_LOCATOR_SIZE;
	if (locator < 0 || bytes.readUInt32LE(locator) !== ZIP64_LOCATOR) return undefined;
	const record = Number(bytes.readBigUInt64LE(locator + 8));
	if (record + ZIP64_END_RECORD_SIZE > bytes.length) return undefined;
	if (bytes.readUInt32LE(record) !== ZIP64_END_RECORD) return undefined;
	return Number(bytes.readBigUInt64LE(record + 48));
}

/**
 * Adds a directory's entries (§ 4.3.12) until no more follow, because not all readers use the stated number of
 * entries. Directories can overlap, so all directories share the limit.
 */
function listDirectory(bytes: Buffer, start: number, shift: number, entries: ZipEntry[]): void {
	let position = start;
	while (isDirectoryEntry(bytes, position) && entries.length <= MAXIMUM_ENTRIES) {
		const nameStart = position + DIRECTORY_ENTRY_SIZE;
		const nameEnd = nameStart + bytes.readUInt16LE(position + 28);
		const extraEnd = nameEnd + bytes.readUInt16LE(position + 30);
		const extra = bytes.subarray(nameEnd, extraEnd);
		const { compressedSize, localHeader } = readNumbers(bytes, position, extra);
		entries.push({
			name: readName(bytes, nameStart, nameEnd),
			method: bytes.readUInt16LE(position + 10),
			localHeader: localHeader + shift,
			compressedSize,
		});
		position = extraEnd + bytes.readUInt16LE(position + 32);
	}
}

/**
 * § 4.5.3: in a ZIP64, such as a package that Windows writes, the first extra field contains the numbers that don't
 * fit into their own fields. This function reads the numbers in the order of the extra field.
 */
function readNumbers(
	bytes: Buffer,
	entry: number,
	extra: Buffer,
): Pick<ZipEntry, 'compressedSize' | 'localHeader'> {
	let position = 4;
	const read = (field: number) => {
		const number = bytes.readUInt32LE(entry + field);
		const isInExtra = number === IN_ZIP64_NUMBERS && position + 8 <= extra.length;
		if (!isInExtra || extra.readUInt16LE() !== ZIP64_NUMBERS) return number;
		position += 8;
		return Number(extra.readBigUInt64LE(position - 8));
	};
	read(24); // Skips the uncompressed size.
	return { compressedSize: read(20), localHeader: read(42) };
}

function isDirectoryEntry(bytes: Buffer, position: number): boolean {
	return (
		position >= 0 &&
		position + DIRECTORY_ENTRY_SIZE <= bytes.length &&
		bytes.readUInt32LE(position) === DIRECTORY_ENTRY
	);
}

/**
 * Returns the entries of all local headers (§ 4.3.7). If an entry's size follows its content (§ 4.4.4, bit 3), the
 * content extends to the next header. The search for the next header begins after the entry's name, so names can't
 * overlap.
 */
function listLocalHeaders(bytes: Buffer): ZipEntry[] {
	const entries: ZipEntry[] = [];
	let position = bytes.indexOf(LOCAL_HEADER);
	while (
		position >= 0 &&
		position + LOCAL_HEADER_SIZE <= bytes.length &&
		entries.length <= MAXIMUM_ENTRIES
	) {
		const nameStart = position + LOCAL_HEADER_SIZE;
		const nameEnd = nameStart + bytes.readUInt16LE(position + 26);
		const next = bytes.indexOf(LOCAL_HEADER, nameEnd);
		const contentStart = nameEnd + bytes.readUInt16LE(position + 28);
		const contentEnd = next < 0 ? bytes.length : next;
		entries.push({
			name: readName(bytes, nameStart, nameEnd),
			method: bytes.readUInt16LE(position + 8),
			localHeader: position,
			compressedSize: bytes.readUInt32LE(position + 18) || Math.max(contentEnd - contentStart, 0),
		});
		position = next;
	}
	return entries;
}

function readName(bytes: Buffer, start: number, end: number): string {
	const name = Buffer.from(bytes.subarray(Math.max(start, end - MAXIMUM_NAME), end));
	// Replacing characters after decoding takes ten times as long.
	for (let index = 0; index < name.length; index++) {
		if (name[index] === BACKSLASH) name[index] = SLASH;
	}
	// Some readers end a name at a NUL.
	const nul = name.indexOf(0);
	return name.toString('latin1', 0, nul < 0 ? name.length : nul).toLowerCase();
}

/** Returns the contents of all entries whose names match, and deducts the cost from a budget. */
export function readParts(
	zip: ZipFile,
	names: Pick<RegExp, 'test'>,
	budget: Budget = zip.budget,
): ZipParts {
	const parts: ZipPart[] = [];
	let isComplete = true;
	for (const entry of zip.entries) {
		if (!names.test(entry.name)) continue;
		budget.rest -= PART_COST;
		const content = budget.rest < 0 ? undefined : readContent(zip.bytes, entry, budget);
		if (content) parts.push({ name: entry.name, content });
		else isComplete = false;
	}
	return { parts, isComplete };
}

/**
 * Returns an entry's first bytes as a string in ISO 8859-1. If inflating these bytes takes more input than any
 * compressor writes, returns `undefined`.
 */
export function readStart(zip: ZipFile, entry: ZipEntry, length: number): string | undefined {
	const data = locateContent(zip.bytes, entry) ?? NOTHING;
	if (entry.method !== DEFLATED) return data.toString('latin1', 0, length);
	startInflating(data.subarray(0, MAXIMUM_START));
	stream.avail_out = length;
	zlibInflate(stream, Z_SYNC_FLUSH);
	stream.input = NOTHING;
	const isShort = stream.next_out < length && data.length > MAXIMUM_START;
	return isShort ? undefined : inflated.toString('latin1', 0, stream.next_out);
}

function startInflating(data: Buffer): void {
	zlibInflateReset(stream);
	stream.input = data;
	stream.next_in = 0;
	stream.avail_in = data.length;
	stream.output = inflated;
	stream.next_out = 0;
}

/** Returns the compressed bytes of an entry, or `undefined` if some bytes are missing. */
function locateContent(
	bytes: Buffer,
	{ localHeader, compressedSize }: ZipEntry,
): Buffer | undefined {
	const header = bytes.subarray(localHeader, localHeader + LOCAL_HEADER_SIZE);
	if (header.length < LOCAL_HEADER_SIZE || !header.subarray(0, 4).equals(LOCAL_HEADER)) {
		return undefined;
	}
	const start = localHeader + LOCAL_HEADER_SIZE + header.readUInt16LE(26) + header.readUInt16LE(28);
	const data = bytes.subarray(start, start + compressedSize);
	return data.length < compressedSize ? undefined : data;
}

function readContent(bytes: Buffer, entry: ZipEntry, budget: Budget): Buffer | undefined {
	const data = locateContent(bytes, entry);
	if (data && entry.method === DEFLATED) return inflate(data, budget);
	if (!data || entry.method !== STORED) return undefined;
	budget.rest -= data.length;
	return budget.rest < 0 ? undefined : data;
}

/**
 * Inflates data step by step, so that little more than the budget is inflated. Each step ends with a block (RFC 1951 §
 * 3.2.3), because a block can have its own tables, which take longer to read than short content.
 */
function inflate(data: Buffer, budget: Budget): Buffer | undefined {
	startInflating(data);
	const chunks: Buffer[] = [];
	let status: number = Z_OK;
	while (status === Z_OK && budget.rest >= 0) {
		stream.next_out = 0;
		stream.avail_out = INFLATED_AT_ONCE;
		status = zlibInflate(stream, Z_BLOCK);
		budget.rest -= stream.next_out;
		// The last step only ends the stream.
		if (status !== Z_STREAM_END) budget.rest -= BLOCK_COST;
		chunks.push(Buffer.from(inflated.subarray(0, stream.next_out)));
	}
	// Without this assignment, the stream would keep the whole file in memory.
	stream.input = NOTHING;
	return status === Z_STREAM_END && budget.rest >= 0 ? Buffer.concat(chunks) : undefined;
}
