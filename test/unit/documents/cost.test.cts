import { inspectDocument } from '../../../nodes/CleverConnect/documents';
import { makeZip, WORD_MAIN_PARTS } from '../../../tools/samples/files.cts';
import { store, TYPES_PART, typesXml } from '../../helpers/zips.cts';

const repeat = (token: string, size: number) => Buffer.alloc(size, token, 'latin1');
const after = (start: string) => (content: Buffer) => Buffer.concat([Buffer.from(start), content]);
const typed = (content: Buffer) => Buffer.from(`<Relationship Type="${content.toString()}"/>`);
const relate = (content: Buffer) =>
	store({ [TYPES_PART]: typesXml(WORD_MAIN_PARTS.docx), 'a.rels': content });

/** Returns the least CPU time of several inspections, in milliseconds. */
function measure(bytes: Buffer): number {
	const costs = [1, 2, 3].map(() => {
		const start = process.cpuUsage();
		inspectDocument(bytes);
		return process.cpuUsage(start).user / 1000;
	});
	return Math.min(...costs);
}

const PDF = ['\\(', '(', '[', '<', '<<', '/', '/#45', 'stream\n', '%%EOF', 'startxref 1'];
const XML = ['<', '<!--', '<Relationship ', 'a', 'a=', 'a="" ', '"', ' ', '&#33;', '\n'];
const TEXT = ['<!-- ', '<?', ' ', 'a: \n', '<'];

test.each([
	...PDF.map((token) => ['PDF', token, after('%PDF-1.7\n')] as const),
	...XML.map((token) => ['relationships', token, relate] as const),
	...XML.map(
		(token) =>
			['tag', token, (content: Buffer) => relate(after('<Relationship ')(content))] as const,
	),
	...['a', '/'].map(
		(token) =>
			['type of a relationship', token, (content: Buffer) => relate(typed(content))] as const,
	),
	...TEXT.map((token) => ['text', token, (content: Buffer) => content] as const),
	['compressed part', 'a', (content: Buffer) => makeZip({ a: content })] as const,
])('the cost of a %s of repeated %j is in proportion to its size', (_format, token, make) => {
	const [small, large] = [20_000, 160_000].map((size) => make(repeat(token, size)));
	// An eighth of the size takes a 64th of the time if the cost grows with the square of the size.
	expect(measure(large as Buffer)).toBeLessThan(32 * measure(small as Buffer) + 100);
});
