import { Inflate } from 'fflate';

/** A ZIP as far as its directory tells. */
export interface ZipFile {
	readonly entries: readonly ZipEntry[];
	/** Whether it has a directory. Otherwise the entries are those before the place where it breaks off. */
	readonly hasDirectory: boolean;
}

export interface ZipEntry {
	/**
	 * In lower case and with `/` for `\`, as names of parts are equal without regard to case (ECMA-376,
	 * part 2, § 6.2.2.3) and some programs write `\`.
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
	/** None where there are too many. */
	readonly parts: readonly ZipPart[];
	/** Whether one of them cannot be read. */
	readonly isBroken: boolean;
	readonly isTooLong: boolean;
}

/** APPNOTE.TXT § 4.3.7, § 4.3.16, § 8.5.3: a first file; none at all; one part of several. */
const FIRST_SIGNATURES: readonly string[] = ['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08'];
const LOCAL_HEADER = Buffer.from('PK\x03\x04', 'latin1');
const LOCAL_HEADER_SIZE = 30;
/** § 4.3.12 */
const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_ENTRY_SIZE = 46;
/** § 4.3.16 */
const END_RECORD = Buffer.from('PK\x05\x06', 'latin1');
const END_RECORD_SIZE = 22;
/** § 4.3.14, § 4.3.15 */
const ZIP64_END_RECORD = 0x06064b50;
const ZIP64_END_RECORD_SIZE = 56;
const ZIP64_LOCATOR = 0x07064b50;
const ZIP64_LOCATOR_SIZE = 20;
/** § 4.4.5 */
const STORED = 0;
const DEFLATED = 8;

const MAXIMUM_ENTRIES = 4096;
/** Of a longer name the end counts, which no name that is sought is as long as. */
const MAXIMUM_NAME = 1024;
/** What this inflates to is at most a megabyte (zlib's technical details: 1032 to 1). */
const INFLATED_AT_ONCE = 1024;
/** RFC 1951 § 3.2.4: a block that is not compressed comes out as a whole, and nothing before it is complete. */
const LONGEST_STORED_BLOCK = 65_540;
/** Of a part, however short, in bytes of a longer one that take as much time. */
const MINIMUM_COST = 2048;

/**
 * Reads the directory of a ZIP. `undefined` where the bytes are none, and where there are more entries
 * than in any document.
 */
export function readZipFile(bytes: Buffer): ZipFile | undefined {
	const entries = readDirectory(bytes);
	const hasDirectory = entries !== undefined;
	const found = entries ?? listLocalHeaders(bytes);
	return found.length > MAXIMUM_ENTRIES ? undefined : { entries: found, hasDirectory };
}

export function isZip(bytes: Buffer): boolean {
	return FIRST_SIGNATURES.includes(bytes.toString('latin1', 0, 4));
}

/**
 * It is where its end says, or right before that, if something was put before the ZIP. Readers differ in what
 * they believe where both are directories, so that all entries count.
 */
function readDirectory(bytes: Buffer): ZipEntry[] | undefined {
	const end = bytes.lastIndexOf(END_RECORD);
	if (end < 0 || end + END_RECORD_SIZE > bytes.length) return undefined;
	// The numbers of files on this disk and in all.
	const isEmpty = bytes.readUInt32LE(end + 8) === 0;
	const size = bytes.readUInt32LE(end + 12);
	const stated = findZip64Directory(bytes, end) ?? bytes.readUInt32LE(end + 16);
	const starts = [...new Set([stated, end - size])].filter((start) =>
		isDirectoryEntry(bytes, start),
	);
	if (starts.length === 0) return isEmpty ? [] : undefined;
	return starts.flatMap((start) => listDirectory(bytes, start, start - stated));
}

/** Returns where the directory of a ZIP64 begins, which some programs write for small files too. */
function findZip64Directory(bytes: Buffer, end: number): number | undefined {
	const locator = end - ZIP64_LOCATOR_SIZE;
	if (locator < 0 || bytes.readUInt32LE(locator) !== ZIP64_LOCATOR) return undefined;
	const record = Number(bytes.readBigUInt64LE(locator + 8));
	if (record + ZIP64_END_RECORD_SIZE > bytes.length) return undefined;
	if (bytes.readUInt32LE(record) !== ZIP64_END_RECORD) return undefined;
	return Number(bytes.readBigUInt64LE(record + 48));
}

/**
 * § 4.3.12. The directory goes on for as long as there are entries, whatever number is stated: readers
 * differ in whether they believe that. Offsets are too small by what was put before the ZIP.
 */
