import type { CompoundFile, DirectoryEntry } from './compoundFile';

/** [MS-OVBA] § 2.2: the contents of a VBA project's storage, apart from the storages of forms. */
const PROJECT_ENTRIES: ReadonlySet<string> = new Set(['VBA', 'PROJECT', 'PROJECTWM', 'PROJECTLK']);
/** § 2.3.4.1, § 2.2.6: the project's performance caches, which empty projects can have, too. */
const CACHE = /^(?:_VBA_PROJECT|__SRP_[\dA-F]{1,8})$/;
const MAXIMUM_ENTRIES = 16;
/** The maximum size of a stream in bytes. A module without code has a much smaller stream. */
const MAXIMUM_STREAM = 8192;
/** § 2.3.4.2: the IDs of records in the `dir` stream. */
const PROJECT_VERSION = 0x0009;
const MODULE_OFFSET = 0x0031;
const MODULE_STREAM_NAME = 0x001a;
const MODULE_STREAM_UNICODE = 0x0032;
/** Matches a reference to a project or a library that can be on a different computer (§ 2.1.1.12, § 2.1.1.8). */
const REMOTE_REFERENCE = /[\\/]{2}/;
/** The end of a module's performance cache if the module has no compiled lines. */
const NO_COMPILED_LINES = Buffer.from(
	'feca01000000ffffffff010108000000ffffffff78000000ffffffff0000',
	'hex',
);
/** At `TABLE_POINTER`, the performance cache contains the offset of the compiled lines minus `TABLE_SHIFT`. */
const TABLE_POINTER = 0x19;
const TABLE_SHIFT = 0x3c;
const ATTRIBUTES = /^(?:Attribute VB_\w+ = (?:"[^"\r\n]*"|\w+)\s*)*$/;
/** § 2.4.1.1.3: the maximum size of a chunk after decompression. */
const CHUNK_SIZE = 4096;
/** § 2.4.1.1.1, § 2.4.1.1.5: the size of a signature byte and of the longest chunk with its header. */
const MAXIMUM_CONTAINER = 1 + 2 + CHUNK_SIZE;

/** Whether a VBA project is known to contain no code. LibreOffice can leave such projects in Word files. */
export function isEmptyProject(file: CompoundFile, project: DirectoryEntry): boolean {
	const contents = file.listChildren([project], MAXIMUM_ENTRIES);
	const [vba, ...others] = contents.filter(({ name }) => name === 'VBA');
	if (!vba || others.length > 0) return false;
	const streams = file.listChildren([vba], MAXIMUM_ENTRIES);
	const dir = streams.find(({ name }) => name === 'DIR');
	const offsets = dir && readModuleOffsets(decompress(file.readStream(dir, MAXIMUM_STREAM)));
	return (
		offsets !== undefined &&
		Math.max(streams.length, contents.length) < MAXIMUM_ENTRIES &&
		streams.every(({ size }) => size <= MAXIMUM_STREAM) &&
		contents.every(({ name }) => PROJECT_ENTRIES.has(name)) &&
		streams
			.filter((stream) => stream !== dir && !CACHE.test(stream.name))
			.every((stream) =>
				isEmptyModule(
					file.readStream(stream, MAXIMUM_STREAM),
					offsets.get(stream.name) ?? Infinity,
				),
			)
	);
}

/**
 * Returns the offset of the source code in each module's stream (§ 2.3.4.2.3.2), or `undefined` if the `dir` stream is
 * invalid or ambiguous, or can refer to a different computer.
 */
function readModuleOffsets(dir: Buffer | undefined) {
	if (!dir || REMOTE_REFERENCE.test(dir.toString('latin1').replaceAll('\0', ''))) return undefined;
	const offsets = new Map<string | undefined, number>();
	let name: string | undefined;
	for (let position = 0; position + 6 <= dir.length; ) {
		const id = dir.readUInt16LE(position);
		// The stated size of the version record is too small by 2 (§ 2.3.4.2.1.11).
		const size = dir.readUInt32LE(position + 2) + (id === PROJECT_VERSION ? 2 : 0);
		const content = dir.subarray(position + 6, position + 6 + size);
		if (id === MODULE_STREAM_NAME) name = content.toString('latin1').toUpperCase();
		// Programs can differ in which of a module's two names they use.
		const isOtherName = content.toString('utf16le').toUpperCase() !== name;
		if (id === MODULE_STREAM_UNICODE && isOtherName) return undefined;
		if (id === MODULE_OFFSET) {
			if (content.length !== 4 || offsets.has(name)) return undefined;
			offsets.set(name, content.readUInt32LE());
		}
		position += 6 + size;
	}
	return offsets;
}

/** § 2.3.4.3: a module's stream contains a performance cache, which can be missing, and the compressed source code. */
function isEmptyModule(module: Buffer, offset: number): boolean {
	const cache = module.subarray(0, offset);
	const source = decompress(module.subarray(offset))?.toString('latin1');
	return source !== undefined && ATTRIBUTES.test(source) && (offset === 0 || hasNoCode(cache));
}

function hasNoCode(cache: Buffer): boolean {
	const start = cache.length - NO_COMPILED_LINES.length;
	return (
		cache.indexOf(NO_COMPILED_LINES.subarray(0, 4)) === start &&
		cache.subarray(start).equals(NO_COMPILED_LINES) &&
		cache.readUInt32LE(TABLE_POINTER) + TABLE_SHIFT === start
	);
}

/** Returns the content of a container (§ 2.4.1), or `undefined` if it isn't exactly one valid compressed chunk. */
function decompress(container: Buffer): Buffer | undefined {
	// § 2.4.1.1.5: the size, a signature, and a flag for compression.
	const isChunk =
		container.length >= 3 && container.readUInt16LE(1) === 0xb000 + container.length - 4;
	if (!isChunk || container[0] !== 1 || container.length > MAXIMUM_CONTAINER) return undefined;
	const content: number[] = [];
	let position = 3;
	// § 2.4.1.1.7: each bit of a byte shows whether a token is a copy token. The added bit 0x100 marks the end.
	let flags = 1;
	while (position < container.length && content.length <= CHUNK_SIZE) {
		const byte = container.readUInt8(position++);
		if (flags === 1) {
			flags = 0x100 | byte;
			continue;
		}
		if ((flags & 1) === 0) {
			content.push(byte);
		} else {
			const high = container[position++];
			if (high === undefined || !copy(content, byte | (high << 8))) return undefined;
		}
		flags >>= 1;
	}
	return content.length <= CHUNK_SIZE ? Buffer.from(content) : undefined;
}

/**
 * Repeats earlier bytes as a copy token requires (§ 2.4.1.3.19), and returns whether they exist. The number of bits for
 * the distance in the token depends on the length of the content so far.
 */
function copy(content: number[], token: number): boolean {
	const bits = Math.max(4, Math.ceil(Math.log2(content.length)));
	const length = (token & (0xffff >> bits)) + 3;
	const start = content.length - (token >> (16 - bits)) - 1;
	if (start < 0) return false;
	for (let index = start; index < start + length; index++) content.push(content[index] as number);
	return true;
}
