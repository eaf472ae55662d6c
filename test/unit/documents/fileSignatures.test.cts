import { inspectSignature } from '../../../nodes/CleverConnect/documents/fileSignatures';
import { parseKnownType } from '../../../nodes/CleverConnect/documents/mimeType';

const typeOf = (text: string) => inspectSignature(Buffer.from(text, 'latin1'))?.type;
/** Bytes that don't occur in text. */
const BYTES = '\0\x01\x02\x03';
const SIGNED = '\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02';

test.each([
	['image/png', '\x89PNG\r\n\x1a\n'],
	['image/jpeg', '\xff\xd8\xff'],
	['image/gif', 'GIF87a', 'GIF89a'],
	['image/webp', 'RIFF\n\r\n\rWEBP'],
	['image/tiff', 'II*\0', 'MM\0*', 'II+\0', 'MM\0+'],
	['image/bmp', `BM${'a'.repeat(12)}\x28\0\0\0`],
	['application/vnd.ms-excel', '\x09\x02\x06\0\0\0\x10\0', '\x09\x04\x06\0\0\0\x10\0'],
	['image/emf', `\x01\0\0\0${'\n'.repeat(36)} EMF`],
	['image/vnd.microsoft.icon', '\0\0\x01\0\x02\0'],
	['image/vnd.djvu', 'AT&TFORM\n\n\n\nDJV'],
	['image/heic', '\0\0\0\nftyphei', '\0\0\0\nftyphev'],
	['image/heif', '\0\0\0\nftypmif1', '\0\0\0\nftypmsf1'],
	['image/avif', '\0\0\0\nftypavi'],
	['video/3gpp', '\0\0\0\nftyp3g'],
	['video/quicktime', '\0\0\0\nftypqt'],
	['audio/mp4', '\0\0\0\nftypM4A', '\0\0\0\nftypM4B'],
	['video/mp4', '\0\0\0\nftyp'],
	['video/webm', `\x1aE\xdf\xa3${'\n'.repeat(20)}webm`, `\x1aE\xdf\xa3${'\n'.repeat(27)}webm`],
	['video/x-matroska', '\x1aE\xdf\xa3'],
	['video/x-msvideo', 'RIFF\n\n\n\nAVI '],
	['audio/wav', 'RIFF\n\n\n\nWAVE'],
	['audio/mpeg', 'ID3\x03\0', '\xff\xf2', '\xff\xf3', '\xff\xfa', '\xff\xfb'],
	['application/vnd.rar', 'Rar!\x1a\x07'],
	['application/x-7z-compressed', '7z\xbc\xaf\x27\x1c'],
	['application/gzip', '\x1f\x8b\x08'],
	['application/x-bzip2', 'BZh91AY&SY'],
	['application/x-tar', `${'\n'.repeat(257)}ustar\0`, `${'\n'.repeat(257)}ustar `],
	['application/vnd.ms-cab-compressed', 'MSCF\0\0\0\0'],
	['application/x-lzh-compressed', '\n\n-lh5-'],
	['application/x-mobipocket-ebook', `${'\n'.repeat(60)}BOOKMOBI`],
	['application/vnd.ms-tnef', '\x78\x9f\x3e\x22'],
	['application/pkcs7-mime', `0\x80${SIGNED}`, `0\x82\n\n${SIGNED}`, `0\x83\n\n\n${SIGNED}`],
	['application/x-msdownload', 'MZ'],
	['application/x-executable', '\x7fELF'],
	['application/java-vm', '\xca\xfe\xba\xbe'],
	['application/x-ms-shortcut', 'L\0\0\0\x01\x14\x02\0'],
	['application/x-shockwave-flash', 'CWS', 'FWS', 'ZWS'],
])('a file has the type %s according to its first bytes', (type, ...starts) => {
	// The type can be entered as an accepted type.
	expect(parseKnownType(type)).toBe(type);
	for (const start of starts) {
		expect(typeOf(start + BYTES)).toBe(type);
		// A signature counts neither at a different offset nor with a different last byte.
		expect(typeOf(`\n${start}${BYTES}`)).not.toBe(type);
		expect(typeOf(`${start.slice(0, -1)}\xaa${BYTES}`)).not.toBe(type);
	}
});

test.each([
	`BM and more${BYTES}`,
	`\0\0\x01\0\0\x01${BYTES}`,
	// A text that begins with a signature
	'MZ, baker',
])('a file that begins with %j has no type', (content) => {
	expect(typeOf(content)).toBeUndefined();
});
