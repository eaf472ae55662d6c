import type { Budget } from './inflate';

/** A compound file ([MS-CFB], also called OLE2), which consists of storages and streams. */
export type CompoundFile = NonNullable<ReturnType<typeof readCompoundFile>>;
export type DirectoryEntry = ReturnType<typeof readEntry>;

/** § 2.2. */
const SIGNATURE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
/** § 2.2: offsets in a compound file's header. */
const FAT_LENGTH = 0x2c;
const DIRECTORY_START = 0x30;
const MINI_FAT_START = 0x3c;
const DIFAT_START = 0x44;
const DIFAT = 0x4c;
const DIFAT_END = 0x200;
/** § 2.2: user-defined streams with fewer bytes than this number are stored in mini sectors of 64 bytes. */
const MINI_STREAM_CUTOFF = 4096;
const MINI_SECTOR_SIZE = 64;
const ENTRY_SIZE = 128;
/** The maximum number of directory entries that are read. A file with more counts as incomplete. */
const MAXIMUM_ENTRIES = 16_384;
/** The costs of a byte and of a directory entry, in units of a budget. */
const BYTE_COST = 1 / 16;
const ENTRY_COST = 128;
/** § 2.1: FREESECT. This number also ends a chain of sectors, because it is beyond the end of any file. */
const NO_SECTOR = 0xffffffff;
/** § 2.1: ENDOFCHAIN. */
const END_OF_CHAIN = 0xfffffffe;

/** The sectors of the file, or the mini sectors of the mini stream. */
interface Sectors {
	readonly bytes: Buffer;
	readonly size: number;
	/** § 2.3, § 2.4: for each sector, the number of the next sector, or a special number (§ 2.1). */
	readonly fat: Buffer;
}

/**
 * Reads a compound file, or returns `undefined` if the bytes don't begin with its signature. The directory of a broken
 * file can be empty. To prevent endless loops, the length of sector chains is limited, and each list of children
 * contains an entry only once.
 */
export function readCompoundFile(bytes: Buffer) {
	if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return undefined;
	// § 2.2: 2^9 bytes in version 3, 2^12 in version 4. The header occupies one sector.
	const size = bytes[0x1e] === 12 ? 4096 : 512;
	const sectors: Sectors = { bytes: bytes.subarray(size), size, fat: readFat(bytes, size) };
	const start = readNumber(bytes, DIRECTORY_START);
	const directory = readChain(sectors, start, MAXIMUM_ENTRIES * ENTRY_SIZE);
	// § 2.6.1.
	const count = Math.floor(directory.content.length / ENTRY_SIZE);
	const entries = Array.from({ length: count }, (_, index) =>
		readEntry(directory.content, index * ENTRY_SIZE),
	);
	const [root] = entries;
	const children = listChildren(entries, entries.slice(0, 1));
	const top = new Map(children.map((entry) => [entry.name, entry]));
	const isFatComplete = sectors.fat.length === readNumber(bytes, FAT_LENGTH) * size;
	const isDirectoryComplete = isFatComplete && directory.next === END_OF_CHAIN;
	const miniFatStart = readNumber(bytes, MINI_FAT_START);
	let mini: Sectors | undefined;
	return {
		entries,
		/** The entries at the top level, by name. */
		top,
		/** Whether the whole FAT and the whole directory were read. If not, entries might be missing. */
		isDirectoryComplete,
		isCutOff: !isDirectoryComplete || !hasLastSector(sectors, entries),
		listChildren: (storages: readonly DirectoryEntry[], limit?: number) =>
			listChildren(entries, storages, limit),
		/** Returns at most `limit` bytes from the beginning of a stream. If the file is broken, some might be missing. */
		readStream: ({ firstSector, size: length }: DirectoryEntry, limit: number) => {
			const wanted = Math.min(length, limit);
			if (length >= MINI_STREAM_CUTOFF) return readChain(sectors, firstSector, wanted).content;
			mini ??= readMiniSectors(sectors, root as DirectoryEntry, miniFatStart);
			return readChain(mini, firstSector, wanted).content;
		},
	};
}

/**
 * Returns a function that checks whether a compound file, which can be cut off, contains its whole directory, and
 * whether its root meets a condition. The function deducts the cost from a budget.
 */
export function checkRoot(
	condition: (file: CompoundFile, root: DirectoryEntry) => boolean,
	budget: Budget,
) {
	return (bytes: Buffer): boolean => {
		const file = readCompoundFile(bytes);
		if (!file) return false;
		budget.rest -= bytes.length * BYTE_COST + file.entries.length * ENTRY_COST;
		const [root] = file.entries;
		return root !== undefined && file.isDirectoryComplete && condition(file, root);
	};
}

/**
 * § 2.5: returns the part of the file allocation table (FAT) that the file contains. The header lists the FAT's first
 * 109 sectors. A chain of sectors lists the others. Each of them, except the last, ends with the number of the next.
 */
