import { extension, extensions, types } from 'mime-types';

const DOC = 'application/msword';
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** RFC 2046 § 4.5.1: bytes of an unknown type. */
export const UNKNOWN_TYPE = 'application/octet-stream';
/** Compound files of any format. Neither IANA nor Microsoft defines a type for them. */
export const COMPOUND_FILE_TYPE = 'application/x-cfb';

/**
 * Other spellings of the MIME types that CVs have: the aliases in freedesktop.org's shared-mime-info 2.4
 * and Apache Tika 3, and the spellings that mail programs and browsers send.
 */
const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
	'application/pdf': ['application/acrobat', 'application/nappdf', 'application/wwf'],
	[DOC]: [
		'application/vnd.ms-word',
		'application/vnd.ms-word.document',
		'application/vnd.ms-word.document.8',
		'application/winword',
		'application/word',
		'application/x-msw6',
		'application/x-msword-doc',
		'application/x-winword',
		'application/x-word',
	],
	[DOCX]: [
		'application/vnd.ms-word.document.12',
		'application/vnd.ms-word.document.macrofree.12',
		'application/vnd.openxmlformats',
		'application/vnd.openxmlformats-officedocument.word',
		'application/vnd.openxmlformats-officedocument.wordprocessingml',
		'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml',
	],
	'application/rtf': ['application/richtext', 'text/richtext', 'text/rtf'],
	'application/zip': ['application/x-compressed-zip', 'application/x-zip-compressed'],
	[COMPOUND_FILE_TYPE]: [
		'application/msoffice',
		'application/vnd.ms-office',
		'application/x-msoffice',
		'application/x-ole',
		'application/x-ole-storage',
		'application/x-ole2',
		'application/x-tika-msoffice',
	],
	'application/gzip': [
		'application/gzip-compressed',
		'application/gzipped',
		'application/x-gunzip',
	],
	'application/vnd.apple.keynote': ['application/x-iwork-keynote-sffkey'],
	'application/vnd.apple.numbers': ['application/x-iwork-numbers-sffnumbers'],
	'application/vnd.apple.pages': ['application/x-iwork-pages-sffpages'],
	'application/vnd.ms-tnef': ['application/ms-tnef', 'application/x-ms-tnef'],
	'application/vnd.ms-works': ['application/x-msworks'],
	'application/vnd.rar': ['application/x-rar-compressed'],
	'application/vnd.visio': ['application/vnd.ms-visio.drawing', 'application/x-visio'],
	'application/vnd.wordperfect': ['application/wordperfect5.1', 'application/x-wordperfect'],
	'application/x-msdownload': [
		'application/vnd.microsoft.portable-executable',
		'application/x-dosexec',
		'application/x-msdos-program',
	],
	// RFC 7303 § 9.2
	'application/xml': ['text/xml'],
	'audio/mp4': ['audio/x-m4a'],
	'audio/mpeg': ['audio/mp3'],
	'audio/wav': ['audio/vnd.wave', 'audio/wave', 'audio/x-wav'],
	'image/bmp': ['image/x-bmp', 'image/x-ms-bmp'],
	'image/heic': ['image/heic-sequence'],
	'image/heif': ['image/heif-sequence'],
	'image/jpeg': ['image/pjpeg'],
	'image/vnd.microsoft.icon': ['image/x-icon'],
	'message/rfc822': ['application/x-mimearchive', 'multipart/related'],
	'text/html': ['application/xhtml+xml'],
	'text/vcard': ['text/directory', 'text/x-vcard'],
	'video/3gpp': ['audio/3gpp'],
	'video/mp4': ['application/mp4'],
};

const CANONICAL: ReadonlyMap<string, string> = new Map(
	Object.entries(SPELLINGS).flatMap(([type, spellings]) =>
		spellings.map((spelling): [string, string] => [spelling, type]),
	),
);

/** Other types that the bytes of a file can show, although mime-types knows no extension for them. */
const WITHOUT_EXTENSION: ReadonlySet<string> = new Set([
	'application/applefile',
	'application/vnd.oasis.opendocument.base',
	'application/vnd.oasis.opendocument.text-master-template',
	'application/vnd.sqlite3',
	'application/x-executable',
	'application/x-mach-binary',
	'application/zstd',
]);

