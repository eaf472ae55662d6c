import { deflateSync } from 'node:zlib';
import { isOversizedPdf } from '../../../nodes/CleverConnect/documents/pdfContent';
import { makePdfBomb } from '../../helpers/bombs.cts';

const stream = (content: Buffer | string) =>
	Buffer.from(`<< >>\nstream\r\n${deflateSync(content).toString('latin1')}\nendstream `, 'latin1');
const repeat = (bytes: Buffer, count: number) => Buffer.alloc(bytes.length * count, bytes);
const picture = Buffer.from(Array.from({ length: 50_000 }, (_, index) => (index * index) % 251));

const bomb = makePdfBomb(1.1e9, 1).toString('latin1');
const bombBehindSpace = Buffer.from(bomb.replace(/stream\n/, 'stream \r'), 'latin1');

test.each<[string, Buffer, boolean]>([
	['a page of 700 MB', makePdfBomb(7e8, 1), false],
	['a page of 1.1 GB behind a space', bombBehindSpace, true],
	['600 pages of 1 MB', repeat(stream(Buffer.alloc(1e6)), 600), false],
	['4,096 streams', repeat(stream(picture), 4096), false],
	['4,097 streams', repeat(stream(''), 4097), true],
	['a page that is deflated twice', makePdfBomb(1e6), true],
	['a zlib header without content', stream(Buffer.from('789cffff', 'hex')), false],
	['a stream that is cut off', stream(picture).subarray(0, 15), false],
	['the word 16,384 times', Buffer.from('stream '.repeat(16_384)), false],
	['the word more often', Buffer.from('stream '.repeat(16_386)), true],
])('a PDF with %s is oversized', (_name, bytes, expected) => {
	expect(isOversizedPdf(bytes)).toBe(expected);
});
