import { putFilesInside } from '../../../../../tools/templates/code/filesInside.cts';

const resume = {
	fileName: 'CV.pdf',
	mimeType: 'application/pdf',
	id: 'filesystem-v2:1',
	data: 'x',
};
const letter = { mimeType: 'text/plain', id: 'filesystem-v2:2', data: 'x' };
const read = async (field: string) => await Promise.resolve(Buffer.from(`the ${field}`));

it('each file is in an item of its own, which contains the file', async () => {
	const binary = { resume, letter };
	expect(await putFilesInside('resume,letter', binary, read)).toEqual([
		{
			json: {},
			binary: {
				file: {
					fileName: 'CV.pdf',
					mimeType: 'application/pdf',
					data: Buffer.from('the resume').toString('base64'),
				},
			},
		},
		{
			json: {},
			binary: {
				file: { mimeType: 'text/plain', data: Buffer.from('the letter').toString('base64') },
			},
		},
	]);
});

it.each([undefined, {}, { resume }])(
	'a file that a step has dropped is missed in %j',
	async (binary) => {
		await expect(putFilesInside('resume,letter', binary, read)).rejects.toThrow('dropped files');
	},
);
