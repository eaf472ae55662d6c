import { deflateSync } from 'node:zlib';
import { isOversizedPdf } from '../../../nodes/CleverConnect/documents/pdfContent';
import { makePdfBomb } from '../../helpers/bombs.cts';

const stream = (content: Buffer | string) =>
	Buffer.from(`<< >>\nstream\r\n${deflateSync(content).toString('latin1')}\nendstream `, 'latin1');
const repeat = (bytes: Buffer, count: number) => Buffer.alloc(bytes.length * count, bytes);
const picture = Buffer.from(Array.from({ length: 50_000 }, (_, index) => (index * index) % 251));

const bomb = makePdfBomb(1.1e9, 1).toString('latin1');
const bombBehindSpace = Buffer.from(bomb.replace(/stream\n/, 'stream \r'), 'latin1');

test.each<[string, boolean, Buffer]>([
	['a page of 700 MB', false, makePdfBomb(7e8, 1)],
	['a page of 1.1 GB behind a space', true, bombBehindSpace],
	['600 pages of 1 MB', false, repeat(stream(Buffer.alloc(1e6)), 600)],
	['4,096 streams', false, repeat(stream(picture), 4096)],
	['4,097 streams', true, repeat(stream(''), 4097)],
	['a page that is deflated twice', true, makePdfBomb(1e6)],
	['a zlib header without content', false, stream(Buffer.from('789cffff', 'hex'))],
	['a stream that is cut off', false, stream(picture).subarray(0, 15)],
	['the word 16,384 times', false, Buffer.from('stream '.repeat(16_384))],
	['the word more often', true, Buffer.from('stream '.repeat(16_386))],
])('a PDF with %s is oversized: %s', (_name, expected, bytes) => {
	expect(isOversizedPdf(bytes)).toBe(expected);
});
