import { readEntry, readZipFile } from '../../../nodes/CleverConnect/documents/zipFile';
import { makeZip } from '../../../tools/samples/files.cts';
import { change, entryOf, store } from '../../helpers/zips.cts';

const long = 'a'.repeat(100_000);
const zip = makeZip({ 'B\\C': 'b', [`${'d'.repeat(200)}/Äe`]: long });
const directory = entryOf(zip);
const end = zip.length - 22;
const open = (bytes: Buffer, steps = 100) => readZipFile(bytes, { steps });
const read = (bytes: Buffer, limit?: number, steps?: number) => {
	const opened = open(bytes, steps);
	const entry = opened?.entries.at(-1);
	return opened && entry && readEntry(opened, entry, limit)?.toString();
};
const edit = (offset: number, value: number) =>
	change(zip, (copy) => copy.writeUInt16LE(value, offset));
const last = entryOf(zip, 1);
/** The last entry's comment ends with what leads some readers to another directory. */
const zip64 = change(
	Buffer.concat([zip.subarray(0, end), Buffer.from('PK\x06\x07'.padEnd(20)), zip.subarray(end)]),
	(copy) => {
		copy.writeUInt16LE(20, last + 32);
		copy.writeUInt32LE(end + 20 - directory, end + 32);
	},
);
const understated = change(store({ a: 'abc' }), (copy) =>
	copy.writeUInt32LE(0, entryOf(copy) + 24),
);

test('a name is in lowercase, with slashes, and without the beginning of a long one', () => {
	const names = open(zip)?.entries.map(({ name }) => name);
	expect(names?.[0]).toBe('b/c');
	expect(names?.[1]).toMatch(/^d+\/Ã\x84e$/i);
	expect(names?.[1]?.length).toBe(128);
});

test.each([
	['is cut off', zip.subarray(0, -1)],
	['is followed by other bytes', Buffer.concat([zip, Buffer.from('\n')])],
	['follows other bytes', Buffer.concat([Buffer.from('\n'), zip])],
	['has a different number of files', edit(end + 10, 3)],
	['has a directory at a different place', edit(end + 16, directory - 1)],
	['has a directory of a different length', edit(end + 12, 1)],
	['has a broken directory', edit(last, 0)],
	['has a directory that is too long', edit(last + 30, 1)],
	['has a name with a NUL', makeZip({ 'a.rels\0': '' })],
	['states a comment', edit(end + 20, 1)],
	['can have a second directory', zip64],
	['is empty', Buffer.alloc(0)],
])('a ZIP is not read if it %s', (_name, bytes) => {
	expect(open(bytes)).toBeUndefined();
});

test('a directory is read as far as the steps allow', () => {
	const files = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`${index}`, '']));
	expect(open(makeZip(files), 2)?.entries).toHaveLength(128);
});

test.each([
	['a file', long, read(zip)],
	['its beginning', 'aaa', read(zip, 3)],
	['a stored file', 'abc', read(store({ a: 'abc' }))],
	['the beginning of a stored file', 'ab', read(store({ a: 'abc' }), 2)],
	['an empty file', '', read(makeZip({ a: '' }))],
	['no file without steps', undefined, read(store({ a: 'abc' }), 9, 1 / 64)],
	['no large file with few steps', undefined, read(zip, Infinity, 3)],
	['no large stored file with few steps', undefined, read(store({ a: long }), Infinity, 3)],
	['no stored file that is larger than stated', undefined, read(understated)],
	['no file with another compression', undefined, read(edit(last + 10, 12))],
	['no file that is larger than stated', undefined, read(edit(last + 24, 9))],
	['no file that is smaller than stated', undefined, read(edit(last + 26, 9))],
	['no file that is not in the ZIP', undefined, read(edit(last + 44, 0xffff))],
	['no file without its header', undefined, read(edit(last + 42, 1))],
	['no file beyond the end', undefined, read(edit(last + 22, 1))],
])('%s is read', (_name, expected, content) => {
	expect(content).toBe(expected);
});
