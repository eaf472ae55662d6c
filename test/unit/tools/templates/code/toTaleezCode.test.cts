import { choosePdfFiles } from '../../../../../tools/templates/code/toTaleezCode.cts';

const NOTE = Buffer.from('%PDF note').toString('base64');
const pdf = { fileName: 'CV.pdf', mimeType: 'application/pdf' };
const word = { fileName: 'Letter.docx', mimeType: 'application/msword' };

const choose = (binary: Record<string, typeof pdf>, id: unknown = 4711) => {
	const json = { id, summary: { files: Object.keys(binary).join(',') } };
	return choosePdfFiles({ json, binary }, NOTE);
};

it('each PDF file is in an item of its own, which says whether the file is the CV', () => {
	const items = [false, true, false].map((isCv) => ({ json: { isCv }, binary: { file: pdf } }));
	expect(choose({ letter: pdf, resume: pdf, resume_2: pdf })).toEqual(items);
	expect(choose({})).toEqual([]);
	expect(choosePdfFiles({ json: { id: 4711, summary: { files: '' } } }, NOTE)).toEqual([]);
});

it('a note takes the place of other files, and its name lists them as far as there is room', () => {
	const [, note] = choose({ resume: pdf, letter: word, letter_2: word });
	const { fileName, mimeType } = note?.binary.file ?? {};
	expect(fileName).toBe('Not in Taleez - Letter.docx, Letter.docx.pdf');
	expect([note?.json.isCv, mimeType]).toEqual([false, 'application/pdf']);
	const [longNote] = choose({ letter: { ...word, fileName: `${'字'.repeat(200)}.docx` } });
	expect([...(longNote?.binary.file.fileName ?? '')]).toHaveLength('.pdf'.length + 120);
});

it('the notes of two applications differ', () => {
	const contents = [4711, '4711', 4712].map((id) => choose({ letter: word }, id)[0]?.binary.file);
	expect(new Set(contents.map((file) => JSON.stringify(file))).size).toBe(3);
	const { data = '' } = (contents[0] ?? {}) as { data?: string };
	expect(Buffer.from(data, 'base64').toString()).toBe('%PDF note% 4711');
});
