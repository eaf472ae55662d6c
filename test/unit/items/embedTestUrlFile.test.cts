import { embedTestUrlFile } from '../../../nodes/CleverConnect/items/embedTestUrlFile';

const bytes = Buffer.from('%PDF-1.7');
const pdf = { bytes, fileName: 'C. Example.pdf', mimeType: 'application/pdf', sha256: '' };

it('the binary data contains the file and has no id', () => {
	expect(embedTestUrlFile(pdf)).toEqual({
		data: bytes.toString('base64'),
		mimeType: 'application/pdf',
		fileType: 'pdf',
		fileName: 'C. Example.pdf',
		fileExtension: 'pdf',
		fileSize: '8 B',
		bytes: 8,
	});
	const mimeType = 'application/octet-stream';
	const unknown = embedTestUrlFile({ ...pdf, fileName: 'cv', mimeType });
	expect(Object.keys(unknown)).toEqual(['data', 'mimeType', 'fileName', 'fileSize', 'bytes']);
});

it('the size has at most three digits and a decimal unit, as in n8n', () => {
	const sizes = [999, 1000, 1_000_000, 12_345_678].map((size) => Buffer.alloc(size));
	const shown = sizes.map((content) => embedTestUrlFile({ ...pdf, bytes: content }).fileSize);
	expect(shown).toEqual(['999 B', '1 kB', '1 MB', '12.3 MB']);
});
