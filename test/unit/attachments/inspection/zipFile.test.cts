import { zipSync, type Zippable } from 'fflate';
import {
	readParts,
	readZipFile,
} from '../../../../nodes/CleverConnect/attachments/inspection/zipFile';
import { inspectZip } from '../../../../nodes/CleverConnect/attachments/inspection/zipFormats';
import { DOCX_TYPE, letterDocx } from '../../../../tools/samples/exampleApplication.cts';
import { makeDocx, OVERFULL_TABLE, WORD_MAIN_PARTS } from '../../../../tools/samples/files.cts';
import {
	change,
	DOCM_TYPE,
	EMPTY,
	endOf,
	faultless,
	latin1,
	store,
	typeOf,
	TYPES_PART,
	typesXml,
} from '../../../helpers/zips.cts';

describe('the directory of a ZIP is read', () => {
	const docx = makeDocx(['CV'], { 'word/vbaProject.bin': '' });
	const withMacros = { ...faultless, hasMacros: true };

	it.each([
		[
			'to its end, despite the stated number of parts',
			change(docx, (bytes) => {
				bytes.writeUInt16LE(1, endOf(bytes) + 8);
				bytes.writeUInt16LE(1, endOf(bytes) + 10);
			}),
		],
		[
			'at the stated offset if its size is wrong',
			change(docx, (bytes) => {
				bytes.writeUInt32LE(1, endOf(bytes) + 12);
			}),
		],
		[
			'before a comment',
			change(Buffer.concat([docx, Buffer.alloc(70_000, 'x')]), (bytes) => {
				bytes.writeUInt16LE(70_000 - 65_536, docx.length - 2);
			}),
		],
		['after the signature of a split ZIP', Buffer.concat([latin1('PK\x07\x08'), docx])],
		['before other bytes', Buffer.concat([docx, latin1('\r\n--boundary--')])],
	])('%s', (_name, bytes) => {
		expect(inspectZip(bytes)).toEqual({ ...withMacros, isDamaged: false });
	});

	it.each([
		['at the stated offset', false],
		['directly before the end record', true],
	])('%s, even if there is another directory in the other place', (_name, isDecoyStated) => {
		const end = endOf(docx);
		const start = docx.readUInt32LE(end + 16);
		const next = docx.indexOf('PK\x01\x02', start + 1);
		const decoy = docx.subarray(start, next);
		const directory = docx.subarray(start, end);
		const [stated, other] = isDecoyStated ? [decoy, directory] : [directory, decoy];
		const bytes = Buffer.concat([
			docx.subarray(0, start),
			stated,
			Buffer.alloc(4),
			other,
			docx.subarray(end),
		]);
		bytes.writeUInt32LE(other.length, endOf(bytes) + 12);
		expect(inspectZip(bytes)?.hasMacros).toBe(true);
	});

	it('with names of any length', () => {
		const name = `${'\\'.repeat(60_000)}/vbaProject.bin`;
		expect(inspectZip(makeDocx(['CV'], { [name]: '' }))).toMatchObject(withMacros);
	});

	it('with extra fields and comments after the names', () => {
		const zip: Zippable = {
			a: [EMPTY, { extra: { 1: new Uint8Array(300) }, comment: 'b'.repeat(300) }],
			[TYPES_PART]: [
				new TextEncoder().encode(typesXml(WORD_MAIN_PARTS.docx)),
				{ extra: { 1: new Uint8Array(300) } },
			],
		};
		expect(typeOf(Buffer.from(zipSync(zip)))).toBe(DOCX_TYPE);
	});
});

