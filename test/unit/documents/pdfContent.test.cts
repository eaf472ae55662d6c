import { deflateRawSync, deflateSync } from 'node:zlib';
import { isOversizedPdf } from '../../../nodes/CleverConnect/documents/pdfContent';
import { makePdfBomb } from '../../helpers/bombs.cts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const stream = (content: Buffer | string, level?: number) =>
	Buffer.concat([latin1('stream\r\n'), deflateSync(content, { level }), latin1('\nendstream ')]);
const repeat = (bytes: Buffer, count: number) => Buffer.alloc(bytes.length * count, bytes);
const pictures = repeat(stream(Buffer.alloc(1.2e6), 0), 5);
const header = latin1('stream \r\x78\x9c');
const page = deflateRawSync(Buffer.alloc(1e6));
/** Returns a page of this length, which is estimated at 1 MB for each `page.length` bytes. */
const makePage = (length: number) => Buffer.concat([header, page], header.length + length);
const smallPages = repeat(stream(Buffer.alloc(1e6)), 2);
const largePage = Buffer.concat([header, deflateRawSync(Buffer.alloc(3e6))], 1_100_000);

test.each<[string, boolean, Buffer]>([
	['a page of 1 GB', false, makePage(page.length * 1000)],
	['a page of one byte more', true, Buffer.concat([header, makePage(page.length * 1000 + 1)])],
	['a page of 1.1 GB among others', true, Buffer.concat([smallPages, pictures, largePage])],
	['two pages of 700 MB, more than are estimated', false, repeat(makePage(page.length * 700), 2)],
	['4,096 streams', false, repeat(stream(''), 4096)],
	['4,097 streams', true, repeat(stream(''), 4097)],
	['a page that is deflated twice', true, makePdfBomb(1e6)],
	['64 bytes that are deflated twice', false, stream(deflateSync(Buffer.alloc(64)))],
	['a zlib header before other bytes', false, stream(Buffer.alloc(600, '789cffff', 'hex'), 0)],
	['deflated data after another method', false, stream(Buffer.concat([Buffer.alloc(2), page]))],
	['deflated data after a wrong header', false, stream(Buffer.concat([latin1('x\0'), page]))],
	['the word 16,384 times', false, latin1(`%PDF-1.7 ${'stream\n'.repeat(16_384)}`)],
	['the word more often', true, latin1('stream\n'.repeat(16_385))],
])('a PDF with %s is oversized: %s', (_name, expected, bytes) => {
	expect(isOversizedPdf(bytes)).toBe(expected);
});