function listDirectory(bytes: Buffer, start: number, shift: number): ZipEntry[] {
	const entries: ZipEntry[] = [];
	let position = start;
	while (isDirectoryEntry(bytes, position) && entries.length <= MAXIMUM_ENTRIES) {
		const nameStart = position + DIRECTORY_ENTRY_SIZE;
		const nameEnd = nameStart + bytes.readUInt16LE(position + 28);
		entries.push({
			name: readName(bytes, nameStart, nameEnd),
			method: bytes.readUInt16LE(position + 10),
			localHeader: bytes.readUInt32LE(position + 42) + shift,
			compressedSize: bytes.readUInt32LE(position + 20),
		});
		position = nameEnd + bytes.readUInt16LE(position + 30) + bytes.readUInt16LE(position + 32);
	}
	return entries;
}

function isDirectoryEntry(bytes: Buffer, position: number): boolean {
	return (
		position >= 0 &&
		position + DIRECTORY_ENTRY_SIZE <= bytes.length &&
		bytes.readUInt32LE(position) === DIRECTORY_ENTRY
	);
}

/** § 4.3.7. The size may be stated after the file only (§ 4.4.4, bit 3), so it is left to the data. */
function listLocalHeaders(bytes: Buffer): ZipEntry[] {
	const entries: ZipEntry[] = [];
	let position = bytes.indexOf(LOCAL_HEADER);
	while (
		position >= 0 &&
		position + LOCAL_HEADER_SIZE <= bytes.length &&
		entries.length <= MAXIMUM_ENTRIES
	) {
		const nameStart = position + LOCAL_HEADER_SIZE;
		entries.push({
			name: readName(bytes, nameStart, nameStart + bytes.readUInt16LE(position + 26)),
			method: bytes.readUInt16LE(position + 8),
			localHeader: position,
			compressedSize: bytes.readUInt32LE(position + 18) || bytes.length,
		});
		position = bytes.indexOf(LOCAL_HEADER, nameStart);
	}
	return entries;
}

function readName(bytes: Buffer, start: number, end: number): string {
	return bytes
		.toString('latin1', Math.max(start, end - MAXIMUM_NAME), end)
		.replaceAll('\\', '/')
		.toLowerCase();
}

/** The contents of all entries whose names match, until they are longer than the limit in total. */
export function readParts(bytes: Buffer, zip: ZipFile, name: RegExp, limit: number): ZipParts {
	const parts: ZipPart[] = [];
	let isBroken = false;
	let rest = limit;
	for (const entry of zip.entries) {
		if (!name.test(entry.name)) continue;
		const content = readContent(bytes, entry, rest);
		if (content) parts.push({ name: entry.name, content });
		else isBroken = true;
		rest -= Math.max(content?.length ?? 0, MINIMUM_COST);
		if (rest < 0) return { parts: [], isBroken, isTooLong: true };
	}
	return { parts, isBroken, isTooLong: false };
}

/**
 * The content of an entry, `undefined` where it cannot be read. Of one that is longer than the limit, a
 * start that is longer than the limit too.
 */
function readContent(bytes: Buffer, entry: ZipEntry, limit: number): Buffer | undefined {
	const { localHeader } = entry;
	const header = bytes.subarray(localHeader, localHeader + LOCAL_HEADER_SIZE);
	if (header.length < LOCAL_HEADER_SIZE || !header.subarray(0, 4).equals(LOCAL_HEADER)) {
		return undefined;
	}
	const start = localHeader + LOCAL_HEADER_SIZE + header.readUInt16LE(26) + header.readUInt16LE(28);
	// Deflate makes nothing larger by more than 5 bytes in 65,535 (RFC 1951 § 3.2.4).
	const length = Math.min(entry.compressedSize, limit + INFLATED_AT_ONCE);
	const data = bytes.subarray(start, start + length);
	if (entry.method === STORED) return data.length < length ? undefined : data;
	if (entry.method !== DEFLATED) return undefined;
	return inflate(data, limit, length < entry.compressedSize);
}

function inflate(data: Buffer, limit: number, isCut: boolean): Buffer | undefined {
	const chunks: Uint8Array[] = [];
	let size = 0;
	let lastOutput = 0;
	const stream = new Inflate((chunk) => {
		chunks.push(chunk);
		size += chunk.length;
	});
	try {
		for (let start = 0; start < data.length && size <= limit; start += INFLATED_AT_ONCE) {
			const sizeBefore = size;
			const end = start + INFLATED_AT_ONCE;
			stream.push(data.subarray(start, end), end >= data.length && !isCut);
			if (size > sizeBefore) lastOutput = end;
			else if (end - lastOutput > LONGEST_STORED_BLOCK) return undefined;
		}
	} catch {
		return undefined;
	}
	// What is left out is longer than what was asked for.
	return isCut && size <= limit ? Buffer.alloc(limit + 1) : Buffer.concat(chunks);
}
