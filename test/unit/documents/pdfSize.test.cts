import { deflateSync } from 'node:zlib';
import { isOversizedPdf } from '../../../nodes/CleverConnect/documents/pdfSize';

const MEGABYTE = 1_000_000;
const text = (size: number) => Buffer.alloc(size, 'BT /F1 9 Tf (Camille bakes bread.) Tj ET ');
const makeStream = (content: Buffer, dictionary = '', lineBreak = '\n') =>
	`1 0 obj<<${dictionary}>>stream${lineBreak}${content.toString('latin1')}\nendstream endobj\n`;
const deflated = (size: number, dictionary?: string, lineBreak?: string) =>
	makeStream(deflateSync(text(size)), dictionary, lineBreak);
const twice = (content: Buffer) => makeStream(deflateSync(deflateSync(content)));
const image = '/Type/XObject /Subtype /Image';
/** Deflates to many short blocks. */
const blocks = (count: number) =>
	makeStream(Buffer.from(`789c${'000000ffff'.repeat(count)}0300`, 'hex'));

test.each<[string, boolean, string]>([
	['no stream', false, ''],
	['15 MB of text', false, deflated(15 * MEGABYTE)],
	['17 MB of text', true, deflated(17 * MEGABYTE)],
	['17 MB of text in small streams', true, deflated(MEGABYTE).repeat(17)],
	['17 MB of text after spaces and a carriage return', true, deflated(17 * MEGABYTE, '', ' \r')],
	['17 MB of text after a comment', true, deflated(17 * MEGABYTE, '', ' % a comment\n')],
	['17 MB of an image', false, deflated(17 * MEGABYTE, image)],
	['17 MB of a mask', false, deflated(17 * MEGABYTE, '/ImageMask true')],
	['17 MB of text after an image', true, deflated(9, image) + deflated(17 * MEGABYTE)],
	['text that is deflated twice', true, twice(text(MEGABYTE))],
	['text that only looks like deflated text', false, makeStream(deflateSync(Buffer.from('8O')))],
	['text that begins like deflated text', false, makeStream(deflateSync(Buffer.from('8O abc')))],
	['text in more blocks than a compressor writes', true, blocks(2000)],
	['a broken stream', false, makeStream(Buffer.from('x\x9c\xff\xff\xff', 'latin1'))],
	['as many streams as are read', false, 'stream'.repeat(4096)],
	['more streams', true, 'stream'.repeat(4097)],
])('a PDF with %s has too much content: %s', (_name, isOversized, content) => {
	expect(isOversizedPdf(Buffer.from(content, 'latin1'))).toBe(isOversized);
});
