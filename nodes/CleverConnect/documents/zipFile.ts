import { BLOCK_COST, inflate, inflateStart, inflateStepwise, type Budget } from './inflate';
import { parseXml, type XmlPart } from './xml';

export interface ZipFile {
	readonly bytes: Buffer;
	readonly entries: readonly ZipEntry[];
	/** Whether a directory was found. If not, the entries come from the local headers. */
	readonly hasDirectory: boolean;
	/** Its `rest` is negative if it was too small for the content. */
	readonly budget: Budget;
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
	/** The size of the content, as stated in the directory, or in the local header if there is no directory. */
	readonly size: number;
}

/** APPNOTE.TXT § 4.3.7, § 4.3.16, § 8.5.3: a ZIP with files, an empty ZIP, and the first segment of a split ZIP. */
const FIRST_SIGNATURES: readonly string[] = ['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08'];
const LOCAL_HEADER = Buffer.from('PK\x03\x04', 'latin1');
const LOCAL_HEADER_SIZE = 30;
/** § 4.3.12. */
const DIRECTORY_ENTRY = Buffer.from('PK\x01\x02', 'latin1');
const DIRECTORY_ENTRY_SIZE = 46;
/** § 4.3.16. */
const END_RECORD = Buffer.from('PK\x05\x06', 'latin1');
const END_RECORD_SIZE = 22;
const MAXIMUM_COMMENT = 65_535;
/** § 4.3.14, § 4.3.15. */
const ZIP64_END_RECORD = Buffer.from('PK\x06\x06', 'latin1');
const ZIP64_END_RECORD_SIZE = 56;
const ZIP64_LOCATOR = Buffer.from('PK\x06\x07', 'latin1');
const ZIP64_LOCATOR_SIZE = 20;
/** § 4.5.3: the ID of the ZIP64 extra field, and the placeholder for a number that is stored in that field. */
const ZIP64_NUMBERS = 0x0001;
const IN_ZIP64_NUMBERS = 0xffffffff;
/** The maximum number of an entry's extra fields that are searched, so that a hostile file costs little. */
const MAXIMUM_EXTRA_FIELDS = 8;
/** § 4.4.5. */
const STORED = 0;
const DEFLATED = 8;

const NOTHING = Buffer.alloc(0);
const BACKSLASH = 0x5c;
const SLASH = 0x2f;
/** `<` */
const MARKUP = 0x3c;

/** In bytes. Only the end of a longer name is kept, which is enough to recognize the parts of interest. */
const MAXIMUM_NAME = 128;
/** In units, like the other costs: more than ten times what 90 % of real Word files need. */
export const BUDGET = 1_800_000;
const ENTRY_COST = 128;
const PART_COST = 2048;
/** The costs of parsing a byte and a piece of markup as XML, and of only searching a byte. */
const XML_COST = 2;
const MARKUP_COST = 150;
const SEARCH_COST = 1 / 16;
/** In units. */
const SIZE_BUDGET = 300_000;
/** In bytes. The largest of 4,800 real documents contains 15 MB. */
const MAXIMUM_SIZE = 100_000_000;
/** The maximum number of bytes to which one byte can inflate (zlib.net, "Maximum Compression Factor"). */
const MAXIMUM_RATIO = 1032;

export function readZipFile(bytes: Buffer, budget: Budget): ZipFile {
	budget.rest -= bytes.length * SEARCH_COST;
	const entries = readDirectory(bytes, budget);
	const hasDirectory = entries !== undefined;
	return { bytes, entries: entries ?? listLocalHeaders(bytes, budget), hasDirectory, budget };
}

export function isZip(bytes: Buffer): boolean {
	return FIRST_SIGNATURES.includes(bytes.toString('latin1', 0, 4));
}

/** Returns the entries of all directories of up to two end records, because readers differ in which one they use. */
function readDirectory(bytes: Buffer, budget: Budget): ZipEntry[] | undefined {
	const directories = findEndRecords(bytes)
		.map((end) => locateDirectories(bytes, end))
		.filter((starts) => starts !== undefined);
	if (directories.length === 0) return undefined;
	return directories.flat().flatMap((directory) => listDirectory(bytes, directory, budget));
}

/** Returns the offsets of the last end record and, if any, of the last one whose comment ends the file (§ 4.3.16). */
function findEndRecords(bytes: Buffer): number[] {
	const last = bytes.lastIndexOf(END_RECORD);
	const earliest = Math.max(1, bytes.length - END_RECORD_SIZE - MAXIMUM_COMMENT);
	for (let end = last; end >= earliest; end = bytes.lastIndexOf(END_RECORD, end - 1)) {
		if (findCommentEnd(bytes, end) === bytes.length) return [...new Set([end, last])];
	}
	return last === -1 ? [] : [last];
}

function findCommentEnd(bytes: Buffer, end: number): number | undefined {
	const start = end + END_RECORD_SIZE;
	return start > bytes.length ? undefined : start + bytes.readUInt16LE(end + 20);
}

