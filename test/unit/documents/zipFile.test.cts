import { readPart, readZipFile } from '../../../nodes/CleverConnect/documents/zipFile';
import { inspectZip } from '../../../nodes/CleverConnect/documents/zipFormats';
import { letterDocx } from '../../../tools/samples/exampleApplication.cts';
import { makeDocx } from '../../../tools/samples/files.cts';
import { change, DOCM_TYPE, entryOf, faultless, makeHeader, store } from '../../helpers/zips.cts';

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
const toZip64 = (offset: number, signature = 0x06064b50) => {
	const record = Buffer.alloc(56);
	record.writeUInt32LE(signature);
	record.writeBigUInt64LE(BigInt(entryOf(letterDocx)), 48);
	const locator = Buffer.alloc(20);
	locator.writeUInt32LE(0x07064b50);
	locator.writeBigUInt64LE(BigInt(offset), 8);
	const ending = Buffer.from(letterDocx.subarray(end)).fill(0xff, 8, 20);
	return Buffer.concat([letterDocx.subarray(0, end), record, locator, ending]);
};
/** Moves the numbers at these offsets in each entry to an extra field (§ 4.5.3), in this order, after other fields. */
const toZip64Entries = (fields: readonly number[], others = '') => {
	const entries = [0, 1, 2].map((index) => {
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
		entry.writeUInt16LE(others.length + extra.length, 30);
		return Buffer.concat([entry, Buffer.from(others), extra]);
	});
	const start = letterDocx.subarray(0, entryOf(letterDocx));
	return Buffer.concat([start, ...entries, letterDocx.subarray(end)]);
};

const withoutSize = change(letterDocx, (bytes) =>
	bytes.writeUInt32LE(0xffffffff, entryOf(letterDocx) + 24),
);
const withComment = (bytes: Buffer, length: number) =>
	change(bytes, (copy) => copy.writeUInt16LE(length, endOf(copy) + 20));
const tail = withComment(letterDocx, 1);
const twoEnds = Buffer.concat([withComment(docm, tail.length), tail]);

const longName = `${'\\'.repeat(60_000)}/vbaProject.bin`;
const MACROS = { ...faultless, hasMacros: true };
const DOCM = { type: DOCM_TYPE };
const DAMAGED = { hasMacros: false, isDamaged: true };

test.each([
	['to its end, despite the stated number', miscounted, MACROS],
	['after the signature of a split ZIP', Buffer.concat([Buffer.from('PK\x07\x08'), docx]), MACROS],
	['before other bytes', Buffer.concat([docx, Buffer.from('\r\n--boundary--')]), MACROS],
	['with names of any length', makeDocx([], { [longName]: 'code' }), MACROS],
	['at the stated offset, before another directory', join(docx, letterDocx), { hasMacros: true }],
	['before the end record, after another directory', join(letterDocx, docx), { hasMacros: true }],
	['from an earlier end record, whose comment ends at the end of the file', twoEnds, DOCM],
	['where the record of a ZIP64 says', toZip64(end), faultless],
	['from a ZIP64, but not beyond its end', toZip64(1_000_000), DAMAGED],
	['from a ZIP64, but not with a record of another signature', toZip64(end, 7), DAMAGED],
	['where the end record says, not ZIP64', join(docm, toZip64(docm.length + end)), DOCM],
	['with sizes and offsets in extra fields', toZip64Entries([24, 42]), faultless],
	['with these after a time (`UT`)', toZip64Entries([24, 42], 'UT\x05\0\x03TIME'), faultless],
	['without a size that no extra field contains', withoutSize, { isUnchecked: true }],
])('the directory of a ZIP is read %s', (_name, bytes, facts) => {
	expect(inspectZip(bytes)).toMatchObject(facts);
});

test('without a directory, a local header is read directly after a name, but not in a name', () => {
	const namesOf = (...headers: Buffer[]) =>
		readZipFile(Buffer.concat(headers), { rest: 10_000 }).entries.map(({ name }) => name);
	expect(namesOf(makeHeader('A\\b'), makeHeader('\\.\\.'))).toEqual(['a/b', '/./.']);
	const inner = makeHeader('b');
	expect(namesOf(makeHeader('a', 1 + inner.length), inner, makeHeader('c'))).toHaveLength(2);
});

const content = Buffer.from('Beispiel');
/** Returns a stored deflate block (RFC 1951 § 3.2.4). */
const block = (bytes: Buffer | string, isLast = false) => {
	const head = Buffer.from([Number(isLast), 0, 0, 0, 0]);
	head.writeUInt16LE(bytes.length, 1);
	head.writeUInt16LE(bytes.length ^ 0xffff, 3);
	return Buffer.concat([head, Buffer.from(bytes)]);
};
const lastBlock = block('', true);
/** A block (RFC 1951 § 3.2.7) whose table has more codes than a table can contain. */
const overfullTable = Buffer.from(
	'edfd0300000000002065dbb66ddbb66ddbb66ddbb66ddbb66de36cdbb6ad0000',
	'hex',
);
const read = (data: Buffer, budget = 60_000, method = 8) => {
	const bytes = change(store({ a: data }), (copy) =>
		copy.writeUInt16LE(method, entryOf(copy) + 10),
	);
	const zip = readZipFile(bytes, { rest: Infinity });
	const [entry] = zip.entries;
	return entry && readPart({ ...zip, budget: { rest: budget } }, entry);
};

const blocks = [block('Beis'), block(''), block('piel'), lastBlock];

test.each<[string, Buffer, expected?: Buffer]>([
	['in several blocks', Buffer.concat(blocks), content],
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
		expect(read(data)).toEqual(expected);
	}
});

test.each([
	['stored', 0, 2048],
	['deflated', 8, 2048 + 1024 + content.length],
])('a part that is %s needs a budget', (_name, method, budget) => {
	const data = method === 0 ? content : block(content, true);
	expect(read(data, budget, method)).toEqual(content);
	expect(read(data, budget - 1, method)).toBeUndefined();
});
