import { readParts, readZipFile } from '../../../nodes/CleverConnect/documents/zipFile';
import { inspectZip } from '../../../nodes/CleverConnect/documents/zipFormats';
import { letterDocx } from '../../../tools/samples/exampleApplication.cts';
import { makeDocx } from '../../../tools/samples/files.cts';
import { change, DOCM_TYPE, entryOf, faultless, store } from '../../helpers/zips.cts';

/** Returns the position of the end record, which has no comment. */
const endOf = (bytes: Buffer) => bytes.length - 22;
const docm = makeDocx([], {}, 'docm');

describe('the directory of a ZIP is read', () => {
	const docx = makeDocx(['CV'], { 'word/vbaProject.bin': '' });
	const withEnd = (edit: (end: Buffer) => unknown) =>
		change(docx, (copy) => edit(copy.subarray(endOf(copy))));

	test.each([
		['to its end, despite the stated number', withEnd((end) => end.fill(1, 8, 12))],
		['at the stated offset if its size is wrong', withEnd((end) => end.writeUInt32LE(1, 12))],
		['after the signature of a split ZIP', Buffer.concat([Buffer.from('PK\x07\x08'), docx])],
		['before other bytes', Buffer.concat([docx, Buffer.from('\r\n--boundary--')])],
		['with names of any length', makeDocx([], { [`${'\\'.repeat(60_000)}/vbaProject.bin`]: '' })],
	])('%s', (_name, bytes) => {
		expect(inspectZip(bytes)).toEqual({ ...faultless, hasMacros: true });
	});

	test.each([
		['at the stated offset', docx, letterDocx],
		['directly before the end record', letterDocx, docx],
	])('%s, even if there is another directory in the other place', (_name, first, second) => {
		const bytes = Buffer.concat([first, second]);
		bytes.writeUInt32LE(entryOf(first), endOf(bytes) + 16);
		expect(inspectZip(bytes)?.hasMacros).toBe(true);
	});

	test('from an earlier end record too, if its comment ends at the end of the file', () => {
		const tail = change(letterDocx, (copy) => copy.writeUInt16LE(1, endOf(copy) + 20));
		const head = change(docm, (copy) => copy.writeUInt16LE(tail.length, endOf(copy) + 20));
		expect(inspectZip(Buffer.concat([head, tail]))?.type).toBe(DOCM_TYPE);
	});
});

describe('a ZIP64', () => {
	const end = endOf(letterDocx);
	/** Inserts the record and the locator from APPNOTE.TXT § 4.3.14 and § 4.3.15 before the end record. */
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
	/** Moves numbers of each entry to its extra field (§ 4.5.3), in this order. */
	const toZip64Entries = (fields: readonly number[], id = 1) => {
		const entries = [0, 1, 2].map((index) => {
			const start = entryOf(letterDocx, index);
			const nameEnd = start + 46 + letterDocx.readUInt16LE(start + 28);
			const entry = Buffer.from(letterDocx.subarray(start, nameEnd));
			const extra = Buffer.alloc(4 + fields.length * 8);
			extra.writeUInt16LE(id);
			fields.forEach((field, place) => {
				extra.writeBigUInt64LE(BigInt(entry.readUInt32LE(field)), 4 + place * 8);
				entry.writeUInt32LE(0xffffffff, field);
			});
			entry.writeUInt16LE(extra.length, 30);
			return Buffer.concat([entry, extra]);
		});
		const start = letterDocx.subarray(0, entryOf(letterDocx));
		return Buffer.concat([start, ...entries, letterDocx.subarray(end)]);
	};

	test.each([
		['has its directory where its record says', toZip64(end), false],
		['has a record beyond the end', toZip64(1_000_000), true],
		['has a record with another signature', toZip64(end, 7), true],
		['has all numbers in extra fields', toZip64Entries([24, 20, 42]), false],
		['has sizes and offsets in extra fields', toZip64Entries([24, 42]), false],
		['has other extra fields', toZip64Entries([24, 20, 42], 9), true],
	])('%s, so it is damaged: %s', (_name, bytes, isDamaged) => {
		expect(inspectZip(bytes)).toEqual({ ...faultless, isDamaged });
	});

	test('has a second directory if the end record names one', () => {
		const bytes = Buffer.concat([docm, toZip64(docm.length + end)]);
		bytes.writeUInt32LE(entryOf(docm), endOf(bytes) + 16);
		expect(inspectZip(bytes)?.type).toBe(DOCM_TYPE);
	});
});

