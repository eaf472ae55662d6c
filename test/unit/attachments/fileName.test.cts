import fc from 'fast-check';
import { parseAcceptedTypes } from '../../../nodes/CleverConnect/attachments/acceptedTypes';
import { makeFileName, type FileNaming } from '../../../nodes/CleverConnect/attachments/fileName';
import { parseMimeType } from '../../../nodes/CleverConnect/attachments/mimeType';
import { DOCX_TYPE } from '../../../tools/samples/exampleApplication.cts';

const PDF = 'application/pdf';

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
		['cv.pdf', 'cv.pdf'],
		['CV.PDF', 'CV.PDF'],
		['Camille Example, CV (2026).pdf', 'Camille Example, CV (2026).pdf'],
		['简历.pdf', '简历.pdf'],
		['👩‍🍳.pdf', '👩🍳.pdf'],
		['CV', 'CV.pdf'],
		['cv.docx', 'cv.pdf'],
		['cv.pdf.exe', 'cv.pdf'],
		['cv.exe.docx', 'cv.pdf'],
		['J.Doe.docx', 'J.Doe.pdf'],
		['J.Doe', 'J.Doe.pdf'],
		['cv.v2', 'cv.v2.pdf'],
		['cv.', 'cv.pdf'],
		// No usable name
		[undefined, 'resume.pdf'],
		[42, 'resume.pdf'],
		['', 'resume.pdf'],
		['   ', 'resume.pdf'],
		['...', 'resume.pdf'],
		['.pdf', 'resume.pdf'],
		['../', 'resume.pdf'],
		['\u202e\u200b', 'resume.pdf'],
		// Paths
		['../../etc/cv.pdf', 'cv.pdf'],
		['/etc/cv.pdf', 'cv.pdf'],
		['C:\\Users\\Camille\\cv.pdf', 'cv.pdf'],
		['..\\..\\cv.pdf', 'cv.pdf'],
		['C:cv.pdf', 'C_cv.pdf'],
		['cv.pdf:stream', 'cv.pdf_stream.pdf'],
		// Invisible characters
		['cv\u202efdp.exe', 'cvfdp.pdf'],
		['c\u200bv\ufeff.p\u00addf', 'cv.pdf'],
		['c\u2066v\u2069.pdf', 'cv.pdf'],
		['cv\u3164.pdf', 'cv.pdf'],
		['\u2800cv\u2800\u2800.pdf', 'cv.pdf'],
		['\u2800.pdf', 'resume.pdf'],
		['cv\u0000.pdf', 'cv.pdf'],
		['cv.pdf\u0000.exe', 'cv.pdf'],
		['cv\u007f\u0085.pdf', 'cv.pdf'],
		['cv\r\nX-Evil: 1.pdf', 'cv X-Evil_ 1.pdf'],
		['cv\ud800.pdf', 'cv.pdf'],
		['a\u00a0b\u2003c.pdf', 'a b c.pdf'],
		// Normalization to NFC
		['Re\u0301sume\u0301.pdf', 'R\u00e9sum\u00e9.pdf'],
		// Names that Windows forbids
		['<cv>|"?*.pdf', '_cv_____.pdf'],
		['=cmd|calc.pdf', '=cmd_calc.pdf'],
		['$(reboot).pdf', '$(reboot).pdf'],
		['CON.pdf', '_CON.pdf'],
		['prn.pdf', '_prn.pdf'],
		['aux.pdf', '_aux.pdf'],
		['nul', '_nul.pdf'],
		['conin$.pdf', '_conin$.pdf'],
		['CLOCK$.pdf', '_CLOCK$.pdf'],
		['CON .pdf', '_CON.pdf'],
		['CON .pdf.pdf', '_CON .pdf.pdf'],
		['nul  .tar.pdf', '_nul .tar.pdf'],
		['con a.pdf', 'con a.pdf'],
		['CONOUT$.pdf', '_CONOUT$.pdf'],
		['com1.pdf', '_com1.pdf'],
		['COM¹.pdf', '_COM¹.pdf'],
		['lpt³.pdf', '_lpt³.pdf'],
		['Lpt1.final.pdf', '_Lpt1.final.pdf'],
		['console.pdf', 'console.pdf'],
		['comx.pdf', 'comx.pdf'],
		['lpt.pdf', 'lpt.pdf'],
		['com10.pdf', 'com10.pdf'],
		['my.con.pdf', 'my.con.pdf'],
		['.htaccess', 'htaccess.pdf'],
		['--output=cv.pdf', 'output=cv.pdf'],
		['- .-cv-.pdf', 'cv-.pdf'],
		['-.pdf', 'resume.pdf'],
		['cv . .pdf', 'cv.pdf'],
		['cv.pdf. .', 'cv.pdf'],
		['. .cv.pdf', 'cv.pdf'],
		['cv.. .v2. .pdf', 'cv.. .v2.pdf'],
		[`cv${'.'.repeat(500)}v2${'.c'.repeat(200)}`, 'cv.pdf'],
		[`cv${'.'.repeat(100)}v2${'.c'.repeat(200)}`, `cv${'.'.repeat(100)}v2.pdf`],
	])('%j becomes %j', (sent, expected) => {
		expect(named(sent)).toBe(expected);
	});

	test.each([
		['a', 300],
		['é', 300],
		['简', 300],
		['👩', 300],
	])('that repeats %s is truncated to 150 bytes and keeps its extension', (character, times) => {
		const name = named(`${character.repeat(times)}.pdf`);
		expect(name.endsWith(`${character}.pdf`)).toBe(true);
		expect(Buffer.byteLength(name)).toBeLessThanOrEqual(150);
		expect(Buffer.byteLength(name)).toBeGreaterThan(150 - Buffer.byteLength(character));
	});

	it.each([
		[900, 'cv, whole.pdf'],
		[1000, 'cv, whole.pdf'],
		[2000, 'cv.pdf'],
	])(
		'of %i characters becomes %j, because a long name does not keep its middle',
		(length, expected) => {
			const middle = ', whole'.padStart(length / 2, '\u200b');
			expect(named(`cv${middle.padEnd(length - 6, '\u200b')}.pdf`)).toBe(expected);
		},
	);

	it('has no trailing dot or space after truncation', () => {
		expect(named(`${'a'.repeat(145)} . b.pdf`)).toBe(`${'a'.repeat(145)}.pdf`);
	});
});

