import fc from 'fast-check';
import { parseAcceptedTypes } from '../../../nodes/CleverConnect/attachments/acceptedTypes';
import { makeFileName, type FileNaming } from '../../../nodes/CleverConnect/attachments/fileName';
import { DOCX_TYPE } from '../../../tools/samples/exampleApplication.cts';

const PDF = 'application/pdf';
const DOC = 'application/msword';

const name = (sent: unknown, naming: Partial<FileNaming> = {}) =>
	makeFileName({
		sent,
		fallback: 'resume',
		accepted: parseAcceptedTypes('pdf, doc, docx'),
		...naming,
	});

const named = (sent: unknown) => name(sent, { provenType: PDF, declaredType: PDF });

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

type Type = string | undefined;

test.each<[sent: unknown, proven: Type, declared: Type, expected: string]>([
	// An accepted type
	['cv.pdf', DOCX_TYPE, PDF, 'cv.docx'],
	['cv', DOC, PDF, 'cv.doc'],
	['cv.dot', DOC, PDF, 'cv.dot'],
	// A type that isn't accepted
	['cv.pdf', 'text/html', PDF, 'cv.pdf'],
	['photo.jpg', 'image/png', 'image/jpeg', 'photo.png'],
	['cv.exe', 'application/x-msdownload', PDF, 'cv.pdf'],
	['cv.exe', 'application/x-msdownload', undefined, 'cv.bin'],
	['list.xls', 'application/x-cfb', 'application/vnd.ms-excel', 'list.xls'],
	// An unknown type with a declaration
	['cv.txt', undefined, PDF, 'cv.pdf'],
	['J.Doe', undefined, PDF, 'J.Doe.pdf'],
	['photo.jpeg', undefined, 'image/jpeg', 'photo.jpeg'],
	// An unknown type with an accepted extension
	['cv.PDF', undefined, 'application/x-msdownload', 'cv.PDF'],
	['cv.docx', undefined, PDF, 'cv.docx'],
	// Nothing usable
	['cv.pdf.js', undefined, undefined, 'cv.bin'],
	['cv.v2', undefined, undefined, 'cv.v2.bin'],
	['cv.ps1. .exe', undefined, undefined, 'cv.bin'],
	['cv', undefined, 'x/unknown', 'cv.bin'],
	['cv.lnk', undefined, 'application/x-ms-shortcut', 'cv.bin'],
	// Documents that a browser shows
	['page.html', undefined, 'text/html', 'page.html'],
])('%j that is %s, declared as %s, becomes %j', (sent, provenType, declaredType, expected) => {
	expect(name(sent, { provenType, declaredType })).toBe(expected);
});

it.each([
	...['asx', 'class', 'crt', 'img', 'jad', 'COFFEE', 'luac', 'hta', 'vbs', 'bat', 'scf', 'sh'],
])("the name never keeps a program's extension, such as .%s", (extension) => {
	expect(name(`cv.${extension}`)).toBe('cv.bin');
	expect(name(`cv.pdf.${extension}`, { declaredType: PDF })).toBe('cv.pdf');
});

test.each<[accepted: string, sent: string, declaredType: string | undefined, expected: string]>([
	['pdf, js', 'cv.js', undefined, 'cv.js'],
	['pdf, js', 'cv.ps1', 'text/javascript', 'cv.js'],
	['xls', 'cv.xla', 'application/vnd.ms-excel', 'cv.xls'],
	['xls', 'cv.pdf.XLA', PDF, 'cv.pdf'],
	['', 'cv.odt', PDF, 'cv.odt'],
	['', 'cv.v2', undefined, 'cv.v2.bin'],
])('with %j accepted, %j declared as %s becomes %j', (types, sent, declaredType, expected) => {
	expect(name(sent, { accepted: parseAcceptedTypes(types), declaredType })).toBe(expected);
});

it('any file name becomes a safe name, and a safe name does not change', () => {
	const pieces = fc.constantFrom('/', '..', ' ', '.pdf', '.exe', 'CON', 'nul .', '\u202e');
	const names = fc.oneof(
		fc.string({ unit: 'binary', maxLength: 300 }),
		fc.array(fc.oneof(pieces, fc.string()), { maxLength: 12 }).map((parts) => parts.join('')),
	);
	const type = fc.option(fc.constantFrom(PDF, 'image/png'), { nil: undefined });
	fc.assert(
		fc.property(names, type, type, (sent, provenType, declaredType) => {
			const safe = name(sent, { provenType, declaredType });
			expect(safe).toMatch(/^[^/\\:*?"<>|\p{Cc}\p{Cf}\p{Cs}\p{Co}]+$/u);
			expect(safe).not.toMatch(/^[-. ]|[. ]$/);
			expect(safe).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d) *(?:\.|$)/i);
			expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(150);
			expect(safe).toBe(safe.normalize('NFC'));
			expect(safe).toMatch(provenType === PDF ? /\.pdf$/i : /\.(?:pdf|docx?|png|bin)$/i);
			expect(name(safe, { provenType, declaredType })).toBe(safe);
		}),
		{ numRuns: 5000 },
	);
});
