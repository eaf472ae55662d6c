import { parsePdfDictionary } from '../../../nodes/CleverConnect/documents/pdfObject';

test.each<[string, unknown]>([
	['[ 1 23 \n45 \r\n R /A ]', ['1', '23 45 R', '/A']],
	['% >> (\n 7', '7'],
	['7 } x (y) ) > 1 /B 1', '7'],
	// ISO 32000-2 § 7.3.4.2
	['(These \\\ntwo strings \\\r\nare \\\rthe same.)', 'These two strings are the same.'],
	['(\\n\\r\\t\\b\\f\\(\\)\\\\\\x)', '\n\r\t\b\f()\\x'],
	['(\\245\\307 \\0053 \\53 \\777)', '\xa5\xc7 \x053 + \xff'],
	// ISO 32000-2 § 7.3.4.3
	['<90 1F\nA3>', '\x90\x1f\xa3'],
	['<901FA>', '\x90\x1f\xa0'],
])('the PDF object %j is parsed', (written, expected) => {
	const value = parsePdfDictionary(` <</A 12 /V ${written} >> trailing`)?.get('/V');
	expect(Buffer.isBuffer(value) ? value.toString('latin1') : value).toEqual(expected);
});

test('<< … >> is a dictionary of the values that follow a name', () => {
	const dictionary = parsePdfDictionary('<< x 1 0 R /A 1 (B) [ /C ] /Id 23 /E >>');
	expect([...(dictionary ?? [])].flat()).toEqual(['/A', '1', '/Id', '23']);
});

test('a text that is cut off, or begins with something else, is not a dictionary', () => {
	const texts = ['', '[ /A 1 ]', '1 << >>', '>>', '<< /A 1', '<< /A [ 1', '<< /A (1', '<< /A <1'];
	for (const text of texts) expect(parsePdfDictionary(text)).toBeUndefined();
});
