import { inspectSignature } from '../../../../nodes/CleverConnect/attachments/inspection/otherSignatures';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const typeOf = (text: string) => inspectSignature(latin1(text))?.type;
/** Bytes that don't occur in text. */
const BYTES = '\0\x01\x02\x03';

describe('a file that begins with', () => {
	it.each([
		['\x89PNG\r\n\x1a\n', 'image/png'],
		['\xff\xd8\xff', 'image/jpeg'],
		['GIF87a', 'image/gif'],
		['GIF89a', 'image/gif'],
		['RIFF\n\r\n\rWEBP', 'image/webp'],
		['II*\0', 'image/tiff'],
		['MM\0*', 'image/tiff'],
		['II+\0', 'image/tiff'],
		['MM\0+', 'image/tiff'],
		[`BM${'a'.repeat(12)}\x28\0\0\0`, 'image/bmp'],
		[`BM${'\n'.repeat(12)}\x0c\0\0\0`, 'image/bmp'],
		[`BM${'\n'.repeat(12)}\x34\0\0\0`, 'image/bmp'],
		[`BM${'\n'.repeat(12)}\x38\0\0\0`, 'image/bmp'],
		[`BM${'\n'.repeat(12)}\x40\0\0\0`, 'image/bmp'],
		[`BM${'\n'.repeat(12)}\x6c\0\0\0`, 'image/bmp'],
		[`BM${'\n'.repeat(12)}\x7c\0\0\0`, 'image/bmp'],
		['\xd7\xcd\xc6\x9a', 'image/wmf'],
		['\x09\x02\x06\0\0\0\x10\0', 'application/vnd.ms-excel'],
		['\x09\x04\x06\0\0\0\x10\0', 'application/vnd.ms-excel'],
		[`\x01\0\0\0${'\n'.repeat(36)} EMF`, 'image/emf'],
		['\0\0\x01\0\x02\0', 'image/vnd.microsoft.icon'],
		['8BPS\0\x01', 'image/vnd.adobe.photoshop'],
		['8BPS\0\x02', 'image/vnd.adobe.photoshop'],
		['\0\0\0\x0cjP  \r\n\x87\n', 'image/jp2'],
		['\0\0\0\x0cJXL \r\n\x87\n', 'image/jxl'],
		['AT&TFORM\n\n\n\nDJV', 'image/vnd.djvu'],
		['\0\0\0\nftyphei', 'image/heic'],
		['\0\0\0\nftyphev', 'image/heic'],
		['\0\0\0\nftypmif1', 'image/heif'],
		['\0\0\0\nftypmsf1', 'image/heif'],
		['\0\0\0\nftypavi', 'image/avif'],
		['\0\0\0\nftyp3g', 'video/3gpp'],
		['\0\0\0\nftypqt', 'video/quicktime'],
		['\0\0\0\nftypM4A', 'audio/mp4'],
		['\0\0\0\nftypM4B', 'audio/mp4'],
		['\0\0\0\nftyp', 'video/mp4'],
		[`\x1aE\xdf\xa3${'\n'.repeat(20)}webm`, 'video/webm'],
		[`\x1aE\xdf\xa3${'\n'.repeat(27)}webm`, 'video/webm'],
		['\x1aE\xdf\xa3', 'video/x-matroska'],
		['RIFF\n\n\n\nAVI ', 'video/x-msvideo'],
		['RIFF\n\n\n\nWAVE', 'audio/wav'],
		['\x30\x26\xb2\x75\x8e\x66\xcf\x11', 'video/x-ms-wmv'],
		['\0\0\x01\xba', 'video/mpeg'],
		['\0\0\x01\xb3', 'video/mpeg'],
		['ID3\x02\0', 'audio/mpeg'],
		['ID3\x03\0', 'audio/mpeg'],
		['ID3\x04\0', 'audio/mpeg'],
		['\xff\xf2', 'audio/mpeg'],
		['\xff\xf3', 'audio/mpeg'],
		['\xff\xfa', 'audio/mpeg'],
		['\xff\xfb', 'audio/mpeg'],
		['\xff\xf0', 'audio/aac'],
		['\xff\xf1', 'audio/aac'],
		['\xff\xf8', 'audio/aac'],
		['\xff\xf9', 'audio/aac'],
		['fLaC', 'audio/x-flac'],
		['OggS', 'audio/ogg'],
		['#!AMR', 'audio/amr'],
		['Rar!\x1a\x07', 'application/vnd.rar'],
		['7z\xbc\xaf\x27\x1c', 'application/x-7z-compressed'],
		['\x1f\x8b\x08', 'application/gzip'],
		['BZh91AY&SY', 'application/x-bzip2'],
		['\xfd7zXZ\0', 'application/x-xz'],
		['\x28\xb5\x2f\xfd', 'application/zstd'],
		[`${'\n'.repeat(257)}ustar\0`, 'application/x-tar'],
		[`${'\n'.repeat(257)}ustar `, 'application/x-tar'],
		['MSCF\0\0\0\0', 'application/vnd.ms-cab-compressed'],
		['\n\n-lh5-', 'application/x-lzh-compressed'],
		['\x31\xbe\0\0', 'application/x-mswrite'],
		['\x32\xbe\0\0', 'application/x-mswrite'],
		['\xffWPC', 'application/vnd.wordperfect'],
		[`${'\n'.repeat(60)}BOOKMOBI`, 'application/x-mobipocket-ebook'],
		['ITSF', 'application/vnd.ms-htmlhelp'],
		['\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d', 'application/onenote'],
		['SQLite format 3\0', 'application/vnd.sqlite3'],
		['\x78\x9f\x3e\x22', 'application/vnd.ms-tnef'],
		['\0\x05\x16\x07', 'application/applefile'],
		['0\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02', 'application/pkcs7-mime'],
		['0\x83\n\n\n\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02', 'application/pkcs7-mime'],
		['0\x82\n\n\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02', 'application/pkcs7-mime'],
		['MZ', 'application/x-msdownload'],
		['\x7fELF', 'application/x-executable'],
		['\xce\xfa\xed\xfe', 'application/x-mach-binary'],
		['\xcf\xfa\xed\xfe', 'application/x-mach-binary'],
		['\xca\xfe\xba\xbe', 'application/java-vm'],
		['L\0\0\0\x01\x14\x02\0', 'application/x-ms-shortcut'],
		['CWS', 'application/x-shockwave-flash'],
		['FWS', 'application/x-shockwave-flash'],
		['ZWS', 'application/x-shockwave-flash'],
	])('%j has the type %s', (start, type) => {
		expect(inspectSignature(latin1(start + BYTES))).toEqual({ type });
		// The type is not recognized at another offset or with a different last byte.
		expect(typeOf(`\n${start}${BYTES}`)).not.toBe(type);
		expect(typeOf(`${start.slice(0, -1)}\xaa${BYTES}`)).not.toBe(type);
	});

	it.each([
		'\x01\x02\x03\x04',
		'BM and more',
		'\0',
		'\0\0\x01\0\0\x01',
		`MZ, baker${' '.repeat(1440)}`,
		// The signatures of Word 2 and earlier, which any content can follow
		'\xdb\xa5-\0\x01MIME-Version: 1.0',
		'PO^Q`\x01MIME-Version: 1.0',
	])('%j has no known type', (start) => {
		expect(inspectSignature(latin1(start + BYTES))).toBeUndefined();
	});

	it('text that begins with a known signature has no known type', () => {
		expect(typeOf('MZ, baker')).toBeUndefined();
	});
});