describe('without a directory, a local header', () => {
	const header = (name: string, nameLength = name.length) => {
		const bytes = Buffer.alloc(30);
		bytes.write('PK\x03\x04', 'latin1');
		bytes.writeUInt16LE(nameLength, 26);
		return Buffer.concat([bytes, Buffer.from(name)]);
	};
	const namesOf = (...headers: Buffer[]) =>
		readZipFile(Buffer.concat(headers))?.entries.map(({ name }) => name);

	test('directly after a name is read', () => {
		expect(namesOf(header('A\\b'), header('\\.\\.'))).toEqual(['a/b', '/./.']);
	});

	test('in a name is skipped', () => {
		const inner = header('b');
		expect(namesOf(header('a', 1 + inner.length), inner, header('c'))).toHaveLength(2);
	});
});

describe('a part', () => {
	const content = Buffer.from('Beispiel');
	/** Returns a stored deflate block (RFC 1951 § 3.2.4). */
	const block = (bytes: Buffer | string, isLast = false) => {
		const head = Buffer.from([Number(isLast), 0, 0, 0, 0]);
		head.writeUInt16LE(bytes.length, 1);
		head.writeUInt16LE(bytes.length ^ 0xffff, 3);
		return Buffer.concat([head, Buffer.from(bytes)]);
	};
	const end = block('', true);
	/** A block (RFC 1951 § 3.2.7) whose table has more codes than a table can contain. */
	const overfullTable = Buffer.from(
		'edfd0300000000002065dbb66ddbb66ddbb66ddbb66ddbb66de36cdbb6ad0000',
		'hex',
	);
	const read = (data: Buffer, budget = 50_000, method = 8) => {
		const bytes = change(store({ a: data }), (copy) =>
			copy.writeUInt16LE(method, entryOf(copy) + 10),
		);
		const zip = readZipFile(bytes);
		return zip && readParts(zip, /^a$/, { rest: budget });
	};

	test.each<[string, Buffer, Buffer]>([
		['in several blocks', Buffer.concat([block('Beis'), block(''), block('piel'), end]), content],
		['before trailing bytes', Buffer.concat([block(content, true), Buffer.alloc(500)]), content],
		['in a long block', block(Buffer.alloc(20_000, 'a'), true), Buffer.alloc(20_000, 'a')],
	])('%s is read', (_name, data, expected) => {
		// Each earlier part leaves the decompressor in another state.
		for (const earlier of [end, block(content), overfullTable]) {
			read(earlier);
			expect(read(data)).toEqual({ parts: [{ name: 'a', content: expected }], isComplete: true });
		}
	});

	test.each<[string, Buffer]>([
		['without an end', block(content)],
		['with many empty blocks', Buffer.concat([...Array<Buffer>(99).fill(block('')), end])],
		['that is larger than the budget', block(Buffer.alloc(50_001), true)],
		['with more codes than a table can contain', overfullTable],
		// Three bytes, beginning one byte before the content.
		['that repeats the content of an earlier file', Buffer.from('030200', 'hex')],
	])('%s is not read', (_name, data) => {
		read(block(content, true));
		expect(read(data)).toEqual({ parts: [], isComplete: false });
	});

	test.each([
		['stored', 0, 2048 + content.length],
		['deflated', 8, 2048 + 1024 + content.length],
	])('that is %s needs a budget', (_name, method, budget) => {
		const data = method === 0 ? content : block(content, true);
		expect(read(data, budget, method)).toMatchObject({ isComplete: true });
		expect(read(data, budget - 1, method)).toEqual({ parts: [], isComplete: false });
	});
});
