import {
	readCompoundFile,
	type CompoundFile,
} from '../../../nodes/CleverConnect/documents/compoundFile';
import { makeCompoundFile } from '../../../tools/samples/files.cts';
import { change } from '../../helpers/zips.cts';

const empty = Buffer.alloc(0);
const END_OF_CHAIN = 0xfffffffe;

function read(bytes: Buffer): CompoundFile {
	const file = readCompoundFile(bytes);
	if (!file) throw new Error('There is no compound file.');
	return file;
}
const readStream = (bytes: Buffer, name: string, limit = Infinity) => {
	const file = read(bytes);
	const stream = file.top.get(name);
	return stream && file.readStream(stream, limit);
};
const entryOf = (bytes: Buffer, name: string) => bytes.indexOf(Buffer.from(name, 'utf16le'));
const fatOf = (bytes: Buffer) => (bytes.readUInt32LE(0x4c) + 1) * 512;

test.each(['', '\xd0\xcf\x11\xe0', 'PK\x03\x04'])('%j is not a compound file', (start) => {
	expect(readCompoundFile(Buffer.from(start, 'latin1'))).toBeUndefined();
});

describe('a stream', () => {
	// The header covers the FAT for 7.1 MB, and each additional sector covers the FAT for 8.3 MB.
	test.each([0, 100, 4095, 4096, 5000, 7.2e6, 15.5e6, 15.8e6])('may be %d bytes long', (size) => {
		const content = Buffer.alloc(size, 'Beispiel');
		for (const version of [3, 4] as const) {
			const bytes = makeCompoundFile({ b: Buffer.alloc(700), c: empty, Data: content }, version);
			expect(read(bytes).isCutOff).toBe(false);
			expect(readStream(bytes, 'DATA')?.equals(content)).toBe(true);
			expect(readStream(bytes, 'DATA', 10)).toEqual(content.subarray(0, 10));
		}
	});

	test.each([
		['outside the file', 5000, 'Data', 9999],
		['in sectors outside the mini stream', 64, 'Data', 0x7fffffff],
		['in a mini stream that is missing', 64, 'Root', 0xfffffffe],
	])('that begins %s is empty', (_name, size, entry, sector) => {
		const bytes = change(makeCompoundFile({ Data: Buffer.alloc(size) }), (copy) =>
			copy.writeUInt32LE(sector, entryOf(copy, entry) + 0x74),
		);
		expect(readStream(bytes, 'DATA')).toEqual(empty);
	});
});

describe('the entries at the top level', () => {
	test('may form a tree to the left, and are found by their name in any letter case', () => {
		const bytes = makeCompoundFile({ 'a/b': empty, c: empty, Data: empty });
		const links = entryOf(bytes, 'c\0') + 0x44;
		// Moves the right sibling to the left side.
		bytes
			.subarray(links, links + 8)
			.swap64()
			.swap32();
		expect([...read(bytes).top.keys()]).toEqual(['A', 'C', 'DATA']);
	});

	test('are not in use without a type', () => {
		const bytes = makeCompoundFile({ Data: empty });
		bytes.writeUInt8(0, entryOf(bytes, 'Data') + 0x42);
		expect([...read(bytes).top.keys()]).toEqual(['']);
	});
});

describe('a file is cut off if', () => {
	const whole = makeCompoundFile({ Data: Buffer.alloc(5000) });
	const directory = whole.readUInt32LE(0x30);
	const redirect = (next: number) =>
		change(whole, (copy) => copy.writeUInt32LE(next, fatOf(copy) + directory * 4));
	const changeHeader = (offset: number, number: number) =>
		change(whole, (copy) => copy.writeUInt32LE(number, offset));
	const withEntries = (count: number) => {
		const names = Array.from({ length: count - 1 }, (_, index) => [`s${index}`, empty]);
		return makeCompoundFile(Object.fromEntries(names) as Record<string, Buffer>);
	};

	test.each([
		['nothing is missing', whole, false],
		['its directory has 16,384 entries', withEntries(16_384), false],
		['its directory has more entries', withEntries(16_385), true],
		['the rest of its directory is missing', redirect(9999), true],
		['its directory is cyclic', redirect(directory), true],
		['its last byte is missing', whole.subarray(0, -1), true],
		['its last sector in use is missing', whole.subarray(0, -512), true],
		['it has no FAT', changeHeader(0x2c, 0), true],
		['its FAT is elsewhere', changeHeader(0x4c, 9999), true],
		['most of its FAT is missing', changeHeader(0x2c, 0xffffffff), true],
	])('%s: %s', (_name, bytes, isCutOff) => {
		const file = read(bytes);
		expect(file.isCutOff).toBe(isCutOff);
		expect(file.entries.length).toBeLessThanOrEqual(bytes.length / 128);
	});

	test('it ends before the last byte of a stream', () => {
		const size = 5000;
		const file = makeCompoundFile({ Other: Buffer.alloc(9000), Data: Buffer.alloc(size) });
		const first = read(file).top.get('DATA')?.firstSector ?? NaN;
		const moved = file.length / 512 - 1;
		file.writeUInt32LE(moved, fatOf(file) + (first + Math.floor(size / 512) - 1) * 4);
		file.writeUInt32LE(END_OF_CHAIN, fatOf(file) + moved * 4);
		const bytes = Buffer.concat([file, Buffer.alloc(size % 512)]);
		expect(read(bytes).isCutOff).toBe(false);
		expect(read(bytes.subarray(0, -1)).isCutOff).toBe(true);
		expect(read(file).isCutOff).toBe(true);
	});
});