/**
 * A directory can be in one of three places:
 *
 *     [prefix] [entries] [directory] [ZIP64 record] [ZIP64 locator] [end record] [comment]
 *                        ▲     ▲     │    ▲          │               │    │
 *                        │     └──── 1 ───┘◄─────────┘               │    │  1. where a ZIP64 record says
 *                        ├────────────────── 2 ──────────────────────┘    │  2. where the end record says
 *                        └────────────────── 3 ───────────────────────────┘  3. its size before the end record
 *
 * If there is a prefix that the offsets don't include, only the third place can be right. Readers differ in which place
 * they use, so the directories in all places are read.
 */
function locateDirectories(bytes: Buffer, end: number) {
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
	// If a file is cut off, its last end record can belong to a ZIP inside it. Other bytes then usually follow the record.
	const isInside = commentEnd < bytes.length && !starts.includes(zip64);
	if (starts.length === 0 ? !isEmpty : isInside) return undefined;
	// If the directory isn't where a record says, all offsets are too small by the length of the prefix.
	return starts.map((start) => ({ start, shift: start === stated ? 0 : start - zip64 }));
}

/** Returns the offset of the directory in a ZIP64. Some programs write a ZIP64 even for small files. */
function findZip64Directory(bytes: Buffer, end: number): number | undefined {
	const locator = end - ZIP64_LOCATOR_SIZE;
	if (!hasRecord(bytes, locator, ZIP64_LOCATOR, ZIP64_LOCATOR_SIZE)) return undefined;
	const record = Number(bytes.readBigUInt64LE(locator + 8));
	if (!hasRecord(bytes, record, ZIP64_END_RECORD, ZIP64_END_RECORD_SIZE)) return undefined;
	return Number(bytes.readBigUInt64LE(record + 48));
}

/** Returns the entries of a directory (§ 4.3.12), even beyond the stated number, which some readers ignore. */
function listDirectory(
	bytes: Buffer,
	{ start, shift }: { readonly start: number; readonly shift: number },
	budget: Budget,
): ZipEntry[] {
	const entries: ZipEntry[] = [];
	let position = start;
	while (isDirectoryEntry(bytes, position) && takeEntry(budget)) {
		const nameStart = position + DIRECTORY_ENTRY_SIZE;
		const nameEnd = nameStart + bytes.readUInt16LE(position + 28);
		const extraEnd = nameEnd + bytes.readUInt16LE(position + 30);
		const extra = bytes.subarray(nameEnd, extraEnd);
		const { size, compressedSize, localHeader } = readNumbers(bytes, position, extra);
		entries.push({
			name: readName(bytes, nameStart, nameEnd),
			method: bytes.readUInt16LE(position + 10),
			localHeader: localHeader + shift,
			compressedSize,
			size,
		});
		position = extraEnd + bytes.readUInt16LE(position + 32);
	}
	return entries;
}

function takeEntry(budget: Budget): boolean {
	budget.rest -= ENTRY_COST;
	return budget.rest >= 0;
}

/**
 * § 4.5.3: in a ZIP64, such as a package that Windows can write, an extra field contains the numbers whose own fields
 * contain a placeholder. This function reads the numbers in the order of the extra field.
 */
function readNumbers(
	bytes: Buffer,
	entry: number,
	extra: Buffer,
): Pick<ZipEntry, 'size' | 'compressedSize' | 'localHeader'> {
	let position = 0;
	const read = (field: number) => {
		const number = bytes.readUInt32LE(entry + field);
		if (number !== IN_ZIP64_NUMBERS) return number;
		position ||= findZip64Numbers(extra);
		if (position + 8 > extra.length) return number;
		position += 8;
		return Number(extra.readBigUInt64LE(position - 8));
	};
	return { size: read(24), compressedSize: read(20), localHeader: read(42) };
}

/** Returns the offset of the ZIP64 field's content, or the length of the extra fields if it isn't among the first ones. */
function findZip64Numbers(extra: Buffer): number {
	let position = 0;
	for (let count = 0; count < MAXIMUM_EXTRA_FIELDS && position + 12 <= extra.length; count++) {
		if (extra.readUInt16LE(position) === ZIP64_NUMBERS) return position + 4;
		position += 4 + extra.readUInt16LE(position + 2);
	}
	return extra.length;
}

function isDirectoryEntry(bytes: Buffer, position: number): boolean {
	return hasRecord(bytes, position, DIRECTORY_ENTRY, DIRECTORY_ENTRY_SIZE);
}

function hasRecord(bytes: Buffer, position: number, signature: Buffer, size: number): boolean {
	return (
		position >= 0 &&
		position + size <= bytes.length &&
		bytes.readUInt32LE(position) === signature.readUInt32LE()
	);
}

/**
 * Returns the entries of the local headers (§ 4.3.7). If a header doesn't state the size, which can follow the content
 * (§ 4.4.4, bit 3), the content is assumed to extend to the next header. The search for this header begins after the
 * entry's name, so names can't overlap.
 */
