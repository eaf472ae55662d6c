import { inflate, isExhausted, spend, type Work } from './inflate';

export interface ZipFile {
	readonly bytes: Buffer;
	readonly entries: readonly ZipEntry[];
	readonly work: Work;
}

export interface ZipEntry {
	/**
	 * In lowercase and with `/` instead of `\`, because part names are case-insensitive (ECMA-376, part 2, § 6.2.2.3), and
	 * some programs write `\`.
	 */
	readonly name: string;
	readonly method: number;
	readonly localHeader: number;
	readonly compressedSize: number;
	readonly size: number;
}

/** APPNOTE.TXT § 4.3.7, § 4.3.16, § 8.5.3: a ZIP with files, an empty ZIP, and the first segment of a split ZIP. */
const FIRST_SIGNATURES: readonly string[] = ['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08'];
/** § 4.3.7. */
const LOCAL_HEADER = 0x04034b50;
const LOCAL_HEADER_SIZE = 30;
/** § 4.3.12. */
const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_ENTRY_SIZE = 46;
/** § 4.3.16. */
const END_RECORD = 0x06054b50;
const END_RECORD_SIZE = 22;
/** § 4.3.15: leads some readers to a second directory. */
const ZIP64_LOCATOR = 0x07064b50;
const ZIP64_LOCATOR_SIZE = 20;
/** § 4.4.5. */
const STORED = 0;
const DEFLATED = 8;
/** In bytes. Only the end of a longer name is kept, which is enough to recognize the files of interest. */
const MAXIMUM_NAME = 128;
/** The number of directory entries that can be read in a step. */
const ENTRIES_PER_STEP = 64;
/** The number of stored bytes that can be read in a step. Several entries can have the same content. */
const STORED_PER_STEP = 16_384;

export function isZip(bytes: Buffer): boolean {
	return FIRST_SIGNATURES.includes(bytes.toString('latin1', 0, 4));
}

/**
 * Returns the files in a ZIP, or `undefined` unless exactly the directory and its end record are at the end, where they
 * are in all known documents. In any other file, readers could find different files.
 */
export function readZipFile(bytes: Buffer, work: Work): ZipFile | undefined {
	const end = bytes.length - END_RECORD_SIZE;
	if (end < 0 || bytes.readUInt32LE(end) !== END_RECORD) return undefined;
	const hasComment = bytes.readUInt16LE(end + 20) > 0;
	const locator = end - ZIP64_LOCATOR_SIZE;
	if (hasComment || (locator >= 0 && bytes.readUInt32LE(locator) === ZIP64_LOCATOR))
		return undefined;
	const count = bytes.readUInt16LE(end + 10);
	let position = bytes.readUInt32LE(end + 16);
	if (position + bytes.readUInt32LE(end + 12) !== end) return undefined;
	const entries: ZipEntry[] = [];
	while (position + DIRECTORY_ENTRY_SIZE <= end && spend(work, 1 / ENTRIES_PER_STEP)) {
		if (bytes.readUInt32LE(position) !== DIRECTORY_ENTRY) return undefined;
		const nameStart = position + DIRECTORY_ENTRY_SIZE;
		const nameEnd = nameStart + bytes.readUInt16LE(position + 28);
		// Some readers end a name at a NUL.
		if (bytes.subarray(nameStart, nameEnd).includes(0)) return undefined;
		entries.push({
			name: readName(bytes, Math.max(nameStart, nameEnd - MAXIMUM_NAME), nameEnd),
			method: bytes.readUInt16LE(position + 10),
			compressedSize: bytes.readUInt32LE(position + 20),
			size: bytes.readUInt32LE(position + 24),
			localHeader: bytes.readUInt32LE(position + 42),
		});
		position = nameEnd + bytes.readUInt16LE(position + 30) + bytes.readUInt16LE(position + 32);
	}
	const isComplete = position === end && entries.length === count;
	return isComplete || isExhausted(work) ? { bytes, entries, work } : undefined;
}

function readName(bytes: Buffer, start: number, end: number): string {
	return bytes.toString('latin1', start, end).replaceAll('\\', '/').toLowerCase();
}

/** Returns a file's content, or at least its first `limit` bytes, or `undefined` if it can't be read. */
export function readEntry(
	{ bytes, work }: ZipFile,
	{ localHeader, compressedSize, method, size }: ZipEntry,
	limit = Infinity,
): Buffer | undefined {
	const headerEnd = localHeader + LOCAL_HEADER_SIZE;
	if (headerEnd > bytes.length || bytes.readUInt32LE(localHeader) !== LOCAL_HEADER)
		return undefined;
	const start =
		headerEnd + bytes.readUInt16LE(localHeader + 26) + bytes.readUInt16LE(localHeader + 28);
	const data = bytes.subarray(start, start + compressedSize);
	if (data.length < compressedSize || isExhausted(work)) return undefined;
	if (method === STORED) {
		const steps = Math.max(1, Math.min(limit, size) / STORED_PER_STEP);
		return compressedSize === size && spend(work, steps) ? data.subarray(0, limit) : undefined;
	}
	if (method !== DEFLATED) return undefined;
	// More content than the directory states shows that readers could differ in how much they read.
	const { content } = inflate(data, Math.min(limit, size + 1), work);
	return content.length === Math.min(limit, size) ? content : undefined;
}