describe('a Word file that is written as ZIP64', () => {
	/** Inserts the record and the locator from APPNOTE.TXT § 4.3.14 and § 4.3.15 before the end record. */
	const toZip64 = (offset: bigint, signature = 0x06064b50) => {
		const end = letterDocx.lastIndexOf('PK\x05\x06');
		const record = Buffer.alloc(56);
		record.writeUInt32LE(signature);
		record.writeBigUInt64LE(BigInt(letterDocx.readUInt32LE(end + 16)), 48);
		const locator = Buffer.alloc(20);
		locator.writeUInt32LE(0x07064b50);
		locator.writeBigUInt64LE(offset, 8);
		const ending = Buffer.from(letterDocx.subarray(end)).fill(0xff, 8, 20);
		return Buffer.concat([letterDocx.subarray(0, end), record, locator, ending]);
	};
	const end = BigInt(letterDocx.lastIndexOf('PK\x05\x06'));

	it('is reported as faultless', () => {
		expect(inspectZip(toZip64(end))).toEqual({ ...faultless, isDamaged: false });
	});

	it("also reads the directory of an earlier end record, if that record's comment ends at the end of the file", () => {
		const other = makeDocx([], {}, 'docm');
		const tail = change(letterDocx, (copy) => copy.writeUInt16LE(1, endOf(copy) + 20));
		other.writeUInt16LE(tail.length, endOf(other) + 20);
		expect(inspectZip(Buffer.concat([other, tail]))?.type).toBe(DOCM_TYPE);
	});

	it('reads both the directory that the end record names and the directory that the ZIP64 record names', () => {
		const other = makeDocx([], {}, 'docm');
		const directory = other.indexOf('PK\x01\x02');
		const bytes = Buffer.concat([other, toZip64(BigInt(other.length) + end)]);
		bytes.writeUInt32LE(directory, endOf(bytes) + 16);
		expect(inspectZip(bytes)?.type).toBe(DOCM_TYPE);
	});

	it.each([
		['its record is beyond the end', toZip64(1_000_000n)],
		['its record has another signature', toZip64(end, 7)],
	])('is damaged if %s', (_name, bytes) => {
		expect(inspectZip(bytes)).toEqual({ ...faultless, isDamaged: true });
	});

	/** Returns the DOCX with the given numbers in each entry's extra field (§ 4.5.3), in this order. */
	const toZip64Entries = (numbers: readonly number[], before: readonly number[] = []) => {
		const start = letterDocx.indexOf('PK\x01\x02');
		const end = endOf(letterDocx);
		const entries: Buffer[] = [];
		for (let position = start; position < end; ) {
			const nameEnd = position + 46 + letterDocx.readUInt16LE(position + 28);
			const entry = Buffer.from(letterDocx.subarray(position, nameEnd));
			const extra = Buffer.alloc(before.length + 4 + numbers.length * 8);
			Buffer.from(before).copy(extra);
			extra.writeUInt16LE(1, before.length);
			extra.writeUInt16LE(numbers.length * 8, before.length + 2);
			numbers.forEach((field, index) => {
				const number = BigInt(entry.readUInt32LE(field));
				extra.writeBigUInt64LE(number, before.length + 4 + index * 8);
				entry.writeUInt32LE(0xffffffff, field);
			});
			entry.writeUInt16LE(extra.length, 30);
			entries.push(entry, extra);
			position = nameEnd;
		}
		return Buffer.concat([letterDocx.subarray(0, start), ...entries, letterDocx.subarray(end)]);
	};

	const emptyFields = (count: number) => Array.from({ length: count }, () => [9, 9, 0, 0]).flat();

	it.each([
		['all numbers of its entries', toZip64Entries([24, 20, 42])],
		['their sizes', toZip64Entries([24, 20])],
		['their compressed sizes', toZip64Entries([20])],
		['their offsets', toZip64Entries([42])],
		['their sizes and offsets', toZip64Entries([24, 42])],
		[
			'all these numbers after another extra field',
			toZip64Entries([24, 20, 42], [9, 9, 2, 0, 1, 0]),
		],
		['all these numbers after 63 empty fields', toZip64Entries([24, 20, 42], emptyFields(63))],
	])('is reported as faultless with %s in the extra field', (_name, bytes) => {
		expect(inspectZip(bytes)).toEqual({ ...faultless, isDamaged: false });
	});

	it.each([
		['are missing', toZip64Entries([])],
		['are in no field', toZip64Entries([24, 20, 42], [9, 9, 200, 0])],
		['come after 64 other fields', toZip64Entries([24, 20, 42], emptyFields(64))],
	])('is damaged if the numbers of its entries %s', (_name, bytes) => {
		const broken = change(bytes, (copy) =>
			copy.fill(0xff, copy.indexOf('PK\x01\x02') + 20, copy.indexOf('PK\x01\x02') + 28),
		);
		expect(inspectZip(broken)).toEqual({ ...faultless, isDamaged: true });
	});
});

