import { makeDocx } from '../../../../../tools/samples/files.cts';
import { readCvText } from '../../../../../tools/templates/code/cvText.cts';
import { makeDocxBomb } from '../../../../helpers/bombs.cts';

const read = (...paragraphs: readonly string[]) => {
	const xml = `<w:document><w:body>${paragraphs.join('')}<w:p><w:r><w:t>b</w:t></w:r></w:p></w:body></w:document>`;
	return readCvText(makeDocx([], { 'word/document.xml': xml }));
};

it.each([
	['joined runs', '<w:p><w:r><w:t>Wei</w:t></w:r><w:r><w:t>ß</w:t></w:r></w:p>', 'Weiß'],
	['trimmed lines', '<w:p><w:t xml:space="preserve"> a \u00a0 c </w:t></w:p><w:p/>', 'a c'],
	[
		'tabs and line breaks',
		'<w:p><w:t>1</w:t><w:tab/><w:t>2</w:t><w:br/><w:t>3</w:t></w:p>',
		'1\t2\n3',
	],
	['no tab for a tab stop', '<w:p><w:tabs><w:tab w:val="left"/></w:tabs><w:t>a</w:t></w:p>', 'a'],
	[
		'the characters of references',
		'<w:p><w:t>&lt;d&gt; &amp;lt; &#xE9;&#233; &#x110000; &x; &toString;</w:t></w:p>',
		'<d> &lt; éé &#x110000; &x; &toString;',
	],
	['no characters without a meaning', '<w:p><w:t>a&#1;b&#xD800;c\ue000d</w:t></w:p>', 'a b c d'],
	[
		'a tab between cells',
		'<w:tr><w:tc><w:p><w:t>French</w:t></w:p></w:tc><w:tc><w:p><w:t>C2</w:t></w:p></w:tc></w:tr>',
		'French\tC2',
	],
	['no deleted text', '<w:p><w:del><w:delText>gone</w:delText></w:del></w:p>', ''],
	['no fields', '<w:p><w:instrText>PAGE</w:instrText><w:t/></w:p>', ''],
	[
		'the same text once',
		'<mc:Choice><w:t>once</w:t></mc:Choice><mc:Fallback><w:t>twice</w:t></mc:Fallback>',
		'once',
	],
])('the text of a DOCX file has %s', (_title, xml, text) => {
	expect(read(xml, '</w:p>')).toBe(`${text}\nb`.trim());
});

it('a long text is complete', () => {
	expect(read('<w:p>', '<w:t>a</w:t><w:tab/>'.repeat(99_000), '</w:p>')).toHaveLength(198_001);
});

it('markup can be endless', () => {
	expect(read(`<w:t>a</w:t><${'a'.repeat(1_000_000)}`)).toBe('ab');
	expect(read(`<w:t>${'a'.repeat(90_000)}</w:t>`, '</w:tc>'.repeat(90_000))).toMatch(/^a{90000}/);
});

it.each([
	['has no document', makeDocx([], {}).subarray(0, 60)],
	['is a PDF without pages', Buffer.from('%PDF-1.7')],
	['contains more text than any CV', makeDocxBomb(300_000)],
	['unpacks to more than it says', makeDocxBomb(1.9e9, 1000)],
	['unpacks to more than any CV', makeDocxBomb()],
])('there is no text if the file %s', (_title, bytes) => {
	expect(readCvText(bytes)).toBe('');
});
