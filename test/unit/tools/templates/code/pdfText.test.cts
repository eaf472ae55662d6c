import { deflateSync } from 'node:zlib';
import { readPdfText } from '../../../../../tools/templates/code/pdfText.cts';
import { readRealFile, REAL_FILES } from '../../../../fixtures/files/index.cts';
import { makePdfBomb } from '../../../../helpers/bombs.cts';

/** Returns a PDF file with these objects. The first one is the catalog. */
const makeFile = (...objects: readonly string[]) => {
	const body = objects.map((object, index) => `${index + 1} 0 obj\n${object}\nendobj\n`).join('');
	return Buffer.from(`%PDF-1.7\n${body}trailer <</Root 1 0 R>>`, 'latin1');
};
const stream = (content: Buffer | string, entries = '') =>
	`<<${entries}>>\nstream\n${content.toString('latin1')}\nendstream`;
const flate = (content: string) => stream(deflateSync(content), '/Filter /FlateDecode');
const PAGES = ['<</Pages 2 0 R>>', '<</Kids [3 0 R]>>'];
const RESOURCES = '/Resources <</Font <</F 5 0 R>> /XObject <</X 6 0 R>> >>';
const LATIN = '<</Subtype /Type1 /Encoding /WinAnsiEncoding>>';
/** Returns a PDF file with a page. Its content is object 4, its font object 5, and `other` object 6. */
const makePage = (content: string, font = LATIN, other = 'null', contents = '4 0 R') =>
	makeFile(
		...PAGES,
		`<</Contents [${contents}] ${RESOURCES}>>`,
		content.startsWith('<<') ? content : stream(content),
		...[font, other],
	);
const show = (strings: string) => `BT /F 10 Tf ${strings} ET`;
/** Returns the text with `|` between lines. */
const read = (bytes: Buffer) => readPdfText(bytes).trim().replace(/\n/g, '|').replace(/\s/g, ' ');

const files = REAL_FILES.map(({ name }) => name).filter((name) => name.startsWith('pdf/'));
const EMPTY = /-owner|-password|cut-off|imagemagick/;

it.each(files)('reads %s, or finds no text if it is protected, cut off, or a picture', (name) => {
	const text =
		/^Maria Beispiel\|.*Nurse, 12 years of experience[.|].*Since 2019: head nurse, Musterklinik Berlin/;
	expect(read(readRealFile(name))).toMatch(EMPTY.test(name) ? /^$/ : text);
});

it.each([
	['chromium', '2013–2019: nurse, Musterklinik Köln|'],
	['luatex', '|• 2013–2019: nurse, Musterklinik Bonn|1'],
	['libreoffice', '|• 2010–2013: training as a nurse, Bonn|'],
])('reads the words and lines of %s', (program, text) => {
	expect(read(readRealFile(`pdf/${program}.pdf`))).toContain(text);
});

it.each([
	['kerning and gaps', show('[(W)80(ord)-300(and)-200(one)] TJ'), 'Word and one'],
	['lines', show('(a) Tj 0 -12 Td (b) Tj 12 TL T* (c) Tj 0 -9 TD (d) Tj'), 'a|b|c|d'],
	['lines of quotes', show("12 TL (a) Tj (b) ' (c) '"), 'a|b|c'],
	['words at places', show('(a) Tj 1 0 0 1 9 0 Tm (b) Tj 1 0 0 1 14 3 Tm (c) Tj'), 'a bc'],
	['turned text', `0 1 -1 0 9 9 cm ${show('(a) Tj 5 0 Td (b) Tj')}`, 'ab'],
	['spacing', show('50 Tz 5 Tc 5 Tw (a b) Tj 18 0 Td (c) Tj'), 'a bc'],
	['spaced letters', show('[(N)-300(A)-300(M)-300(E)] TJ'), 'NAME'],
	["TeX's accents", show("(\xb4e \xa8o \xb8c `a 'b\x60) Tj"), "é ö ç à 'b`"],
	['no inline images', `BI /W 1 ID (\xff EI ${show('(a) Tj')}`, 'a'],
	['content in base 85', stream("6<#'\\7NaE>+B2qq-t+PI<,)~>", '/Filter [/ASCII85Decode]'), 'a'],
])('reads %s', (_title, content, text) => {
	expect(read(makePage(content))).toBe(text);
});

const composite = (entries: string) =>
	`<</Subtype /Type0 /DescendantFonts [<</W [1 [500] 2 9 500]>>] ${entries}>>`;
const UNICODE = `2 beginbfchar <0001> <00660066> <02> <41> endbfchar
	2 beginbfrange <0003> <0004> <0061> <0005> <0006> [<0078> <0079>] endbfrange`;