describe('without a directory, a local header', () => {
	const header = (name: string, nameLength = name.length) => {
		const bytes = Buffer.alloc(30);
		bytes.write('PK\x03\x04', 'latin1');
		bytes.writeUInt16LE(nameLength, 26);
		return Buffer.concat([bytes, latin1(name)]);
	};
	const namesOf = (...headers: Buffer[]) =>
		readZipFile(Buffer.concat(headers))?.entries.map(({ name }) => name);

	it('directly after a name is read', () => {
		expect(namesOf(header('A\\b'), header('\\.\\.'))).toEqual(['a/b', '/./.']);
	});

	it('in a name is skipped', () => {
		const inner = header('b');
		expect(namesOf(header('a', 1 + inner.length), inner, header('c'))).toHaveLength(2);
	});
});

describe('deflate data', () => {
	const content = typesXml(WORD_MAIN_PARTS.docx);
	/** Returns a stored deflate block (RFC 1951 § 3.2.4). */
	const block = (text: string, isLast = false) => {
		const head = Buffer.from([Number(isLast), 0, 0, 0, 0]);
		head.writeUInt16LE(text.length, 1);
		head.writeUInt16LE(text.length ^ 0xffff, 3);
		return Buffer.concat([head, latin1(text)]);
	};
	const pack = (data: Buffer) =>
		change(store({ [TYPES_PART]: data, 'word/a.xml': EMPTY }), (bytes) => {
			const entry = bytes.indexOf('PK\x01\x02');
			bytes.writeUInt16LE(8, entry + 10);
			bytes.writeUInt16LE(8, 8);
		});

	it.each([
		['in several blocks', [block(content.slice(0, 9)), block(content.slice(9), true)]],
		['with trailing bytes', [block(content, true), Buffer.alloc(500)]],
		['with empty blocks', [block(''), block(content), block('', true)]],
		['in a long block', [block(content.padEnd(20_000), true)]],
	])('%s is read', (_name, blocks) => {
		expect(typeOf(pack(Buffer.concat(blocks)))).toBe(DOCX_TYPE);
		expect(inspectZip(pack(Buffer.concat(blocks)))?.isDamaged).toBe(false);
	});

	it.each([
		['without an end', [block(content)]],
		[
			'with thousands of empty blocks',
			[block(content.slice(0, 9)), ...Array.from({ length: 13_200 }, () => block(''))],
		],
	])('%s is damaged', (_name, blocks) => {
		const { hasActiveContent: _, ...facts } = faultless;
		expect(inspectZip(pack(Buffer.concat(blocks)))).toMatchObject({ ...facts, isDamaged: true });
	});

	it.each([
		['nothing', block('', true)],
		['content that was read only in part', block(content.padEnd(20_000), true)],
		['content without an end', block(content)],
		['codes that are broken', OVERFULL_TABLE],
	])('is read after %s', (_name, before) => {
		inspectZip(pack(before));
		expect(typeOf(pack(block(content, true)))).toBe(DOCX_TYPE);
	});

	it('that repeats the content of an earlier file is not read', () => {
		expect(typeOf(pack(block(content, true)))).toBe(DOCX_TYPE);
		// Three bytes, beginning one byte before the content.
		const bytes = pack(Buffer.from('030200', 'hex'));
		const zip = readZipFile(bytes);
		const parts = zip && readParts(bytes, zip, /content_types/, 10_000);
		expect(parts).toEqual({ parts: [], isBroken: true, isTooLong: false });
	});

	it('with more codes than a table can contain is not read', () => {
		const bytes = pack(OVERFULL_TABLE);
		const zip = readZipFile(bytes);
		const parts = zip && readParts(bytes, zip, /content_types/, 10_000);
		expect(parts).toEqual({ parts: [], isBroken: true, isTooLong: false });
	});
});
