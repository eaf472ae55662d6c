import fc from 'fast-check';
import { extensionOf } from '../../../nodes/CleverConnect/documents';
import {
	cleanFileName,
	decideFileName,
	readExtension,
} from '../../../nodes/CleverConnect/fileNames/sentFileName';
import { DOCX_TYPE } from '../../../tools/samples/exampleApplication.cts';

const PDF = 'application/pdf';

test.each<[sent: unknown, expected: string, type?: string | null]>([
	['CV.PDF', 'CV.PDF'],
	['Camille Example, CV (2026).pdf', 'Camille Example, CV (2026).pdf'],
	['J.Doe.docx', 'J.Doe.pdf'],
	[`${'é'.repeat(300)}.pdf`, `${'é'.repeat(73)}.pdf`],
	// No usable name
	[42, 'resume.pdf'],
	['\u202e\u200b', 'resume.pdf'],
	// Paths
	['C:\\Users\\Camille\\cv.pdf', 'cv.pdf'],
	['cv.pdf:stream', 'cv.pdf_stream.pdf'],
	// Invisible characters
	['cv\u202efdp.exe', 'cvfdp.pdf'],
	['\u2800cv\u3164\u2800.pdf', 'cv.pdf'],
	['cv\r\nX-Evil: 1.pdf', 'cv X-Evil_ 1.pdf'],
	// Normalization to NFC
	['Re\u0301sume\u0301.pdf', 'R\u00e9sum\u00e9.pdf'],
	// Names that Windows forbids
	['<cv>|"?*.pdf', '_cv_____.pdf'],
	['nul', '_nul.pdf'],
	['CLOCK$.pdf', '_CLOCK$.pdf'],
	['COM¹.pdf', '_COM¹.pdf'],
	['CON .pdf.pdf', '_CON .pdf.pdf'],
	['LPT1.pdf', '_LPT1.pdf'],
	['Comb.pdf', 'Comb.pdf'],
	['LPTs.pdf', 'LPTs.pdf'],
	// Dots, hyphens, and spaces at the edges
	['.htaccess', 'htaccess.pdf'],
	['- .-output=cv-.pdf', 'output=cv-.pdf'],
	[`cv${'.'.repeat(500)}v2${'.c'.repeat(200)}`, 'cv.pdf'],
	// The middle of a name of more than 1,000 characters is dropped
	[`cv${', whole'.padStart(500, '\u200b').padEnd(994, '\u200b')}.pdf`, 'cv, whole.pdf'],
	[`cv${', whole'.padStart(1000, '\u200b').padEnd(1994, '\u200b')}.pdf`, 'cv.pdf'],
	// Other types
	['cv.pdf', 'cv.docx', DOCX_TYPE],
	// Names that SharePoint refuses
	['~$cv.pdf', 'cv.pdf'],
	['a_vti__VTI_b.pdf', 'a_vti-_vti-b.pdf'],
	// Programs
	['cv.js', 'cv.bin', 'text/javascript'],
	['cv.html', 'cv.bin', 'text/html'],
	['cv.pdf', 'cv.bin', 'application/x-msdownload'],
	['cv.pdf.XLA', 'cv.xls', 'application/vnd.ms-excel'],
	['cv.pdf.js', 'cv.bin', null],
	['cv.ps1. .exe', 'cv.bin', null],
])('the file name %j becomes %j', (sent, expected, type = PDF) => {
	expect(decideFileName(sent, 'resume', type ?? undefined)).toBe(expected);
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
			const safe = decideFileName(sent, 'resume', type);
			expect(safe).toMatch(/^[^/\\:*?"<>|\p{Cc}\p{Cf}\p{Cs}\p{Co}]+$/u);
			expect(safe).not.toMatch(/^[-. ]|[. ]$/);
			expect(safe).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d) *(?:\.|$)/i);
			expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(150);
			expect(safe).toBe(safe.normalize('NFC'));
			expect(safe).toMatch(new RegExp(`\\.${extensionOf(type) ?? 'bin'}$`, 'i'));
			expect(decideFileName(safe, 'resume', type)).toBe(safe);
		}),
		{ numRuns: 5000 },
	);
});

it('the extension of a name is read in lowercase, without invisible characters', () => {
	const extensions = ['CV.PDF', 'cv.DOCX\u200b ', 'cv. pdf', 42].map(readExtension);
	expect(extensions).toEqual(['pdf', 'docx', '', '']);
});

it('a name without a file is safe and keeps its extension', () => {
	const names = ['..\\a/<cv>.exe', 'é'.repeat(100), 'Forms', 'forms2', '\u202e', 42];
	const cleaned = ['_cv_.exe', 'é'.repeat(75), '_Forms', 'forms2', '', ''];
	expect(names.map(cleanFileName)).toEqual(cleaned);
});
