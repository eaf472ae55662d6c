import { embedTestUrlFile } from '../../../nodes/CleverConnect/items/embedTestUrlFile';

const bytes = Buffer.alloc(12_345);
const pdf = { bytes, fileName: 'C. Example.pdf', mimeType: 'application/pdf', sha256: '' };

it('the binary data contains the file and has no id', () => {
	expect(embedTestUrlFile(pdf)).toEqual({
		data: bytes.toString('base64'),
		mimeType: 'application/pdf',
		fileType: 'pdf',
		fileName: 'C. Example.pdf',
		fileExtension: 'pdf',
		fileSize: '13 kB',
		bytes: 12_345,
	});
	const mimeType = 'application/octet-stream';
	expect(embedTestUrlFile({ ...pdf, mimeType })).not.toHaveProperty('fileType');
});
