import { times } from 'lodash';
import {
	readCompoundFile,
	type CompoundFile,
} from '../../../nodes/CleverConnect/documents/compoundFile';
import { makeCompoundFile } from '../../../tools/samples/files.cts';
import { change } from '../../helpers/zips.cts';

const empty = Buffer.alloc(0);
const END_OF_CHAIN = 0xfffffffe;

const read = (bytes: Buffer) => readCompoundFile(bytes) as CompoundFile;
const readStream = (bytes: Buffer, name: string, limit = Infinity) => {
	const file = read(bytes);
	const stream = file.entries.find((entry) => entry.name === name);
	return stream && file.readStream(stream, limit);
};
const listTop = (bytes: Buffer) => {
	const file = read(bytes);
	return file
		.listChildren([file.root], 9)
		.map(({ name }) => name)
		.sort((first, second) => second.length - first.length || (first < second ? -1 : 1));
};
const entryOf = (bytes: Buffer, name: string) => bytes.indexOf(Buffer.from(name, 'utf16le'));
const fatOf = (bytes: Buffer) => (bytes.readUInt32LE(0x4c) + 1) * 512;

test.each(['', '\xd0\xcf\x11\xe0', 'PK\x03\x04'])('%j is not a compound file', (start) => {
	expect(readCompoundFile(Buffer.from(start, 'latin1'))).toBeUndefined();
});

// In version 3, the header lists the FAT sectors of the first 7.1 MB, and each DIFAT sector those of another 8.3 MB.
test.each([0, 100, 4095, 4096, 5000, 7.2e6, 15.8e6])('a stream may be %d bytes long', (size) => {
	const content = Buffer.alloc(size, 'Beispiel');
	for (const version of [3, 4] as const) {
		const bytes = makeCompoundFile({ b: Buffer.alloc(700), c: empty, Data: content }, version);
		expect(read(bytes).isCutOff).toBe(false);
		expect(readStream(bytes, 'DATA')?.equals(content)).toBe(true);
		expect(readStream(bytes, 'DATA', 10)).toEqual(content.subarray(0, 10));
	}
});

test('entries can be left siblings, and are found in any letter case if they have a type', () => {
	const bytes = makeCompoundFile({ 'a/b': empty, c: empty, Data: empty });
	const links = entryOf(bytes, 'c\0') + 0x44;
	const siblings = bytes.subarray(links, links + 8);
	// Exchanges the left and the right sibling.
	siblings.swap64().swap32();
	expect(listTop(bytes)).toEqual(['DATA', 'A', 'C']);
	bytes.writeUInt8(0, entryOf(bytes, 'Data') + 0x42);
	expect(listTop(bytes)).toEqual(['A', 'C', '']);
});

const whole = makeCompoundFile({ Data: Buffer.alloc(5000) });
const directory = whole.readUInt32LE(0x30);
const cyclic = change(whole, (copy) => copy.writeUInt32LE(directory, fatOf(copy) + directory * 4));
const selfRelated = change(whole, (copy) => copy.writeUInt32LE(1, entryOf(copy, 'Data') + 0x44));
const changeHeader = (offset: number, number: number, file = whole) =>
	change(file, (copy) => copy.writeUInt32LE(number, offset));
const withEntries = (count: number) =>
	makeCompoundFile(Object.fromEntries(times(count - 1, (index) => [`s${index}`, empty] as const)));
test.each([
	['nothing is missing', false, whole],
	['its directory has 4,096 entries', false, withEntries(4096)],
	['its directory has more entries', true, withEntries(4097)],
	['its directory is cyclic', true, cyclic],
	['its entries are siblings of themselves', false, selfRelated],
	['its FAT is shorter than its list of sectors', false, changeHeader(0x2c, 1)],
	['its FAT has free sectors', false, change(whole, (copy) => copy.subarray(-512).fill(0xff))],
	['its last sector is missing', true, whole.subarray(0, -512)],
	['most of its FAT is missing', true, changeHeader(0x2c, 0xffffffff)],
])('a file is cut off if %s: %s', (_name, isCutOff, bytes) => {
	const file = read(bytes);
	expect(file.isCutOff).toBe(isCutOff);
	expect(file.entries.length).toBeLessThanOrEqual(bytes.length / 128);
});

test('a file without a directory is not read', () => {
	expect(readCompoundFile(changeHeader(0x30, END_OF_CHAIN))).toBeUndefined();
});

test('no more children are listed than wanted', () => {
	const file = read(withEntries(9));
	expect(file.listChildren([file.root], 5)).toHaveLength(5);
});