function readFat(bytes: Buffer, size: number): Buffer {
	const offsetOf = (link: number) => (readNumber(bytes, link) + 1) * size;
	const sectors: Buffer[] = [];
	let position = DIFAT;
	let end = DIFAT_END;
	let link = DIFAT_START;
	// Stryker disable next-line ArithmeticOperator: unless sectors repeat, a higher maximum only takes more time.
	for (let rest = Math.min(readNumber(bytes, FAT_LENGTH), bytes.length / size); rest > 0; rest--) {
		if (position === end) {
			position = offsetOf(link);
			end = position + size - 4;
			link = end;
		}
		sectors.push(bytes.subarray(offsetOf(position), offsetOf(position) + size));
		position += 4;
	}
	return Buffer.concat(sectors);
}

/**
 * Whether a file contains the last sector that is in use according to the FAT (§ 2.3). WPS Office can omit the unused
 * rest of this sector.
 */
function hasLastSector({ bytes, size, fat }: Sectors, entries: readonly DirectoryEntry[]): boolean {
	let sector = fat.length / 4;
	// Some programs fill the rest of the FAT with zeros.
	const isFree = (number: number) => number === NO_SECTOR || number === 0;
	while (sector > 0 && isFree(fat.readUInt32LE((sector - 1) * 4))) sector--;
	const missing = sector * size - bytes.length;
	const isUnused = (stream: DirectoryEntry) =>
		// Stryker disable next-line EqualityOperator: a stream of 4,096 bytes leaves no rest of a sector unused.
		stream.size >= MINI_STREAM_CUTOFF && (stream.size + missing) % size === 0;
	return sector > 0 && (missing <= 0 || (missing < size && entries.some(isUnused)));
}

function readEntry(bytes: Buffer, offset: number) {
	// The length of the name is in bytes and includes the terminator. An entry of type 0 isn't in use.
	const nameLength = bytes[offset + 0x42] === 0 ? 0 : bytes.readUInt16LE(offset + 0x40) - 2;
	const nameEnd = offset + Math.min(Math.max(nameLength, 0), 0x40);
	return {
		/** Names are case-insensitive (§ 2.6.4). Empty if the entry isn't in use. */
		name: bytes.toString('utf16le', offset, nameEnd).toUpperCase(),
		left: bytes.readUInt32LE(offset + 0x44),
		right: bytes.readUInt32LE(offset + 0x48),
		child: bytes.readUInt32LE(offset + 0x4c),
		/** An object's class ID in hexadecimal, in the byte order in which files store it ([MS-DTYP] § 2.3.4.2). */
		classId: bytes.toString('hex', offset + 0x50, offset + 0x60),
		firstSector: bytes.readUInt32LE(offset + 0x74),
		size: bytes.readUInt32LE(offset + 0x78),
	};
}

/** § 2.6.4: the children of a storage form a binary tree. The loop also visits values that it adds to the set. */
function listChildren(
	entries: readonly DirectoryEntry[],
	storages: readonly DirectoryEntry[],
	limit = Infinity,
): DirectoryEntry[] {
	const children: DirectoryEntry[] = [];
	const reached = new Set(storages.map(({ child }) => child));
	for (const index of reached) {
		const entry = entries[index];
		if (!entry) continue;
		if (children.length === limit) break;
		children.push(entry);
		reached.add(entry.left).add(entry.right);
	}
	return children;
}

/** § 2.4: the mini stream is the stream of the root entry. */
function readMiniSectors(sectors: Sectors, root: DirectoryEntry, fatStart: number): Sectors {
	const contentFrom = (first: number) => readChain(sectors, first, sectors.bytes.length).content;
	return {
		bytes: contentFrom(root.firstSector),
		size: MINI_SECTOR_SIZE,
		fat: contentFrom(fatStart),
	};
}

/**
 * Returns the content of a chain of sectors (§ 2.3) up to a maximum length, and the number of the next sector. The
 * content is never longer than the file, so that reading a cycle ends.
 */
function readChain(
	{ bytes, size, fat }: Sectors,
	first: number,
	length: number,
): { content: Buffer; next: number } {
	const contents: Buffer[] = [];
	let next = first;
	// Stryker disable next-line EqualityOperator: without a rest, the sector is empty.
	for (let rest = Math.min(length, bytes.length); rest > 0; rest -= size) {
		const sector = bytes.subarray(next * size, next * size + Math.min(size, rest));
		if (sector.length === 0) break;
		contents.push(sector);
		next = readNumber(fat, next * 4);
	}
	return { content: Buffer.concat(contents), next };
}

function readNumber(bytes: Buffer, offset: number): number {
	return offset + 4 <= bytes.length ? bytes.readUInt32LE(offset) : NO_SECTOR;
}
