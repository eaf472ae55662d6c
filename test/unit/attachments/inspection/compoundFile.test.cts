import { readCompoundFile } from '../../../../nodes/CleverConnect/attachments/inspection/compoundFile';
import { inspectLegacyOffice } from '../../../../nodes/CleverConnect/attachments/inspection/legacyOffice';
import { DOCX_TYPE } from '../../../../tools/samples/exampleApplication.cts';
import { makeCompoundFile, makeWordStream } from '../../../../tools/samples/files.cts';
import { CFB, DOC, word } from '../../../helpers/compoundFiles.cts';

const PDF = 'application/pdf';
const empty = Buffer.alloc(0);

describe('an OLE2 file', () => {
	it.each([
		[16_384, DOC, false],
		[16_385, CFB, true],
	])('of Word with %d directory entries has the type %s, and is damaged: %s', (...row) => {
		const [count, type, isDamaged] = row;
		const names = Array.from({ length: count - 2 }, (_, index) => [`s${index}`, empty]);
		const others = Object.fromEntries(names) as Record<string, Buffer>;
		const bytes = makeCompoundFile({ ...others, WordDocument: empty });
		expect(inspectLegacyOffice(bytes)).toMatchObject({ type, isDamaged });
	});

	// The header covers the FAT for 7.1 MB, and each additional sector covers the FAT for 8.3 MB.
	it.each([7.2e6, 15.5e6, 15.8e6])('of Word may be %d bytes long', (size) => {
		const stream = makeWordStream({ size, isEncrypted: true });
		// With this number of entries, the directory has a second sector.
		const bytes = makeCompoundFile({ a: empty, b: empty, c: empty, WordDocument: stream });
		expect(inspectLegacyOffice(bytes)).toEqual({ ...word, isEncrypted: true });
	});
});

describe('an OLE2 file that is cut off before its directory', () => {
	const whole = makeCompoundFile({ WordDocument: makeWordStream() });
	const directory = (whole.readUInt32LE(0x30) + 1) * 512;

	it.each([
		[DOC, undefined],
		[DOCX_TYPE, undefined],
		[PDF, CFB],
		[undefined, CFB],
	])('is damaged, and if it is declared as %s, it has the type %s', (declaredType, type) => {
		const expected = { type, container: CFB, isDamaged: true };
		for (const length of [8, 512, directory]) {
			expect(inspectLegacyOffice(whole.subarray(0, length), declaredType)).toEqual(expected);
		}
	});
});

describe('an OLE2 file', () => {
	const whole = makeCompoundFile({ WordDocument: makeWordStream({ size: 5000 }) });
	/** Returns the file with a different sector after the first sector in a chain. */
	const redirect = (first: number, next: number) => {
		const bytes = Buffer.from(whole);
		const fat = (bytes.readUInt32LE(0x4c) + 1) * 512;
		bytes.writeUInt32LE(next, fat + first * 4);
		return bytes;
	};
	/** Returns the file with different numbers in its header, by offset. */
	const changeHeader = (numbers: Readonly<Record<number, number>>) => {
		const bytes = Buffer.from(whole);
		for (const [offset, number] of Object.entries(numbers)) {
			bytes.writeUInt32LE(number, Number(offset));
		}
		return bytes;
	};
	const directory = whole.readUInt32LE(0x30);

	it.each([
		['nothing', false, whole],
		['the rest of its directory', true, redirect(directory, 9999)],
		['the end of its directory', true, redirect(directory, 0xffffffff)],
		['the last byte', true, whole.subarray(0, -1)],
		['the last sector that is in use', true, whole.subarray(0, -512)],
		['a FAT', true, changeHeader({ 0x2c: 0 })],
		['a sector of the FAT', true, changeHeader({ 0x4c: 9999 })],
		['most of the FAT', true, changeHeader({ 0x2c: 0xffffffff })],
	])('that lacks %s is reported as damaged: %s', (_name, isDamaged, bytes) => {
		expect(inspectLegacyOffice(bytes)).toMatchObject({ isDamaged });
	});

	it('whose directory has a cyclic chain is damaged, and has no more entries than fit into the file', () => {
		const bytes = redirect(directory, directory);
		expect(inspectLegacyOffice(bytes)).toMatchObject({ container: CFB, isDamaged: true });
		expect(readCompoundFile(bytes)?.entries.length).toBeLessThanOrEqual(whole.length / 128);
	});

	it('that ends with its directory is damaged if the last byte is missing', () => {
		const file = makeCompoundFile({ WordDocument: makeWordStream() });
		const start = (file.readUInt32LE(0x30) + 1) * 512;
		const bytes = Buffer.concat([file, file.subarray(start, start + 512)]);
		const sector = file.length / 512 - 1;
		bytes.writeUInt32LE(sector, 0x30);
		bytes.writeUInt32LE(0xfffffffe, (file.readUInt32LE(0x4c) + 1) * 512 + sector * 4);
		expect(inspectLegacyOffice(bytes)).toEqual(word);
		expect(inspectLegacyOffice(bytes.subarray(0, -1))).toEqual({ ...word, isDamaged: true });
	});

	it('that ends with the last byte of a stream is not damaged', () => {
		const size = 5000;
		const file = makeCompoundFile({ WordDocument: makeWordStream(), Data: Buffer.alloc(size) });
		const first = readCompoundFile(file)?.top.get('DATA')?.firstSector ?? NaN;
		const moved = file.length / 512 - 1;
		const fat = (file.readUInt32LE(0x4c) + 1) * 512;
		file.writeUInt32LE(moved, fat + (first + Math.floor(size / 512) - 1) * 4);
		file.writeUInt32LE(0xfffffffe, fat + moved * 4);
		const bytes = Buffer.concat([file, Buffer.alloc(size % 512)]);
		expect(inspectLegacyOffice(bytes)).toEqual(word);
		expect(inspectLegacyOffice(bytes.subarray(0, -1))).toEqual({ ...word, isDamaged: true });
		expect(inspectLegacyOffice(file)).toEqual({ ...word, isDamaged: true });
	});

	it.each([
		['WordDocument', DOC, DOC],
		['Workbook', DOC, 'application/vnd.ms-excel'],
		['EncryptedPackage', DOC, undefined],
		['a', DOC, undefined],
		['a', PDF, CFB],
		['a', undefined, CFB],
	])('with a damaged directory and the entry %j, declared as %s, has the type %s', (...row) => {
		const [name, declaredType, type] = row;
		// Removes the last sector, which is the directory's end according to the FAT.
		const bytes = makeCompoundFile({ [name]: empty }).subarray(0, -512);
		expect(inspectLegacyOffice(bytes, declaredType)).toMatchObject({ type, isDamaged: true });
	});
});
