/**
 * A compound file ([MS-CFB], also called OLE2), which consists of storages and streams. Many formats use
 * it as a container.
 */
export interface CompoundFile {
	/** All entries in the directory. */
	readonly entries: readonly DirectoryEntry[];
	/** The entries at the top level, by name. */
	readonly top: ReadonlyMap<string, DirectoryEntry>;
	/** Whether a sector in use is missing, or the directory is incomplete or too long to be read in full. */
	readonly isCutOff: boolean;
	/** Returns the children of storages, up to a maximum number. */
	listChildren(storages: readonly DirectoryEntry[], limit?: number): readonly DirectoryEntry[];
	/** Returns the first bytes of a stream, up to a maximum number. Returns fewer bytes if the file is broken. */
	readStream(stream: DirectoryEntry, limit: number): Buffer;
}

export interface DirectoryEntry {
	/** In upper case, because names are case-insensitive (§ 2.6.4). Empty if the entry isn't in use. */
	readonly name: string;
	readonly left: number;
	readonly right: number;
	readonly child: number;
	/** The CLSID of an object in hexadecimal, in the order of its bytes in the file ([MS-DTYP] § 2.3.4.2). */
	readonly classId: string;
	readonly firstSector: number;
	readonly size: number;
}

/** § 2.2 */
const SIGNATURE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
/** § 2.2: the offsets of the fields with the number of FAT sectors, and with the first sectors of the directory and of the mini FAT. */
const FAT_SECTORS = 0x2c;
const DIRECTORY_START = 0x30;
const MINI_FAT_START = 0x3c;
/** § 2.2: smaller streams are in mini sectors of 64 bytes. */
const MINI_STREAM_CUTOFF = 4096;
const MINI_SECTOR_SIZE = 64;
/** § 2.5: the number of FAT sectors that the header lists. */
const HEADER_DIFAT_LENGTH = 109;
const ENTRY_SIZE = 128;
const MAXIMUM_ENTRIES = 16_384;
/** § 2.1: FREESECT. It is beyond the end of any file, so chains end here. */
const NO_SECTOR = 0xffffffff;
/** § 2.1: ENDOFCHAIN. */
const END_OF_CHAIN = 0xfffffffe;

/** The sectors of the file, or the mini sectors of the mini stream. */
interface Sectors {
	readonly bytes: Buffer;
	readonly size: number;
	/** Present for mini sectors. */
	readonly miniFat?: Buffer;
}

/**
 * Returns the directory of a compound file, or `undefined` if the bytes aren't a compound file. The
 * directory of a broken file may be empty. The length of chains is limited, and each link between
 * entries is followed only once, so that cycles end.
 */
export function readCompoundFile(bytes: Buffer): CompoundFile | undefined {
	if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return undefined;
	// § 2.2: 2^9 bytes in version 3, 2^12 in version 4.
	const sectors: Sectors = { bytes, size: bytes[0x1e] === 12 ? 4096 : 512 };
	const { entries, isCutOff } = readDirectory(sectors);
	const [root] = entries;
	const top = new Map(
		listChildren(entries, entries.slice(0, 1)).map((entry) => [entry.name, entry]),
	);
	let mini: Sectors | undefined;
	return {
		entries,
		top,
		isCutOff: isCutOff || !hasLastSector(sectors, entries),
		listChildren: (storages, limit) => listChildren(entries, storages, limit),
		readStream: ({ firstSector, size }, limit) => {
			const isSmall = size < MINI_STREAM_CUTOFF;
			if (isSmall) mini ??= readMiniSectors(sectors, root as DirectoryEntry);
			return readChain((isSmall && mini) || sectors, firstSector, Math.min(size, limit));
		},
	};
}

/** Whether the bytes are a complete compound file whose root meets a condition. */
export function checkRoot(
	bytes: Buffer,
	check: (file: CompoundFile, root: DirectoryEntry) => boolean,
): boolean {
	const file = readCompoundFile(bytes);
	const [root] = file?.entries ?? [];
	return file !== undefined && root !== undefined && !file.isCutOff && check(file, root);
}

/** § 2.6.1. If a directory is longer than the directory of any real document, the rest isn't read. */
function readDirectory(sectors: Sectors): Pick<CompoundFile, 'entries' | 'isCutOff'> {
	const { bytes, size } = sectors;
	const limit = (MAXIMUM_ENTRIES * ENTRY_SIZE) / size;
	const chain = listChain(sectors, readNumber(bytes, DIRECTORY_START), limit);
	const entries: DirectoryEntry[] = [];
	for (const sector of chain) {
		const start = offsetOf(sectors, sector);
		const end = Math.min(start + size, bytes.length) - ENTRY_SIZE;
		for (let offset = start; offset <= end; offset += ENTRY_SIZE) {
			entries.push(readEntry(bytes, offset));
		}
	}
	const last = chain.at(-1);
	const isWhole = last !== undefined && findNextSector(sectors, last) === END_OF_CHAIN;
	return { entries, isCutOff: !isWhole };
}

