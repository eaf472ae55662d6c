import { extension, extensions, types } from 'mime-types';

const DOC = 'application/msword';
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** The MIME type of bytes whose type is unknown (RFC 2046 § 4.5.1). */
export const UNKNOWN_TYPE = 'application/octet-stream';
/** The MIME type of compound files in any format. Neither IANA nor Microsoft defines one. */
export const COMPOUND_FILE_TYPE = 'application/x-cfb';

/**
 * Other names for the MIME types of attachments. The sources are freedesktop.org's shared-mime-info 2.4, Apache Tika 3,
 * and the names that mail programs and browsers send. A name without `/` applies to every top-level type, with or
 * without a prefix such as `x-`.
 */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
	'application/pdf': ['acrobat', 'nappdf'],
	[DOC]: ['ms-word', 'ms-word.document', 'msw6', 'winword', 'word'],
	[DOCX]: [
		'ms-word.document.12',
		'openxmlformats',
		'openxmlformats-officedocument.wordprocessingml',
		'openxmlformats-officedocument.wordprocessingml.document.main+xml',
	],
	'application/rtf': ['richtext', 'rtf'],
	'application/zip': ['zip-compressed'],
	[COMPOUND_FILE_TYPE]: ['ms-office', 'ole', 'ole-storage'],
	'application/vnd.rar': ['rar-compressed'],
	'application/x-msdownload': ['dosexec', 'microsoft.portable-executable', 'msdos-program'],
	// RFC 7303 § 9.2
	'application/xml': ['xml'],
	'audio/mp4': ['m4a'],
	'audio/mpeg': ['mp3'],
	'image/bmp': ['ms-bmp'],
	'image/jpeg': ['pjpeg'],
	'message/rfc822': ['multipart/related'],
	'text/html': ['xhtml+xml'],
	'video/mp4': ['application/mp4'],
};

const CANONICAL: ReadonlyMap<string, string> = new Map(
	Object.entries(ALIASES).flatMap(([type, names]) =>
		names.map((name): [string, string] => [name, type]),
	),
);

/** Matches types that say as little as `application/octet-stream`. */
const UNINFORMATIVE =
	/^(?:application|binary|file|unknown|\*)\/(?:x-)?(?:octet-?stream|binary|(?:force-?)?download|save|attachment|file|unknown|\*)$/;

/** RFC 6838 § 4.2 allows 127 characters on each side of the `/`, but no type in mime-types has more in total. */
const MAXIMUM_LENGTH = 127;
const MEDIA_TYPE = /^[a-z0-9][\w!#$&^.+-]*\/[a-z0-9][\w!#$&^.+-]*$/;
/** Top-level types of files (RFC 6838 § 4.2, RFC 2077, RFC 8081). */
const TOP_LEVEL_TYPE = /^(?:application|audio|font|image|message|model|multipart|text|video)\//i;
const EXTENSION = /^\.?([a-z0-9]+)$/;
/**
 * Matches the top-level type, and the prefixes of unregistered types (RFC 6648) and vendors' types (RFC 6838 § 3.2).
 */
const PREFIXES = /^.*\/(?:x-)?(?:vnd\.)?/;

/**
 * Returns the MIME type that a string names, without parameters (RFC 9110 § 8.3.1), in lowercase, and in its usual
 * spelling. The string can also be a known file extension. Returns `undefined` if it is neither, or is too long.
 */
export function parseMimeType(text: string): string | undefined {
	const type = text.replace(/;.*/s, '').trim();
	if (type.length > MAXIMUM_LENGTH) return undefined;
	const lowerCase = type.toLowerCase();
	if (MEDIA_TYPE.test(lowerCase)) return findCanonical(lowerCase) ?? lowerCase;
	const fileExtension = EXTENSION.exec(lowerCase)?.[1];
	return fileExtension && lookUpExtension(fileExtension);
}

/** Does the same as `parseMimeType`, but returns `undefined` for an unknown type, such as `pdf/docx`. */
export function parseKnownType(text: string): string | undefined {
	const type = parseMimeType(text);
	if (type === undefined || (text.includes('/') && !TOP_LEVEL_TYPE.test(text))) return undefined;
	return isRegistered(type) || Object.hasOwn(ALIASES, type) ? type : undefined;
}

/**
 * Returns the usual type for a variant, such as `applications/vnd.pdf`, `application/x-docx`, or
 * `application/wps-office.docx`. A variant can end with the type's extension.
 */
function findCanonical(type: string): string | undefined {
	if (UNINFORMATIVE.test(type)) return UNKNOWN_TYPE;
	const name = type.replace(PREFIXES, '');
	const canonical = CANONICAL.get(type) ?? CANONICAL.get(name);
	if (canonical !== undefined || isRegistered(type)) return canonical;
	const variants = [`application/${name}`, `application/vnd.${name}`];
	return variants.find(isRegistered) ?? lookUpExtension(name.replace(/.*[-.]/, ''));
}

function isRegistered(type: string): boolean {
	return Object.hasOwn(extensions, type);
}

function lookUpExtension(fileExtension: string): string | undefined {
	const type = Object.hasOwn(types, fileExtension) ? types[fileExtension] : undefined;
	return type && (CANONICAL.get(type.replace(PREFIXES, '')) ?? type);
}

/** Returns the usual extension of a MIME type, without a dot. */
export function extensionOf(mimeType: string | undefined): string | undefined {
	return extension(mimeType ?? '') || undefined;
}

export function isTextType(type: string | undefined): boolean {
	return type !== undefined && type.startsWith('text/');
}
