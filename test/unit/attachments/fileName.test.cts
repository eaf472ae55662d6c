import fc from 'fast-check';
import { extensionOf } from '../../../nodes/CleverConnect/documents';
import { makeFileName, readExtension } from '../../../nodes/CleverConnect/attachments/fileName';
import { DOCX_TYPE } from '../../../tools/samples/exampleApplication.cts';

const PDF = 'application/pdf';
const DOC = 'application/msword';

const named = (sent: unknown) => makeFileName(sent, 'resume', PDF);

describe('the name of a PDF', () => {
	test.each<[unknown, string]>([
		['CV.PDF', 'CV.PDF'],
		['Camille Example, CV (2026).pdf', 'Camille Example, CV (2026).pdf'],
		['CV', 'CV.pdf'],
		['cv.pdf.exe', 'cv.pdf'],
		['J.Doe.docx', 'J.Doe.pdf'],
		['cv.v2', 'cv.v2.pdf'],
		// No usable name
		[42, 'resume.pdf'],
		['\u202e\u200b', 'resume.pdf'],
		['-.pdf', 'resume.pdf'],
		// Paths
		['../../etc/cv.pdf', 'cv.pdf'],
		['C:\\Users\\Camille\\cv.pdf', 'cv.pdf'],
		['cv.pdf:stream', 'cv.pdf_stream.pdf'],
		// Invisible characters
		['cv\u202efdp.exe', 'cvfdp.pdf'],
		['c\u200bv\ufeff.p\u00addf', 'cv.pdf'],
		['\u2800cv\u3164\u2800.pdf', 'cv.pdf'],
		['cv.pdf\u0000.exe', 'cv.pdf'],
		['cv\r\nX-Evil: 1.pdf', 'cv X-Evil_ 1.pdf'],
		['a\u00a0b\u2003 c.pdf', 'a b c.pdf'],
		// Normalization to NFC
		['Re\u0301sume\u0301.pdf', 'R\u00e9sum\u00e9.pdf'],
		// Names that Windows forbids
		['<cv>|"?*.pdf', '_cv_____.pdf'],
		['nul', '_nul.pdf'],
		['CLOCK$.pdf', '_CLOCK$.pdf'],
		['CONOUT$.pdf', '_CONOUT$.pdf'],
		['CON .pdf.pdf', '_CON .pdf.pdf'],
		['COM¹.pdf', '_COM¹.pdf'],
		['Lpt1.final.pdf', '_Lpt1.final.pdf'],
		['console.pdf', 'console.pdf'],
		// Dots, hyphens, and spaces at the edges
		['.htaccess', 'htaccess.pdf'],
		['- .-output=cv-.pdf', 'output=cv-.pdf'],
		['cv . .pdf. .', 'cv.pdf'],
		[`cv${'.'.repeat(500)}v2${'.c'.repeat(200)}`, 'cv.pdf'],
		[`${'a'.repeat(145)} . b.pdf`, `${'a'.repeat(145)}.pdf`],
		// The middle of a long name
		[`cv${', whole'.padStart(500, '\u200b').padEnd(994, '\u200b')}.pdf`, 'cv, whole.pdf'],
		[`cv${', whole'.padStart(1000, '\u200b').padEnd(1994, '\u200b')}.pdf`, 'cv.pdf'],
	])('%j becomes %j', (sent, expected) => {
		expect(named(sent)).toBe(expected);
	});

	test.each(['a', 'é', '简', '👩'])('that repeats %s is truncated to 150 bytes', (character) => {
		const name = named(`${character.repeat(300)}.pdf`);
		expect(name.endsWith(`${character}.pdf`)).toBe(true);
		expect(Buffer.byteLength(name)).toBeLessThanOrEqual(150);
		expect(Buffer.byteLength(name)).toBeGreaterThan(150 - Buffer.byteLength(character));
	});
});

test.each<[sent: string, type: string | undefined, expected: string]>([
	['cv.pdf', DOCX_TYPE, 'cv.docx'],
	['cv', DOC, 'cv.doc'],
	['cv.dot', DOC, 'cv.dot'],
	['photo.jpeg', 'image/jpeg', 'photo.jpeg'],
	['photo.jpg', 'image/png', 'photo.png'],
	['cv.js', 'text/javascript', 'cv.js'],
	['cv.pdf.XLA', 'application/vnd.ms-excel', 'cv.xls'],
	['cv.pdf.js', undefined, 'cv.bin'],
	['cv.v2', undefined, 'cv.v2.bin'],
	['cv.ps1. .exe', undefined, 'cv.bin'],
])('%j with the type %s becomes %j', (sent, type, expected) => {
	expect(makeFileName(sent, 'resume', type)).toBe(expected);
});

it('any file name becomes a safe name, and a safe name does not change', () => {
	const pieces = fc.constantFrom('/', '..', ' ', '.pdf', '.exe', 'CON', 'nul .', '\u202e');
	const names = fc.oneof(
		fc.string({ unit: 'binary', maxLength: 300 }),
		fc.array(fc.oneof(pieces, fc.string()), { maxLength: 12 }).map((parts) => parts.join('')),
	);
	const type = fc.option(fc.constantFrom(PDF, 'image/png'), { nil: undefined });
	fc.assert(
		fc.property(names, type, (sent, type) => {
			const safe = makeFileName(sent, 'resume', type);
			expect(safe).toMatch(/^[^/\\:*?"<>|\p{Cc}\p{Cf}\p{Cs}\p{Co}]+$/u);
			expect(safe).not.toMatch(/^[-. ]|[. ]$/);
			expect(safe).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d) *(?:\.|$)/i);
			expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(150);
			expect(safe).toBe(safe.normalize('NFC'));
			expect(safe).toMatch(new RegExp(`\\.${extensionOf(type) ?? 'bin'}$`, 'i'));
			expect(makeFileName(safe, 'resume', type)).toBe(safe);
		}),
		{ numRuns: 5000 },
	);
});

test.each([
	['CV.PDF', 'pdf'],
	['cv.DOCX\u200b ', 'docx'],
	['cv. pdf', ''],
	[42, ''],
])('the extension of %j is %j', (sent, extension) => {
	expect(readExtension(sent)).toBe(extension);
});