function readEntry(bytes: Buffer, offset: number): DirectoryEntry {
	// The length of the name is in bytes and includes the terminator. An entry of type 0 isn't in use.
	const nameLength = bytes[offset + 0x42] === 0 ? 0 : bytes.readUInt16LE(offset + 0x40) - 2;
	const nameEnd = offset + Math.min(Math.max(nameLength, 0), 0x40);
	return {
		name: bytes.toString('utf16le', offset, nameEnd).toUpperCase(),
		left: bytes.readUInt32LE(offset + 0x44),
		right: bytes.readUInt32LE(offset + 0x48),
		child: bytes.readUInt32LE(offset + 0x4c),
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

/** § 2.4: the mini stream is the root's stream. */
function readMiniSectors(sectors: Sectors, root: DirectoryEntry): Sectors {
	const { bytes } = sectors;
	const bytesOf = (first: number) => readChain(sectors, first, bytes.length);
	return {
		bytes: bytesOf(root.firstSector),
		size: MINI_SECTOR_SIZE,
		miniFat: bytesOf(readNumber(bytes, MINI_FAT_START)),
	};
}

function readChain(sectors: Sectors, first: number, length: number): Buffer {
	const { bytes, size } = sectors;
	const chain = listChain(sectors, first, Math.ceil(length / size));
	const contents = chain.map((sector, index) => {
		const start = offsetOf(sectors, sector);
		return bytes.subarray(start, start + Math.min(size, length - index * size));
	});
	return Buffer.concat(contents);
}

/**
 * Whether the file contains the FAT, and the last sector that is in use according to the FAT (§ 2.3). WPS Office omits
 * the part of that sector that follows the last byte of a stream.
 */
function hasLastSector(sectors: Sectors, entries: readonly DirectoryEntry[]): boolean {
	const { bytes, size } = sectors;
	const count = readNumber(bytes, FAT_SECTORS);
	if (offsetOf(sectors, count) > bytes.length) return false;
	for (let index = count - 1; index >= 0; index--) {
		const start = offsetOf(sectors, findFatSector(sectors, index));
		if (start + size > bytes.length) return false;
		for (let sector = size / 4; sector > 0; sector--) {
			const next = bytes.readUInt32LE(start + (sector - 1) * 4);
			// Some programs fill the rest of the FAT with zeros.
			if (next === NO_SECTOR || next === 0) continue;
			const missing = offsetOf(sectors, (index * size) / 4 + sector) - bytes.length;
			const isUnused = (stream: DirectoryEntry) =>
				stream.size >= MINI_STREAM_CUTOFF && (stream.size + missing) % size === 0;
			return missing <= 0 || (missing < size && entries.some(isUnused));
		}
	}
	return false;
}

/**
 * Returns the sectors of a chain (§ 2.3) before the first sector outside the file. Returns no more sectors than the
 * limit, and no more than the file has, so that reading a cycle takes no longer than reading the file.
 */
function listChain(sectors: Sectors, first: number, limit: number): number[] {
	const longest = Math.min(limit, Math.ceil(sectors.bytes.length / sectors.size));
	const chain: number[] = [];
	let sector = first;
	while (chain.length < longest && offsetOf(sectors, sector) < sectors.bytes.length) {
		chain.push(sector);
		sector = findNextSector(sectors, sector);
	}
	return chain;
}

function findNextSector(sectors: Sectors, sector: number): number {
	if (sectors.miniFat) return readNumber(sectors.miniFat, sector * 4);
	const perSector = sectors.size / 4;
	const fatSector = findFatSector(sectors, Math.floor(sector / perSector));
	return readNumber(sectors.bytes, offsetOf(sectors, fatSector) + (sector % perSector) * 4);
}

/**
 * § 2.5: the header lists the first 109 FAT sectors. The others are listed in a chain of sectors, each of
 * which ends with the number of the next sector. One such sector covers about 8 MB of the file.
 */
function findFatSector(sectors: Sectors, index: number): number {
	if (index < HEADER_DIFAT_LENGTH) return readNumber(sectors.bytes, 0x4c + index * 4);
	const perSector = sectors.size / 4 - 1;
	let rest = index - HEADER_DIFAT_LENGTH;
	let start = offsetOf(sectors, readNumber(sectors.bytes, 0x44));
	for (; rest >= perSector; rest -= perSector) {
		start = offsetOf(sectors, readNumber(sectors.bytes, start + perSector * 4));
	}
	return readNumber(sectors.bytes, start + rest * 4);
}

/** § 2.2: the header occupies one sector, before sector 0. The mini stream has no header. */
function offsetOf({ size, miniFat }: Sectors, sector: number): number {
	return (miniFat ? sector : sector + 1) * size;
}

function readNumber(bytes: Buffer, offset: number): number {
	return offset + 4 <= bytes.length ? bytes.readUInt32LE(offset) : NO_SECTOR;
}