describe('a file of an accepted type', () => {
	test.each<[string, string, string]>([
		['cv.pdf', DOCX_TYPE, 'cv.docx'],
		['cv.js', DOCX_TYPE, 'cv.docx'],
		['cv', 'application/msword', 'cv.doc'],
		['cv.dot', 'application/msword', 'cv.dot'],
	])('gets the extension of the type: %j of %s becomes %j', (sent, provenType, expected) => {
		expect(name(sent, { provenType, declaredType: PDF })).toBe(expected);
	});
});

describe('a file of an unknown type', () => {
	test.each<[string, string | undefined, string]>([
		['cv.pdf.js', PDF, 'cv.pdf'],
		['cv.pdf.hta', PDF, 'cv.pdf'],
		['cv.hta', PDF, 'cv.pdf'],
		['cv.vbs', PDF, 'cv.pdf'],
		['cv.bat', PDF, 'cv.pdf'],
		['cv.PS1', PDF, 'cv.pdf'],
		['cv.url', PDF, 'cv.pdf'],
		['cv.lnk', PDF, 'cv.pdf'],
		['cv.scf', PDF, 'cv.pdf'],
		['cv.exe', PDF, 'cv.pdf'],
		['cv.txt', PDF, 'cv.pdf'],
		['cv.js', DOCX_TYPE, 'cv.docx'],
		['cv', PDF, 'cv.pdf'],
		['J.Doe', PDF, 'J.Doe.pdf'],
		['', DOCX_TYPE, 'resume.docx'],
		['photo.jpeg', 'image/jpeg', 'photo.jpeg'],
		['photo', 'image/png', 'photo.png'],
		['notes.txt', 'text/plain', 'notes.txt'],
	])(
		'gets the extension of the declared type: %j, declared as %s, becomes %j',
		(sent, type, expected) => {
			expect(name(sent, { declaredType: type })).toBe(expected);
		},
	);

	test.each<[string, string | undefined, string]>([
		['cv.pdf', undefined, 'cv.pdf'],
		['cv.PDF', 'application/x-msdownload', 'cv.PDF'],
		['cv.docx', PDF, 'cv.docx'],
		['cv.js.doc', 'text/javascript', 'cv.js.doc'],
	])('keeps an accepted extension: %j, declared as %s, becomes %j', (sent, type, expected) => {
		expect(name(sent, { declaredType: type })).toBe(expected);
	});

	test.each<[unknown, string | undefined, string]>([
		['cv', undefined, 'cv.bin'],
		['cv.bin', undefined, 'cv.bin'],
		['cv.js', undefined, 'cv.bin'],
		['cv.pdf.js', undefined, 'cv.bin'],
		['cv.luac', undefined, 'cv.bin'],
		['cv.v2', undefined, 'cv.v2.bin'],
		['cv.ps1', undefined, 'cv.bin'],
		['cv.ps1. .exe', undefined, 'cv.bin'],
		[undefined, undefined, 'resume.bin'],
		['cv', 'x/unknown', 'cv.bin'],
		['cv.exe', 'application/octet-stream', 'cv.bin'],
		['cv.img', 'application/octet-stream', 'cv.bin'],
		['cv.js', 'text/javascript', 'cv.bin'],
		['cv.exe', 'application/x-msdownload', 'cv.bin'],
		['cv.sh', 'application/x-sh', 'cv.bin'],
		['cv.lnk', 'application/x-ms-shortcut', 'cv.bin'],
		['desktop.ini', undefined, 'desktop.bin'],
		['cv', 'application/x-ms-application', 'cv.bin'],
	])('gets .bin if no safe type is declared: %j, declared as %s, becomes %j', (...row) => {
		const [sent, declaredType, expected] = row;
		expect(name(sent, { declaredType })).toBe(expected);
	});

	it.each([
		...['asx', 'cab', 'class', 'crt', 'der', 'fxp', 'its', 'mag', 'mar', 'vsw', 'xul', 'img'],
		...['install', 'jad', 'java', 'crx', 'COFFEE', 'so', 'oxt'],
	])('never keeps the extension .%s, which belongs to a program', (extension) => {
		const declaredType = parseMimeType(extension);
		expect(name(`cv.${extension}`, { declaredType })).not.toBe(`cv.${extension}`);
		expect(name(`cv.pdf.${extension}`, { declaredType: PDF })).toBe('cv.pdf');
	});

	it.each([
		['page.html', 'text/html'],
		['logo.svg', 'image/svg+xml'],
		['mail.eml', 'message/rfc822'],
		['page.mht', 'message/rfc822'],
	])('keeps the extension of a document that a browser shows: %s', (sent, declaredType) => {
		expect(name(sent, { declaredType })).toBe(sent);
	});

	it("keeps a program's extension if that extension is accepted", () => {
		const accepted = parseAcceptedTypes('pdf, js');
		expect(name('cv.js', { accepted })).toBe('cv.js');
		expect(name('cv', { accepted, declaredType: 'text/javascript' })).toBe('cv.js');
		expect(name('cv.ps1', { accepted, declaredType: 'text/javascript' })).toBe('cv.js');
	});

	it("removes a program's extension although its type is accepted under another extension", () => {
		const accepted = parseAcceptedTypes('xls');
		const declaredType = 'application/vnd.ms-excel';
		expect(name('cv.xls', { accepted, declaredType })).toBe('cv.xls');
		expect(name('cv.xla', { accepted, declaredType })).toBe('cv.xls');
	});

	it('keeps any extension if all types are accepted', () => {
		const accepted = parseAcceptedTypes('');
		expect(name('cv.odt', { accepted, declaredType: PDF })).toBe('cv.odt');
		expect(name('cv.v2', { accepted, declaredType: PDF })).toBe('cv.v2.pdf');
		expect(name('cv.v2', { accepted })).toBe('cv.v2.bin');
	});
});

