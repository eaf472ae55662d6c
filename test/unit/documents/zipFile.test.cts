import {
	isOversized,
	readPart,
	readStart,
	readXml,
	readZipFile,
	type ZipFile,
} from '../../../nodes/CleverConnect/documents/zipFile';
import { inspectZip } from '../../../nodes/CleverConnect/documents/zipFormats';
import { letterDocx } from '../../../tools/samples/exampleApplication.cts';
import { makeDocx, makeZip } from '../../../tools/samples/files.cts';
import { change, DOCM_TYPE, entryOf, faultless, makeHeader, store } from '../../helpers/zips.cts';

const open = (bytes: Buffer) => readZipFile(bytes, { rest: Infinity });
/** Returns the position of the end record, which has no comment. */
const endOf = (bytes: Buffer) => bytes.length - 22;
const docm = makeDocx([], {}, 'docm');
const docx = makeDocx(['CV'], { 'word/vbaProject.bin': 'code' });
const miscounted = change(docx, (copy) => copy.fill(1, endOf(copy) + 8, endOf(copy) + 12));
/** Joins two ZIPs, with an end record that points to the directory of the first. */
const join = (first: Buffer, second: Buffer) => {
	const bytes = Buffer.concat([first, second]);
	bytes.writeUInt32LE(entryOf(first), endOf(bytes) + 16);
	return bytes;
};

const end = endOf(letterDocx);
/** Inserts ZIP64's end record and its locator (APPNOTE.TXT § 4.3.14 and § 4.3.15) before the end record. */
const toZip64 = (offset: number) => {
	const record = Buffer.alloc(56);
	record.write('PK\x06\x06');
	record.writeBigUInt64LE(BigInt(entryOf(letterDocx)), 48);
	const locator = Buffer.alloc(20);
	locator.write('PK\x06\x07');
	locator.writeBigUInt64LE(BigInt(offset), 8);
	const ending = Buffer.from(letterDocx.subarray(end)).fill(0xff, 8, 20);
	return Buffer.concat([letterDocx.subarray(0, end), record, locator, ending]);
};
/** Moves the numbers at these offsets in each entry to an extra field (§ 4.5.3), after others, before a comment. */
const toZip64Entries = (fields: readonly number[], others = '') => {
	const entries = [2, 1, 0].map((index) => {
		const start = entryOf(letterDocx, index);
		const nameEnd = start + 46 + letterDocx.readUInt16LE(start + 28);
		const entry = Buffer.from(letterDocx.subarray(start, nameEnd));
		const extra = Buffer.alloc(4 + fields.length * 8);
		extra.writeUInt16LE(1);
		extra.writeUInt16LE(fields.length * 8, 2);
		fields.forEach((field, place) => {
			extra.writeBigUInt64LE(BigInt(entry.readUInt32LE(field)), 4 + place * 8);
			entry.writeUInt32LE(0xffffffff, field);
		});
		entry.set(Uint8Array.of(others.length + extra.length, 0, 1), 30);
		return Buffer.concat([entry, Buffer.from(others), extra, Buffer.from('a')]);
	});
	const start = letterDocx.subarray(0, entryOf(letterDocx));
	return Buffer.concat([start, ...entries, letterDocx.subarray(end)]);
};

const commented = change(docm, (copy) => copy.writeUInt16LE(65_535, endOf(copy) + 20));
const twoEnds = Buffer.concat([commented, Buffer.alloc(65_535, letterDocx)]);

const longName = `${'\\'.repeat(60_000)}/vbaProject.bin`;
const MACROS = { ...faultless, hasMacros: true };
const DOCM = { type: DOCM_TYPE, isDamaged: false };

test.each([
	['to its end, despite the stated number', miscounted, MACROS],
	['after the signature of a split ZIP', Buffer.concat([Buffer.from('PK\x07\x08'), docx]), MACROS],
	['before other bytes', Buffer.concat([docx, Buffer.from('\r\n--boundary--')]), MACROS],
	['with names of any length', makeDocx([], { [longName]: 'code' }), MACROS],
	['at the stated offset, before another directory', join(docx, letterDocx), { hasMacros: true }],
	['before the end record, after another directory', join(letterDocx, docx), { hasMacros: true }],
	['from an earlier end record, whose comment ends at the end of the file', twoEnds, DOCM],
	['where the record of a ZIP64 says', toZip64(end), faultless],
	['from a ZIP64, but not beyond its end', toZip64(1_000_000), { ...faultless, isDamaged: true }],
	['where the end record says, not ZIP64', join(docm, toZip64(docm.length + end)), DOCM],
	['with sizes and offsets in extra fields', toZip64Entries([24, 42]), faultless],
	['with a size after seven fields', toZip64Entries([24], 'UT\x05\0\x03TIME'.repeat(7)), faultless],
	['without a size after eight', toZip64Entries([24], 'UT\0\0'.repeat(8)), { isUnchecked: true }],
])('the directory of a ZIP is read %s', (_name, bytes, facts) => {
	expect(inspectZip(bytes)).toMatchObject(facts);
});

