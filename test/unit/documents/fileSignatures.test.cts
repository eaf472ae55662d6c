import { inspectSignature } from '../../../nodes/CleverConnect/documents/fileSignatures';

const typeOf = (text: string) => inspectSignature(Buffer.from(text, 'latin1'))?.type;
/** Bytes that don't occur in text. */
const BYTES = '\0\x01\x02\x03';

test.each([
	['image/png', '\x89PNG\r\n\x1a\n'],
	['image/jpeg', '\xff\xd8\xff'],
	['image/gif', 'GIF87a', 'GIF89a'],
	['image/webp', 'RIFF\n\r\n\rWEBP'],
	['image/tiff', 'II*\0', 'MM\0*'],
	['image/bmp', 'BM'],
	['image/heic', '\0\0\0\nftyphei', '\0\0\0\nftyphev', '\0\0\0\nftypmif1'],
	['image/avif', '\0\0\0\nftypavi'],
	['video/quicktime', '\0\0\0\nftypqt'],
	['audio/mp4', '\0\0\0\nftypM4A'],
	['video/mp4', '\0\0\0\nftyp'],
	['video/x-matroska', '\x1aE\xdf\xa3'],
	['audio/mpeg', 'ID3'],
	['application/vnd.rar', 'Rar!\x1a\x07'],
	['application/x-7z-compressed', '7z\xbc\xaf\x27\x1c'],
	['application/gzip', '\x1f\x8b\x08'],
	['application/x-tar', `${'\n'.repeat(257)}ustar\0`, `${'\n'.repeat(257)}ustar `],
	['application/x-msdownload', 'MZ'],
	['application/x-executable', '\x7fELF'],
	['application/java-vm', '\xca\xfe\xba\xbe'],
	['application/x-ms-shortcut', 'L\0\0\0\x01\x14\x02\0'],
])('a file has the type %s according to its first bytes', (type, ...starts) => {
	for (const start of starts) {
		expect(typeOf(start + BYTES)).toBe(type);
		// A signature counts neither at a different offset nor with a different last byte.
		expect(typeOf(`\n${start}${BYTES}`)).not.toBe(type);
		expect(typeOf(`${start.slice(0, -1)}\xaa${BYTES}`)).not.toBe(type);
	}
});