describe('a file of a type that is not accepted', () => {
	test.each<[string, string, string | undefined, string]>([
		['cv.pdf', 'text/html', PDF, 'cv.pdf'],
		['photo.jpg', 'image/png', 'image/jpeg', 'photo.png'],
		['photo', 'image/png', undefined, 'photo.png'],
		['cv.hta', 'text/html', PDF, 'cv.html'],
		['cv.exe', 'application/x-msdownload', PDF, 'cv.pdf'],
		['cv.exe', 'application/x-msdownload', undefined, 'cv.bin'],
		['list.xls', 'application/x-cfb', 'application/vnd.ms-excel', 'list.xls'],
	])(
		'keeps an accepted extension or gets a safe one: %j of %s, declared as %s, becomes %j',
		(sent, provenType, declaredType, expected) => {
			expect(name(sent, { provenType, declaredType })).toBe(expected);
		},
	);
});

it('any file name becomes a safe name, and a safe name does not change', () => {
	const pieces = fc.constantFrom(
		...[
			'/',
			'\\',
			'..',
			'.',
			' ',
			'.pdf',
			'.exe',
			'.js',
			'.ps1',
			'.docx',
			'CON',
			'nul .',
			'\u202e',
		],
	);
	const names = fc.oneof(
		fc.string({ unit: 'binary', maxLength: 300 }),
		fc.array(fc.oneof(pieces, fc.string()), { maxLength: 12 }).map((parts) => parts.join('')),
	);
	const type = fc.option(fc.constantFrom('application/pdf', 'image/png'), { nil: undefined });
	const accepted = parseAcceptedTypes('pdf, doc, docx');
	fc.assert(
		fc.property(names, type, type, (sent, provenType, declaredType) => {
			const naming = { fallback: 'resume', accepted, provenType, declaredType };
			const name = makeFileName({ ...naming, sent });
			expect(name).toMatch(/^[^/\\:*?"<>|\p{Cc}\p{Cf}\p{Cs}\p{Co}]+$/u);
			expect(name).not.toMatch(/^[-. ]|[. ]$/);
			expect(name).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d) *(?:\.|$)/i);
			expect(Buffer.byteLength(name)).toBeLessThanOrEqual(150);
			expect(name).toBe(name.normalize('NFC'));
			const isPdf = provenType === 'application/pdf';
			expect(name).toMatch(isPdf ? /\.pdf$/i : /\.(?:pdf|docx?|png|bin)$/i);
			expect(makeFileName({ ...naming, sent: name })).toBe(name);
		}),
		{ numRuns: 5000 },
	);
});