function listLocalHeaders(bytes: Buffer, budget: Budget): ZipEntry[] {
	const entries: ZipEntry[] = [];
	let position = bytes.indexOf(LOCAL_HEADER);
	while (hasRecord(bytes, position, LOCAL_HEADER, LOCAL_HEADER_SIZE) && takeEntry(budget)) {
		const nameStart = position + LOCAL_HEADER_SIZE;
		const nameEnd = nameStart + bytes.readUInt16LE(position + 26);
		const next = bytes.indexOf(LOCAL_HEADER, nameEnd);
		const contentStart = nameEnd + bytes.readUInt16LE(position + 28);
		const contentEnd = next === -1 ? bytes.length : next;
		entries.push({
			name: readName(bytes, nameStart, nameEnd),
			method: bytes.readUInt16LE(position + 8),
			localHeader: position,
			compressedSize: bytes.readUInt32LE(position + 18) || contentEnd - contentStart,
			size: bytes.readUInt32LE(position + 22),
		});
		position = next;
	}
	return entries;
}

function readName(bytes: Buffer, start: number, end: number): string {
	const name = Buffer.from(bytes.subarray(Math.max(start, end - MAXIMUM_NAME), end));
	// If a name consists of backslashes, replacing them after decoding takes several times as long.
	// Stryker disable next-line EqualityOperator: there is no byte at the index `name.length`.
	for (let index = 0; index < name.length; index++) {
		if (name[index] === BACKSLASH) name[index] = SLASH;
	}
	// Some readers end a name at a NUL.
	const nul = name.indexOf(0);
	return name.toString('latin1', 0, nul === -1 ? name.length : nul).toLowerCase();
}

/**
 * Parses all parts whose names match, and deducts the cost from the ZIP's budget. A part that can't be read with the
 * rest of the budget counts as a broken document.
 */
export function readXml(zip: ZipFile, names: RegExp): readonly XmlPart[] {
	return zip.entries
		.filter(({ name }) => names.test(name))
		.map((entry) => {
			const content = readPart(zip, entry) ?? NOTHING;
			zip.budget.rest -= calculateXmlCost(content);
			return { name: entry.name, ...parseXml(zip.budget.rest < 0 ? NOTHING : content) };
		});
}

function calculateXmlCost(xml: Buffer): number {
	let cost = xml.length * XML_COST;
	for (const byte of xml) if (byte === MARKUP) cost += MARKUP_COST;
	return cost;
}

/**
 * Returns the content of an entry, or at least its first `length` bytes, or `undefined` if it can't be read. The cost
 * is deducted from the ZIP's budget.
 */
export function readPart(
	{ bytes, budget }: ZipFile,
	entry: ZipEntry,
	length = Infinity,
): Buffer | undefined {
	budget.rest -= PART_COST;
	const data = locateContent(bytes, entry);
	if (data && entry.method === DEFLATED) return inflate(data, budget, length);
	return entry.method === STORED && budget.rest >= 0 ? data?.subarray(0, length) : undefined;
}

/**
 * Returns an entry's first bytes, inflated if necessary, as a string in ISO 8859-1, which is empty if bytes are missing
 * or the budget for inflating them is spent. Returns `undefined` if `inflateStart` does.
 */
export function readStart(
	{ bytes, budget }: ZipFile,
	entry: ZipEntry,
	length: number,
): string | undefined {
	const data = locateContent(bytes, entry) ?? NOTHING;
	if (entry.method !== DEFLATED) return data.toString('latin1', 0, length);
	budget.rest -= BLOCK_COST;
	return budget.rest < 0 ? '' : inflateStart(data, length)?.toString('latin1');
}

/** Returns an entry's content as the file contains it, or `undefined` if some of it or the local header is missing. */
function locateContent(
	bytes: Buffer,
	{ localHeader, compressedSize }: ZipEntry,
): Buffer | undefined {
	if (!hasRecord(bytes, localHeader, LOCAL_HEADER, LOCAL_HEADER_SIZE)) return undefined;
	const nameEnd = localHeader + LOCAL_HEADER_SIZE + bytes.readUInt16LE(localHeader + 26);
	const start = nameEnd + bytes.readUInt16LE(localHeader + 28);
	const data = bytes.subarray(start, start + compressedSize);
	return data.length < compressedSize ? undefined : data;
}

/**
 * Whether the content is larger than that of any known document, or than the directory states. Doubtful sizes are
 * checked by inflating parts, as far as a budget allows. The smallest ones come first, because they are refuted fastest.
 */
export function isOversized({ bytes, entries, hasDirectory }: ZipFile): boolean {
	const budget = { rest: SIZE_BUDGET };
	const total = entries.reduce((sum, { size }) => sum + size, 0);
	const doubtful = entries.filter(
		({ method, size, compressedSize }) =>
			hasDirectory &&
			method === DEFLATED &&
			compressedSize * MAXIMUM_RATIO - size > MAXIMUM_SIZE / 10 / entries.length,
	);
	return (
		total > MAXIMUM_SIZE ||
		doubtful
			.sort((first, second) => first.size - second.size)
			.some((entry) => {
				let rest = entry.size;
				const data = locateContent(bytes, entry) ?? NOTHING;
				inflateStepwise(data, budget, ({ length }) => (rest -= length) >= 0);
				return rest < 0;
			})
	);
}
