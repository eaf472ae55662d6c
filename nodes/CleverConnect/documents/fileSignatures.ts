import { parseMimeType } from './mimeType';
import type { Inspection } from './inspectionResult';
import { isText } from './textFormats';

/** An offset in a file, and the texts (in ISO 8859-1) that can be there. */
type Part = readonly [offset: number, ...texts: readonly string[]];
/** The extension or MIME type of a format, and the parts that together identify a file in this format. */
type Signature = readonly [format: string, ...parts: readonly Part[]];

/** The content type `signedData` (RFC 5652 § 5.1) in its encoded form (ITU-T X.690 § 8.19). */
const SIGNED_DATA = '\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02';

/**
 * Bytes near the beginning of files, in formats that candidates can have on their devices. Most of them are from
 * freedesktop.org's shared-mime-info 2.4, some in a shorter form.
 */
const SIGNATURES: readonly Signature[] = [
	// Images. PNG, third edition, § 5.2; ITU-T T.81, annex B; GIF89a § 17; RFC 9649 § 2.4
	['png', [0, '\x89PNG\r\n\x1a\n']],
	['jpg', [0, '\xff\xd8\xff']],
	['gif', [0, 'GIF87a', 'GIF89a']],
	['webp', [0, 'RIFF'], [8, 'WEBP']],
	['tif', [0, 'II*\0', 'MM\0*', 'II+\0', 'MM\0+']],
	// [MS-WMF] § 2.2.2.9 and § 2.2.2.3: the size of the header that follows the file header is less than 256 bytes
	['bmp', [0, 'BM'], [15, '\0\0\0']],
	['wmf', [0, '\xd7\xcd\xc6\x9a']],
	['emf', [0, '\x01\0\0\0'], [40, ' EMF']],
	['ico', [0, '\0\0\x01\0'], [5, '\0']],
	['psd', [0, '8BPS\0\x01', '8BPS\0\x02']],
	['jp2', [0, '\0\0\0\x0cjP  \r\n\x87\n']],
	['jxl', [0, '\0\0\0\x0cJXL \r\n\x87\n']],
	['djvu', [0, 'AT&TFORM'], [12, 'DJV']],
	// Images, audio, and video. ISO 14496-12 § 4.3: the brand in the first box
	['heic', [4, 'ftyphei', 'ftyphev']],
	['heif', [4, 'ftypmif1', 'ftypmsf1']],
	['avif', [4, 'ftypavi']],
	['3gp', [4, 'ftyp3g']],
	['mov', [4, 'ftypqt']],
	['m4a', [4, 'ftypM4A', 'ftypM4B']],
	['video/mp4', [4, 'ftyp']],

	// Audio and video
	['webm', [0, '\x1aE\xdf\xa3'], [24, 'webm']],
	['webm', [0, '\x1aE\xdf\xa3'], [31, 'webm']],
	['mkv', [0, '\x1aE\xdf\xa3']],
	['avi', [0, 'RIFF'], [8, 'AVI ']],
	['wav', [0, 'RIFF'], [8, 'WAVE']],
	['wmv', [0, '\x30\x26\xb2\x75\x8e\x66\xcf\x11']],
	['mpg', [0, '\0\0\x01\xb3', '\0\0\x01\xba']],
	['mp3', [0, 'ID3'], [4, '\0']],
	['mp3', [0, '\xff\xf2', '\xff\xf3', '\xff\xfa', '\xff\xfb']],
	['aac', [0, '\xff\xf0', '\xff\xf1', '\xff\xf8', '\xff\xf9']],
	['flac', [0, 'fLaC']],
	['ogg', [0, 'OggS']],
	['amr', [0, '#!AMR']],

	// Archives. RFC 1952 § 2.3.1; RFC 8878 § 3.1.1; POSIX.1-2024, pax, "ustar Interchange Format"
	['rar', [0, 'Rar!\x1a\x07']],
	['7z', [0, '7z\xbc\xaf\x27\x1c']],
	['gz', [0, '\x1f\x8b\x08']],
	['bz2', [0, 'BZh'], [4, '1AY&SY']],
	['xz', [0, '\xfd7zXZ\0']],
	['application/zstd', [0, '\x28\xb5\x2f\xfd']],
	['tar', [257, 'ustar\0', 'ustar ']],
	['cab', [0, 'MSCF\0\0\0\0']],
	['lzh', [2, '-lh'], [6, '-']],

	// Documents. Excel 3 and 4: Apache Tika; OneNote: [MS-ONESTORE] § 2.3.1
	['xls', [0, '\x09\x02\x06\0\0\0\x10\0', '\x09\x04\x06\0\0\0\x10\0']],
	['wri', [0, '\x31\xbe\0\0', '\x32\xbe\0\0']],
	['wpd', [0, '\xffWPC']],
	['mobi', [60, 'BOOKMOBI']],
	['chm', [0, 'ITSF']],
	['one', [0, '\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d']],
	['application/vnd.sqlite3', [0, 'SQLite format 3\0']],

	// Wrapped files. [MS-OXTNEF] § 2.1.3.1; RFC 1740, appendix A; RFC 5652 § 3
	['application/vnd.ms-tnef', [0, '\x78\x9f\x3e\x22']],
	['application/applefile', [0, '\0\x05\x16\x07']],
	['p7m', [0, '\x30\x80'], [2, SIGNED_DATA]],
	['p7m', [0, '\x30\x82'], [4, SIGNED_DATA]],
	['p7m', [0, '\x30\x83'], [5, SIGNED_DATA]],

	// Programs. [MS-SHLLINK] § 2.1; Java Virtual Machine Specification § 4.1
	['application/x-msdownload', [0, 'MZ']],
	['application/x-executable', [0, '\x7fELF']],
	['application/x-mach-binary', [0, '\xce\xfa\xed\xfe', '\xcf\xfa\xed\xfe']],
	['class', [0, '\xca\xfe\xba\xbe']],
	['lnk', [0, 'L\0\0\0\x01\x14\x02\0']],
	['swf', [0, 'FWS', 'CWS', 'ZWS']],
];

/** In bytes. Large enough for the largest offset in a signature, which is that of `tar`. */
const HEAD_SIZE = 512;

/**
 * Returns the type that the first bytes show. Text files are excluded, because their first characters can look like a
 * signature.
 */
export function inspectSignature(bytes: Buffer): Inspection | undefined {
	if (isText(bytes)) return undefined;
	const head = bytes.toString('latin1', 0, HEAD_SIZE);
	const signature = SIGNATURES.find(([, ...parts]) =>
		parts.every(([offset, ...texts]) => texts.some((text) => head.startsWith(text, offset))),
	);
	return signature && { type: parseMimeType(signature[0]) };
}
