import type { Inspection } from './inspection';
import { parseMimeType } from './mimeType';

/** An offset in a file, and the texts (in ISO 8859-1) that can be there. */
type Part = readonly [offset: number, ...texts: readonly string[]];
/** The extension or MIME type of a format, and the parts that together identify a file in this format. */
type Signature = readonly [format: string, ...parts: readonly Part[]];

/**
 * Bytes near the beginning of files that candidates send instead of a document, or that do harm. Most of them are from
 * freedesktop.org's shared-mime-info 2.4.
 */
const SIGNATURES: readonly Signature[] = [
	// Images. PNG, third edition, § 5.2; ITU-T T.81, annex B; GIF89a § 17; RFC 9649 § 2.4
	['png', [0, '\x89PNG\r\n\x1a\n']],
	['jpg', [0, '\xff\xd8\xff']],
	['gif', [0, 'GIF87a', 'GIF89a']],
	['webp', [0, 'RIFF'], [8, 'WEBP']],
	['tif', [0, 'II*\0', 'MM\0*']],
	['bmp', [0, 'BM']],
	// Images, audio, and video. ISO 14496-12 § 4.3: the brand in the first box
	['heic', [4, 'ftyphei', 'ftyphev', 'ftypmif1']],
	['avif', [4, 'ftypavi']],
	['mov', [4, 'ftypqt']],
	['m4a', [4, 'ftypM4A']],
	['video/mp4', [4, 'ftyp']],
	['mkv', [0, '\x1aE\xdf\xa3']],
	['mp3', [0, 'ID3']],
	['ogg', [0, 'OggS']],

	// Archives. RFC 1952 § 2.3.1; POSIX.1-2024, pax, "ustar Interchange Format"
	['rar', [0, 'Rar!\x1a\x07']],
	['7z', [0, '7z\xbc\xaf\x27\x1c']],
	['gz', [0, '\x1f\x8b\x08']],
	['tar', [257, 'ustar\0', 'ustar ']],

	// Programs. [MS-SHLLINK] § 2.1; Java Virtual Machine Specification § 4.1
	['application/x-msdownload', [0, 'MZ']],
	['application/x-executable', [0, '\x7fELF']],
	['application/x-mach-binary', [0, '\xce\xfa\xed\xfe', '\xcf\xfa\xed\xfe']],
	['class', [0, '\xca\xfe\xba\xbe']],
	['lnk', [0, 'L\0\0\0\x01\x14\x02\0']],
];

/** In bytes. Large enough for the largest offset in a signature, which is that of `tar`. */
const HEAD_SIZE = 512;

/** Returns the type that the first bytes of a binary file show. */
export function inspectSignature(bytes: Buffer): Inspection | undefined {
	const head = bytes.toString('latin1', 0, HEAD_SIZE);
	const signature = SIGNATURES.find(([, ...parts]) =>
		parts.every(([offset, ...texts]) => texts.some((text) => head.startsWith(text, offset))),
	);
	return signature && { type: parseMimeType(signature[0]) };
}