/** Other spellings of `application/octet-stream`. */
const UNINFORMATIVE =
	/^(?:application|binary|file|content|data|unknown|\*)\/(?:x-|vnd\.)*(?:(?:octet|byte|binary|data|file)?[-.]?streams?|octets?|bytes?|bin(?:ary)?|(?:forced?[-.]?)?download(?:ed)?|save(?:-?as)?|attachment|content|data|document|file|raw|any|all|default|generic|none|null|other|undefined|unknown(?:-(?:content|mime)?-?type)?|\*)$/;

/** RFC 4288 § 4.2 allows 127 characters on either side of `/`. No registered type is longer in total. */
const MAXIMUM_LENGTH = 127;
const MEDIA_TYPE = /^[a-z0-9][\w!#$&^.+-]*\/[a-z0-9][\w!#$&^.+-]*$/;
/** The top-level types (RFC 6838 § 4.2) that files have. */
const TOP_LEVEL_TYPE = /^(?:application|audio|font|image|message|model|multipart|text|video)\//i;
const EXTENSION = /^\.?([a-z0-9]+)$/;
/** RFC 6648, and the prefix that shared-mime-info uses for types from Windows. */
const UNREGISTERED_PREFIX = /^(?:x|zz)-/;
/** RFC 6838 § 3.2 */
const VENDOR_PREFIX = /^vnd\./;

/**
 * Returns the MIME type that a text names, without parameters (RFC 9110 § 8.3.1), in lower case and in
 * its registered spelling. The text may also be a file extension. Returns `undefined` for any other text.
 */
export function parseMimeType(text: string): string | undefined {
	const type = text.replace(/;.*/s, '').trim();
	if (type.length > MAXIMUM_LENGTH) return undefined;
	const lowerCase = type.toLowerCase();
	if (MEDIA_TYPE.test(lowerCase)) return findCanonical(lowerCase) ?? lowerCase;
	const [, fileExtension = ''] = EXTENSION.exec(lowerCase) ?? [];
	return lookUpExtension(fileExtension);
}

/** Does the same, but returns `undefined` for a MIME type that doesn't exist, such as `pdf/docx`. */
export function parseKnownType(text: string): string | undefined {
	const type = parseMimeType(text);
	if (type === undefined || (text.includes('/') && !TOP_LEVEL_TYPE.test(text))) return undefined;
	const isKnown =
		isRegistered(type) || Object.hasOwn(SPELLINGS, type) || WITHOUT_EXTENSION.has(type);
	return isKnown ? type : undefined;
}

/**
 * An unregistered type may be a variant of a registered type: `applications/vnd.pdf`,
 * `application/x-docx` and `application/wps-office.docx` end with the extension.
 */
function findCanonical(type: string): string | undefined {
	if (UNINFORMATIVE.test(type)) return UNKNOWN_TYPE;
	const canonical = CANONICAL.get(type);
	if (canonical !== undefined || isRegistered(type)) return canonical;
	const name = type.replace(/^.*\//, '').replace(UNREGISTERED_PREFIX, '');
	const variant = [name, name.replace(VENDOR_PREFIX, '')]
		.map((subtype) => `application/${subtype}`)
		.find((candidate) => CANONICAL.has(candidate) || isRegistered(candidate));
	if (variant !== undefined) return CANONICAL.get(variant) ?? variant;
	return lookUpExtension(name.replace(/^.*[-.]/, ''));
}

function isRegistered(type: string): boolean {
	return Object.hasOwn(extensions, type);
}

function lookUpExtension(fileExtension: string): string | undefined {
	const type = Object.hasOwn(types, fileExtension) ? types[fileExtension] : undefined;
	return type === undefined ? undefined : (CANONICAL.get(type) ?? type);
}

/** Returns the usual extension of a MIME type, without a dot. */
export function extensionOf(mimeType: string): string | undefined {
	return extension(mimeType) || undefined;
}

/**
 * Whether a declared type contradicts the type that the bytes show. Declaring the container format of the detected type isn't a contradiction. Nor is Word's other format, because senders don't distinguish between DOC and DOCX.
 */
export function isContradiction(
	declaredType: string | undefined,
	{ type, container }: { readonly type?: string | undefined; readonly container?: string },
): boolean {
	if (declaredType === undefined || type === undefined) return false;
	if (declaredType === type || declaredType === container) return false;
	const isMixedUp = (first: string, second: string) => declaredType === first && type === second;
	return !isMixedUp(DOC, DOCX) && !isMixedUp(DOCX, DOC);
}
