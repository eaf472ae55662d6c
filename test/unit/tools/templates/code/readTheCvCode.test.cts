import { unzipSync } from 'fflate';
import { makeDocx, makeZip } from '../../../../../tools/samples/files.cts';
import {
	addText,
	isSoundWordFile,
	readWordText,
} from '../../../../../tools/templates/code/readTheCvCode.cts';
import { change, entryOf } from '../../../../helpers/zips.cts';

const DOCX = {
	mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
};

const textOf = (bytes: Buffer) =>
	addText({ json: { issues: [] } }, readWordText(bytes, unzipSync))[0]?.json.cvText;
const read = (...paragraphs: readonly string[]) => {
	const xml = `<w:document><w:body>${paragraphs.join('')}<w:p><w:r><w:t>b</w:t></w:r></w:p></w:body></w:document>`;
	return textOf(makeDocx([], { 'word/document.xml': xml }));
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
	[
		'the same text once',
		'<mc:Choice><w:t>once</w:t></mc:Choice><mc:Fallback><w:t>twice</w:t></mc:Fallback>',
		'once',
	],
])('the text of a Word file has %s', (_title, xml, text) => {
	expect(read(xml, '</w:p>')).toBe(`${text}\nb`.trim());
});

it.each([
	['no document', makeDocx([], {})],
	['more text than any CV', makeDocx(['a'.repeat(300_000)])],
	['more content than any CV', makeDocx(['a'.repeat(5_000_000)])],
	[
		'more compressed content than any CV',
		makeZip({ 'word/document.xml': '<a/>'.repeat(130_000) }, 0),
	],
	['no directory', makeDocx([], {}).subarray(0, 60)],
])('there is no text in a Word file with %s', (_title, bytes) => {
	expect(textOf(bytes)).toBe('');
});

it('no more text is unpacked than the directory says (APPNOTE.TXT § 4.3.12)', () => {
	const zip = makeZip({ 'word/document.xml': `<w:t>${'a'.repeat(2_000_000)}` });
	const understated = change(zip, (copy) => copy.writeUInt32LE(1000, entryOf(copy) + 24));
	expect(textOf(understated)?.length).toBeLessThan(1000);
});

it('the text comes with the application and its files, in place of a member of the sender', () => {
	const json = { id: 4711, cvText: 'of the sender', issues: [] };
	const binary = { resume: DOCX };
	expect(addText({ json, binary }, ' a ')).toEqual([{ json: { ...json, cvText: 'a' }, binary }]);
	expect(addText({ json, binary })[0]?.json.cvText).toBe('');
});

it.each([
	[true, DOCX, '/candidate/email'],
	[false, DOCX, '/attachments/1/content'],
	[false, { mimeType: 'application/pdf' }, '/candidate/email'],
	[false, undefined, '/candidate/email'],
])('whether a CV is a Word file with which nothing is wrong: %s', (expected, resume, path) => {
	const json = { issues: [{ path }] };
	expect(isSoundWordFile({ json, ...(resume && { binary: { resume } }) })).toBe(expected);
});
