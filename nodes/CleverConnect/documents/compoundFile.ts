/** A compound file ([MS-CFB], also called OLE2), which consists of storages and streams. */
export type CompoundFile = NonNullable<ReturnType<typeof readCompoundFile>>;
export type DirectoryEntry = ReturnType<typeof readDirectoryEntry>;

/** § 2.2, in hexadecimal. */
const SIGNATURE = 'd0cf11e0a1b11ae1';
/** § 2.2: offsets in the header, which ends with the numbers of the first sectors of the FAT. */
const FAT_LENGTH = 0x2c;
const DIRECTORY_START = 0x30;
const MINI_FAT_START = 0x3c;
const DIFAT_START = 0x44;
const DIFAT = 0x4c;
const DIFAT_LENGTH = 109;
/** § 2.2: streams with fewer bytes than this number are stored in mini sectors of 64 bytes. */
const MINI_STREAM_CUTOFF = 4096;
const MINI_SECTOR_SIZE = 64;
const ENTRY_SIZE = 128;
/** The maximum number of directory entries that are read. A file with more counts as cut off. */
const MAXIMUM_ENTRIES = 4096;
/** § 2.1. FREESECT also ends a chain of sectors, because it is beyond the end of any file. */
const FREESECT = 0xffffffff;
const ENDOFCHAIN = 0xfffffffe;

/** The sectors of the file, or the mini sectors of the mini stream. */
interface Sectors {
	readonly bytes: Buffer;
	readonly size: number;
	/** § 2.3, § 2.4: for each sector, the number of the next sector, or a special number (§ 2.1). */
	readonly fat: Buffer;
}

export function isCompoundFile(start: Buffer): boolean {
	return start.toString('hex', 0, 8) === SIGNATURE;
}

/** Reads a compound file, or returns `undefined` if its directory is missing. */
export function readCompoundFile(bytes: Buffer) {
	// § 2.2: 2^9 bytes in version 3, 2^12 in version 4. The header occupies one sector.
	const size = bytes[0x1e] === 12 ? 4096 : 512;
	const sectors: Sectors = { bytes: bytes.subarray(size), size, fat: readFat(bytes, size) };
	const start = readNumber(bytes, DIRECTORY_START);
	const directory = readChain(sectors, start, MAXIMUM_ENTRIES * ENTRY_SIZE);
	// § 2.6.1.
	const entries = Array.from(
		{ length: Math.floor(directory.content.length / ENTRY_SIZE) },
		(_, index) => readDirectoryEntry(directory.content, index * ENTRY_SIZE),
	);
	const [root] = entries;
	if (!root) return undefined;
	const isWhole =
		directory.next === ENDOFCHAIN &&
		sectors.fat.length === readNumber(bytes, FAT_LENGTH) * size &&
		sectors.bytes.length > findLastSector(sectors.fat) * size;
	const readContent = (first: number) => readChain(sectors, first, bytes.length).content;
	let mini: Sectors | undefined;
	return {
		entries,
		root,
		/** Whether a part of the file is missing. */
		isCutOff: !isWhole,
		/** Returns at most `limit` children of the storages. */
		listChildren: (storages: readonly DirectoryEntry[], limit: number) =>
			listChildren(entries, storages, limit),
		/** Returns at most `limit` bytes from the beginning of a stream. */
		readStream: (stream: DirectoryEntry, limit: number) => {
			const length = Math.min(stream.size, limit);
			if (stream.size >= MINI_STREAM_CUTOFF)
				return readChain(sectors, stream.firstSector, length).content;
			// § 2.4: the mini stream is the stream of the root entry.
			mini ??= {
				bytes: readContent(root.firstSector),
				size: MINI_SECTOR_SIZE,
				fat: readContent(readNumber(bytes, MINI_FAT_START)),
			};
			return readChain(mini, stream.firstSector, length).content;
		},
	};
}

/**
 * § 2.5: returns the part of the file allocation table (FAT) that the file contains. The header lists the FAT's first
 * sectors. A chain of sectors lists the others. Each of them ends with the number of the next.
 */
function readFat(bytes: Buffer, size: number): Buffer {
	const count = Math.min(readNumber(bytes, FAT_LENGTH), Math.ceil(bytes.length / size));
	const sectors: Buffer[] = [];
	const addListed = (list: number, end: number) => {
		for (let position = list; position < end; position += 4) {
			const start = (readNumber(bytes, position) + 1) * size;
			sectors.push(bytes.subarray(start, start + size));
		}
	};
	addListed(DIFAT, DIFAT + DIFAT_LENGTH * 4);
	let next = readNumber(bytes, DIFAT_START);
	while (sectors.length < count) {
		const list = (next + 1) * size;
		const end = list + size - 4;
		addListed(list, end);
		next = readNumber(bytes, end);
	}
	return Buffer.concat(sectors.slice(0, count));
}

/** Returns the number of the last sector that is in use (§ 2.3). Some programs fill the rest of the FAT with zeros. */
function findLastSector(fat: Buffer): number {
	let sector = Math.floor(fat.length / 4) - 1;
	while (sector > 0 && [FREESECT, 0].includes(fat.readUInt32LE(sector * 4))) sector--;
	return sector;
}

function readDirectoryEntry(bytes: Buffer, offset: number) {
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
	limit: number,
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

/**
 * Returns the content of a chain of sectors (§ 2.3) up to a maximum length, and the number of the next sector. The
 * content is never longer than the file, so that reading a cycle ends.
 */
function readChain({ bytes, size, fat }: Sectors, first: number, length: number) {
	const contents: Buffer[] = [];
	let next = first;
	for (let rest = Math.min(length, bytes.length); rest > 0; rest -= size) {
		const sector = bytes.subarray(next * size, next * size + Math.min(size, rest));
		if (sector.length === 0) break;
		contents.push(sector);
		next = readNumber(fat, next * 4);
	}
	return { content: Buffer.concat(contents), next };
}

function readNumber(bytes: Buffer, offset: number): number {
	return offset + 4 <= bytes.length ? bytes.readUInt32LE(offset) : FREESECT;
}
