import { embedTestUrlFile } from '../../../nodes/CleverConnect/items/testUrlFile';

const embed = (overrides: object = {}) =>
	embedTestUrlFile({
		bytes: Buffer.from('%PDF-1.7'),
		fileName: 'Camille Example.pdf',
		mimeType: 'application/pdf',
		sha256: '',
		...overrides,
	});

it('the binary data contains the file and has no id', () => {
	expect(embed()).toEqual({
		data: Buffer.from('%PDF-1.7').toString('base64'),
		mimeType: 'application/pdf',
		fileType: 'pdf',
		fileName: 'Camille Example.pdf',
		fileExtension: 'pdf',
		fileSize: '8 B',
		bytes: 8,
	});
	const unknown = embed({ fileName: 'cv', mimeType: 'application/octet-stream' });
	expect(Object.keys(unknown)).toEqual(['data', 'mimeType', 'fileName', 'fileSize', 'bytes']);
});

it.each([
	[999, '999 B'],
	[1000, '1 kB'],
	[1_000_000, '1 MB'],
	[12_345_678, '12.3 MB'],
])('%d bytes are displayed as %s', (size, shown) => {
	expect(embed({ bytes: Buffer.alloc(size) }).fileSize).toBe(shown);
});