it.each([
	['Standard', '<</Subtype /Type1>>', "(it's \xae\xfb) Tj", 'it’s fiß'],
	['TrueType', '<</Subtype /TrueType>>', '(\x80\xe9) Tj', '€é'],
	['MacRoman', '<</Encoding /MacRomanEncoding>>', '(\x8e\xca) Tj', 'é'],
	[
		'names of glyphs',
		'<</Encoding <</Differences [1 /Eacute /f_i /germandbls /uni0142 /a.alt /g7]>> >>',
		'<010203040506> Tj',
		'Éfißła',
	],
	['ToUnicode', composite('/ToUnicode 6 0 R'), '<000100020003000400050006> Tj', 'ffAabxy'],
	['unknown codes', composite('/Encoding /Identity-H'), '<0001> Tj', ''],
])('decodes a font with %s', (_title, font, strings, text) => {
	expect(read(makePage(show(strings), font, flate(UNICODE)))).toBe(text);
});

const form = (content: string) => stream(content, '/Subtype /Form');

it.each([
	['a form', makePage('/X Do', LATIN, form(show('(a) Tj'))), 'a'],
	['content in parts', makePage('BT /F 1 Tf', LATIN, stream('(a) Tj'), '4 0 R 6 0 R'), 'a'],
	['changes', Buffer.concat([makePage(show('(a) Tj')), makePage(show('(b) Tj'))]), 'b'],
	['forms that show themselves', makePage('/X Do', LATIN, form('/X Do '.repeat(99))), ''],
	['content that repeats', makePage(flate('q '.repeat(1e5)), LATIN, '', '4 0 R '.repeat(2000)), ''],
	['content that is inflated twice', makePdfBomb(), ''],
	['large text', makePage(flate(show(`(${'word '.repeat(1e4)}) Tj `.repeat(5)))), ''],
	[
		'laughing pages',
		makeFile(PAGES[0] ?? '', ...Array<string>(20).fill(`<</Kids [${'2 0 R '.repeat(99)}]>>`)),
		'',
	],
	[
		'a font that maps billions of codes',
		makePage(
			show('(a) Tj'),
			composite('/ToUnicode 6 0 R'),
			flate('1 beginbfrange <00> <ffffffff> <41> endbfrange '.repeat(1e3)),
		),
		'',
	],
	['objects that refer to themselves', makeFile('1 0 R'), ''],
	['names of functions', makePage('/constructor Do /__proto__ 1 Tf (a) Tj toString'), 'a'],
	['numbers that overflow', makePage(`${'9e307 '.repeat(6)} cm `.repeat(9) + show('(a) Tj')), 'a'],
	['brackets', makePage('[<('.repeat(1e5)), ''],
	['a long number', makePage(show('(a) Tj'), LATIN, '', `${'0'.repeat(200)}4 0 R`), ''],
])('a file with %s has the expected text', (_title, bytes, text) => {
	expect(read(bytes)).toBe(text);
});

it.each([
	['an object stream', '', '/First -1e300'],
	['an object', '5 9999999999 9 0 ', '/First 17'],
])('%s with a negative length adds nothing to the budget', (_title, header, entries) => {
	const content = flate(show(`(a) Tj ${'q '.repeat(2e6)}`));
	expect(read(makePage(content, LATIN, stream(header, `/Type /ObjStm ${entries}`)))).toBe('');
});

/** Returns a PDF file with a page that selects 500 fonts, each with object 5, and shows text in another font. */
const makeFonts = (font: string, part: string, other = 'null') => {
	const names = Array.from({ length: 500 }, (_, index) => `/F${index}`);
	const fonts = names.map((name) => `${name} <<${font}>>`).join(' ');
	const content = flate(show(`${names.join(' 1 Tf ')} 1 Tf /L 1 Tf (a) Tj`));
	const page = `<</Contents 4 0 R /Resources <</Font <<${fonts} /L ${LATIN}>> >> >>`;
	return makeFile(...PAGES, page, content, part, other);
};
const DESCENDANT = '/Subtype /Type0 /DescendantFonts [5 0 R]';
const PROGRAM = stream('dup 1/a put '.repeat(800));

it.each([
	['content without a filter', makePage(' '.repeat(1e6), LATIN, '', '4 0 R '.repeat(1000))],
	['comments in fonts', makeFonts('/ToUnicode 5 0 R', stream('%\n'.repeat(5e5)))],
	['widths', makeFonts(DESCENDANT, '<</W 6 0 R>>', `[${'1[]'.repeat(1e5)}]`)],
	['font programs', makeFonts('/FontDescriptor 5 0 R', '<</FontFile 6 0 R>>', PROGRAM)],
])('gives up if a file repeats %s', (_title, bytes) => {
	expect(read(bytes)).toBe('');
});

const differences = (name: string) => `<</Encoding <</Differences [97 /${name}]>> >>`;
const LONG = stream(`<61> <${'0062'.repeat(32)}> endbfchar`);

it.each([
	['a long name', differences('a_'.repeat(2e5)), 'aaaaaaaa'],
	['a long text', '<</ToUnicode 6 0 R>>', 'bbbbbbbb'],
	['the name of a function', differences('aconstructor'), ''],
])('the text of a glyph with %s is short', (_title, font, text) => {
	expect(read(makePage(show('(a) Tj'), font, LONG))).toBe(text);
});
