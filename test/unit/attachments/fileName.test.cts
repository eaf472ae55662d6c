import { makeFileName } from '../../../nodes/CleverConnect/attachments/fileName';
import { DOCX_TYPE } from '../../../tools/samples/exampleApplication.cts';

const PDF = 'application/pdf';

const named = (sent: unknown) =>
	makeFileName({ sent, fallback: 'resume', requiredType: PDF, likelyType: PDF });

describe('a PDF sent under this name is called', () => {
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
		// no name
		[undefined, 'resume.pdf'],
		[42, 'resume.pdf'],
		['', 'resume.pdf'],
		['   ', 'resume.pdf'],
		['...', 'resume.pdf'],
		['.pdf', 'resume.pdf'],
		['../', 'resume.pdf'],
		['\u202e\u200b', 'resume.pdf'],
		// paths
		['../../etc/cv.pdf', 'cv.pdf'],
		['/etc/cv.pdf', 'cv.pdf'],
		['C:\\Users\\Camille\\cv.pdf', 'cv.pdf'],
		['..\\..\\cv.pdf', 'cv.pdf'],
		['C:cv.pdf', 'C_cv.pdf'],
		['cv.pdf:stream', 'cv.pdf_stream.pdf'],
		// what cannot be seen
		['cv\u202efdp.exe', 'cvfdp.pdf'],
		['c\u200bv\ufeff.p\u00addf', 'cv.pdf'],
		['c\u2066v\u2069.pdf', 'cv.pdf'],
		['cv\u3164.pdf', 'cv.pdf'],
		['cv\u0000.pdf', 'cv.pdf'],
		['cv\u007f\u0085.pdf', 'cv.pdf'],
		['cv\r\nX-Evil: 1.pdf', 'cv X-Evil_ 1.pdf'],
		['cv\ud800.pdf', 'cv.pdf'],
		['a\u00a0b\u2003c.pdf', 'a b c.pdf'],
		// NFC
		['Re\u0301sume\u0301.pdf', 'R\u00e9sum\u00e9.pdf'],
		// what Windows cannot take
		['<cv>|"?*.pdf', '_cv_____.pdf'],
		['CON.pdf', '_CON.pdf'],
		['prn.pdf', '_prn.pdf'],
		['aux.pdf', '_aux.pdf'],
		['nul', '_nul.pdf'],
		['conin$.pdf', '_conin$.pdf'],
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
		['cv . .pdf', 'cv.pdf'],
		['cv.pdf. .', 'cv.pdf'],
		['. .cv.pdf', 'cv.pdf'],
	])('%j → %j', (sent, expected) => {
		expect(named(sent)).toBe(expected);
	});

	test.each([
		['a', 300],
		['é', 300],
		['简', 300],
		['👩', 300],
	])('%s, repeated, is cut to at most 150 bytes and keeps its extension', (character, times) => {
		const name = named(`${character.repeat(times)}.pdf`);
		expect(name.endsWith(`${character}.pdf`)).toBe(true);
		expect(Buffer.byteLength(name)).toBeLessThanOrEqual(150);
		expect(Buffer.byteLength(name)).toBeGreaterThan(150 - Buffer.byteLength(character));
	});

	it.each([
		[900, 'cv, whole.pdf'],
		[1000, 'cv, whole.pdf'],
		[2000, 'cv.pdf'],
	])('is looked at whole up to 1,000 characters, else at both ends (%i)', (length, expected) => {
		const middle = ', whole'.padStart(length / 2, '\u200b');
		expect(named(`cv${middle.padEnd(length - 6, '\u200b')}.pdf`)).toBe(expected);
	});

	it('ends well after a cut', () => {
		expect(named(`${'a'.repeat(145)} . b.pdf`)).toBe(`${'a'.repeat(145)}.pdf`);
	});
});

describe('a file of another standing', () => {
	it('takes the extension of the type that its bytes show', () => {
		expect(makeFileName({ sent: 'cv.pdf', fallback: 'resume', requiredType: DOCX_TYPE })).toBe(
			'cv.docx',
		);
		expect(makeFileName({ sent: 'photo.jpeg', fallback: 'x', requiredType: 'image/jpeg' })).toBe(
			'photo.jpeg',
		);
	});

	it('keeps its own extension where its type is not accepted or not known', () => {
		expect(makeFileName({ sent: 'cv.exe', fallback: 'resume', likelyType: PDF })).toBe('cv.exe');
	});

	it('is given the extension of its likely type where it has none', () => {
		expect(makeFileName({ sent: 'cv', fallback: 'resume', likelyType: PDF })).toBe('cv.pdf');
		expect(makeFileName({ sent: '', fallback: 'letter', likelyType: DOCX_TYPE })).toBe(
			'letter.docx',
		);
	});

	it('goes without where nothing is known', () => {
		expect(makeFileName({ sent: 'cv', fallback: 'resume' })).toBe('cv');
		expect(makeFileName({ sent: 'cv', fallback: 'resume', likelyType: 'x/unknown' })).toBe('cv');
		expect(makeFileName({ sent: undefined, fallback: 'attachment' })).toBe('attachment');
		expect(makeFileName({ sent: 'cv.pdf', fallback: 'x', requiredType: 'x/unknown' })).toBe(
			'cv.pdf',
		);
	});
});
