import { putFilesInside } from '../../../../../tools/templates/code/mailWithOutlookCode.cts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const named = { fileName: 'CV.pdf', mimeType: 'application/pdf' };
const resume = { ...named, id: 'filesystem-v2:1', data: 'x' };
const letter = { mimeType: 'text/plain', id: 'filesystem-v2:2', data: 'x' };
const put = async (binary?: Record<string, typeof letter>) =>
	await putFilesInside('resume,letter', binary, (field) =>
		Promise.resolve(Buffer.from(`the ${field}`)),
	);

it('each file has an item of its own, with the bytes in the item itself', async () => {
	const files = [
		{ ...named, data: base64('the resume') },
		{ mimeType: 'text/plain', data: base64('the letter') },
	];
	expect(await put({ resume, letter })).toEqual(
		files.map((file) => ({ json: {}, binary: { file } })),
	);
});

it('without files, there are no items', async () => {
	expect(await putFilesInside('', undefined, () => Promise.resolve(Buffer.of()))).toEqual([]);
});

it.each([undefined, {}, { resume }])(
	'if a step has dropped a file, an error says so: %j',
	async (binary) => {
		await expect(put(binary)).rejects.toThrow('dropped files');
	},
);