test('without a directory, a local header is read directly after a name, but not in a name', () => {
	const namesOf = (...list: Buffer[]) => open(Buffer.concat(list)).entries.map(({ name }) => name);
	expect(namesOf(makeHeader('A\\b'), makeHeader('\\.\\.'))).toEqual(['a/b', '/./.']);
	const inner = makeHeader('b');
	expect(namesOf(makeHeader('a', 1 + inner.length), inner, makeHeader(''))).toHaveLength(2);
});

const readParts = (zip: ZipFile, length?: number) =>
	zip.entries.map((entry) => readPart(zip, entry, length)?.toString());

test('without a directory, content has the stated size, or extends to the next header', () => {
	const part = (size: string) =>
		`PK\x03\x04${'\0'.repeat(14)}${size}${'\0'.repeat(7)}\x01\0\x02\0a++Beispiel`;
	const zip = open(Buffer.from(['\0', '\x04', '\x40', '\0'].map(part).join('')));
	expect(readParts(zip)).toEqual(['Beispiel', 'Beis', undefined, 'Beispiel']);
});

const content = 'Beispiel';
/** Returns a stored deflate block (RFC 1951 § 3.2.4). */
const block = (bytes: Buffer | string, isLast = false) => {
	const head = Buffer.from([Number(isLast), 0, 0, 0, 0]);
	head.writeUInt16LE(bytes.length, 1);
	head.writeUInt16LE(bytes.length ^ 0xffff, 3);
	return Buffer.concat([head, Buffer.from(bytes)]);
};
const lastBlock = block('', true);
/** A block (RFC 1951 § 3.2.7) whose table has more codes than a table can contain. */
const overfullTable = Buffer.from('7f0DAAAAAAAgZdu2bdu2bdu2bdu2bdu2beNs27atAAA=', 'base64');
const openDeflated = (data: Buffer) =>
	open(change(store({ a: data }), (copy) => copy.writeUInt16LE(8, entryOf(copy) + 10)));
const read = (data: Buffer) => readParts({ ...openDeflated(data), budget: { rest: 60_000 } });
const inBlocks = Buffer.concat([block('Beis'), block(''), block('piel'), lastBlock]);

test.each<[string, Buffer, expected?: string]>([
	['in blocks', inBlocks, content],
	['without an end', block(content)],
	['before trailing bytes', Buffer.concat([block(content, true), Buffer.alloc(500)]), content],
	['with many empty blocks', Buffer.concat([...Array<Buffer>(99).fill(block('')), lastBlock])],
	['that is larger than the budget', block(Buffer.alloc(60_001), true)],
	['with more codes than a table can contain', overfullTable],
	// Repeats the byte that precedes the content.
	['that repeats the content of an earlier file', Buffer.from('030200', 'hex')],
])('a part %s is read or rejected: %#', (_name, data, expected = undefined) => {
	// Each earlier part leaves the decompressor in a different state.
	for (const earlier of [lastBlock, block(content), overfullTable, block(content, true)]) {
		read(earlier);
		expect(read(data)).toEqual([expected]);
	}
});

const xml = open(store({ a: '<a/><b/>' }));
const deflated = open(Buffer.concat([makeZip({ a: Buffer.alloc(17_000) }), Buffer.alloc(9706)]));

test.each<[string, number, ZipFile, (zip: ZipFile) => unknown]>([
	['an entry', 134.75, xml, ({ bytes, budget }) => readZipFile(bytes, budget).entries[0]],
	['a stored part', 2048, xml, (zip) => readParts(zip)[0]],
	['two deflated parts', 6146, open(makeZip({ a: 'a', b: 'b' })), (zip) => readParts(zip)[1]],
	['the first block', 3076, openDeflated(inBlocks), (zip) => readParts(zip, 4)[0]],
	['XML', 2048 + 8 * 2 + 2 * 150, xml, (zip) => readXml(zip, /a/).some((part) => !part.isBroken)],
	['a start', 1024, deflated, (zip) => zip.entries.some((entry) => readStart(zip, entry, 8))],
])('%s costs %d', (_name, cost, zip, find) => {
	expect(find({ ...zip, budget: { rest: cost } })).toBeTruthy();
	expect(find({ ...zip, budget: { rest: cost - 1 } })).toBeFalsy();
});

// A part is inflated only if its 9,706 bytes can contain more than its stated size and its share of 10 MB.
test.each([
	[false, [17_000, 17_000]],
	[true, [16_384]],
	[false, [16_384], { method: 0 }],
	[false, [16_384], { hasDirectory: false }],
	[false, [16_384], { localHeader: 1e6 }],
	[false, [16_592]],
	[true, [...Array<number>(99).fill(17_000), 16_384]],
	[false, [1e8]],
])('it is %s that a ZIP is oversized: %#', (expected, sizes, changes: object = {}) => {
	const entries = deflated.entries.flatMap((entry) =>
		sizes.map((size) => ({ ...entry, size, compressedSize: 9706, ...changes })),
	);
	expect(isOversized({ ...deflated, ...changes, entries })).toBe(expected);
});
