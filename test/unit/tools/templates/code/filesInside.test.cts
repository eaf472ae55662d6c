import { putFilesInside } from '../../../../../tools/templates/code/filesInside.cts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const named = { fileName: 'CV.pdf', mimeType: 'application/pdf' };
const resume = { ...named, id: 'filesystem-v2:1', data: 'x' };
const letter = { mimeType: 'text/plain', id: 'filesystem-v2:2', data: 'x' };
const put = async (binary?: Record<string, typeof letter>) =>
	await putFilesInside('resume,letter', binary, (field) =>
		Promise.resolve(Buffer.from(`the ${field}`)),
	);

it('each file is in an item of its own, which contains the file', async () => {
	const files = [
		{ ...named, data: base64('the resume') },
		{ mimeType: 'text/plain', data: base64('the letter') },
	];
	expect(await put({ resume, letter })).toEqual(
		files.map((file) => ({ json: {}, binary: { file } })),
	);
});

it.each([undefined, {}, { resume }])(
	'a file that a step has dropped is missed in %j',
	async (binary) => {
		await expect(put(binary)).rejects.toThrow('dropped files');
	},
);
